"""Expressions: a wrong one is named with its line before anything is computed, and none reaches outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from reporting.analysis import expressions
from reporting.analysis.expressions import check_expressions, fields_of, fill, workbench
from reporting.errors import SettingsError
from reporting.settings import Project, Settings, load_settings

Make = Callable[..., Project]


def complaint(project: Project) -> str:
    with pytest.raises(SettingsError) as raised:
        check_expressions(load_settings(project))
    return str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "key", "what"),
    [
        ("numerator: offers,", "numerator: nothing,", "indicators[0].measures[0].numerator", "cov: "),
        ("numerator: participants", "numerator: participant", "indicators[1].measures[0].numerator", "participant"),
        ("numerator: participants", "numerator: participants +", "indicators[1].measures[0].numerator", "syntax"),
        ("numerator: participants", "numerator: sum(participants)", "indicators[1].measures[0].numerator", "GROUP BY"),
        ("in_scope and offers", "in_scope and offer", "indicators[1].measures[0].among", "offer"),
        ("denominator: enrolled", "denominator: pupils", "indicators[1].measures[0].denominator", "pupils"),
        ("table: figures, numerator: closed", "table: figures, numerator: fee", "[2].measures[0].numerator", "fee"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_named_with_its_line(make_project: Make, old: str, new: str, key: str, what: str) -> None:
    """Thirteen counties would run for minutes and fail one by one, with a message of the database."""
    said = complaint(make_project(replace={"indicators.yaml": (old, new)}))
    assert said.startswith("params/indicators.yaml, line ")
    assert f"{key}: " in said
    assert what in said
    assert "\n" not in said, "the words of a database"


def test_a_wrong_scope_is_named_with_its_line(make_project: Make) -> None:
    """Which schools count would be known to fail only when the first ledger is read."""
    said = complaint(make_project(replace={"city.yaml": ("not coalesce(boarding, false)", "not boards")}))
    assert said.startswith("params/city.yaml, line 16, scope.condition: ")


def test_a_gap_by_an_unknown_field_is_named(make_project: Make) -> None:
    """The field of a gap stands in no measure, and would be asked for first in the middle of a run."""
    gap = (
        "  - {id: gap, name: {zh-Hans: 差}, definition: {zh-Hans: 差}, group: service, kind: context, unit: points,\n"
        "     aggregate: gap, of: joined, by: zone, areas: [城区, 乡村]}\n"
    )
    said = complaint(make_project(replace={"indicators.yaml": ("  - id: closed\n", gap + "  - id: closed\n")}))
    assert "indicators[2].by: gap: " in said
    assert "zone" in said


def test_the_bureau_s_own_params_compute() -> None:
    """The params that we ship would stop the first run."""
    check_expressions(load_settings(Project.at(Path(__file__).parents[3])))


def test_every_category_is_quoted() -> None:
    """A category with an apostrophe would end the expression."""
    assert fill("x = '{category}'", "o'clock") == "x = 'o''clock'"


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("days >= 5 and hours >= 2", ("days", "hours")),
        ("list_contains(string_split(categories, '、'), '文艺')", ("categories",)),
        ("case when a = 'b' then c else a end", ("a", "c")),
        ('"no" + 1', ("no",)),
        ("1", ()),
        ("this is no SQL (", ()),
    ],
)
def test_the_columns_that_an_expression_reads(expression: str, fields: tuple[str, ...]) -> None:
    """Why a value is missing, and the trace of a number, would look at other cells."""
    assert fields_of(expression) == fields


def test_a_school_out_of_scope_or_unknown_is_not_in_it(settings: Settings) -> None:
    """A school that leaves its stage blank would count, or one that leaves boarding blank would not."""
    schools = pd.DataFrame(
        {
            "school_name": list("abcd"),
            "stage": ["小学", "小学", None, "初中"],
            "boarding": pd.array([False, None, False, False], dtype="boolean"),
        }
    )
    with workbench(settings.forms, settings.city.scope, {"ledger": schools}) as bench:
        found = bench.execute("SELECT school_name FROM ledger WHERE in_scope ORDER BY 1").fetchall()
    assert found == [("a",), ("b",)]


@pytest.mark.parametrize("most", [0, expressions._MOST_SHARED], ids=["a nation", "a city"])
def test_tables_of_one_name_are_each_its_connection_s(
    settings: Settings, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county's schools would be counted with those of whoever computed before, or beside it."""
    monkeypatch.setattr(expressions, "_MOST_SHARED", most)
    schools = [pd.DataFrame({"school_name": [name], "stage": ["小学"]}) for name in ("甲", "乙")]
    tables = [workbench(settings.forms, settings.city.scope, {"ledger": one}) for one in schools]
    for bench, name in zip(tables, ("甲", "乙"), strict=True):
        with bench:
            assert bench.execute("SELECT school_name FROM ledger").fetchall() == [(name,)]
    with workbench(settings.forms, settings.city.scope, {}) as bench:
        assert bench.execute("SELECT school_name FROM ledger").fetchall() == []


def test_a_fork_computes_in_a_database_of_its_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that forks after it has opened its report would use threads that its child does not have."""
    check_expressions(settings)
    database, asked = expressions._database, list[int]()

    def noted(process: int) -> duckdb.DuckDBPyConnection:
        asked.append(process)
        return database(process)

    monkeypatch.setattr(expressions, "_database", noted)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    check_expressions(settings)
    assert set(asked) == {-1}
    assert database(-1) is not database(-2)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('{path}')",
        "COPY ledger TO '{path}'",
        "ATTACH '{path}'",
        "SET enable_external_access = true",
    ],
)
def test_an_expression_reaches_nothing_outside(settings: Settings, query: str, tmp_path: Path) -> None:
    """A line in params/ copied from somewhere could read or write any file of the machine."""
    path = tmp_path / "x.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with workbench(settings.forms, settings.city.scope, {}) as bench, pytest.raises(duckdb.Error):
        bench.execute(query.format(path=path))

"""What a county sent before: the last table of a name, whose rows are known, and who is missed; store and run alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import pandas as pd
import pytest
from tests.unit.intake.checks.test_violations import FIGURES, LEDGER

from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks import history
from reporting.intake.checks.history import Past
from reporting.intake.checks.registry import bind_checks
from reporting.intake.checks.school_identity import identified
from reporting.intake.checks.views import checked_items, checked_rows
from reporting.intake.cleaning.tables.printed import PrintedShare, PrintedTotal
from reporting.settings import Settings
from reporting.store.submissions import Submission
from reporting.store.view import View

FORMS = Forms.model_validate(
    {
        "forms": [
            {
                "id": "own",
                "name": {"zh-Hans": "月报"},
                "title": "月报",
                "tables": [LEDGER.model_dump(exclude_unset=True), FIGURES.model_dump(exclude_unset=True)],
            }
        ]
    }
)
NO_ANSWERS = pd.DataFrame({name: pd.Series(dtype="str") for name in ("county", "school_id", "answer", "since", "into")})
Known = tuple[str, str, str]
"""Identity, code and name of a school."""


class Store:
    """What the store has: county, period and table → rows or figures; and what it was asked."""

    def __init__(self, had: dict[Known, pd.DataFrame], answers: pd.DataFrame = NO_ANSWERS) -> None:
        self.had, self._answers, self.asked = had, answers, list[str]()

    def tables(self) -> list[Known]:
        return list(self.had)

    def rows(
        self, name: str, *, periods: list[str], counties: list[str], fields: Sequence[str] | None = None
    ) -> pd.DataFrame:
        self.asked.append(f"{name} {periods}")
        frames = [
            frame.assign(period=period)
            for (county, period, table), frame in self.had.items()
            if table == name and period in periods and county in counties
        ]
        return pd.concat(frames, ignore_index=True) if frames else ledger([]).assign(period="")

    figures = rows

    def school_answers(self) -> pd.DataFrame:
        return self._answers


def ledger(schools: Sequence[Known], first: int = 3) -> pd.DataFrame:
    frame = pd.DataFrame(schools, columns=["school_id", "code", "name"], dtype="object")
    return frame.assign(sheet="台账", row_number=range(first, first + len(frame)), enrolled=[100.0] * len(frame))


def figures(**values: float) -> pd.DataFrame:
    frame = pd.DataFrame({"item": list(values), "value": list(values.values())})
    return frame.assign(text="", sheet="统计", cell="B3", table_name="figures")


def sent(county: str | None, period: str | None, outcome: str = "accepted", **tables: pd.DataFrame) -> Submission:
    given = tables.pop("figures", figures().head(0))
    none = pd.DataFrame()
    return Submission(
        county, period, "own", cast("Any", outcome), False, "f.xlsx", "0", 1,
        datetime(2022, 5, 1), False, tables, {}, given, none, none,
    )  # fmt: skip


def past(had: dict[Known, pd.DataFrame] | None = None, answers: pd.DataFrame = NO_ANSWERS) -> tuple[Past, Store]:
    store = Store(had or {}, answers)
    return Past(lambda: cast("View", store), FORMS), store


A, B, C = ("a", "1", "甲小学"), ("b", "2", "乙小学"), ("c", "", "丙小学")
ROWS = cast("RowTable", FORMS.table("ledger"))


def test_the_last_table_before_a_period_is_the_earlier_one() -> None:
    """April would be held against itself, against May, or against a month two months ago."""
    known, _store = past(
        {
            ("x", "2022-02", "ledger"): ledger([A]),
            ("x", "2022-03", "ledger"): ledger([A, B]),
            ("x", "2022-05", "ledger"): ledger([C]),
            ("y", "2022-04", "ledger"): ledger([C]),
            ("x", "2022-03", "figures"): figures(whole=7.0, part=2.0),
        }
    )
    of_april = known("x", Period("2022-04"))
    earlier = of_april.earlier("ledger")
    assert earlier is not None
    assert (earlier.period, earlier.table.entity(1), earlier.table.place(1, "name")) == (
        Period("2022-03"),
        "乙小学",
        ("台账", "A4"),
    )
    items = of_april.earlier("figures")
    assert items is not None
    assert items.table.frame.to_dict("records") == [{"whole": 7.0, "part": 2.0}]
    assert items.table.place(0, "part") == ("统计", "B3")
    assert of_april.tables == frozenset()
    assert known("x", Period("2022-03")).tables == {"ledger", "figures"}
    assert known("x", Period("2022-02")).earlier("ledger") is None
    assert known("z", Period("2022-04")).earlier("ledger") is None


def test_schools_are_known_as_they_were_last_sent_for_any_other_month() -> None:
    """A school would get a new identity, for the file of this month itself was asked, or an old one was."""
    known, store = past(
        {
            ("x", "2022-02", "ledger"): ledger([A, B]),
            ("x", "2022-04", "ledger"): ledger([("new", "9", "丁")]),
            ("x", "2022-05", "ledger"): ledger([("a", "1", "甲学校"), C]),
        }
    )
    found = known("x", Period("2022-04")).rows(ROWS)
    assert found is not None
    assert list(found.columns) == ["school_id", "code", "name", "period"]
    assert found.iloc[0, 3] == "2022-05"
    told = set(map(tuple, found.to_numpy().tolist()))
    assert told == {
        ("a", "1", "甲学校", "2022-05"),
        ("c", "", "丙小学", "2022-05"),
        ("a", "1", "甲小学", "2022-02"),
        ("b", "2", "乙小学", "2022-02"),
    }
    before = len(store.asked)
    assert known("x", Period("2022-02")).rows(ROWS) is not None
    assert len(store.asked) == before, "what was read once is kept"
    assert known("z", Period("2022-04")).rows(ROWS) is None


def test_what_this_run_adds_counts_at_once_and_in_place_of_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file of a batch would be held against what the first has replaced; large tables likewise."""
    for small in (2_000, 0):
        monkeypatch.setattr(history, "_SMALL", small)
        known, _store = past({("x", "2022-03", "ledger"): ledger([A])})
        of_april = known("x", Period("2022-04"))
        assert of_april.rows(ROWS) is not None
        assert of_april.earlier("ledger") is not None
        out_of_order = ledger([B, C]).iloc[::-1]
        known.add(sent("x", "2022-03", ledger=out_of_order, figures=figures(whole=9.0)))
        anew = known("x", Period("2022-04"))
        earlier = anew.earlier("ledger")
        assert earlier is not None
        assert [earlier.table.entity(row) for row in (0, 1)] == ["乙小学", "丙小学"]
        known_rows = anew.rows(ROWS)
        assert known_rows is not None
        assert set(known_rows["school_id"]) == {"b", "c"}
        items = anew.earlier("figures")
        assert items is not None
        assert items.table.frame["whole"].tolist() == [9.0]
        assert known("x", Period("2022-03")).tables == {"ledger", "figures"}
        assert known.weight > 0


@pytest.mark.parametrize(("outcome", "county"), [("rejected", "x"), ("held", "x"), ("accepted", None)])
def test_what_does_not_count_is_not_known(outcome: str, county: str | None) -> None:
    """A file that was refused would be what the next is held against."""
    known, _store = past()
    known("x", Period("2022-04"))
    known.add(sent(county, "2022-03", outcome, ledger=ledger([A])))
    assert known("x", Period("2022-04")).earlier("ledger") is None
    assert known.weight == 0


def answered(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["school_id", "answer", "since"], dtype="str")
    return frame.assign(county="x", into="")


@pytest.mark.parametrize(
    ("here", "answers", "missed"),
    [
        (("a", "b", "c"), NO_ANSWERS, []),
        (("a",), NO_ANSWERS, ["乙小学", "丙小学"]),
        ((), NO_ANSWERS, ["甲小学", "乙小学", "丙小学"]),
        (("a",), answered(("b", "close", "2022-04")), ["丙小学"]),
        (("a",), answered(("b", "close", "2022-05")), ["乙小学", "丙小学"]),
        (("a", "b"), answered(("b", "close", "2022-03")), ["丙小学"]),
    ],
)
def test_who_is_missed_by_name(here: tuple[str, ...], answers: pd.DataFrame, missed: list[str]) -> None:
    """A county would be asked for a school that has closed, or not for one that is gone."""
    had = {
        ("x", "2022-02", "ledger"): ledger([("a", "1", "老甲"), B, C]),
        ("x", "2022-03", "ledger"): ledger([A]),
        ("x", "2022-05", "ledger"): ledger([("later", "5", "戊")]),
    }
    known, _store = past(had, answers)
    assert known("x", Period("2022-04")).awaited("ledger", set(here)) == missed
    assert known("z", Period("2022-04")).awaited("ledger", set(here)) == []


def test_counties_not_asked_for_longest_are_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory would fill, or what weighs most be kept and the county at hand be let go of."""
    monkeypatch.setattr(history, "_MOST_BYTES", 1)
    known, store = past({("x", "2022-02", "ledger"): ledger([A])})
    for county in ("x", "y"):
        known(county, Period("2022-04"))
        known.add(sent(county, "2022-03", ledger=ledger([B])))
    alone = known.weight
    assert alone > 1, "the county at hand stays"
    store.had[("x", "2022-03", "ledger")] = ledger([C])
    found = known("x", Period("2022-04")).earlier("ledger")
    assert found is not None
    assert found.table.entity(0) == "丙小学", "it is asked of the store anew, which has what was added"
    known.add(sent("x", "2022-03", ledger=ledger([B])))
    assert known.weight == alone, "what was let go of weighs nothing"


def test_an_item_table_is_one_row_of_numbers_and_texts() -> None:
    """A date would be a number, or the note of an empty figure stand in its place."""
    given = pd.DataFrame(
        {
            "item": ["whole", "part", "since", "rest"],
            "value": [5.0, float("nan"), float("nan"), 2.0],
            "text": ["5", "约", "2022-04-01", ""],
            "sheet": "统计",
            "cell": ["B3", "B4", "B5", "B6"],
        }
    )
    shares = [PrintedShare("part", 50.0, "统计", "C4")]
    table = checked_items(cast("ItemTable", FORMS.table("figures")), given, shares)
    assert {name for name in table.frame if pd.api.types.is_float_dtype(table.frame[name])} == {"whole", "part", "rest"}
    assert table.frame.iloc[0].fillna(-1).tolist() == [5, -1, "2022-04-01", 2]
    assert (table.place(0, "rest"), table.shares) == (("统计", "B6"), tuple(shares))


def test_a_row_table_knows_its_letters_and_totals() -> None:
    """A finding would point at column A, or total rows be held against nothing."""
    columns = pd.DataFrame({"sheet": ["台账"], "field": ["enrolled"], "letter": ["K"]})
    totals = [PrintedTotal("enrolled", 5, "total", "台账", "K", 9, 3, 8)]
    table = checked_rows(ROWS, ledger([A, B]).set_index(pd.Index([7, 5])), columns, totals)
    assert table.place(1, "enrolled") == ("台账", "K4")
    assert table.totals == tuple(totals)
    assert table.frame.index.tolist() == [0, 1]


def test_what_is_said_of_codes_and_twins_names_row_and_cell() -> None:
    """A person would look for the twin in another row, or not know which of the two codes was there before."""
    columns = pd.DataFrame({"sheet": "台账", "field": ["code", "name"], "letter": ["B", "C"]})
    names = ("甲小学", "枫桥铺乡中心小学", "柳溪镇实验学校附属小学校", "柳溪镇实验学校附属小学")
    here = ledger([("", code, name) for code, name in zip(("9", "", "", "7"), names, strict=True)])
    before = ledger([A, ("gone", "3", "枫桥铺乡中心校")])
    found = identified(checked_rows(ROWS, here, columns), ROWS, "x", before)
    assert found.identities == ["a", "x:枫桥铺乡中心小学", "x:柳溪镇实验学校附属小学校", "7"]
    assert [(one.severity, one.check_id, one.sheet, one.cell, one.field, one.found) for one in found.findings] == [
        ("warning", "code_changed", "台账", "B3", "code", "9"),
        ("notice", "twin_of_gone", "台账", "C4", "name", "枫桥铺乡中心小学 / 枫桥铺乡中心校"),
        ("notice", "twin_in_sheet", "台账", "C5", "name", "柳溪镇实验学校附属小学校 / 柳溪镇实验学校附属小学"),
    ]
    messages = [one.message for one in found.findings]
    assert "1" in messages[0]
    assert all(where in text for where, text in zip(("B3", "C4", "C5"), messages, strict=True))
    assert identified(checked_rows(ROWS, here.head(1), columns), ROWS, "x", None).identities == ["9"]


def test_every_rule_of_a_form_is_bound_in_its_order(settings: Settings) -> None:
    """A rule would be left out, or findings stand in another order than the form's."""
    bound = bind_checks(settings)
    assert {identity: [one.check for one in checks] for identity, checks in bound.items()} == {
        form.id: list(form.checks) for form in settings.forms.forms
    }

"""The package against tables that a statistician has read: a failure is a wrong number or word in a report."""

from __future__ import annotations

import csv
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from reporting.analysis.binomial import lower_tail, midp_interval
from reporting.analysis.change import complete_change, survey_change
from reporting.analysis.comparison import Compared, Proportion, exact_references
from reporting.analysis.dealing import dealt_limits
from reporting.analysis.intervals import newcombe, wilson
from reporting.analysis.rounding import display_rate, half_up
from reporting.analysis.series import judge_series, xmr_limits
from reporting.analysis.status import against_city, against_target, position, suspected_compulsion
from reporting.definitions.kinds import KINDS
from reporting.definitions.policy import SUGGESTED, Disclosure
from reporting.disclosure.suppression import city_table, protected

Row = dict[str, str]


def golden(name: str) -> pytest.MarkDecorator:
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: " ".join(row.values())[:60])


def near(row: Row, *columns: str) -> object:
    return pytest.approx([float(row[c]) for c in columns], abs=0.51 * 10 ** -int(row.get("decimals", "6")))


def maybe(text: str) -> int | None:
    return int(text) if text else None


def points(text: str) -> list[float | None]:
    return [None if value == "." else float(value) for value in text.split()]


@golden("wilson")
def test_wilson(row: Row) -> None:
    limits = wilson(int(row["x"]), int(row["n"]), float(row["level"]), float(row["phi"]))
    assert [float(limit) for limit in limits] == near(row, "lower", "upper")


@golden("newcombe")
def test_newcombe(row: Row) -> None:
    x1, n1, x2, n2 = (int(row[c]) for c in ("x1", "n1", "x2", "n2"))
    limits = newcombe(x1, n1, x2, n2, float(row["level"]))
    assert [float(limit) for limit in limits] == near(row, "lower", "upper")


@golden("midp")
def test_midp_tail(row: Row) -> None:
    assert [float(lower_tail(float(row["x"]), float(row["n"]), float(row["p"])))] == near(row, "tail")


@golden("midp_interval")
def test_midp_interval(row: Row) -> None:
    limits = midp_interval(int(row["x"]), int(row["n"]), float(row["level"]))
    assert [float(limit) for limit in limits] == near(row, "lower", "upper")


@golden("dealt")
def test_dealt_limits(row: Row) -> None:
    """Every school has 100 pupils; a bad one has none that meets what is asked."""
    schools, bad, size = (int(row[name]) for name in ("schools", "bad", "size"))
    levels = (0.95, 0.998)
    mine = int(row["bad_of_county"])
    x = [0] * bad + [100] * (schools - bad)
    # to deal to a county of 2,999 schools takes a hundred times as long, and says the same of this one
    others = (f"other {number // 100}" for number in range(schools - size))
    counties = [*["mine"] * mine, *islice(others, bad - mine), *["mine"] * (size - mine), *others]
    limits = dealt_limits(x, [100] * schools, counties, levels)["mine"]
    assert [position(1 - mine / size, limits[level]) for level in levels] == [row["word_inner"], row["word_outer"]]


@golden("against_city")
def test_against_city(row: Row) -> None:
    county, city = (Proportion(int(row[x]), int(row[n])) for x, n in (("x", "n"), ("city_x", "city_n")))
    reference = exact_references({"": Compared(county, city)}, SUGGESTED)[""] if county.n else None
    status = against_city(row["kind"], county, city, reference, SUGGESTED, completeness=float(row["completeness"]))
    found = [status.word, "yes" if status.strong else "no", status.inner, status.outer, status.doubt]
    assert [value or "" for value in found] == [row[c] for c in ("word", "strong", "inner", "outer", "doubt")]


@golden("against_target")
def test_against_target(row: Row) -> None:
    status = against_target(
        row["kind"],
        int(row["x"]),
        int(row["n"]),
        SUGGESTED,
        met=float(row["met"]),
        near=float(row["near"]),
        completeness=float(row["completeness"]),
        survey=row["survey"] == "yes",
    )
    assert (status.word, status.gap, status.doubt or "") == (row["word"], maybe(row["gap"]), row["doubt"])


@golden("compulsion")
def test_suspected_compulsion(row: Row) -> None:
    x, n = zip(*(map(int, school.split("/")) for school in row["schools"].split()), strict=True)
    suspected = suspected_compulsion(x, n, maybe(row["complaints"]), SUGGESTED)
    assert " ".join(str(number) for number, one in enumerate(suspected, 1) if one) == row["suspected"]


@golden("change_complete")
def test_complete_change(row: Row) -> None:
    change = complete_change(int(row["x"]), int(row["n"]), maybe(row["x_before"]), maybe(row["n_before"]), SUGGESTED)
    assert change.word == row["word"]
    shown = None if change.points is None else half_up(change.points, 1)
    assert shown == (Decimal(row["points"]) if row["points"] else None)


@golden("change_survey")
def test_survey_change(row: Row) -> None:
    change = survey_change(int(row["x"]), int(row["n"]), maybe(row["x_before"]), maybe(row["n_before"]), SUGGESTED)
    limits = [None if limit is None else str(half_up(limit, 1)) for limit in (change.lower, change.upper)]
    assert [change.word, *limits] == [row["word"], row["lower"] or None, row["upper"] or None]


@golden("xmr_limits")
def test_xmr_limits(row: Row) -> None:
    assert list(xmr_limits(points(row["values"]))) == near(row, "centre", "lower", "upper")


@golden("series")
def test_series(row: Row) -> None:
    series = judge_series(
        points(row["values"]),
        SUGGESTED.series.model_copy(update={"xmr_points": int(row["xmr_points"])}),
        [int(at) for at in row["fresh"].split()],
    )
    assert series.method == row["method"]
    for column in ("centre", "lower", "upper"):
        expected = pytest.approx(float(row[column]), abs=1e-5) if row[column] else None
        assert getattr(series, column) == expected
    latest = (series.latest.rule, series.latest.direction) if series.latest else ("", "")
    assert latest == (row["rule"], row["direction"])


@golden("display")
def test_display(row: Row) -> None:
    assert display_rate(int(row["numerator"]), int(row["denominator"]), int(row["digits"])) == row["shown"]


@golden("disclosure")
def test_disclosure(row: Row) -> None:
    others = {f"other {i}": int(value) for i, value in enumerate(row["others"].split())}
    table = city_table(
        {"pupils": {"apart": int(row["apart"]), **others}},
        Disclosure(small=int(row["small"]), step=int(row["step"]), fewest=int(row["fewest"])),
        city="city",
        without={"without": ["apart"]},
    )
    shown = {cell.unit: str(count) for cell, count in protected(table).items()}
    assert " ".join(shown[other] for other in others) == row["shown_others"]
    for unit in ("apart", "without", "city"):
        assert shown[unit] == row[f"shown_{unit}"]


@pytest.mark.parametrize("table", ["against_city", "against_target"])
def test_every_kind_has_its_rows(table: str) -> None:
    """A kind of indicator would be judged by rules that no statistician has read."""
    with (Path(__file__).parent / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        assert {row["kind"] for row in csv.DictReader(file)} == set(KINDS)

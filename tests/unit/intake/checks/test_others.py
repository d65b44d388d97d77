"""A file that says what another county's says is found, whatever its schools are called; a month's own is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import pandas as pd
import pytest

from reporting.definitions.forms import Forms
from reporting.definitions.periods import Period
from reporting.definitions.policy import Copies
from reporting.intake.checks.others import Others
from reporting.store.submissions import Submission
from reporting.store.view import View

APRIL, MARCH = Period("2022-04"), Period("2022-03")
FORMS = Forms.model_validate(
    {
        "forms": [
            {
                "id": "own",
                "name": {"zh-Hans": "月报"},
                "title": "月报",
                "tables": [
                    {
                        "layout": "rows",
                        "name": "ledger",
                        "sheets": ["台账"],
                        "fields": [
                            {"name": "name", "heading": "学校名称", "kind": "text"},
                            *(
                                {"name": name, "heading": name, "kind": "integer", "counts": "people"}
                                for name in ("a", "b", "c", "d")
                            ),
                        ],
                    },
                    {
                        "layout": "items",
                        "name": "figures",
                        "sheets": ["统计"],
                        "item_heading": ["指标"],
                        "value_heading": ["数值"],
                        "items": [{"name": f"i{at}", "label": f"第{at}项"} for at in range(6)],
                    },
                ],
            }
        ]
    }
)
ROWS = [(10 * at, 10 * at + 1, 10 * at + 2, 0) for at in range(1, 5)]


class Store:
    """What the store has, and how often it was asked."""

    def __init__(self, *had: tuple[str, str, str, pd.DataFrame]) -> None:
        self.had, self.asked = had, list[str]()

    def tables(self) -> list[tuple[str, str, str]]:
        return [(county, period, name) for county, period, name, _ in self.had]

    def rows(self, name: str, *, periods: list[str]) -> pd.DataFrame:
        self.asked.append(f"{name} {periods}")
        parts = [
            frame.assign(county=county)
            for county, period, table, frame in self.had
            if (table, [period]) == (name, periods)
        ]
        return pd.concat(parts, ignore_index=True)

    figures = rows


def ledger(rows: list[Any], names: str = "甲乙丙丁戊己") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list("abcd"), dtype="float64")
    return frame.assign(name=list(names[: len(rows)]))


def submission(
    county: str | None, outcome: str = "accepted", period: str = "2022-04", **tables: pd.DataFrame
) -> Submission:
    figures = tables.pop("figures", pd.DataFrame({"table_name": [], "item": [], "value": []}))
    none = pd.DataFrame()
    return Submission(
        county, period, "own", cast("Any", outcome), False, "f.xlsx", "0", 1,
        datetime(2022, 5, 1), False, tables, {}, figures, none, none,
    )  # fmt: skip


def others(*had: tuple[str, str, str, pd.DataFrame], least: int = 3, share: float = 0.75) -> Others:
    store = Store(*had)
    return Others(lambda: cast("View", store), FORMS, Copies(least=least, share=share))


@pytest.mark.parametrize(
    ("mine", "same"),
    [
        (ROWS, ("b", 4)),
        (ROWS[::-1], ("b", 4)),
        (ROWS[:3], ("b", 3)),
        (ROWS[:2], None),  # of which chance makes as many
        ([*ROWS[:3], (1, 2, 3, 4)], ("b", 3)),  # three of four were left as they were
        ([*ROWS[:2], (1, 2, 3, 4), (5, 6, 7, 8)], None),
        ([*ROWS[:3], (0, 0, 5, 6)], ("b", 3)),  # a row of two numbers tells nothing
        ([(a, b, None, -0.0) for a, b, _, _ in ROWS], None),
    ],
)
def test_rows_are_told_by_their_numbers(mine: list[Any], same: tuple[str, int] | None) -> None:
    """A county would send its neighbour's ledger under its own schools' names."""
    known = others()
    known.add(submission("b", ledger=ledger(ROWS)))
    assert known.like({"ledger": ledger(mine, "子丑寅卯辰巳")}, "a", APRIL) == same
    assert known.like({"ledger": ledger(mine)}, "b", APRIL) is None, "its own, sent again"
    assert known.like({"ledger": ledger(mine)}, "a", MARCH) is None


def test_zero_has_one_sign_and_nothing_one_pattern() -> None:
    """A copy would pass because a program wrote -0 for 0, or another kind of nothing."""
    known = others()
    known.add(submission("b", ledger=ledger([(a, b, c, 0.0) for a, b, c, _ in ROWS])))
    assert known.like({"ledger": ledger([(a, b, c, -0.0) for a, b, c, _ in ROWS])}, "a", APRIL) == ("b", 4)


@pytest.mark.parametrize("outcome", ["accepted", "rejected", "held"])
def test_only_what_counts_is_compared(outcome: str) -> None:
    """A county whose file was stolen would be told that it is the thief."""
    known = others()
    known.add(submission("b", outcome, ledger=ledger(ROWS)))
    known.add(submission(None, ledger=ledger(ROWS)))
    found = known.like({"ledger": ledger(ROWS)}, "a", APRIL)
    assert found == (("b", 4) if outcome == "accepted" else None)


def test_a_file_sent_again_takes_the_place_of_the_first() -> None:
    """A county that mended its file would for ever be held against the one that copied its first."""
    known = others()
    known.add(submission("b", ledger=ledger(ROWS)))
    known.add(submission("b", ledger=ledger([(1, 2, 3, 4)] * 4)))
    assert known.like({"ledger": ledger(ROWS)}, "a", APRIL) is None
    known.add(submission("c", ledger=ledger(ROWS)))
    assert known.like({"ledger": ledger(ROWS)}, "a", APRIL) == ("c", 4)
    known.add(submission("c", ledger=ledger(ROWS[:2])))
    assert known.like({"ledger": ledger(ROWS)}, "a", APRIL) is None


def figures(*values: float) -> pd.DataFrame:
    items = {"item": [f"i{at}" for at in range(len(values))], "value": list(values)}
    return pd.DataFrame({"table_name": "figures", **items})


@pytest.mark.parametrize(
    ("mine", "same"),
    [
        ((20.0, 30.0, 40.0, 50.0), ("b", 4)),
        ((20.0, 30.0, 40.0, 1.0), ("b", 3)),
        ((20.0, 30.0, 40.0, float("nan")), ("b", 3)),
        ((20.0, 30.0, 1.0, 0.0), None),  # what everybody has
        ((30.0, 20.0, 40.0, 50.0), None),  # of other items
    ],
)
def test_figures_are_told_by_item_and_number(mine: tuple[float, ...], same: tuple[str, int] | None) -> None:
    """Noes and zeros would make all counties alike, or a copied sheet of figures pass."""
    known = others()
    known.add(submission("b", figures=figures(20.0, 30.0, 40.0, 50.0)))
    frame = pd.DataFrame({f"i{at}": [value] for at, value in enumerate(mine)})
    assert known.like({"figures": frame}, "a", APRIL) == same
    assert known.like({"figures": frame.head(0)}, "a", APRIL) is None


def test_the_store_is_asked_once_a_period_and_what_this_run_added_counts_instead() -> None:
    """Each of ten thousand files would read the store, or a file that was mended be held against what it replaced."""
    store = Store(
        ("b", "2022-04", "ledger", ledger(ROWS)),
        ("c", "2022-04", "ledger", ledger([(7, 8, 9, 10 + at) for at in range(4)])),
        ("d", "2022-04", "figures", figures(20.0, 30.0, 40.0)),
        ("e", "2022-03", "ledger", ledger(ROWS)),
    )
    known = Others(lambda: cast("View", store), FORMS, Copies(least=3, share=0.75))
    known.add(submission("c", ledger=ledger([(17, 18, 19, 20 + at) for at in range(4)])))
    assert known.like({"ledger": ledger(ROWS)}, "a", APRIL) == ("b", 4)
    assert known.like({"ledger": ledger([(7, 8, 9, 10 + at) for at in range(4)])}, "a", APRIL) is None
    frame = pd.DataFrame({"i0": [20.0], "i1": [30.0], "i2": [40.0]})
    assert known.like({"figures": frame}, "a", APRIL) == ("d", 3)
    assert store.asked == ["figures ['2022-04']", "ledger ['2022-04']"]
    assert known.like({"ledger": ledger(ROWS)}, "a", MARCH) == ("e", 4)


def test_the_most_alike_is_named() -> None:
    """The county that shares a few rows would be accused, and not the one whose ledger it is."""
    known = others(share=0.5)
    known.add(submission("b", ledger=ledger([*ROWS[:2], (1, 2, 3, 4), (5, 6, 7, 8)])))
    known.add(submission("c", ledger=ledger(ROWS)))
    assert known.like({"ledger": ledger(ROWS)}, "a", APRIL) == ("c", 4)

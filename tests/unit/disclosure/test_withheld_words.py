"""Which word is withheld where, on assessments made up for each table that prints alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporting.definitions.policy import SUGGESTED, Disclosure, Policy
from reporting.disclosure.public_words import printed_words

RULES = Disclosure(small=7, step=5, fewest=5)
POLICY = Policy(disclosure=RULES, display=SUGGESTED.display)
MARCH, APRIL, CITY = "2022-03", "2022-04", "city"
LIMITS = ("lower", "upper", "limit_lower", "limit_upper", "strong_lower", "strong_upper")
Row = dict[str, Any]
Rows = dict[tuple[str, str], Row]


def assessments(**changes: object) -> pd.DataFrame:
    """Of two counties and of a rate of schools: all words said."""
    row: Row = {
        **{"category": "", "state": "reported", "against_city": "below", "strong": True, "city_doubt": ""},
        **{"against_target": "not_met", "target_doubt": "", "change_word": "up", "change": 1.5, "method": "dealt"},
        **{"units": 12.0, "signal": "run", "direction": "up", "suspected": True, "suspected_schools": 2.0},
        **dict(zip(LIMITS, (80.04, 90.01, 81.05, 89.05, 79.96, 91.99), strict=True)),
    }
    here = {"county": "here", "indicator": "joined", **row, **changes}
    return pd.DataFrame(
        [
            here,
            {"county": "there", "indicator": "joined", **row},
            {"county": "here", "indicator": "schools", **row, **changes},
            {"county": "none", "indicator": "joined", **row, **changes, "state": "suppressed"},
        ]
    )


def observed() -> pd.DataFrame:
    rows = [
        ("here", APRIL, "joined", 85.0, 100.0),
        ("there", APRIL, "joined", 100.0, 100.0),
        ("none", APRIL, "joined", np.nan, np.nan),
        ("here", APRIL, "schools", 8.0, 10.0),
        (CITY, APRIL, "joined", 185.0, 200.0),
        ("here", MARCH, "joined", 0.0, 20.0),
        ("there", MARCH, "joined", 10.0, 10.0),
        (CITY, MARCH, "joined", 10.0, 30.0),
    ]
    frame = pd.DataFrame(rows, columns=["county", "period", "indicator", "numerator", "denominator"])
    return frame.assign(category="", state="reported", unit="percent", value=0.0)


def printed(table: int, **changes: object) -> Rows:
    """The words where one of the four tables has others: the true one, the printed, the lowest, the highest."""
    asked: list[int] = []

    def assess(_rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(1)
        return assessments(**(changes if len(asked) == table else {}))

    true = assessments(**(changes if table == 0 else {}))
    words = printed_words(true, observed(), ["joined"], APRIL, [CITY], POLICY, assess)
    return rows_of(words, "indicator")


def rows_of(frame: pd.DataFrame, beside: str) -> Rows:
    """County and another column → the row; what is missing is None."""
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return {(str(row["county"]), str(row[beside])): {str(name): value for name, value in row.items()} for row in rows}


WITHHELD: dict[str, Row] = {
    "city": {"against_city": "not_comparable", "strong": False, "city_doubt": "withheld", "method": ""}
    | dict.fromkeys((*LIMITS, "units"), None),
    "target": {"against_target": "uncertain", "target_doubt": "withheld"},
    "change": {"change_word": "not_comparable", "change": None},
    "signal": {"signal": "", "direction": ""},
    "suspected": {"suspected": False, "suspected_schools": None},
}


@pytest.mark.parametrize(
    ("table", "name", "other", "withheld"),
    [
        *((table, "against_city", "within", "city") for table in range(4)),
        (0, "strong", False, "city"),
        (1, "against_target", "met", "target"),
        (2, "change_word", "unchanged", "change"),
        (3, "signal", "outside", "signal"),
        (0, "direction", "down", "signal"),
        (2, "suspected", False, "suspected"),
    ],
)
def test_a_word_that_one_table_alone_has_is_withheld_with_all_that_tells_it(
    table: int, name: str, other: object, withheld: str
) -> None:
    """Whoever reads the word knows which of the tables that print alike is the true one."""
    before, words = printed(-1), printed(table, **{name: other})
    assert words["here", "joined"] == before["here", "joined"] | WITHHELD[withheld]
    assert words["there", "joined"] == before["there", "joined"]
    # a rate of schools, and what is held back, have the word of the print
    kept = other if table == 1 else before["here", "schools"][name]
    assert words["here", "schools"][name] == kept
    assert words["none", "joined"][name] == kept


def test_limits_are_printed_outwards_and_only_where_counts_are_rounded() -> None:
    """80.04 and 90.01 come from single schools: a reader would compute them back."""
    words = printed(-1)
    assert [words["here", "joined"][name] for name in LIMITS] == [80.0, 90.1, 81.0, 89.1, 79.9, 92.0]
    assert [words["here", "schools"][name] for name in LIMITS] == [80.04, 90.01, 81.05, 89.05, 79.96, 91.99]


def counts(rows: Rows, county: str, period: str = APRIL) -> tuple[float, float]:
    return rows[county, period]["numerator"], rows[county, period]["denominator"]


def test_the_tables_that_are_tried_lie_as_far_as_the_print_lets_them() -> None:
    """The print itself, then counties low and totals high, then turned, and the months before turned against these."""
    asked: list[pd.DataFrame] = []

    def assess(rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(rows)
        return assessments()

    printed_words(assessments(), observed(), ["joined"], APRIL, [CITY], POLICY, assess)
    first, second = (rows_of(one[one["indicator"] == "joined"], "period") for one in asked[1:])
    assert (counts(first, "here"), counts(first, CITY)) == ((83, 102), (187, 198))
    assert (counts(second, "here"), counts(second, CITY)) == ((87, 98), (183, 202))
    # all of a school's pupils stay all of them, and none none
    assert (counts(first, "there"), counts(second, "there")) == ((102, 102), (98, 98))
    assert (counts(first, "here", MARCH), counts(second, "here", MARCH)) == ((0, 18), (0, 22))
    assert (counts(first, CITY, MARCH), counts(second, CITY, MARCH)) == ((8, 32), (12, 28))
    assert first["here", APRIL]["value"] == pytest.approx(100 * 83 / 102)
    for table in asked:
        assert counts(rows_of(table[table["indicator"] == "schools"], "period"), "here") == (8, 10)
        assert rows_of(table, "period")["none", APRIL]["numerator"] is None


@pytest.mark.parametrize(
    ("counts", "lowest", "highest"),
    [
        ((95.0, 100.0), (93, 102), (97, 98)),
        ((95.0, 95.0), (97, 97), (93, 93)),
        ((90.0, 95.0), (88, 97), (92, 93)),
        ((100.0, 95.0), (96, 97), (92, 93)),  # printed above its whole: one short of all at most
    ],
)
def test_a_rate_short_of_all_stays_short_of_it(
    counts: tuple[float, float], lowest: tuple[int, int], highest: tuple[int, int]
) -> None:
    """A table would be tried that no reader takes for possible, and a word be withheld for it."""
    asked: list[pd.DataFrame] = []

    def assess(rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(rows)
        return assessments()

    mine = observed().iloc[:1].assign(numerator=counts[0], denominator=counts[1])
    printed_words(assessments(), mine, ["joined"], APRIL, [CITY], POLICY, assess)
    found = [tuple(one[["numerator", "denominator"]].iloc[0]) for one in asked[1:]]
    assert found == [lowest, highest]


def test_a_count_without_a_whole_moves_by_itself() -> None:
    """A number of pupils in summer care would be compared with nothing, and its word lost."""
    asked: list[pd.DataFrame] = []

    def assess(rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(rows)
        return assessments()

    mine = observed().iloc[:1].assign(numerator=85.0, denominator=np.nan, unit="people")
    printed_words(assessments(), mine, ["joined"], APRIL, [CITY], POLICY, assess)
    assert [one["numerator"].iloc[0] for one in asked] == [85, 83, 87]
    assert [one["value"].iloc[0] for one in asked[1:]] == [83, 87]


def test_where_nothing_is_rounded_the_words_are_those_of_the_print() -> None:
    """Tables that nobody needs would be assessed, or a limit be rounded."""
    asked: list[pd.DataFrame] = []

    def assess(rows: pd.DataFrame) -> pd.DataFrame:
        asked.append(rows)
        return assessments()

    words = printed_words(assessments(strong=False), observed(), ["other"], APRIL, [CITY], POLICY, assess)
    assert words.equals(assessments())
    assert len(asked) == 1

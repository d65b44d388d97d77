"""Which schools are expected: those once sent, until it is on record what became of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reporting.analysis.registry import came_and_went, missing_schools, registered, schools_reporting

PERIODS = ["2026-09", "2026-10", "2026-11"]
Sent = tuple[str, str, bool | None]


def presence(*rows: Sent, county: str = "01") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period", "school_id", "in_scope"]).assign(county=county)
    return frame.astype({"period": "str", "school_id": "str", "county": "str", "in_scope": "boolean"})


def answers(*rows: tuple[str, str, str, str], county: str = "01") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["school_id", "answer", "since", "into"], dtype="str")
    return frame.assign(county=county)


def counts(sent: pd.DataFrame, said: pd.DataFrame) -> dict[str, list[float]]:
    """``county period`` → reported, uncounted, expected."""
    found = schools_reporting(sent, PERIODS, said, {})
    return {
        f"{row['county']} {row['period']}": [float(row[name]) for name in ("reported", "uncounted", "expected")]
        for row in found.to_dict("records")
    }


BEFORE = [("2026-10", f"s{n}", n < 17) for n in range(22)]


def test_a_store_without_a_school_expects_none() -> None:
    """Exporting observations ended in an error where every file so far had been sent back."""
    nobody = presence().assign(sent=True)
    assert registered(nobody, [], answers()).empty
    assert schools_reporting(presence(), [], answers(), {}).empty


def test_a_ledger_that_leaves_schools_out_does_not_lower_what_is_expected() -> None:
    """6 of 22 schools, 5 of them in scope, would be a complete report."""
    sent = presence(*BEFORE, *(("2026-11", f"s{n}", n < 17) for n in (0, 1, 2, 3, 4, 17)))
    assert counts(sent, answers())["01 2026-11"] == [5, 0, 17]
    missing = missing_schools(sent, "2026-11", answers())
    assert len(missing) == 16
    assert set(missing["why"]) == {"missing"}
    assert set(missing["last_seen"]) == {"2026-10"}


def test_what_came_two_months_ago_and_not_since_is_still_expected() -> None:
    """A school left out twice would be forgotten."""
    sent = presence(("2026-09", "a", True), ("2026-09", "b", True), ("2026-10", "a", True), ("2026-11", "a", True))
    assert counts(sent, answers())["01 2026-11"] == [1, 0, 2]


def test_a_closing_on_record_holds_from_its_period_and_for_ever() -> None:
    """A school that was closed would be asked for every month, or vanish from the months in which it was open."""
    sent = presence(*(("2026-09", one, True) for one in "ab"), ("2026-10", "a", True), ("2026-11", "a", True))
    found = counts(sent, answers(("b", "close", "2026-10", "")))
    assert found == {"01 2026-09": [2, 0, 2], "01 2026-10": [1, 0, 1], "01 2026-11": [1, 0, 1]}


def test_a_closing_taken_back_is_no_closing() -> None:
    """A mistake on record could never be mended."""
    sent = presence(("2026-10", "a", True), ("2026-10", "b", True), ("2026-11", "a", True))
    said = answers(("b", "close", "2026-11", ""), ("b", "reopen", "2026-11", ""))
    assert counts(sent, said)["01 2026-11"] == [1, 0, 2]


def test_a_school_sent_after_its_closing_is_open_again() -> None:
    """A school that the county sends would be in no rate, because somebody once closed it."""
    sent = presence(("2026-09", "a", True), ("2026-10", "a", True))
    found = counts(sent, answers(("a", "close", "2026-10", "")))
    assert found["01 2026-10"] == [1, 0, 1]
    assert found["01 2026-11"] == [0, 0, 1]


def test_a_school_that_moved_is_expected_of_the_other_county() -> None:
    """A school would be in no county's report, and nobody asked for it."""
    sent = presence(("2026-10", "a", True), ("2026-10", "b", True), ("2026-11", "b", True))
    said = answers(("a", "move", "2026-11", "02"))
    found = counts(sent, said)
    assert found["01 2026-11"] == [1, 0, 1]
    assert found["02 2026-11"] == [0, 0, 1]
    both = pd.concat([sent, presence(("2026-11", "a", True), county="02")], ignore_index=True)
    assert counts(both, said)["02 2026-11"] == [1, 0, 1]


def test_a_row_that_does_not_tell_its_scope_is_expected_and_not_counted() -> None:
    """One mistyped field would take a school out of every rate in silence."""
    sent = presence(("2026-11", "a", True), ("2026-11", "b", None))
    assert counts(sent, answers())["01 2026-11"] == [1, 1, 2]
    assert missing_schools(sent, "2026-11", answers())["why"].tolist() == ["untold"]


def test_a_school_known_to_be_out_of_scope_stays_so_where_its_row_does_not_tell() -> None:
    """A village point would be asked for because its stage was mistyped."""
    sent = presence(("2026-10", "b", False), ("2026-10", "a", True), ("2026-11", "a", True), ("2026-11", "b", None))
    assert counts(sent, answers())["01 2026-11"] == [1, 0, 1]


def test_a_school_that_left_the_scope_is_no_longer_expected() -> None:
    """A school that became a boarding school would be missing for ever."""
    sent = presence(("2026-10", "a", True), ("2026-10", "b", True), ("2026-11", "a", True), ("2026-11", "b", False))
    assert counts(sent, answers())["01 2026-11"] == [1, 0, 1]


def test_a_count_declared_in_params_is_the_least_expected() -> None:
    """The first ledger of a county would be complete whatever it holds."""
    sent = presence(("2026-11", "a", True))
    found = schools_reporting(sent, ["2026-11"], answers(), {"01": 17, "02": 9}).set_index("county")
    assert found["expected"].to_dict() == {"01": 17, "02": 9}
    assert found["reported"].to_dict() == {"01": 1, "02": 0}
    assert schools_reporting(presence(*BEFORE), ["2026-10"], answers(), {"01": 3})["expected"].tolist() == [17]


def test_nothing_known_is_no_row() -> None:
    """A county that never sent anything would look as if it had no schools."""
    assert schools_reporting(presence(), PERIODS, answers(), {}).empty
    assert registered(presence(), PERIODS, answers()).empty


ROWS = st.lists(
    st.tuples(st.sampled_from(PERIODS), st.sampled_from("abcdef"), st.sampled_from([True, False, None])),
    unique_by=lambda row: row[:2],
    max_size=18,
)


@given(ROWS, ROWS)
def test_sending_less_never_raises_completeness(kept: list[Any], more: list[Any]) -> None:
    """A county would look better for leaving schools out of its last ledger."""
    earlier = [row for row in kept if row[0] < "2026-11"]
    full = {row[1]: row for row in more}
    whole = [("2026-11", one, row[2]) for one, row in full.items()]
    told = [row for row in whole if row[2] is not None]
    everything = counts(presence(*earlier, *whole), answers()).get("01 2026-11")
    less = counts(presence(*earlier, *told[: len(told) // 2]), answers()).get("01 2026-11")
    if everything and less:
        known = {row[1] for row in earlier}
        assert less[0] <= everything[0]
        if known >= set(full) and all(row[2] for row in [*earlier, *whole]):
            assert less[2] == everything[2]


def test_a_school_that_moved_is_counted_as_it_was_last_sent() -> None:
    """A boarding school would be asked for by its new county, because it once was none."""
    sent = pd.concat(
        [
            presence(("2026-09", "a", True), ("2026-10", "a", False), ("2026-10", "b", True), ("2026-11", "b", True)),
            presence(("2026-10", "c", True), ("2026-11", "c", True), county="02"),
        ]
    )
    assert counts(sent, answers(("a", "move", "2026-11", "02")))["02 2026-11"] == [1, 0, 1]


def test_each_school_that_comes_or_goes_has_its_reason() -> None:
    """A rise by schools that came, or a fall by schools that went, would be told with another reason, or with none."""
    sent = presence(
        *(("2026-09", name, True) for name in ("stays", "again")),
        *(("2026-10", name, True) for name in ("stays", "closes", "silent", "leaves", "blurred")),
        *(("2026-10", name, False) for name in ("enters", "outside")),
        *(("2026-11", name, True) for name in ("stays", "again", "enters", "fresh")),
        *(("2026-11", name, False) for name in ("leaves", "outside", "newly outside")),
        ("2026-11", "blurred", None),
    )
    said = answers(("closes", "close", "2026-11", ""))
    found = came_and_went(sent, "2026-10", "2026-11", said)
    assert dict(zip(found["school_id"], found["kind"], strict=True)) == {
        "fresh": "new",
        "again": "sent_again",
        "enters": "into_scope",
        "closes": "closed",
        "silent": "not_sent",
        "leaves": "out_of_scope",
        "blurred": "untold",
    }


def test_a_county_that_sent_one_of_the_periods_alone_has_no_school_that_came_or_went() -> None:
    """A county that was silent would have lost all its schools, and found them again a month later."""
    sent = pd.concat([presence(("2026-10", "a", True)), presence(("2026-11", "b", True), county="02")])
    assert came_and_went(sent, "2026-10", "2026-11", answers()).empty

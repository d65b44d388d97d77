"""What readers have already: which tables count, what they betray, and which line is given up for it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from reporting.definitions.policy import SUGGESTED, Disclosure
from reporting.disclosure.attack import CountCell, Sum, Suppression
from reporting.disclosure.earlier import (
    KnownTable,
    betrayed,
    lost_already,
    protected_beside,
    published_before,
    read_by_all,
)
from reporting.disclosure.suppression import LinkedTable, city_table
from reporting.errors import WorkError

RULES = Disclosure(small=7, step=5, fewest=5)
WHOLE, ONE, OTHER, THIRD = (CountCell("pupils", unit) for unit in ("city", "one", "other", "third"))


def table(one: int, other: int, *third: int, rules: Disclosure = RULES) -> LinkedTable:
    counts = dict(zip(("one", "other", "third"), (one, other, *third), strict=False))
    return city_table({"pupils": counts}, rules, city="city")


LEAKY, PRINTED = table(1, 51), {OTHER: 50, WHOLE: 50}
"""48 to 52 less 48 to 52: one to four pupils are in the county that is held back."""


@pytest.mark.parametrize(
    ("known", "shown_then", "shares", "tells"),
    [
        (table(3, 60), {OTHER: 60}, None, False),  # the same table, printed in the same way
        (table(3, 60), {WHOLE: 65}, None, True),
        (table(3, 61), {OTHER: 60}, None, True),  # one count of it is the same
        (table(4, 61), {OTHER: 60}, None, False),  # none is
        (table(3, 61), {}, frozenset({"pupils"}), True),
        (table(3, 61), {ONE: 0}, frozenset({"pupils"}), True),  # printed there and held back here
        (table(3, 61), {}, frozenset({"answers"}), False),
        (table(4, 60), {OTHER: 60}, frozenset({"pupils"}), False),  # what both print
        (table(4, 60), {}, frozenset({"pupils"}), True),  # printed here and held back there
        (table(4, 61), {}, frozenset({"pupils"}), False),
    ],
)
def test_a_table_is_heeded_where_it_shares_a_count_that_one_of_them_holds_back(
    known: LinkedTable, shown_then: dict[CountCell, int], shares: frozenset[str] | None, tells: bool
) -> None:
    """What a second table gives away would be overlooked, or every month be held against the one before."""
    earlier = KnownTable(known, shown_then, shares)
    assert earlier.tells_more_than(table(3, 60), {OTHER: 60}) is tells


def test_nobody_learns_from_a_zero_that_two_months_share() -> None:
    """A place without pupils in either month would have its city held back."""
    earlier = KnownTable(table(0, 61), {}, frozenset({"pupils"}))
    assert not earlier.tells_more_than(table(0, 60), {})


def test_what_the_worst_reader_knows_of_each_kind_of_count() -> None:
    """Why a count was held back narrows it; of what nobody prints only a small count is known to be one."""
    items = {"in": {"a": 3, "b": 7, "c": 8, "d": 0, "e": 40}, "all": {"a": 3, "b": 10, "c": 20, "d": 0, "e": 80}}
    whole = city_table(items, RULES, parts=[("in", "all")], city="city")
    read = read_by_all(whole, {CountCell("in", "e"): 40})
    assert {cell.unit: seen for cell, seen in read.items() if cell.item == "in"} == {
        "a": Suppression.SMALL,
        "b": Suppression.SMALL,
        "c": Suppression.SECONDARY,
        "d": Suppression.ZERO,
        "e": 40,
        "city": Suppression.SECONDARY,
    }
    assert {cell.unit: seen for cell, seen in read.items() if cell.item == "all-in"} == {"b": Suppression.SMALL}


def test_a_table_of_which_nothing_is_printed_betrays_nothing() -> None:
    """A month held back whole would shut the gate."""
    assert betrayed(LEAKY, {}, []) == {}
    assert betrayed(LEAKY, {}, [KnownTable(LEAKY, PRINTED)]) == {}


def test_what_was_out_before_is_not_held_against_this_table() -> None:
    """The gate would be shut for ever, or a new betrayal be passed beside an old one."""
    once = {ONE: (1, 2, 3, 4)}
    assert betrayed(LEAKY, PRINTED, []) == once
    assert lost_already([KnownTable(LEAKY, PRINTED)], 5) == once
    assert lost_already([KnownTable(LEAKY, PRINTED)], 4) == {}
    assert betrayed(LEAKY, PRINTED, [KnownTable(LEAKY, PRINTED, mark="r1")]) == {}
    assert betrayed(LEAKY, PRINTED, [KnownTable(LEAKY, {OTHER: 50}, mark="r1")]) == {
        **once,
        WHOLE: (49, 50, 51, 52),  # printed now, and held back then
    }


@pytest.mark.parametrize(("fewest", "values"), [(4, {}), (5, {ONE: (1, 2, 3, 4)})])
def test_fewest_is_the_least_that_may_stay_of_joined_tables(
    fewest: int, values: dict[CountCell, tuple[int, ...]]
) -> None:
    """Four of four that must stay would be a betrayal, or four of five none."""
    rules = RULES.model_copy(update={"fewest": fewest})
    assert betrayed(table(1, 51, rules=rules), PRINTED, []) == values


def test_a_count_printed_once_is_known_in_both_tables() -> None:
    """A county's 51 did not change: held back now, it is still read off the earlier page, and so is what it hides."""
    now, before = table(1, 51, 60), KnownTable(table(2, 51, 60), {OTHER: 50, THIRD: 60}, mark="r1")
    assert betrayed(now, {THIRD: 60}, [before]) == {}
    # 110 (108-112) less 50 (48-52) and 60 (58-62) leaves one to six
    assert betrayed(now, {THIRD: 60, WHOLE: 110}, [before]) == {}
    closer = Disclosure(small=7, step=3, fewest=5)
    now = table(1, 51, rules=closer)
    assert betrayed(now, {WHOLE: 51}, []) == {}
    read_before = KnownTable(table(2, 51, rules=closer), {OTHER: 51}, mark="r1")
    assert betrayed(now, {WHOLE: 51}, [read_before]) == {ONE: (1, 2)}
    # last month's 51 are other pupils, unless the pupils are known to be the same
    last_month = KnownTable(table(2, 51, rules=closer), {OTHER: 51}, frozenset({"answers"}), "2022-03")
    assert betrayed(now, {WHOLE: 51}, [last_month]) == {}


def test_counts_that_changed_are_two_counts() -> None:
    """Two months' counts of a county would be taken for one, and the tables contradict each other."""
    rolls = frozenset({"answers"})
    other_month = KnownTable(table(3, 60), {OTHER: 60, WHOLE: 65}, rolls, "2022-03")
    assert betrayed(table(3, 90), {OTHER: 90, WHOLE: 95}, [other_month]) == {}
    same_name = KnownTable(LEAKY, PRINTED, rolls, "2022-03")
    # what March betrays is March's, though April's counts are the same and nothing of them is printed but one
    assert betrayed(LEAKY, {OTHER: 50}, [same_name]) == {}


def lines(*units: str) -> dict[tuple[str, str], tuple[CountCell, ...]]:
    return {("joined", unit): (CountCell("pupils", unit),) for unit in units}


def kept(whole: LinkedTable, printed: dict[CountCell, int], *known: KnownTable) -> set[str]:
    left = protected_beside(whole, lines(*(cell.unit for cell in printed)), printed, list(known))
    return {unit for _, unit in left}


def test_a_table_that_betrays_nothing_keeps_its_lines() -> None:
    """Figures that harm nobody would be missing from the public edition."""
    assert kept(table(3, 60), {OTHER: 60, WHOLE: 65}) == {"other", "city"}


def test_a_county_s_line_is_given_up_before_the_city_s_and_the_smallest_first() -> None:
    """The city's own figure would be missing, or a large county's for a small one."""
    assert kept(LEAKY, PRINTED) == {"city"}
    three = table(1, 51, 9)
    assert kept(three, {OTHER: 50, THIRD: 10, WHOLE: 60}) == {"other", "third", "city"}
    closer = Disclosure(small=7, step=2, fewest=5)
    assert kept(table(1, 50, 80, rules=closer), {OTHER: 50, THIRD: 80, WHOLE: 132}) == {"third", "city"}


def test_what_was_held_back_once_and_is_the_same_stays_so() -> None:
    """A county's 60 that the first revision held back would be printed by the second, for all who keep both."""
    first = KnownTable(table(3, 60, 90), {THIRD: 90, WHOLE: 155}, mark="r1")
    assert kept(table(3, 60, 95), {OTHER: 60, THIRD: 95, WHOLE: 160}, first) == {"third", "city"}
    assert kept(table(3, 61, 95), {OTHER: 60, THIRD: 95, WHOLE: 160}, first) == {"other", "third", "city"}
    of_last_month = KnownTable(table(3, 60, 90), {THIRD: 90, WHOLE: 155}, frozenset(), "2022-03")
    assert kept(table(3, 60, 95), {OTHER: 60, THIRD: 95, WHOLE: 160}, of_last_month) == {"other", "third", "city"}


def test_what_readers_have_already_is_no_use_to_hold_back() -> None:
    """The line that everybody has would be left out, and the betrayal stay: the city's goes instead."""
    closer = Disclosure(small=7, step=3, fewest=5)
    now = table(1, 51, rules=closer)
    before = KnownTable(table(2, 51, rules=closer), {OTHER: 51}, mark="r1")
    assert kept(now, {OTHER: 51, WHOLE: 51}, before) == {"other"}


def test_a_betrayal_that_nothing_mends_is_an_error_that_says_of_whom() -> None:
    """A table would be printed that gives away a handful, or nobody know whose."""
    one = LinkedTable({ONE: 1, OTHER: 8, WHOLE: 9}, [Sum(WHOLE, (ONE, OTHER)), Sum(WHOLE, (ONE, OTHER))], RULES)
    narrow = RULES.model_copy(update={"fewest": 8})
    lost = LinkedTable(one.counts, one.sums, narrow)
    with pytest.raises(WorkError, match="pupils is betrayed by what was published before") as refused:
        protected_beside(lost, lines("other", "city"), {OTHER: 10, WHOLE: 10}, [])
    assert refused.value.where == "one"


def edition(root: Path, name: str, as_of: str, **more: object) -> None:
    folder = root / name
    (folder / "data").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"as_of": as_of, **more}), encoding="utf-8")
    head = "period,county,indicator,category,numerator,denominator,value,state"
    row = f"2022-04,410402,{name},,85,90,94.4,reported"
    (folder / "data" / "observations.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")


def test_public_revisions_of_a_moment_are_read_in_order_with_their_rules(tmp_path: Path) -> None:
    """A revision would not be heeded, an internal one be taken for public, or a later one change an old edition."""
    editions, kept_counts = tmp_path / "editions", tmp_path / "true"
    wide = Disclosure(small=9, step=10, fewest=6)
    edition(editions, "2022-04-r2-public", "2022-05-04T10:00:00+00:00", disclosure=wide.model_dump())
    edition(editions, "2022-04-r1-public", "2022-05-03T10:00:00+00:00")
    edition(editions, "2022-04-r1-internal", "2022-05-03T10:00:00+00:00")
    edition(editions, "2022-04-r3-public", "2022-05-04T10:00:01+00:00")
    kept_counts.mkdir()
    (kept_counts / "2022-04-r2-public.csv").write_bytes(
        (editions / "2022-04-r1-internal" / "data" / "observations.csv").read_bytes()
    )
    first, second = published_before(editions, kept_counts, datetime(2022, 5, 4, 10))
    assert (first.name, first.true, first.rules) == ("2022-04-r1-public", None, SUGGESTED.disclosure)
    assert first.shown["indicator"].tolist() == ["2022-04-r1-public"]
    assert first.shown["numerator"].tolist() == [85]
    assert (second.name, second.rules) == ("2022-04-r2-public", wide)
    assert second.true is not None
    assert second.true["indicator"].tolist() == ["2022-04-r1-internal"]
    assert published_before(tmp_path / "none", kept_counts, datetime(2022, 5, 4, 10)) == ()


def test_nothing_is_given_up_for_what_is_out_already() -> None:
    """Each month a line more would be held back for a count that everybody has worked out."""
    assert kept(LEAKY, PRINTED, KnownTable(LEAKY, PRINTED, mark="r1")) == {"other", "city"}

"""What the worst reader knows of a count: each bound, from which side it comes, and how few values are too few."""

from __future__ import annotations

import pytest

from reporting.definitions.policy import SUGGESTED, Disclosure
from reporting.disclosure.attack import (
    ENDLESS,
    CountCell,
    PublicCount,
    Range,
    Reader,
    Sum,
    Suppression,
    breaches,
    known_ranges,
    possible_values,
)
from reporting.disclosure.suppression import city_table, protected, public_count

RULES = Disclosure(small=7, step=5, fewest=5)
WIDE = Disclosure(small=9, step=10, fewest=6)
WHOLE, ONE, OTHER, THIRD = (CountCell("pupils", unit) for unit in ("city", "one", "other", "third"))
ALL = Sum(WHOLE, (ONE, OTHER))


@pytest.mark.parametrize(
    ("shown", "rules", "alone", "as_total"),
    [
        (0, RULES, (0, 0), (0, 0)),
        (10, RULES, (8, 12), (8, 12)),
        (15, RULES, (13, 17), (13, 17)),
        (10, WIDE, (10, 14), (10, 14)),
        (20, WIDE, (15, 24), (15, 24)),
        (Suppression.SMALL, RULES, (1, 7), (1, ENDLESS)),
        (Suppression.SMALL, WIDE, (1, 9), (1, ENDLESS)),
        (Suppression.SECONDARY, RULES, (8, ENDLESS), (1, ENDLESS)),
        (Suppression.ZERO, RULES, (0, ENDLESS), (0, ENDLESS)),
    ],
)
def test_what_a_print_tells_of_a_count_alone(
    shown: PublicCount, rules: Disclosure, alone: Range, as_total: Range
) -> None:
    """A bound one too wide hides from the gate what readers see; one too narrow holds back what is safe."""
    assert known_ranges({ONE: shown}, [], rules) == {ONE: alone}
    assert known_ranges({WHOLE: shown}, [ALL], rules) == {WHOLE: as_total}


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, "small"), (7, "small"), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20)],
)
def test_a_count_alone_at_each_bound(count: int, shown: PublicCount) -> None:
    """Seven pupils would be printed as 5, or eight be held back."""
    assert public_count(count, RULES) == shown


@pytest.mark.parametrize("count", [-1, 2.5, float("nan")])
def test_what_is_no_count_of_people_is_refused(count: float) -> None:
    """Half a pupil would be rounded to a whole number that looks counted."""
    with pytest.raises(ValueError, match="whole number"):
        public_count(count, RULES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "asked", "values"),
    [
        ({WHOLE: (10, 12), ONE: (4, 5)}, OTHER, range(5, 9)),  # of which nothing is printed
        ({WHOLE: (0, 100), ONE: (4, 5), OTHER: (6, 9)}, WHOLE, range(10, 15)),
        ({WHOLE: (13, 100), ONE: (4, 5), OTHER: (6, 9)}, ONE, range(4, 6)),
        ({WHOLE: (14, 100), ONE: (4, 5), OTHER: (6, 9)}, OTHER, range(9, 10)),
        ({WHOLE: (0, 11), ONE: (0, 5), OTHER: (6, 9)}, ONE, range(6)),
        ({WHOLE: (0, 10), ONE: (0, 5), OTHER: (6, 9)}, ONE, range(5)),
        ({WHOLE: (20, 30), ONE: (4, 5), OTHER: (6, 9)}, ONE, range(0)),  # contradicts itself
        ({WHOLE: (15, 15), ONE: (0, 9), OTHER: (6, 9)}, ONE, range(6, 10)),
        ({ONE: (3, 60)}, ONE, range(3, 61)),  # further than a search begins
    ],
)
def test_a_sum_cuts_both_ends_of_each_of_its_members(
    known: dict[CountCell, Range], asked: CountCell, values: range
) -> None:
    """A reader who subtracts and adds would know a count more closely than the gate thinks."""
    reader = Reader(known, [ALL])
    assert reader.possible_values(asked, 1000) == tuple(values)
    for most in (1, 3):
        assert len(reader.possible_values(asked, most)) == min(most, len(values)), "so many are enough"


def test_a_loop_of_sums_is_searched_and_not_guessed() -> None:
    """Of two classes in two years with known margins, one count known leaves one table, which ranges do not see."""
    cells = {(row, column): CountCell(row, column) for row in "ab" for column in "xy"}
    rows = [Sum(CountCell(row, "all"), tuple(cells[row, one] for one in "xy")) for row in "ab"]
    columns = [Sum(CountCell("all", one), tuple(cells[row, one] for row in "ab")) for one in "xy"]
    margins = {CountCell("a", "all"): 2, CountCell("b", "all"): 1, CountCell("all", "x"): 1, CountCell("all", "y"): 2}
    known = {cell: (n, n) for cell, n in margins.items()} | dict.fromkeys(cells.values(), (0, 3))
    reader = Reader(known, [*rows, *columns])
    assert reader.possible_values(cells["a", "x"], 9) == (0, 1)
    assert reader.possible_values(cells["a", "y"], 9) == (1, 2)
    assert reader.possible_values(cells["b", "y"], 9) == (0, 1)
    halved = {cell: (n, n) for cell, n in margins.items()} | {cells["a", "x"]: (0, 9), cells["b", "y"]: (1, 9)}
    closed = Reader(halved | {cells["a", "y"]: (0, 9), cells["b", "x"]: (0, 9)}, [*rows, *columns])
    assert closed.possible_values(cells["a", "x"], 9) == (1,)
    assert closed.possible_values(cells["a", "y"], 9) == (1,)


def test_a_table_that_only_a_guess_refutes_has_no_value() -> None:
    """Thrice one number is 10 by ranges alone; the gate would take an impossible value for a possible one."""
    one, two, three = (CountCell("n", name) for name in "abc")
    pairs = [
        Sum(CountCell("n", "ab"), (one, two)),
        Sum(CountCell("n", "bc"), (two, three)),
        Sum(CountCell("n", "ca"), (three, one)),
    ]
    odd = {CountCell("n", "ab"): (3, 3), CountCell("n", "bc"): (3, 3), CountCell("n", "ca"): (3, 3)}
    assert Reader(odd | dict.fromkeys((one, two, three), (0, 9)), pairs).possible_values(one, 9) == ()
    even = dict.fromkeys(odd, (4, 4))
    assert Reader(even | dict.fromkeys((one, two, three), (0, 9)), pairs).possible_values(one, 9) == (2,)


@pytest.mark.parametrize(("fewest", "betrayed"), [(4, {}), (5, {ONE: (1, 2, 3, 4)}), (7, {ONE: (1, 2, 3, 4)})])
def test_fewest_is_the_least_that_may_stay(fewest: int, betrayed: dict[CountCell, tuple[int, ...]]) -> None:
    """50 (48-52) in all and 50 without one county: its count is one of four, which is enough for fewest 4 and not 5."""
    rules = RULES.model_copy(update={"fewest": fewest})
    table = city_table({"pupils": {"one": 1, "other": 51}}, rules, city="city")
    bare: dict[CountCell, PublicCount] = {cell: public_count(n, rules) for cell, n in table.counts.items()}
    assert bare == {ONE: Suppression.SMALL, OTHER: 50, WHOLE: 50}
    assert breaches(bare, table.sums, rules) == betrayed
    assert (protected(table) == bare) == (not betrayed)


def test_readers_are_promised_five_values() -> None:
    """The manual and every public page say five: four would be kept, and nobody told."""
    assert SUGGESTED.disclosure == RULES
    assert RULES.fewest == 5


def test_five_values_that_stay_are_enough() -> None:
    """A bureau that holds back 1 to 5 and asks for five would have everything beside them held back for nothing."""
    rules = Disclosure(small=5, step=4, fewest=5)
    table = city_table({"pupils": {"one": 3, "other": 60}}, rules, city="city")
    assert protected(table) == {ONE: Suppression.SMALL, OTHER: 60, WHOLE: 64}
    assert possible_values(protected(table), table.sums, rules, ONE, 9) == (1, 2, 3, 4, 5)
    assert breaches(protected(table), table.sums, rules) == {}


def test_what_is_suppressed_beside_a_small_count_is_the_least_loss() -> None:
    """The city's figure would be given up where a county's, or one that nobody prints, is enough."""
    table = city_table({"pupils": {"one": 1, "other": 51, "third": 9}}, RULES, city="city", without={"rest": ["one"]})
    shown = protected(table)
    assert shown[ONE] is Suppression.SMALL
    held = {cell.unit for cell, count in shown.items() if count is Suppression.SECONDARY}
    assert held == {"rest"}, "the total that leaves it out tells no more than the county itself"
    assert {cell.unit: count for cell, count in shown.items() if isinstance(count, int)} == {
        "other": 50,
        "third": 10,
        "city": 60,
    }


def test_totals_that_leave_out_everybody_or_nobody_are_none() -> None:
    """A total of no county would be printed as 0, and one of all as a second name of the city's."""
    counts = {"pupils": {"one": 3, "other": 60}}
    for left_out in (["one", "other"], ["third"], []):
        table = city_table(counts, RULES, city="city", without={"rest": left_out})
        assert table.counts == {ONE: 3, OTHER: 60, WHOLE: 63}
        assert table.sums == [Sum(WHOLE, (ONE, OTHER))]
    both = city_table(counts, RULES, city="city", without={"rest": ["one"]})
    rest = CountCell("pupils", "rest")
    assert both.counts == {ONE: 3, OTHER: 60, rest: 60, WHOLE: 63}
    assert both.sums == [Sum(rest, (OTHER,)), Sum(WHOLE, (rest, ONE))]


def test_a_part_and_its_whole_are_a_table_with_the_rest_that_nobody_prints() -> None:
    """60 of 64 printed as 60 of 65: how many were left out is a small count as well."""
    table = city_table({"in": {"one": 60}, "all": {"one": 64}}, RULES, parts=[("in", "all")], city="city")
    rest = {CountCell("all-in", unit) for unit in ("one", "city")}
    assert table.unprinted == rest
    assert {cell: table.counts[cell] for cell in rest} == dict.fromkeys(rest, 4)
    for unit in ("one", "city"):
        whole = Sum(CountCell("all", unit), (CountCell("in", unit), CountCell("all-in", unit)))
        assert whole in table.sums
    assert len(table.sums) == 5
    with pytest.raises(ValueError, match="negative"):
        city_table({"in": {"one": -1}}, RULES, city="city")

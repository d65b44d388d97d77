"""No reader of the public edition can narrow a suppressed count to fewer than five values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from reporting.definitions.policy import Disclosure
from reporting.disclosure.attack import (
    CountCell,
    PublicCount,
    Sum,
    Suppression,
    breaches,
    known_ranges,
    possible_values,
)
from reporting.disclosure.suppression import LinkedTable, city_table, protected, public_count
from reporting.errors import WorkError

CITY, WITHOUT, APART = "410400", "410400-R", "410482"
RULES = Disclosure(small=7, step=5, fewest=5)
CAP = 30  # brute force tries large suppressed counts up to here: more values would only make more possible


def table(*items: tuple[int, ...], rate: bool = False) -> LinkedTable:
    """A small city: item ``a`` (and ``b``, of which ``a`` is a part) by county, the first county counted apart."""
    counties = [APART, *(f"41042{i}" for i in range(1, len(items[0])))]
    named = {name: dict(zip(counties, values, strict=True)) for name, values in zip("ab", items, strict=False)}
    return city_table(named, RULES, parts=[("a", "b")] if rate else (), city=CITY, without={WITHOUT: [APART]})


def brute_force(public: Mapping[CountCell, PublicCount], whole: LinkedTable) -> dict[CountCell, set[int]]:
    """What stays possible for each suppressed cell, by trying every table: the reader of inference.py, written anew."""
    totals = {relation.total for relation in whole.sums}
    leaves = [cell for cell in public if cell not in totals]

    def choices(cell: CountCell) -> range:
        shown = public[cell]
        if shown is Suppression.SMALL:
            return range(1, 8)
        if shown is Suppression.SECONDARY:
            return range(8, CAP)
        if isinstance(shown, Suppression):
            return range(CAP)
        return range(max(8, shown - 2), shown + 3) if shown else range(1)

    ordered, known = list[Sum](), set(leaves)
    while len(ordered) < len(whole.sums):
        ready = [s for s in whole.sums if s not in ordered and known.issuperset(s.parts)]
        ordered += ready
        known |= {s.total for s in ready}
    suppressed = [cell for cell, shown in public.items() if isinstance(shown, Suppression)]
    possible: dict[CountCell, set[int]] = {cell: set() for cell in suppressed}
    for values in product(*(choices(leaf) for leaf in leaves)):
        counts = dict(zip(leaves, values, strict=True))
        for relation in ordered:
            counts[relation.total] = sum(counts[part] for part in relation.parts)
        if all(
            counts[cell] >= 1 if isinstance(shown, Suppression) else public_count(counts[cell], RULES) == shown
            for cell, shown in public.items()
        ):
            for cell in suppressed:
                possible[cell].add(counts[cell])
    return possible


few = st.integers(0, 13)


@given(st.tuples(few, few, few))
@example((1, 12, 0))
@example((1, 1, 1))
@example((3, 0, 0))
@settings(deadline=None, max_examples=60)
def test_of_a_protected_table_with_the_city_with_and_without_a_county_five_values_stay(values: tuple[int, ...]) -> None:
    whole = table(values)
    public = protected(whole)
    assert all(len(possible) >= 5 for possible in brute_force(public, whole).values())


@given(st.tuples(few, few), st.tuples(few, few))
@example((9, 0), (3, 0))
@settings(deadline=None, max_examples=40)
def test_of_a_protected_rate_five_values_stay_for_both_sides_and_the_rest(
    part: tuple[int, ...], rest: tuple[int, ...]
) -> None:
    whole = table(part, tuple(a + b for a, b in zip(part, rest, strict=True)), rate=True)
    public = protected(whole)
    assert all(len(possible) >= 5 for possible in brute_force(public, whole).values())


@given(st.tuples(few, few, few))
@settings(deadline=None, max_examples=40)
def test_the_gate_finds_exactly_the_values_that_brute_force_finds(values: tuple[int, ...]) -> None:
    whole = table(values)
    public = {cell: public_count(count, RULES) for cell, count in whole.counts.items()}
    for cell, possible in brute_force(public, whole).items():
        found = possible_values(public, whole.sums, RULES, cell, at_most=200)
        assert set(found) == possible
        assert (cell in breaches(public, whole.sums, RULES)) == (len(possible) < 5)


def test_a_count_that_no_sum_holds_is_what_its_print_allows() -> None:
    """A table of one place has no sums: each of its counts would seem to have no value, and so be betrayed."""
    alone, beside = CountCell("a", CITY), CountCell("b", CITY)
    public: dict[CountCell, PublicCount] = {alone: Suppression.SMALL, beside: 85}
    assert possible_values(public, [], RULES, alone, at_most=200) == tuple(range(1, 8))
    assert possible_values(public, [], RULES, beside, at_most=200) == tuple(range(83, 88))


def test_sums_that_drive_each_other_up_for_ever_leave_no_value() -> None:
    """A print that contradicts itself would keep the gate busy for ever, or be taken for a table."""
    first, second, one = (CountCell(name, CITY) for name in "abc")
    public: dict[CountCell, PublicCount] = {one: 85}
    endless = [Sum(first, (second, one)), Sum(second, (first, one))]
    assert possible_values(public, endless, RULES, first, at_most=5) == ()


def extremes(public: Mapping[CountCell, PublicCount], whole: LinkedTable, cell: CountCell) -> tuple[int, int]:
    """The least and greatest possible value of a cell, by integer programming."""
    cells = list(public)
    totals = {relation.total for relation in whole.sums}
    low, high = np.zeros(len(cells)), np.full(len(cells), 10.0**6)
    for i, (name, shown) in enumerate(public.items()):
        if isinstance(shown, int):
            low[i], high[i] = (max(8, shown - 2), shown + 2) if shown else (0, 0)
        elif name in totals:
            low[i] = 1
        else:
            low[i], high[i] = (1, 7) if shown is Suppression.SMALL else (8, 10.0**6)
    matrix = np.zeros((len(whole.sums), len(cells)))
    for row, relation in enumerate(whole.sums):
        matrix[row, cells.index(relation.total)] = -1
        for part in relation.parts:
            matrix[row, cells.index(part)] += 1
    aim = np.zeros(len(cells))
    aim[cells.index(cell)] = 1
    ends = [
        milp(
            sign * aim,
            constraints=LinearConstraint(matrix, 0, 0),
            bounds=Bounds(low, high),
            integrality=np.ones(len(cells), dtype=np.int64),
        )
        for sign in (1, -1)
    ]
    least, greatest = (round(abs(end.fun or 0)) for end in ends)
    return least, greatest


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 10)), min_size=6, max_size=6))
@settings(deadline=None, max_examples=15)
def test_the_gate_agrees_with_integer_programming_on_a_city_of_rates(counts: list[tuple[int, int]]) -> None:
    whole = table(tuple(a for a, _ in counts), tuple(a + b for a, b in counts), rate=True)
    public = {cell: public_count(count, RULES) for cell, count in whole.counts.items()}
    for cell, shown in public.items():
        if shown is Suppression.SMALL and cell.unit != CITY:
            least, greatest = extremes(public, whole, cell)
            found = possible_values(public, whole.sums, RULES, cell, at_most=greatest - least + 1)
            assert (found[0], found[-1], len(found)) == (least, greatest, greatest - least + 1)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), min_size=13, max_size=13))
@settings(deadline=None, max_examples=10)
def test_a_whole_city_of_rates_passes_the_gate_and_no_rate_betrays_a_handful(counts: list[tuple[int, int]]) -> None:
    whole = table(tuple(a for a, _ in counts), tuple(a + b for a, b in counts), rate=True)
    public = protected(whole)
    assert not breaches(public, whole.sums, RULES)
    for cell, count in whole.counts.items():
        among = CountCell("b", cell.unit)
        if cell.item == "a" and whole.counts[among]:
            all_of_them = not isinstance(public[cell], Suppression) and public[cell] == public[among]
            assert count == whole.counts[among] or not all_of_them


@given(st.integers(0, 10_000))
def test_a_published_count_is_0_a_state_or_a_multiple_of_5_within_2(count: int) -> None:
    shown = public_count(count, RULES)
    if isinstance(shown, Suppression):
        assert 1 <= count <= 7
    else:
        assert shown % 5 == 0
        assert abs(shown - count) <= 2
        assert (shown == 0) == (count == 0)


def test_a_county_hidden_between_two_totals_is_what_the_gate_is_for() -> None:
    """52 in all and 51 without it both read 50, so the county between them has at most 52 - 48 = 4."""
    whole = table((1, 51, 0))
    bare = {cell: public_count(count, RULES) for cell, count in whole.counts.items()}
    assert breaches(bare, whole.sums, RULES) == {CountCell("a", APART): (1, 2, 3, 4)}
    assert not breaches(protected(whole), whole.sums, RULES)


@given(st.tuples(few, few, few, few))
@example((1, 51, 0, 9))
@settings(deadline=None, max_examples=25)
def test_of_a_city_with_two_partial_totals_five_values_stay(values: tuple[int, ...]) -> None:
    """A second total that leaves counties out would be a way round the first, and one of two counties round both."""
    counts = dict(zip("abcd", values, strict=True))
    whole = city_table({"pupils": counts}, RULES, city=CITY, without={WITHOUT: ["a"], "second": ["b", "c"]})
    public = protected(whole)
    assert {cell.unit for cell in public} == {*"abcd", CITY, WITHOUT, "second"}
    assert all(len(possible) >= 5 for possible in brute_force(public, whole).values())


def test_each_total_that_leaves_a_county_out_is_held_against_the_whole() -> None:
    """52 in all and 51 without the county both read 50; the other total, without another, would have hidden that."""
    counts = {"a": 1, "b": 51, "c": 60}
    whole = city_table({"pupils": counts}, RULES, city=CITY, without={"less c": ["c"], "less b": ["b"]})
    bare = {cell: public_count(count, RULES) for cell, count in whole.counts.items()}
    assert set(breaches(bare, whole.sums, RULES)) == {CountCell("pupils", "a")}
    assert not breaches(protected(whole), whole.sums, RULES)


def test_what_is_not_printed_is_given_up_before_what_is() -> None:
    whole = table((3, 60, 80, 90), (13, 100, 120, 130), rate=True)
    public = protected(whole)
    printed = [c for c, shown in public.items() if shown is Suppression.SECONDARY and c not in whole.unprinted]
    assert not printed


def test_a_total_that_does_not_add_up_is_refused() -> None:
    total, part = CountCell("a", CITY), CountCell("a", APART)
    with pytest.raises(ValueError, match="not the sum"):
        protected(LinkedTable({total: 10, part: 9}, [Sum(total, (part,))], RULES))


def test_a_table_that_cannot_be_protected_is_refused_with_advice() -> None:
    """A count known exactly from outside the rules, such as 20 ones that are all parts of a small unnamed leaf."""
    whole, parts = CountCell("a", "whole"), [CountCell("a", str(i)) for i in range(7)]
    other = CountCell("a", "other")
    sums = [Sum(CountCell("b", "sum"), (whole, other)), Sum(CountCell("b", "sum"), (*parts, other))]
    counts = {whole: 7, other: 9, CountCell("b", "sum"): 16} | dict.fromkeys(parts, 1)
    with pytest.raises(WorkError, match="leave this item out"):
        protected(LinkedTable(counts, sums, RULES))


def test_a_part_must_fit_its_whole() -> None:
    with pytest.raises(ValueError, match="larger than its whole"):
        table((5, 6), (4, 6), rate=True)
    with pytest.raises(ValueError, match="same counties"):
        city_table({"a": {"1": 1}, "b": {"2": 1}}, RULES, parts=[("a", "b")], city=CITY)


@st.composite
def rules(draw: st.DrawFn) -> Disclosure:
    """What some other bureau may set."""
    small = draw(st.integers(2, 12))
    steps = [step for step in range(1, 2 * small + 2) if (small + 1 + step // 2) // step * step > small]
    return Disclosure(small=small, step=draw(st.sampled_from(steps)), fewest=draw(st.integers(2, small)))


@given(rules(), st.integers(0, 300))
def test_a_published_count_keeps_to_the_bureaus_own_rules(own: Disclosure, count: int) -> None:
    """A bureau that suppresses up to 10 and rounds to 10 would publish 8, rounded to 10 and readable as 8 to 12."""
    shown = public_count(count, own)
    if isinstance(shown, Suppression):
        assert 1 <= count <= own.small
        return
    alike = [n for n in range(shown + own.step + 1) if public_count(n, own) == shown]
    assert shown % own.step == 0
    assert (shown == 0) == (count == 0)
    assert known_ranges({CountCell("a", CITY): shown}, [], own) == {CountCell("a", CITY): (min(alike), max(alike))}


@given(rules(), st.tuples(few, few, few))
@settings(deadline=None, max_examples=60)
def test_of_a_table_protected_by_other_rules_as_many_values_stay(own: Disclosure, values: tuple[int, ...]) -> None:
    """The numbers of policy.yaml would change what is printed, and not what protects it."""
    whole = replace(table(values), rules=own)
    shown = protected(whole)
    totals = {relation.total for relation in whole.sums}
    alone = known_ranges(shown, whole.sums, own)
    leaves = [cell for cell in shown if cell not in totals]
    tables = product(*(range(alone[cell][0], min(alone[cell][1], CAP) + 1) for cell in leaves))
    possible: dict[CountCell, set[int]] = {cell: set() for cell, one in shown.items() if isinstance(one, Suppression)}
    for counts in tables:
        known = dict(zip(leaves, counts, strict=True))
        without = sum(n for cell, n in known.items() if cell.unit != APART)
        known |= {CountCell("a", WITHOUT): without, CountCell("a", CITY): sum(counts)}
        if all(alone[cell][0] <= n <= alone[cell][1] for cell, n in known.items()):
            for cell in possible:
                possible[cell].add(known[cell])
    assert all(len(seen) >= own.fewest for seen in possible.values())


@pytest.mark.parametrize(
    ("numbers", "complaint"),
    [
        ({"small": 3, "fewest": 4}, "as many values"),
        ({"small": 12, "step": 10, "fewest": 5}, "13, would be rounded to a suppressed one"),
        ({"small": 2, "step": 9, "fewest": 2}, "3, would be rounded"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(numbers: dict[str, int], complaint: str) -> None:
    """Four of a county would be printed as 0, which reads as none at all."""
    with pytest.raises(ValueError, match=complaint):
        Disclosure(**numbers)

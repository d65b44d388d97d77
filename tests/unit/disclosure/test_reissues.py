"""Who keeps the superseded revision learns no more from it: two tables together protect as one does."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pandas as pd
import pytest
from tests.shared import some_of
from tests.unit.disclosure.reader import Place, Print, fewest_possible
from tests.unit.snapshots.test_public_view import APART, CITY, COUNTIES, RATES, RULES, WITHOUT, bureau, observations

from reporting.definitions.policy import Disclosure
from reporting.disclosure.earlier import Publication
from reporting.disclosure.public_counts import disclosures, public_observations, withheld

SUMS = {CITY: COUNTIES, WITHOUT: tuple(one for one in COUNTIES if one != APART)}
PAIRS = list(RATES.values())
TRIALS = 83
Counts = dict[str, int]


def printed(rows: pd.DataFrame) -> dict[Place, int | None]:
    found: dict[Place, int | None] = {}
    for row in rows.to_dict("records"):
        for item, column in zip(RATES[str(row["indicator"])], ("numerator", "denominator"), strict=True):
            found[(item, str(row["county"]))] = None if pd.isna(row[column]) else int(row[column])
    return found


def county(chance: Random) -> Counts:
    """A village school, or a town: small counts, or few pupils left out of many."""
    participants = chance.choice([0, 10, 40, 400]) + chance.randint(0, 9)
    return {"participants": participants, "enrolled": participants + chance.randint(0, 9)}


def same_as(first: list[Counts], second: list[Counts], only: tuple[str, ...] = ()) -> Mapping[Place, str]:
    """Counts that both tables have: those of the counties that sent nothing new, and of totals of none but these."""
    still = [one for one, was, now in zip(COUNTIES, first, second, strict=True) if was == now]
    if only:
        still = [
            one for one, was, now in zip(COUNTIES, first, second, strict=True) if all(was[i] == now[i] for i in only)
        ]
    units = [*still, *(total for total, parts in SUMS.items() if set(parts) <= set(still))]
    return {(item, unit): f"{item} {unit}" for item in only or ("participants", "enrolled") for unit in units}


def public(true: pd.DataFrame, *earlier: Publication) -> pd.DataFrame:
    return public_observations(true, bureau().indicators, bureau().city, RULES, earlier)


@pytest.mark.parametrize("seed", some_of(TRIALS, quick=20))
def test_of_two_revisions_together_five_values_stay(seed: int) -> None:
    """Of 83 corrected months 8 gave away how many pupils a county had: what did not change was seen twice."""
    chance = Random(seed)  # noqa: S311
    first = [county(chance) for _ in COUNTIES]
    second = [county(chance) if chance.random() < 0.4 else one for one in first]
    true = [observations([one]) for one in (first, second)]
    old = public(true[0])
    earlier = Publication("r1", old, true[0], RULES)
    new = public(true[1], earlier)
    same = same_as(first, second)
    prints = [Print(printed(old), SUMS, PAIRS, same), Print(printed(new), SUMS, PAIRS, same)]
    assert {key: n for key, n in fewest_possible(prints).items() if n < 5} == {}
    assert list(disclosures(new, true[1], bureau().indicators, bureau().city, RULES, [earlier])) == []
    assert (new["state"] == "reported").equals(new["numerator"].notna()), "what is held back says so"


@pytest.mark.parametrize("seed", some_of(20, quick=6))
def test_of_two_months_with_the_same_rolls_five_values_stay(seed: int) -> None:
    """A school's roll of March is that of April, and each month tells what the other holds back."""
    chance = Random(seed)  # noqa: S311
    first = [county(chance) for _ in COUNTIES]
    second = [{**one, "participants": max(0, one["participants"] - chance.randint(0, 3))} for one in first]
    true = observations([first, second])
    shown = public(true)
    rolls = same_as(first, second, ("enrolled",))
    prints = [Print(printed(rows), SUMS, PAIRS, rolls) for _, rows in shown.groupby("period")]
    assert {key: n for key, n in fewest_possible(prints).items() if n < 5} == {}


def test_a_table_that_says_nothing_new_is_printed_as_before() -> None:
    """Each month a little more would be held back, of figures that everybody has."""
    true = observations(
        [
            [
                {"participants": 11, "enrolled": 20},
                {"participants": 3, "enrolled": 400},
                {"participants": 409, "enrolled": 418},
            ]
        ]
    )
    once = public(true)
    again = public(true, Publication("r1", once, true, RULES))
    assert again.equals(once)


def test_what_earlier_revisions_betray_is_said_and_not_held_against_the_next() -> None:
    """The gate would be shut for ever, or nobody told that a count is out: 52 in all, 51 without it."""
    counts = ((0, 20), (51, 60), (1, 20))
    true = observations([[{"participants": x, "enrolled": n} for x, n in counts]])
    hidden = true["county"] == APART
    leaky = true.assign(**{name: (true[name] / 5).round().mask(hidden) * 5 for name in ("numerator", "denominator")})
    earlier = Publication("r1", leaky, true, RULES)
    shown = public(true, earlier)
    assert list(disclosures(shown, true, bureau().indicators, bureau().city, RULES, [earlier])) == []
    said = list(withheld(shown, true, bureau().indicators, bureau().city, RULES, "2022-03", [earlier]))
    assert any("earlier revisions leave" in one for one in said)


def test_without_the_true_counts_of_an_old_revision_it_is_still_heeded() -> None:
    """What was published before they were kept would count for nothing."""
    chance = Random(5)  # noqa: S311
    first = [county(chance) for _ in COUNTIES]
    old = public(observations([first]))
    second = [first[0], county(chance), first[2]]
    true = observations([second])
    shown = public(true, Publication("r1", old, None, RULES))
    earlier = Publication("r1", old, None, RULES)
    assert list(disclosures(shown, true, bureau().indicators, bureau().city, RULES, [earlier])) == []


@pytest.mark.parametrize("seed", some_of(20, quick=6))
def test_a_bureau_that_sets_other_rules_is_protected_by_both(seed: int) -> None:
    """Rounded to 5 in one revision and to 10 in the next, a count that did not change is known to three or four."""
    chance = Random(seed)  # noqa: S311
    first = [county(chance) for _ in COUNTIES]
    second = [county(chance) if chance.random() < 0.4 else one for one in first]
    true = [observations([one]) for one in (first, second)]
    wider = Disclosure(small=9, step=10, fewest=6)
    old = public(true[0])
    earlier = Publication("r1", old, true[0], RULES)
    new = public_observations(true[1], bureau().indicators, bureau().city, wider, [earlier])
    same = same_as(first, second)
    prints = [
        Print(printed(old), SUMS, PAIRS, same, RULES.small, RULES.step),
        Print(printed(new), SUMS, PAIRS, same, wider.small, wider.step),
    ]
    few = {place for (_, place), n in fewest_possible(prints).items() if n < wider.fewest}
    # what the old revision prints, or betrays by the new rule of six, is out already
    out = {place for (_, place), n in fewest_possible(prints[:1]).items() if n < wider.fewest}
    out |= {place for place, n in printed(old).items() if n is not None and place in same}
    assert few <= out
    assert list(disclosures(new, true[1], bureau().indicators, bureau().city, wider, [earlier])) == []

"""Which after-school courses each invented school offers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting_demonstration.facts import Facts

__all__ = ["categories_of", "deal_courses"]

_COMMON = 3


def deal_courses(facts: Facts, schools: pd.DataFrame, random: np.random.Generator) -> list[tuple[str, ...]]:
    """The courses of each school, in the order it takes them up.

    A county has a list of its own, as long as its facts say. It is dealt out to the schools in scope like cards until
    everybody has enough, so that together they offer all of it; a few common courses come to each school besides.

    Args:
        schools: ``number`` (index of the county), pupils and kind; rows of a county stand together, in scope first.
    """
    everything = [course for names in facts.catalogue.values() for course in names]
    common = np.array(facts.common_courses, dtype=object)
    wanted = np.array([county.courses_a_school or facts.courses_a_school for county in facts.counties])[
        schools["number"]
    ]
    sizes = np.clip(wanted * (schools["pupils"] / 600) ** 0.35 * random.uniform(0.7, 1.3, len(schools)), 2, 24)
    sizes = np.where(schools["village_point"], 2, sizes.round()).astype(int)
    commons = random.integers(0, len(common), len(schools))
    dealt: list[tuple[str, ...]] = []
    for county, rows in zip(facts.counties, np.split(sizes, _starts(schools["number"].to_numpy())), strict=True):
        own = [
            *county.named_courses,
            *(course for course in facts.common_courses if course not in county.named_courses),
        ]
        rest = [course for course in everything if course not in own]
        own = (own + [rest[index] for index in random.permutation(len(rest))])[: county.courses]
        deck = [own[index] for index in random.permutation(len(own))]
        start = 0
        for size in rows:
            hand = (deck[(start + offset) % len(deck)] for offset in range(min(size, len(deck))))
            first = commons[len(dealt)]
            everyday = (common[(first + offset) % len(common)] for offset in range(min(_COMMON, size)))
            dealt.append(tuple(dict.fromkeys((*everyday, *hand))))
            start += size
    return dealt


def categories_of(facts: Facts) -> dict[str, str]:
    """Course → its category."""
    return {course: category for category, names in facts.catalogue.items() for course in names}


def _starts(numbers: NDArray[Any]) -> NDArray[Any]:
    """Where the rows of each county but the first begin."""
    return np.flatnonzero(np.diff(numbers)) + 1

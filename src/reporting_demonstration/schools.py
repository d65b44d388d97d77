"""Invented schools: what they are, and how good they are at what, for good and all."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporting_demonstration.county_facts import CountyFacts
from reporting_demonstration.courses import deal_courses
from reporting_demonstration.facts import Facts

__all__ = ["invent_schools"]

Array: TypeAlias = NDArray[Any]

_KINDS = ("in_scope", "village", "boarding", "other")
_QUALITY, _CHANCE = 0.55, 0.83  # weights of a school's quality and of chance in every yes/no fact; squares add to 1


def invent_schools(facts: Facts, seed: int) -> pd.DataFrame:
    """Every school of the facts' counties, one row a school, in the order of the counties.

    Returns:
        county, school_name, school_code, legal_county (None where it is the county), stage, area, ownership, boarding,
        village_point, in_scope, lower, junior (which grades it has), place (0, 1, 2: the area), pupils, teachers, fee,
        lean (its own participation, points around the county's), pace (its own homework, minutes around the county's),
        coursebook (courses in the order they are taken up), and ``rank_<fact>``: a fact of the facts' shares is true
        of a school while the share is not below its rank.
    """
    random, counties = np.random.default_rng([seed, 0]), facts.counties
    counts = np.array([[getattr(county.schools, kind) for kind in _KINDS] for county in counties])
    schools = pd.DataFrame(
        {
            "number": np.repeat(np.repeat(np.arange(len(counties)), len(_KINDS)), counts.ravel()),
            "kind": np.repeat(np.tile(np.arange(len(_KINDS)), len(counties)), counts.ravel()),
        }
    )
    schools["county"] = np.array([county.code for county in counties], dtype=object)[schools["number"]]
    schools["in_scope"] = schools["kind"] == _KINDS.index("in_scope")
    schools["village_point"] = schools["kind"] == _KINDS.index("village")
    schools["boarding"] = schools["kind"] == _KINDS.index("boarding")
    _add_stage(schools, facts, random)
    _add_area(schools, facts, random)
    schools["school_code"] = _codes(schools)
    schools["school_name"] = _school_names(schools, facts)
    schools["legal_county"] = _legal_counties(schools, counties)
    _add_size(schools, facts, random)
    _add_character(schools, facts, random)
    schools["coursebook"] = deal_courses(facts, schools, random)
    return schools.drop(columns=["kind"])


def _rank(schools: pd.DataFrame, values: Array, *by: str) -> Array:
    """Rank of each value among the schools alike in ``by``, 1/n … 1."""
    return pd.Series(values).groupby([schools[name] for name in by]).rank(method="first", pct=True).to_numpy()


def _add_stage(schools: pd.DataFrame, facts: Facts, random: np.random.Generator) -> None:
    names = np.array(list(facts.stages), dtype=object)
    rank = _rank(schools, random.random(len(schools)), "number", "kind")
    schools["stage"] = facts.other_stage
    for kind, share in (("in_scope", "in_scope"), ("boarding", "boarding")):
        limits = np.cumsum([getattr(stage, share) for stage in facts.stages.values()])
        mine = schools["kind"] == _KINDS.index(kind)
        drawn = names[np.searchsorted(limits, np.minimum(rank, limits[-1]) - 1e-9)]
        schools.loc[mine, "stage"] = drawn[mine]
    schools.loc[schools["village_point"], "stage"] = facts.village.stage
    for grades in ("lower", "junior"):
        schools[grades] = schools["stage"].map({name: getattr(stage, grades) for name, stage in facts.stages.items()})


def _add_area(schools: pd.DataFrame, facts: Facts, random: np.random.Generator) -> None:
    limits = np.cumsum([county.areas for county in facts.counties], axis=1)[schools["number"]]
    rank = _rank(schools, random.random(len(schools)), "number", "kind")
    place = (rank[:, None] > limits + 1e-9).sum(axis=1).clip(max=2)
    areas = list(facts.areas)
    schools["place"] = np.where(schools["village_point"], areas.index(facts.village.area), place)
    schools["area"] = np.array(areas, dtype=object)[schools["place"]]


def _codes(schools: pd.DataFrame) -> pd.Series[Any]:
    """Ten digits that begin with 99, as no real code does."""
    within = schools.groupby("number").cumcount() + 1
    return "99" + (schools["number"] + 1).map("{:04d}".format) + within.map("{:04d}".format)


def _school_names(schools: pd.DataFrame, facts: Facts) -> Array:
    """Names unlike any other of the same county: each takes another stem."""
    parts = facts.names
    stems = np.array([first + second for first in parts.first for second in parts.second], dtype=object)
    step = next(step for step in range(len(stems) * 5 // 8, len(stems) * 2) if gcd(step, len(stems)) == 1)
    within = schools.groupby("number").cumcount().to_numpy()
    number = schools["number"].to_numpy()
    stem = stems[(within * step + number * 97) % len(stems)]
    for index, county in enumerate(facts.counties):
        if county.stems:
            stem[np.flatnonzero(number == index)[: len(county.stems)]] = county.stems
    towns = np.array(parts.towns, dtype=object)[(within * 7 + number * 3) % len(parts.towns)]
    suffixes = np.array(list(facts.areas.values()), dtype=object)[schools["place"]]
    town = np.where(suffixes != "", towns + suffixes, "")
    endings = schools["stage"].map({name: stage.ending for name, stage in facts.stages.items()}).to_numpy(dtype=object)
    ending = np.where(schools["village_point"], facts.village.ending, endings)
    names: Array = town + stem + ending + facts.suffix
    return names


def _legal_counties(schools: pd.DataFrame, counties: Sequence[CountyFacts]) -> list[str | None]:
    within = schools.groupby("number").cumcount()
    return [
        counties[number].legal[position % len(counties[number].legal)] if counties[number].legal else None
        for number, position in zip(schools["number"], within, strict=True)
    ]


def _add_size(schools: pd.DataFrame, facts: Facts, random: np.random.Generator) -> None:
    means = np.array([facts.stages[stage].pupils for stage in facts.stages])
    stage = schools["stage"].map({name: index for index, name in enumerate(facts.stages)}).to_numpy()
    mean = np.where(schools["village_point"], facts.village.pupils, means[stage, schools["place"]])
    schools["pupils"] = np.maximum(12, mean * random.lognormal(-0.06, 0.35, len(schools))).round()
    per_teacher = schools["stage"].map({name: stage.pupils_a_teacher for name, stage in facts.stages.items()})
    schools["teachers"] = (schools["pupils"] / per_teacher * random.uniform(0.9, 1.1, len(schools)) + 2).round()
    other = _rank(schools, random.random(len(schools)), "number", "kind") <= facts.ownership.share
    schools["ownership"] = np.where(other & schools["in_scope"], facts.ownership.other, facts.ownership.usual)
    choice = random.integers(0, 1_000_000, len(schools))
    fees = [np.array(fees)[choice % len(fees)] for fees in facts.fees]
    schools["fee"] = np.choose(schools["place"], fees).astype(float)


def _add_character(schools: pd.DataFrame, facts: Facts, random: np.random.Generator) -> None:
    quality = random.normal(size=len(schools))
    schools["rank_offers"] = _rank(schools, -quality - random.normal(size=len(schools)), "number", "in_scope")
    for fact in facts.usual.shares:
        score = _QUALITY * quality + _CHANCE * random.normal(size=len(schools))
        alike = ("number", "in_scope", "lower") if fact == "hw_g12_zero" else ("number", "in_scope")
        schools[f"rank_{fact}"] = _rank(schools, -score, *alike)
    schools["lean"] = (0.025 * quality + 0.045 * random.normal(size=len(schools))).clip(-0.14, 0.12)
    schools["pace"] = -3.0 * quality + 5.0 * random.normal(size=len(schools))

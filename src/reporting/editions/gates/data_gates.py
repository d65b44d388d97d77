"""Gates on data: complete enough, free of open errors, adding up, and betraying no small count to the public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from reporting.disclosure.public_counts import disclosures, is_protected, withheld
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, found
from reporting.editions.manifest import PageEntry
from reporting.snapshots.exports import read_observations, read_table
from reporting.store.submissions import COUNTS

__all__ = ["completeness", "intake_errors", "protected", "suppression", "totals"]

_TOLERANCE = 1e-6


def completeness(edition: Edition) -> Iterator[GateFinding]:
    """Enough of the city's schools are in it; of its counties, where nobody sends lists of schools."""
    counties = edition.manifest.counties
    fresh = [entry for entry in counties if entry.status == "published"]
    reported, expected = len(fresh), len(counties)
    too_few = found("counties that reported: {reported} of {expected}; the minimum is {minimum}")
    if edition.settings.city.scope is not None:
        expected = sum(entry.schools_expected or 0 for entry in counties)
        reported = sum(entry.schools_reported or 0 for entry in fresh)
        too_few = found("schools that reported: {reported} of {expected}; the minimum is {minimum}")
    wanted = edition.settings.policy.comparison.least_completeness
    if reported < wanted * expected:
        yield replace(too_few, values={"reported": reported, "expected": expected, "minimum": f"{wanted:.0%}"})
    if edition.settings.city.scope is not None:
        yield from _short_counties(fresh, wanted)


def _short_counties(fresh: Sequence[PageEntry], least: float) -> Iterator[GateFinding]:
    """Counties whose ledger leaves out so many of their schools that nothing can be said of them."""
    for entry in fresh:
        if entry.schools_expected and (entry.schools_reported or 0) < least * entry.schools_expected:
            yield found(
                "{county}: schools that reported: {reported} of {expected}; nothing is judged below {minimum}",
                county=entry.place,
                reported=entry.schools_reported or 0,
                expected=entry.schools_expected,
                minimum=f"{least:.0%}",
            )


def intake_errors(edition: Edition) -> Iterator[GateFinding]:
    """Every workbook of the period was taken in without an error, or a later one has mended it."""
    every = read_table(edition.work / "submissions.csv")
    now = every[every["period"] == edition.manifest.period].astype({"errors": "int64"})
    for one in now.to_dict("records"):
        which = {name: one[name] or "?" for name in ("county", "form", "revision")}
        # a file that could not be read has no known form
        same = now[(now["county"] == one["county"]) & ((now["form"] == one["form"]) | (one["form"] == ""))]
        since = same[(same["recorded_at"] > one["recorded_at"]) & same["status"].isin(COUNTS)]
        if one["status"] == "rejected" and since.empty:
            yield found("{county}: {form} r{revision} was rejected, and nothing good has come since", **which)
        elif one["status"] == "held":
            yield found("{county}: {form} r{revision} is held: a question is open, nothing of it counts", **which)
        elif one["status"] == "partly" or (one["status"] == "accepted" and one["errors"]):
            yield found(
                "{county}: {form} r{revision} counts in part only; errors: {errors}", **which, errors=one["errors"]
            )


def totals(edition: Edition) -> Iterator[GateFinding]:
    """The counties' numerators and denominators add up to the city's, for every indicator that is added up.

    What the public edition rounds, or holds back, cannot add up: of that the true counts are asked.
    """
    observations = _to_be_added_up(edition)
    now = observations[(observations["period"] == edition.manifest.period) & observations["numerator"].notna()]
    added = {one.id for one in edition.settings.indicators.indicators if one.is_added_up}
    now = now[now["indicator"].isin(added)]
    for line in edition.settings.city.totals:
        mine = now[now["county"] == line.code].set_index(["indicator", "category"])
        members = [code for code in edition.settings.city.codes if code not in line.without]
        of_scope = now[now["county"].isin(members)].merge(
            mine[["scope"]].reset_index(), on=["indicator", "category", "scope"]
        )
        groups = of_scope.groupby(["indicator", "category"], as_index=False)
        sums = groups[["numerator", "denominator"]].sum(min_count=1)
        both = mine.reset_index().merge(sums, on=["indicator", "category"], suffixes=("", "_added"))
        for part in ("numerator", "denominator"):
            wrong = both[(both[part] - both[f"{part}_added"]).abs() > _TOLERANCE]
            for indicator, city, added_up in zip(wrong["indicator"], wrong[part], wrong[f"{part}_added"], strict=True):
                yield found(
                    "{place} {indicator}: {part} {shown}, the counties add up to {sum}",
                    place=line.code,
                    indicator=indicator,
                    part=part,
                    shown=f"{city:g}",
                    sum=f"{added_up:g}",
                )


def _to_be_added_up(edition: Edition) -> pd.DataFrame:
    shown = read_observations(edition.folder / "data" / "observations.csv")
    if not edition.manifest.is_public:
        return shown
    true = read_observations(edition.work / "observations.csv")
    rounded = {one.id for one in edition.settings.indicators.indicators if is_protected(one)}
    return pd.concat([shown[~shown["indicator"].isin(rounded)], true[true["indicator"].isin(rounded)]])


def suppression(edition: Edition) -> Iterator[GateFinding]:
    """From the public edition's numbers, and all before them, enough values stay possible for each count."""
    if edition.manifest.is_public:
        settings, earlier = edition.settings, edition.published_before
        rules = settings.policy.disclosure
        for one in disclosures(*_shown_and_true(edition), settings.indicators, settings.city, rules, earlier):
            yield GateFinding("a count held back could be worked out", detail=one)


def protected(edition: Edition) -> Iterator[GateFinding]:
    """Everything of the public edition could be protected: nothing is withheld whole, nothing betrayed already."""
    if edition.manifest.is_public:
        settings, earlier = edition.settings, edition.published_before
        rules, period = settings.policy.disclosure, edition.manifest.period
        for one in withheld(*_shown_and_true(edition), settings.indicators, settings.city, rules, period, earlier):
            yield GateFinding("what could not be protected", detail=one)


def _shown_and_true(edition: Edition) -> tuple[pd.DataFrame, pd.DataFrame]:
    published, gathered = (folder / "observations.csv" for folder in (edition.folder / "data", edition.work))
    return read_observations(published), read_observations(gathered)

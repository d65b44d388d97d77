"""What of a city's data of a period may be made public.

Small counts of pupils and of their answers are suppressed and the rest rounded, so that from all that is published at
least five values stay possible for each suppressed one; rates, words and changes come from what is left. Schools lose
their names, and whatever counts their pupils; of what counties wrote freely only what a person has passed stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from reporting.analysis.assessments import assess, spread
from reporting.analysis.free_text import Redactor
from reporting.analysis.panels import CountedPeriods
from reporting.definitions.columns import columns_named
from reporting.definitions.forms import RowTable
from reporting.definitions.indicators import Indicators
from reporting.disclosure.earlier import Publication
from reporting.disclosure.public_counts import is_protected, public_observations
from reporting.disclosure.public_texts import public_rows
from reporting.disclosure.public_words import printed_words
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData

__all__ = ["public_period_data"]


def public_period_data(period_data: PeriodData, earlier: Sequence[Publication] = ()) -> PeriodData:
    """The period_data as the public edition may use it; the spread between schools alone is taken from true counts.

    Args:
        earlier: public revisions that readers have already.
    """
    settings = period_data.settings
    rules = settings.policy.disclosure
    observations = public_observations(period_data.observations, settings.indicators, settings.city, rules, earlier)
    guarded = {one.id for one in settings.indicators.indicators if is_protected(one)}
    hidden = guarded | {one.id for one in settings.indicators.indicators if one.counts == "teachers"}
    words = printed_words(
        period_data.assessments,
        observations,
        guarded,
        str(period_data.period),
        [line.code for line in settings.city.totals],
        settings.policy,
        lambda counts: _assessed(period_data, counts),
    )
    numbers = _school_numbers(period_data)
    texts = _public_texts(period_data)
    return replace(
        period_data,
        observations=observations,
        assessments=_without_school_gaps(words, settings.indicators),
        spread=spread(observations, settings.city, str(period_data.period)),
        schools=_renumbered(_without_people(texts.get("schools", period_data.schools), settings), numbers),
        schools_before=_renumbered(texts.get("schools_before", period_data.schools_before), numbers),
        tables={name: texts[name] for name in period_data.tables},
        school_values=_renumbered(
            period_data.school_values[~period_data.school_values["indicator"].isin(hidden)], numbers
        ),
        school_lists=_renumbered(
            period_data.school_lists[~period_data.school_lists["indicator"].isin(hidden)], numbers
        ),
        missing_schools=period_data.missing_schools[:0],
        # a group's value is one more sum of the counts that are rounded and held back
        groups=None
        if period_data.groups is None
        else period_data.groups[~period_data.groups["indicator"].isin(guarded)],
        counties=period_data.counties.assign(because=""),
        findings=period_data.findings.assign(found="", message="", cell="", sheet=""),
    )


def _assessed(period_data: PeriodData, observations: pd.DataFrame) -> pd.DataFrame:
    settings = period_data.settings
    history, periods = period_data.school_history, period_data.periods
    counted = CountedPeriods(settings.indicators, settings.city, observations, history, periods, settings.policy)
    return assess(counted)


def _without_school_gaps(assessments: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The assessments without how many schools miss a target of pupils.

    Four schools that leave a pupil unserved say that at least four pupils are, which the rounded counts do not.
    """
    hidden = assessments["indicator"].isin([one.id for one in indicators.indicators if is_protected(one)])
    counted = ["gap", "gained", "lost", "entered", "left", "suspected_schools"]
    return assessments.assign(**{name: assessments[name].mask(hidden & (assessments[name] > 0)) for name in counted})


def _public_texts(period_data: PeriodData) -> dict[str, pd.DataFrame]:
    """The rows of every table, with what counties wrote freely as the public may read it."""
    settings = period_data.settings
    rows = {table.name: table for table in settings.forms.tables if isinstance(table, RowTable)}
    frames = {name: (frame, rows[name]) for name, frame in period_data.tables.items()}
    redactors: dict[str, Redactor] = {}
    if scope := settings.city.scope:
        ledger = rows[scope.table]
        frames |= {"schools": (period_data.schools, ledger), "schools_before": (period_data.schools_before, ledger)}
        names = [field.name for field in ledger.fields if field.name in ledger.entity and field.kind == "text"]
        for county, schools in period_data.schools.groupby("county"):
            redactors[str(county)] = Redactor(school for name in names for school in schools[name].dropna())
    return {
        name: public_rows(frame, table, redactors, period_data.decisions) for name, (frame, table) in frames.items()
    }


def _without_people(schools: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The schools without names and codes, and without any count of people."""
    scope = settings.city.scope
    table = next((one for one in settings.forms.tables if scope and one.name == scope.table), None)
    if not isinstance(table, RowTable):
        return schools
    hidden = [f for f in table.fields if f.name in table.entity or f.counts == "people" or f.private]
    named = [name for field in hidden for name in columns_named(field)]
    return schools.drop(columns=[name for name in named if name in schools])


def _school_numbers(period_data: PeriodData) -> dict[str, str]:
    """A number within its county for each school, in the order of the ledger, instead of an identity."""
    known = pd.concat(
        [frame[["county", "school_id"]] for frame in (period_data.schools, period_data.school_lists)]
    ).drop_duplicates("school_id")
    return dict(zip(known["school_id"], (known.groupby("county").cumcount() + 1).map("{:03d}".format), strict=True))


def _renumbered(frame: pd.DataFrame, numbers: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(school_id=frame["school_id"].map(numbers))

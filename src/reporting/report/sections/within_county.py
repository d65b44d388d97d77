"""县内差异: a dot a school, by stage and by urban or rural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pandas as pd

from reporting.report.facts import Fact
from reporting.report.figures.axes import SHORTFALL, Axis, linear_axis
from reporting.report.figures.figure import Caption, ReportFigure
from reporting.report.figures.strips import strip_plot
from reporting.report.html import Section, render
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["GROUPED_BY", "within_county"]

GROUPED_BY = ("stage", "area")
"""Columns of the ledger by which schools are told apart."""
MOST_FIGURES = 2


def within_county(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """Strip plots of what differs between schools: rates of people, and means. Nothing without a list of schools.

    A yes or no of a school has no place on a strip. The public edition shows no single school, only the areas'
    figures, which have passed disclosure control.
    """
    if snapshot.definitions.city.scope is None:
        return Section("")
    figures: list[ReportFigure] = []
    if not snapshot.is_public:
        drawn = (_figure(snapshot, fact, words) for fact in _chosen(facts))
        # one that is not shown is not drawn
        figures = list(islice(filter(None, drawn), MOST_FIGURES))
    return Section(
        lambda: render(
            "within_county.html",
            words,
            place=words.text(snapshot.county.name),
            figures=figures,
            internal=not snapshot.is_public,
            areas=[fact for fact in facts if fact.indicator.is_gap],
        ),
        tuple(figures),
    )


def _chosen(facts: Sequence[Fact]) -> list[Fact]:
    differing = [
        fact
        for fact in facts
        if fact.is_reported
        and not fact.category
        and (fact.indicator.is_mean or (fact.indicator.is_rate and fact.indicator.counts != "schools"))
    ]
    return sorted(differing, key=lambda fact: (not fact.indicator.headline, not fact.indicator.is_mean))


def _figure(snapshot: Snapshot, fact: Fact, words: Words) -> ReportFigure | None:
    """The strip plot of one indicator; None where the ledger has no school of it."""
    _ = words.translate
    values = snapshot["school_values"]
    mine = values[(values["indicator"] == fact.indicator.id) & (values["category"].fillna("") == fact.category)]
    ledger = snapshot["schools"]
    # The ledger is wide, and nothing else of it is drawn.
    schools = mine.merge(ledger[["school_id", *(name for name in GROUPED_BY if name in ledger)]], on="school_id")
    groups = list(_groups(schools.assign(tone=np.where(schools["met"].eq(False).fillna(False), "worse", ""))))
    if not groups:
        return None
    sizes = [len(rows) for _name, rows in groups]
    counts = [words.counted(words.whole(rows["value"].count()), "schools") for _name, rows in groups]
    frame = pd.concat([rows[["value", "tone"]] for _name, rows in groups], ignore_index=True)
    frame.insert(0, "group", np.repeat([words.sent(name) for name, _rows in groups], sizes))
    frame["count"] = np.repeat(counts, sizes)
    name = words.short(fact)
    caption = Caption(
        title=_("{name}: a dot a school").format(name=name),
        description=_(
            "{count} schools of {place} by stage and area; middle school {median}, from {low} to {high}."
        ).format(
            count=words.whole(len(schools)),
            place=words.text(snapshot.county.name),
            median=words.amount(schools["value"].median(), fact.unit),
            low=words.amount(schools["value"].min(), fact.unit),
            high=words.amount(schools["value"].max(), fact.unit),
        ),
        note=_("The line is the group's middle school; unit: {unit}.").format(unit=words.unit(fact.unit)),
        link=_("data table"),
    )
    axis: Axis = SHORTFALL if fact.unit == "percent" else linear_axis(frame["value"])
    return ReportFigure(caption, strip_plot(frame, axis=axis), _table(groups, fact, words), frame)


def _groups(schools: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The schools by stage, then by area, the largest group first."""
    for column in GROUPED_BY:
        if column in schools:
            groups = ((str(name), rows) for name, rows in schools.groupby(column, sort=False))
            yield from sorted(groups, key=lambda group: -len(group[1]))


def _table(groups: Sequence[tuple[str, pd.DataFrame]], fact: Fact, words: Words) -> pd.DataFrame:
    _ = words.translate
    statistics = {
        _("Lowest school"): "min",
        _("Middle school"): "median",
        _("Highest school"): "max",
    }
    return pd.DataFrame(
        {
            _("Group"): [words.sent(name) for name, _rows in groups],
            _("Schools"): [words.whole(len(rows)) for _name, rows in groups],
            **{
                heading: [words.amount(rows["value"].agg(function), fact.unit) for _name, rows in groups]
                for heading, function in statistics.items()
            },
        }
    )

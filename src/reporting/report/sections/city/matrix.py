"""The matrix: every indicator by every county, in words and shapes, once against the city and once against targets."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.html import Section, render
from reporting.report.sections.city.overview import OverviewLine
from reporting.report.sections.group_sentences import group_sentences
from reporting.report.sections.groups import group_tables
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["matrix"]


def matrix(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> Section:
    """Two tables, since the facts are two. A row has its id where the indicator stands first."""
    rates = [line for line in overview if line.city.indicator.is_rate and not line.city.category]
    judged = [line for line in overview if line.city.indicator.nature.is_judged]
    rest = [line for line in overview if line not in rates and line not in judged]
    return Section(
        render(
            "city_matrix.html",
            words,
            whole=words.text(snapshot.definitions.city.totals[0].name),
            counties=[words.text(county.name) for county, _fact in overview[0].counties] if overview else [],
            rates=rates,
            judged=judged,
            rest=rest,
            **group_tables(snapshot, overview, words),
            groups_told=group_sentences(snapshot, words),
        )
    )

"""What the tiles of a first screen show besides their numbers."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from reporting.definitions.periods import Period
from reporting.report.facts import Fact, number, text
from reporting.report.figures.spark import spark
from reporting.snapshots.snapshot import Snapshot

__all__ = ["trend"]


def trend(snapshot: Snapshot, fact: Fact) -> Markup:
    """The values of the same scope over the periods, as a line without words."""
    values = {
        Period(text(row["period"])): number(row["value"])
        for row in snapshot.series(fact.county, fact.indicator.id, fact.category)
        if text(row["scope"]) == fact.scope
    }
    periods = sorted(Period(text(one)) for one in pd.unique(snapshot["observations"]["period"]))
    return spark([values.get(period) for period in periods])

"""What a county sent before, read from the store only when somebody asks."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import pandas as pd

from reporting.analysis.registry import missing_schools
from reporting.definitions.forms import Forms, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks.base import Earlier
from reporting.intake.checks.views import checked_items, checked_rows
from reporting.store.view import View

__all__ = ["History"]

_NOWHERE = pd.DataFrame({"sheet": [], "field": [], "letter": []})


class History:
    """What one county has sent, seen from the period at hand."""

    def __init__(self, view: View, current: pd.DataFrame, forms: Forms, county: str, period: Period) -> None:
        """See ``view`` and its ``current()`` tables."""
        self._view, self._forms = view, forms
        self._county, self._period = county, period
        self._current = current[current["county"] == county]
        self.earlier = cache(self._earlier)

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables that the county has sent for the period at hand."""
        return frozenset(self._current.loc[self._current["period"] == str(self._period), "table_name"])

    def rows(self, definition: RowTable) -> pd.DataFrame | None:
        """Current rows of a row table for all other periods, latest first; None where there are none."""
        periods = sorted(set(self._periods(definition.name)) - {str(self._period)}, reverse=True)
        if not periods:
            return None
        rows = self._view.rows(definition.name, counties=[self._county], periods=periods)
        return rows.sort_values("period", ascending=False, kind="stable")

    def awaited(self, name: str, here: Collection[str]) -> list[str]:
        """Names of the table's schools that were sent for periods before and are not ``here``.

        Those of which it is on record that they closed, merged or moved are not asked for.
        """
        definition = self._forms.table(name)
        if not isinstance(definition, RowTable) or not definition.entity:
            return []
        before = [period for period in self._periods(name) if Period(period) < self._period]
        if not before:
            return []
        rows = self._view.rows(name, periods=before, counties=[self._county]).dropna(subset=["school_id"])
        key = ["county", "period", "school_id"]
        now = pd.DataFrame({"county": self._county, "period": str(self._period), "school_id": sorted(here)})
        presence = pd.concat([rows[key], now.astype("str")], ignore_index=True).assign(in_scope=None)
        missing = missing_schools(presence, str(self._period), self._view.school_answers())
        names = dict(zip(rows["school_id"], rows[definition.entity[-1]], strict=True))
        gone = missing[(missing["why"] == "missing") & (missing["county"] == self._county)]
        return [names.get(one) or one for one in sorted(gone["school_id"])]

    def _earlier(self, name: str) -> Earlier | None:
        """The last table of that name sent for a period before."""
        before = [period for period in self._periods(name) if Period(period) < self._period]
        if not before:
            return None
        last = max(before)
        definition = self._forms.table(name)
        if isinstance(definition, RowTable):
            rows = self._view.rows(name, periods=[last], counties=[self._county])
            return Earlier(Period(last), checked_rows(definition, rows, _NOWHERE))
        figures = self._view.figures(name, periods=[last], counties=[self._county])
        return Earlier(Period(last), checked_items(definition, figures))

    def _periods(self, name: str) -> list[str]:
        return list(self._current.loc[self._current["table_name"] == name, "period"])

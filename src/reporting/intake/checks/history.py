"""What a county sent before, read from the store only when somebody asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property

import numpy as np
import pandas as pd

from reporting.analysis.registry import missing_schools
from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks.base import CheckedTable, Earlier
from reporting.intake.checks.views import checked_items, checked_rows
from reporting.store.submissions import Submission
from reporting.store.view import View

__all__ = ["History", "Past", "SentTables"]

_NOWHERE = pd.DataFrame({"sheet": [], "field": [], "letter": []})
_LEAST_WEIGHT = 200
"""Rows that a table counts as at least: its columns, each an array of its own, take the memory."""
_MOST_ROWS = 200_000
"""Rows of other months that are kept in memory; the counties not asked about for longest are let go of first."""


class SentTables:
    """The tables of one county that count: those of the store, and those that this run has added since."""

    def __init__(self, view: View, forms: Forms, county: str, tables: Iterable[tuple[str, str]]) -> None:
        """See which ``tables`` (name and period) the view has of the county."""
        self._view, self._forms, self.county = view, forms, county
        self._stored = set(tables)
        self._added: dict[tuple[str, str], pd.DataFrame] = {}
        self._checked: dict[tuple[str, str], CheckedTable] = {}
        self._identities: dict[str, dict[str, pd.DataFrame]] = {}

    @cached_property
    def answers(self) -> pd.DataFrame:
        """What is on record of closings, mergers and moves."""
        return self._view.school_answers()

    @property
    def weight(self) -> int:
        """Rows held in memory; a table of few rows takes as much as a longer one, for its many columns."""
        frames = [*self._added.values(), *(table.frame for table in self._checked.values())]
        frames += [one for kept in self._identities.values() for one in kept.values()]
        return sum(max(len(one), _LEAST_WEIGHT) for one in frames)

    def periods(self, name: str) -> list[str]:
        """For which periods there is a table of that name."""
        return [period for table, period in self._stored | self._added.keys() if table == name]

    def tables(self, period: str) -> frozenset[str]:
        """Names of the tables of a period."""
        return frozenset(name for name, when in self._stored | self._added.keys() if when == period)

    def add(self, name: str, period: str, frame: pd.DataFrame) -> None:
        """A table that counts from now on, as a submission brings it."""
        self._added[name, period] = frame
        self._checked.pop((name, period), None)
        self._identities.get(name, {}).pop(period, None)

    def table(self, name: str, period: str) -> CheckedTable:
        """A table as checks see it."""
        found = self._checked.get((name, period))
        if found is None:
            definition, frame = self._forms.table(name), self._added.get((name, period))
            if isinstance(definition, ItemTable):
                if frame is None:
                    frame = self._view.figures(name, periods=[period], counties=[self.county])
                found = checked_items(definition, frame)
            else:
                if frame is None:
                    frame = self._view.rows(name, periods=[period], counties=[self.county])
                found = checked_rows(definition, frame, _NOWHERE)
            self._checked[name, period] = found
        return found

    def identities(self, name: str, wanted: Callable[[str], bool]) -> pd.DataFrame | None:
        """The rows of a table for the periods wanted, latest first: school_id, what names it, period.

        None where there are none, or rows of the table are of nobody.
        """
        definition = self._forms.table(name)
        if not isinstance(definition, RowTable) or not definition.entity:
            return None
        columns = ["school_id", *definition.entity]
        kept = self._identities.setdefault(name, {})
        unread = [period for period in self.periods(name) if period not in kept]
        if stored := [period for period in unread if (name, period) not in self._added]:
            rows = self._view.rows(name, counties=[self.county], periods=stored, fields=definition.entity)
            for period in stored:
                kept[period] = rows.loc[rows["period"] == period, columns]
        for period in set(unread) - set(stored):
            kept[period] = self._added[name, period][columns]
        others = {period: kept[period] for period in sorted(kept, reverse=True) if wanted(period) and len(kept[period])}
        if not others:
            return None
        parts = {
            column: np.concatenate([part[column].to_numpy(dtype="object") for part in others.values()])
            for column in columns
        }
        return pd.DataFrame(parts | {"period": np.repeat([*others], [len(part) for part in others.values()])})


class History:
    """What one county has sent, seen from the period at hand."""

    def __init__(self, sent: SentTables, period: Period) -> None:
        self._sent, self._period = sent, period
        self.earlier = cache(self._earlier)

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables that the county has sent for the period at hand."""
        return self._sent.tables(str(self._period))

    def rows(self, definition: RowTable) -> pd.DataFrame | None:
        """school_id and the entity's fields of a row table for all other periods, latest first; None for nothing."""
        return self._sent.identities(definition.name, lambda period: period != str(self._period))

    def awaited(self, name: str, here: Collection[str]) -> list[str]:
        """Names of the table's schools that were sent for periods before and are not ``here``.

        Those of which it is on record that they closed, merged or moved are not asked for.
        """
        rows = self._sent.identities(name, lambda period: Period(period) < self._period)
        answers = self._sent.answers
        if rows is None or (answers.empty and set(rows["school_id"].dropna()) <= {*here}):
            return []
        county, period = self._sent.county, str(self._period)
        rows = rows.dropna(subset=["school_id"]).assign(county=county)
        key = ["county", "period", "school_id"]
        now = pd.DataFrame({"county": county, "period": period, "school_id": sorted(here)})
        presence = pd.concat([rows[key].astype("str"), now.astype("str")], ignore_index=True).assign(in_scope=None)
        missing = missing_schools(presence, period, answers)
        earliest_first = rows.iloc[::-1]
        names = dict(zip(earliest_first["school_id"], earliest_first.iloc[:, len(rows.columns) - 3], strict=True))
        gone = missing[(missing["why"] == "missing") & (missing["county"] == county)]
        return [names.get(one) or one for one in sorted(gone["school_id"])]

    def _earlier(self, name: str) -> Earlier | None:
        """The last table of that name sent for a period before."""
        before = [period for period in self._sent.periods(name) if Period(period) < self._period]
        if not before:
            return None
        return Earlier(Period(max(before)), self._sent.table(name, max(before)))


class Past:
    """What the counties sent before, those of the store and those that this run adds; bounded in memory.

    Args:
        look: sees the store anew, with everything in it that was added.
        forms: which tables there are.

    Attributes:
        weight: rows held in memory of all of them.
    """

    def __init__(self, look: Callable[[], View], forms: Forms) -> None:
        self._look, self._forms = look, forms
        self._counties: OrderedDict[str, SentTables] = OrderedDict()
        self._weights: dict[str, int] = {}
        self.weight = 0
        self._unseen: set[str] = set()
        self._see()

    def __call__(self, county: str, period: Period) -> History:
        """What the county has sent, seen from a period."""
        if county not in self._counties:
            if county in self._unseen:
                self._see()
            self._counties[county] = SentTables(self._view, self._forms, county, self._tables.get(county, ()))
        self._counties.move_to_end(county)
        return History(self._counties[county], period)

    def add(self, submission: Submission) -> None:
        """What counts from now on."""
        if submission.outcome in ("rejected", "held") or submission.county is None or submission.period is None:
            return
        self._unseen.add(submission.county)
        if sent := self._counties.get(submission.county):
            self.weight -= self._weights.pop(submission.county, 0)
            for name, frame in submission.rows.items():
                sent.add(name, submission.period, frame.sort_values(["sheet", "row_number"], kind="stable"))
            for table, figures in submission.figures.groupby("table_name", sort=False):
                sent.add(str(table), submission.period, figures)
            self._weights[submission.county] = sent.weight
            self.weight += sent.weight
        while len(self._counties) > 1 and self.weight > _MOST_ROWS:
            oldest, _ = self._counties.popitem(last=False)
            self.weight -= self._weights.pop(oldest, 0)

    def _see(self) -> None:
        self._view = self._look()
        self._unseen.clear()
        self._tables: dict[str, set[tuple[str, str]]] = {}
        for county, period, name in self._view.tables():
            self._tables.setdefault(county, set()).add((name, period))

"""What a county sent before, read from the store only when somebody asks."""

from __future__ import annotations

import pickle
import zlib
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from functools import cache, cached_property

import pandas as pd

from reporting.analysis.registry import missing_schools
from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks.base import CheckedTable, Earlier
from reporting.intake.checks.views import checked_items, checked_rows
from reporting.store.submissions import Submission
from reporting.store.view import View

__all__ = ["History", "KnownSchools", "Past", "SentTables"]

_NOWHERE = pd.DataFrame({"sheet": [], "field": [], "letter": []})
_SMALL = 2_000
"""Rows up to which a table is kept packed: its columns, each an array of its own, would take the memory."""
_MOST_BYTES = 128_000_000
"""What is kept in memory of other months; the counties not asked about for longest are let go of first."""
_CHECKED = 4
"""Tables of a county that are kept as checks see them."""
_AN_ENTRY = 24
"""Bytes that knowing a school in a month takes."""


class KnownSchools:
    """Who stands in the tables of one name: a long history costs no more to ask than a short one."""

    def __init__(self) -> None:
        self._periods: dict[tuple[object, ...], list[str]] = {}
        self._rows: dict[str, list[tuple[object, ...]]] = {}

    def __contains__(self, period: str) -> bool:
        return period in self._rows

    @property
    def entries(self) -> int:
        """How often a school was sent."""
        return sum(map(len, self._rows.values()))

    def put(self, period: str, rows: Iterable[tuple[object, ...]]) -> None:
        """What was sent for a period, in place of what was known of it."""
        for row in self._rows.pop(period, ()):
            self._periods[row].remove(period)
            if not self._periods[row]:
                del self._periods[row]
        # a gap is no name, and one gap is as good as another
        kept: list[tuple[object, ...]] = list(
            dict.fromkeys(tuple(one if isinstance(one, str) else None for one in row) for row in rows)
        )
        self._rows[period] = kept
        for row in kept:
            insort(self._periods.setdefault(row, []), period)

    def latest(self, *, below: str | None = None, other: str | None = None) -> list[tuple[object, ...]]:
        """Each row with the last period in which it was sent, latest first.

        Args:
            below: only periods before that one.
            other: all periods but that one.
        """
        found = []
        for row, periods in self._periods.items():
            at = len(periods) if below is None else bisect_left(periods, below)
            if at and periods[at - 1] == other:
                at -= 1
            if at:
                found.append((*row, periods[at - 1]))
        return sorted(found, key=lambda row: str(row[-1]), reverse=True)


class SentTables:
    """The tables of one county that count: those of the store, and those that this run has added since."""

    def __init__(self, view: View, forms: Forms, county: str, tables: Iterable[tuple[str, str]]) -> None:
        """See which ``tables`` (name and period) the view has of the county."""
        self._view, self._forms, self.county = view, forms, county
        self._added: dict[tuple[str, str], pd.DataFrame | bytes] = {}
        self._checked: OrderedDict[tuple[str, str], CheckedTable] = OrderedDict()
        self._known: dict[str, KnownSchools] = {}
        self._periods: dict[str, set[str]] = {}
        self._names: dict[str, set[str]] = {}
        self._packed = 0
        for name, period in tables:
            self._has(name, period)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """What is on record of closings, mergers and moves."""
        return self._view.school_answers()

    @property
    def weight(self) -> int:
        """Bytes held in memory, about."""
        frames = [table.frame for table in self._checked.values()]
        taken = sum(8 * frame.size + 100 * len(frame.columns) for frame in frames)
        return self._packed + taken + _AN_ENTRY * sum(known.entries for known in self._known.values())

    def periods(self, name: str) -> Collection[str]:
        """For which periods there is a table of that name."""
        return self._periods.get(name, ())

    def tables(self, period: str) -> frozenset[str]:
        """Names of the tables of a period."""
        return frozenset(self._names.get(period, ()))

    def add(self, name: str, period: str, frame: pd.DataFrame) -> None:
        """A table that counts from now on, as a submission brings it."""
        self._has(name, period)
        self._packed -= _size(self._added.get((name, period)))
        small = len(frame) <= _SMALL
        self._added[name, period] = zlib.compress(pickle.dumps(frame, pickle.HIGHEST_PROTOCOL), 1) if small else frame
        self._packed += _size(self._added[name, period])
        self._checked.pop((name, period), None)
        if name in self._known and period in self._known[name]:
            self._known[name].put(period, frame[self._columns(name)].itertuples(index=False, name=None))

    def _has(self, name: str, period: str) -> None:
        self._periods.setdefault(name, set()).add(period)
        self._names.setdefault(period, set()).add(name)

    def _frame(self, name: str, period: str) -> pd.DataFrame | None:
        """A table that this run has added; None for one of the store."""
        found = self._added.get((name, period))
        # it was packed here, a moment ago
        return pickle.loads(zlib.decompress(found)) if isinstance(found, bytes) else found  # noqa: S301

    def _columns(self, name: str) -> list[str]:
        definition = self._forms.table(name)
        return ["school_id", *definition.entity] if isinstance(definition, RowTable) and definition.entity else []

    def table(self, name: str, period: str) -> CheckedTable:
        """A table as checks see it."""
        found = self._checked.get((name, period))
        if found is None:
            definition, frame = self._forms.table(name), self._frame(name, period)
            if isinstance(definition, ItemTable):
                if frame is None:
                    frame = self._view.figures(name, periods=[period], counties=[self.county])
                found = checked_items(definition, frame)
            else:
                if frame is None:
                    frame = self._view.rows(name, periods=[period], counties=[self.county])
                found = checked_rows(definition, frame, _NOWHERE)
            self._checked[name, period] = found
        self._checked.move_to_end((name, period))
        while len(self._checked) > _CHECKED:
            self._checked.popitem(last=False)
        return found

    def identities(self, name: str, *, below: str | None = None, other: str | None = None) -> pd.DataFrame | None:
        """Each row of a table as it was last sent, latest first: school_id, what names it, period.

        None where there are none, or rows of the table are of nobody.

        Args:
            name: of the table.
            below: only for periods before that one.
            other: for all periods but that one.
        """
        columns = self._columns(name)
        if not columns:
            return None
        known = self._known.setdefault(name, KnownSchools())
        unread = [period for period in self.periods(name) if period not in known]
        if stored := [period for period in unread if (name, period) not in self._added]:
            rows = self._view.rows(name, counties=[self.county], periods=stored, fields=columns[1:])
            parts = dict(iter(rows.groupby("period", sort=False)))
            for period in stored:
                part = parts.get(period, rows.head(0))
                known.put(period, part[columns].itertuples(index=False, name=None))
        for period in set(unread) - set(stored):
            frame = self._frame(name, period)
            known.put(period, frame[columns].itertuples(index=False, name=None) if frame is not None else ())
        found = known.latest(below=below, other=other)
        return pd.DataFrame(found, columns=[*columns, "period"], dtype="object") if found else None


def _size(kept: pd.DataFrame | bytes | None) -> int:
    """Bytes that a table takes, about."""
    if kept is None or isinstance(kept, bytes):
        return len(kept or b"")
    return 8 * kept.size


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as the store gives them, sheet by sheet; nearly always they are so already."""
    if rows["row_number"].is_monotonic_increasing and rows["sheet"].nunique() <= 1:
        return rows
    return rows.sort_values(["sheet", "row_number"], kind="stable")


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
        return self._sent.identities(definition.name, other=str(self._period))

    def awaited(self, name: str, here: Collection[str]) -> list[str]:
        """Names of the table's schools that were sent for periods before and are not ``here``.

        Those of which it is on record that they closed, merged or moved are not asked for.
        """
        rows = self._sent.identities(name, below=str(self._period))
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
        weight: bytes held in memory of all of them, about.
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
                sent.add(name, submission.period, _in_order(frame))
            for table, figures in submission.figures.groupby("table_name", sort=False):
                sent.add(str(table), submission.period, figures)
            self._weights[submission.county] = sent.weight
            self.weight += sent.weight
        while len(self._counties) > 1 and self.weight > _MOST_BYTES:
            oldest, _ = self._counties.popitem(last=False)
            self.weight -= self._weights.pop(oldest, 0)

    def _see(self) -> None:
        self._view = self._look()
        self._unseen.clear()
        self._tables: dict[str, set[tuple[str, str]]] = {}
        for county, period, name in self._view.tables():
            self._tables.setdefault(county, set()).add((name, period))

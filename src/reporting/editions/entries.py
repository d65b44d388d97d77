"""Entries of the manifest: what came of each page, and the few figures that the index shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from reporting.editions.manifest import PageEntry
from reporting.execution.tasks import Outcome
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.plan import PlannedPage
from reporting.snapshots.period_data import PeriodData

__all__ = ["Entries"]

_FACTS = {"city": "against_city", "target": "against_target"}


@dataclass(frozen=True)
class Entries:
    """Makes the entries of one period; of all counties the figures are counted at once."""

    period_data: PeriodData

    def made(self, page: PlannedPage, outcome: Outcome) -> PageEntry:
        """The entry of a page that was run; its file's size and hash are known once it is stamped."""
        good = outcome.status in ("done", "reused")
        return PageEntry(
            place=page.place,
            page=page.page,
            lang=page.lang,
            status="published" if good else "failed",
            reason="" if good else str(outcome.failure or outcome.status),
            file=page_file(page.page, page.lang) if good else "",
            parameters=dict(page.task.parameters),
            snapshot=page.snapshot,
            notebook=page.notebook,
            data_as_of=page.data_as_of,
            seconds=round(outcome.seconds, 3),
            **self._figures(page.place),
        )

    def missing(self, place: str, page: str, lang: str) -> PageEntry:
        """The entry of a county that has no page: silent, held, rejected, withdrawn, or not part of this run."""
        counties = self.period_data.counties
        row = counties[counties["county"] == place].iloc[0]
        status = str(row["status"])
        is_there = status == "reported"
        return PageEntry(
            place=place,
            page=page,
            lang=lang,
            status="failed" if is_there else "withdrawn" if status == "withdrawn" else "silent",
            reason="not run" if is_there else status,
            withdrawn_at=str(row["withdrawn_at"]),
            because=str(row["because"]),
            **self._figures(place),
        )

    def _figures(self, place: str) -> dict[str, Any]:
        is_county = place in self.period_data.settings.city.codes
        schools = self._schools.reindex([place]) if is_county else self._schools
        reported, expected = schools.sum(min_count=1)[["reported", "expected"]]
        return {
            "words": self._words.get(place, {}),
            "schools_reported": None if pd.isna(reported) else int(reported),
            "schools_expected": None if pd.isna(expected) else int(expected),
            "completeness": None if pd.isna(expected) or not expected else float(reported / expected),
        }

    @cached_property
    def _schools(self) -> pd.DataFrame:
        """County → reported and expected schools, of the form that knows most of them."""
        return self.period_data.reporting.groupby("county")[["reported", "expected"]].max()

    @cached_property
    def _words(self) -> Mapping[str, dict[str, int]]:
        """Place → fact and word → how many indicators have it."""
        assessments = self.period_data.assessments
        seen = assessments[assessments["state"] == "reported"]
        found: dict[str, dict[str, int]] = {}
        for fact, column in _FACTS.items():
            counted = seen.groupby(["county", column], as_index=False).size()
            for place, word, count in counted.itertuples(index=False):
                found.setdefault(place, {})[f"{fact}.{word}"] = count
        return found

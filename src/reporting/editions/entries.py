"""Entries of the manifest: what came of each page, and the few figures that the index shows of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.editions.manifest import PageEntry
from reporting.execution.tasks import Outcome
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.plan import PlannedPage
from reporting.snapshots.period_data import PeriodData

__all__ = ["made_entry", "missing_entry"]

_FACTS = {"city": "against_city", "target": "against_target"}


def made_entry(period_data: PeriodData, page: PlannedPage, outcome: Outcome) -> PageEntry:
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
        **_figures(period_data, page.place),
    )


def missing_entry(period_data: PeriodData, place: str, page: str, lang: str) -> PageEntry:
    """The entry of a county that has no page: silent, held, rejected, withdrawn, or not part of this run."""
    counties = period_data.counties
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
        **_figures(period_data, place),
    )


def _figures(period_data: PeriodData, place: str) -> dict[str, Any]:
    schools = period_data.reporting
    if place in period_data.settings.city.codes:
        schools = schools.take(_rows(period_data, "reporting", place))
    best = schools.groupby("county")[["reported", "expected"]].max().sum(min_count=1)
    reported, expected = best["reported"], best["expected"]
    return {
        "words": _words(period_data.assessments.take(_rows(period_data, "assessments", place))),
        "schools_reported": None if pd.isna(reported) else int(reported),
        "schools_expected": None if pd.isna(expected) else int(expected),
        "completeness": None if pd.isna(expected) or not expected else float(reported / expected),
    }


def _rows(period_data: PeriodData, table: str, place: str) -> npt.NDArray[np.intp]:
    return np.asarray(period_data.by_county[table].get(place, []), dtype=np.intp)


def _words(assessments: pd.DataFrame) -> dict[str, int]:
    seen = assessments[assessments["state"] == "reported"]
    return {
        f"{fact}.{word}": int(count)
        for fact, column in _FACTS.items()
        for word, count in seen[column].value_counts().sort_index().items()
    }

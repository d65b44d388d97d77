"""课程与特色: the after-school catalogue by category, its courses, and typical practice as the county wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from reporting.analysis.free_text import as_sent
from reporting.records import records
from reporting.report.facts import Fact, text
from reporting.report.html import Section, render
from reporting.report.sections.sent import sent_row
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["Course", "courses"]

MOST_NEW = 12
MOST_COURSES = 30
"""The commonest; a page has no room for every name, nor for every character in them."""


@dataclass(frozen=True)
class Course:
    """One course of the catalogue and how many schools offer it."""

    name: str
    schools: int


def courses(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Section:
    """Categories with the schools that offer them, courses by the number of their schools, practices.

    Nothing where the forms ask for none of the three.
    """
    categories = [fact for fact in facts if fact.indicator.categories and fact.unit == "percent"]
    if not categories and "course_names" not in snapshot["schools"] and "practices" not in snapshot.tables:
        return Section("")
    catalogue = _catalogue(snapshot["schools"])
    practices = records(snapshot.tables.get("practices", pd.DataFrame()))
    return Section(
        render(
            "courses.html",
            words,
            place=words.text(snapshot.county.name),
            whole=words.text(snapshot.definitions.city.totals[0].name),
            categories=categories,
            courses=catalogue[:MOST_COURSES],
            most_new=MOST_NEW,
            more=max(0, len(catalogue) - MOST_COURSES),
            unreviewed=bool(
                snapshot["schools"].get("course_names_state", pd.Series(dtype="str")).eq("unreviewed").any()
            ),
            new=_new_courses(snapshot),
            practices=[sent_row(practice, snapshot, words)["practice"] for practice in practices],
            public=snapshot.is_public,
        )
    )


def _catalogue(schools: pd.DataFrame) -> list[Course]:
    """Every course name with its schools, the commonest first; names are as the ledger's list separates them."""
    offered = Counter(name for names in schools.get("course_names", []) for name in _names(names))
    return [Course(name, count) for name, count in sorted(offered.items(), key=lambda item: (-item[1], item[0]))]


def _new_courses(snapshot: Snapshot) -> list[str] | None:
    """Courses that no school of the county named the period before; None where that period is not there."""
    before = snapshot["schools_before"]
    if before.empty or "course_names" not in before:
        return None
    known = {name for names in before["course_names"] for name in _names(names)}
    return [course.name for course in _catalogue(snapshot["schools"]) if course.name not in known]


def _names(cell: object) -> Iterator[str]:
    yield from dict.fromkeys(name for part in text(cell).split("、") if (name := as_sent(part)))

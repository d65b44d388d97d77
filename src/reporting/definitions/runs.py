"""How a run goes: which notebooks make which pages, limits, and when collection closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field as Constraint

from reporting.definitions.base import Definition, Text
from reporting.definitions.periods import Period

__all__ = ["Closing", "NotebookPage", "RunSettings"]


class NotebookPage(Definition):
    """A notebook of the edition, and for whom it makes a page.

    ``per`` is ``county`` (one page a county, named by its code) or ``city`` (one page, named ``page``).
    """

    notebook: str
    per: Literal["county", "city"]
    page: str = ""
    title: Text
    max_kib: int = 500


class Closing(Definition):
    """When a period's submissions are due: the end of a day of the month after it."""

    day: Annotated[int, Constraint(ge=1, le=28)] = 5

    def date_for(self, period: Period) -> date:
        """The last day on which a submission for ``period`` is in time."""
        return (period.last_day + timedelta(days=1)).replace(day=self.day)


class RunSettings(Definition):
    """params/run.yaml."""

    pages: tuple[NotebookPage, ...]
    languages: tuple[Literal["zh-Hans", "en"], ...] = ("zh-Hans",)
    closing: Closing = Closing()
    seconds_per_report: float = 300
    memory_mib_per_report: int = 2048
    min_completeness: float = 0.75
    index_max_kib: int = 60

"""How a run goes: which notebooks make which pages, limits, and when collection closes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint

from reporting.definitions.base import Definition, Text

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
    """When a period's submissions are due: a day of the month after it (``0``: never late)."""

    day: Annotated[int, Constraint(ge=0, le=28)] = 5


class RunSettings(Definition):
    """params/run.yaml."""

    pages: tuple[NotebookPage, ...]
    languages: tuple[Literal["zh-Hans", "en"], ...] = ("zh-Hans",)
    closing: Closing = Closing()
    seconds_per_report: float = 300
    memory_mib_per_report: int = 2048
    min_completeness: float = 0.75
    index_max_kib: int = 60

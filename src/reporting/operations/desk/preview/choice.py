"""What the bar above the page chooses, and what came of making that page: values that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reporting.definitions.runs import Audience

__all__ = ["Choice", "Made"]


@dataclass(frozen=True)
class Choice:
    """One page of the notebook.

    Attributes:
        place: code of the county, or of the city for a notebook without a ``county``.
    """

    place: str
    period: str
    lang: str
    audience: Audience


@dataclass(frozen=True)
class Made:
    """A page, or why there is none.

    Attributes:
        state: ``failed`` where ``html`` shows what went wrong.
        seconds: from the request to the page.
        remarks: what the page does not show, or shows without words; what cells printed among it.
    """

    state: Literal["made", "failed"]
    html: str
    seconds: float
    remarks: tuple[Mapping[str, Any], ...] = ()

"""Cells as their author counts them: without those that a run puts in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["PUT_IN", "numbered"]

PUT_IN = frozenset({"injected-parameters", "computed-values"})
"""Tags of the cells that papermill and a run put into a notebook."""


def numbered(cells: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, Any]]:
    """Each cell with its number from 1; one that was put in has that of the cell after which it stands."""
    number = 0
    for cell in cells:
        tags = cell["metadata"].get("tags", ())
        number += PUT_IN.isdisjoint(tags if isinstance(tags, list) else ())
        yield number, cell

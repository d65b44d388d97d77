"""What was probably meant: a suggestion for whoever mistyped a name, never a decision."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

__all__ = ["near"]

_LIKENESS = 60


def near(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """The known names most like ``name``, the nearest first; empty where none is like it.

    Args:
        most: how many at most.
    """
    found = process.extract(name, list(known), scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=most)
    return [str(one) for one, *_ in found]

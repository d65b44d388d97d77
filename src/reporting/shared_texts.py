"""Texts that are kept once in memory: a frame of a nation repeats few words millions of times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

__all__ = ["SharedTexts"]

_MANY = 20_000
"""Rows from which on it is worth looking; the tables of thirteen counties have fewer."""


class SharedTexts:
    """The texts of one frame or of several, each kept once.

    Args:
        fewest: rows from which on a frame is looked at.
    """

    def __init__(self, fewest: int = _MANY) -> None:
        self._fewest = fewest
        self._known: dict[Any, Any] = {}

    def shared(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The same frame, in whose columns of text the same words are the same object; a small one as it is."""
        if len(frame) < self._fewest:
            return frame
        texts = {
            name: pd.Series(self.kept(column.tolist()), index=frame.index, dtype=column.dtype)
            for name, column in frame.items()
            if column.dtype == "str"
        }
        return frame.assign(**{str(name): column for name, column in texts.items()})

    def kept(self, values: Iterable[Any]) -> list[Any]:
        """The same values, each the first of its like."""
        known = self._known
        return [known.setdefault(value, value) for value in values]

"""Reading the JSON of a snapshot from value to value: a table's columns never stand as lists all at once.

A nation's snapshot is 72 MiB; as Python's lists of all its cells it would take six times as much.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from reporting.errors import StoreError

__all__ = ["FORMAT", "Column", "read_document"]

FORMAT = 1
"""Of the snapshots that this version writes and reads."""
Column: TypeAlias = tuple[str, str]
"""Its name, and the kind of its values: ``text``, ``number`` or ``flag``."""
Table = TypeVar("Table")
_SPACE = re.compile(r"[ \t\n\r]*")
_value_at = json.JSONDecoder().raw_decode


def read_document(data: bytes, table: Callable[[Sequence[Column], Iterator[Sequence[Any]]], Table]) -> dict[str, Any]:
    """The members of a snapshot's object; its ``tables`` by name as ``table`` makes them.

    Args:
        data: UTF-8, as `reporting.snapshots.snapshot.Snapshot.encoded` has it; spaces between values do not matter.
        table: makes one of its columns and their values, which come one column at a time; must take all of them.

    Raises:
        StoreError: it has another format.
        ValueError, KeyError, TypeError: it is no snapshot.
    """
    text = _Text(data.decode())
    document = {
        key: {name: _table(text, table) for name in text.members()} if key == "tables" else text.value()
        for key in text.members()
    }
    text.end()
    if document["format"] != FORMAT:
        raise StoreError(f"the snapshot has format {document['format']}, this version reads {FORMAT}")
    return document


def _table(text: _Text, make: Callable[[Sequence[Column], Iterator[Sequence[Any]]], Table]) -> Table:
    columns: Sequence[Column] = ()
    made: list[Table] = []
    for key in text.members():
        if key == "columns":
            columns = text.value()
        elif key == "data":
            made.append(make(columns, text.elements()))
        else:
            raise ValueError(f"a table has {key!r}")
    (one,) = made
    return one


class _Text:
    """A place in a JSON text, from which one value after the other is taken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def value(self) -> Any:
        """The value that comes next, whole."""
        self._skip()
        found, self._at = _value_at(self._text, self._at)
        return found

    def members(self) -> Iterator[str]:
        """The keys of the object that comes next; whoever asks takes the value of each before the next key."""
        self._pass("{")
        is_first = True
        while not self._passed("}"):
            if not is_first:
                self._pass(",")
            is_first = False
            key: str = self.value()
            self._pass(":")
            yield key

    def elements(self) -> Iterator[Any]:
        """The elements of the array that comes next."""
        self._pass("[")
        is_first = True
        while not self._passed("]"):
            if not is_first:
                self._pass(",")
            is_first = False
            yield self.value()

    def end(self) -> None:
        """Nothing may come any more."""
        self._skip()
        if self._at != len(self._text):
            raise ValueError(f"something stands behind its end at {self._at}")

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        assert space is not None  # noqa: S101 - it matches nothing as well
        self._at = space.end()

    def _passed(self, mark: str) -> bool:
        """Whether the mark comes next; it is passed then."""
        self._skip()
        if not self._text.startswith(mark, self._at):
            return False
        self._at += 1
        return True

    def _pass(self, mark: str) -> None:
        if not self._passed(mark):
            raise ValueError(f"{mark} is missing at {self._at}")

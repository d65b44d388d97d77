"""The table of strings of an Excel 97 stream, for the texts of which pieces are struck out or raised.

A string may begin in one record and end in the next ([MS-XLS] 2.4.265 and 2.5.293); where its characters are cut, the
next record says anew how wide they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reporting.workbooks.formats.pieces import Setting, joined, pieces_set

__all__ = ["strings_in_pieces"]

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


def strings_in_pieces(records: Sequence[bytes], fonts: Mapping[int, Setting]) -> Mapping[int, str]:
    """Number of a string → its text as it is meant, for those that are set in pieces.

    Args:
        records: the body of the SST record and those of the CONTINUE records behind it.
        fonts: number of a font → how it sets its text.

    Raises:
        IndexError, ValueError: the table is cut off.
    """
    if not any(any(setting) for setting in fonts.values()) or not records:
        return {}
    reader = _Reader(records)
    reader.take(4)
    count = reader.number(4)
    found = {}
    for index in range(count):
        length, flags = reader.number(2), reader.number(1)
        runs = reader.number(2) if flags & _RICH else 0
        further = reader.number(4) if flags & _EXTENDED else 0
        text = reader.characters(length, wide=bool(flags & _WIDE))
        places = [(reader.number(2), reader.number(2)) for _ in range(runs)]
        reader.take(further)
        if runs and (pieces := pieces_set(text, places, fonts)) is not None:
            found[index] = joined(pieces)
    return found


class _Reader:
    """Goes through records that follow each other as if they were one."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records, self._at, self._place = records, 0, 0

    def _open(self) -> bytes:
        while self._place >= len(self._records[self._at]):
            self._at, self._place = self._at + 1, 0
        return self._records[self._at]

    def take(self, length: int) -> bytes:
        """The next bytes."""
        found = b""
        while len(found) < length:
            part = self._open()[self._place : self._place + length - len(found)]
            self._place += len(part)
            found += part
        return found

    def number(self, length: int) -> int:
        """The next bytes as a number."""
        return int.from_bytes(self.take(length), "little")

    def characters(self, length: int, *, wide: bool) -> bytes:
        """The next characters, in UTF-16."""
        found = b""
        while len(found) < 2 * length:
            if self._place >= len(self._records[self._at]):
                self._at, self._place = self._at + 1, 0
                wide = bool(self.number(1) & _WIDE)
            left = min(length - len(found) // 2, (len(self._records[self._at]) - self._place) // (1 + wide))
            if not left:
                raise ValueError("a character is cut in two")
            part = self.take(left << wide)
            found += part if wide else part.decode("latin-1").encode("utf-16-le")
        return found

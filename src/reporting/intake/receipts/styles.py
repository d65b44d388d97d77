"""The style sheet of a workbook: formats like those that are there, with one of our fills."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reporting.intake.findings import Severity
from reporting.intake.receipts.lines import ReceiptLine
from reporting.intake.receipts.marks import COLOURS
from reporting.intake.receipts.parts import UnfitError, with_attribute, with_count

__all__ = ["Styles"]

_FORMAT = re.compile(rb"<xf\b[^>]*?/>|<xf\b.*?</xf>", re.DOTALL)
_FILL = re.compile(rb"<fill\s*/>|<fill\b.*?</fill>", re.DOTALL)
_FONT = re.compile(rb"<font\s*/>|<font\b.*?</font>", re.DOTALL)
_OURS = re.compile(
    rb'patternType="solid".*?<fgColor[^>]*rgb="(?:00|FF)(?:' + "|".join(COLOURS.values()).encode() + rb')"', re.DOTALL
)
_NO_FILL = b'<fill><patternFill patternType="none"/></fill>'


class Styles:
    """The formats, fonts and fills of a style sheet, and those that are added."""

    def __init__(self, xml: bytes) -> None:
        """Read them.

        Raises:
            UnfitError: the sheet lacks a section.
        """
        self._xml = xml
        self._fonts = _items(xml, b"fonts", _FONT)
        self._fills = _items(xml, b"fills", _FILL)
        self._formats = _items(xml, b"cellXfs", _FORMAT)
        self._coloured: dict[tuple[int, Severity], int] = {}
        self._looks: dict[tuple[object, ...], int] = {}
        self._fill_of: dict[Severity, int] = {}
        if not (self._fonts and self._fills and self._formats):
            raise UnfitError("styles")

    def unmark(self) -> None:
        """Make our fills no fills, wherever they are used."""
        self._fills = [_NO_FILL if _OURS.search(fill) else fill for fill in self._fills]

    def coloured(self, base: int, severity: Severity) -> int:
        """The number of the format that is like another, with the fill of a severity.

        Raises:
            UnfitError: there is no format of that number.
        """
        if (base, severity) not in self._coloured:
            if base >= len(self._formats):
                raise UnfitError("format")
            found = self._formats[base]
            end = found.index(b">") + 1
            tag = with_attribute(with_attribute(found[:end], "fillId", str(self._fill(severity))), "applyFill", "1")
            self._coloured[base, severity] = self._added(self._formats, tag + found[end:])
        return self._coloured[base, severity]

    def look(self, line: ReceiptLine) -> int:
        """The number of the format of a line of the receipt."""
        size, bold, wrapped = (16 if line.look == "title" else 11), line.look != "plain", len(line.cells) > 1
        key = (size, bold, wrapped, line.severity)
        if key not in self._looks:
            weight = b"<b/>" if bold else b""
            font = self._added(self._fonts, b'<font>%s<sz val="%d"/><name val="Calibri"/></font>' % (weight, size))
            fill = self._fill(line.severity) if line.severity else 0
            wrap = ' wrapText="1"' if wrapped else ""
            self._looks[key] = self._added(
                self._formats,
                f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" applyFont="1" applyFill="1" '
                f'applyAlignment="1"><alignment vertical="top"{wrap}/></xf>'.encode(),
            )
        return self._looks[key]

    def written(self) -> bytes:
        """The style sheet with what was added."""
        xml = self._xml
        sections: Mapping[bytes, list[bytes]] = {
            b"fonts": self._fonts,
            b"fills": self._fills,
            b"cellXfs": self._formats,
        }
        for name, items in sections.items():
            before, section, after = _split(xml, name)
            opening = section[: section.index(b">") + 1]
            xml = before + with_count(opening, len(items)) + b"".join(items) + b"</" + name + b">" + after
        return xml

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fill_of:
            colour = f'<fgColor rgb="00{COLOURS[severity]}"/><bgColor indexed="64"/>'.encode()
            fill = b'<fill><patternFill patternType="solid">' + colour + b"</patternFill></fill>"
            self._fill_of[severity] = self._added(self._fills, fill)
        return self._fill_of[severity]

    @staticmethod
    def _added(items: list[bytes], item: bytes) -> int:
        items.append(item)
        return len(items) - 1


def _split(xml: bytes, name: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before a section, the section, and what stands after it."""
    found = re.search(rb"<" + name + rb"\b[^>]*>.*?</" + name + rb">", xml, re.DOTALL)
    if not found:
        raise UnfitError(name.decode())
    return xml[: found.start()], found[0], xml[found.end() :]


def _items(xml: bytes, name: bytes, pattern: re.Pattern[bytes]) -> list[bytes]:
    return pattern.findall(_split(xml, name)[1])

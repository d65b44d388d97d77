"""Gates on what notebooks show: nothing of it is lost in silence, and no link of theirs leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, found
from reporting.pagemaking.remarks import kept_remarks, told_once

__all__ = ["everything_shown", "no_dead_links"]

_LINK = re.compile(r"<a\b[^>]*?\shref=\"([^\"#][^\"]*)\"")
_ID = re.compile(r"\sid=\"([^\"]+)\"")
_NAMED = 3
"""Pages that a finding names; of more it says how many."""


def everything_shown(edition: Edition) -> Iterator[GateFinding]:
    """Every output of every cell is on its page, or was hidden by its author; every table and figure has words."""
    remarks = {entry.file: kept_remarks(edition.work / entry.file) for entry in edition.fresh}
    for remark, files in told_once(remarks, ("lost", "words")).items():
        yield replace(
            found("{files}: cell {cell}", files=_some(files), cell=remark.cell), detail=str(replace(remark, cell=0))
        )


def no_dead_links(edition: Edition) -> Iterator[GateFinding]:
    """Links to other pages lead to pages that the edition has, and to places that are on them."""
    dead: dict[str, list[str]] = {}
    names = _Names(edition.folder)
    for entry in edition.fresh:
        for address in dict.fromkeys(_LINK.findall(edition.html(entry))):
            if names.is_dead(unescape(address)):
                dead.setdefault(unescape(address), []).append(entry.file)
    for address, files in dead.items():
        yield found("{files}: the link to {address} leads nowhere", files=_some(files), address=address)


class _Names:
    """What the folder of an edition has to link to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids = cache(self._ids)

    def is_dead(self, address: str) -> bool:
        """Whether an address names a file beside the page that is not there, or a place that is not in it."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return True
        # other editions have a place of their own, which is known when this one is published
        if parts.scheme in ("http", "https", "mailto", "tel") or parts.netloc or parts.path.startswith("../"):
            return False
        if parts.scheme or parts.path.startswith("/"):
            return True
        path = self.folder / unquote(parts.path)
        if not path.is_file():
            return True
        return bool(parts.fragment) and path.suffix == ".html" and unquote(parts.fragment) not in self.ids(path)

    @staticmethod
    def _ids(path: Path) -> frozenset[str]:
        return frozenset(_ID.findall(path.read_text(encoding="utf-8")))


def _some(files: list[str]) -> str:
    more = f" … ({len(files)})" if len(files) > _NAMED else ""
    return ", ".join(files[:_NAMED]) + more

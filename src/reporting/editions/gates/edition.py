"""The draft edition under review: its pages, what they were made from, and what the rules for pages say of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from reporting.disclosure.earlier import Publication, published_before
from reporting.editions.gates.findings import GateFinding, found
from reporting.editions.gates.naming import CountyNames
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pages import checks
from reporting.pages.text import own_text
from reporting.settings import Project, Settings

__all__ = ["Edition"]

_KIB = 1024
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_RULES = {
    "policy": found("{file}, security policy"),
    "outside_addresses": found("{file}, outside address"),
    "scripts": found("{file}, script"),
    "code": found("{file}, code or a machine's path"),
    "placeholders": found("{file}, placeholder"),
    "blank_cells": found("{file}, blank cell"),
    "glyphs": found("{file}, missing glyphs"),
    "language": found("{file}, language"),
    "headings": found("{file}, headings"),
    "landmarks": found("{file}, landmarks"),
    "tables": found("{file}, tables"),
    "figures": found("{file}, figures"),
    "links": found("{file}, links"),
    "size": found("{file}, size"),
}
"""What a rule of `reporting.pages.checks` is about."""


@dataclass(frozen=True)
class Edition:
    """A draft edition under review.

    Attributes:
        folder: its pages and their data.
        work: what they were made from and readers never see: snapshots, submissions, true counts.
    """

    folder: Path
    work: Path
    manifest: Manifest
    settings: Settings
    project: Project

    @cached_property
    def fresh(self) -> tuple[PageEntry, ...]:
        """The pages made for this edition."""
        return tuple(entry for entry in self.manifest.entries if entry.status == "published")

    def html(self, entry: PageEntry) -> str:
        """A page as it stands."""
        return (self.folder / entry.file).read_text(encoding="utf-8")

    @cached_property
    def published_before(self) -> tuple[Publication, ...]:
        """The public revisions that readers had when its data was what it is."""
        moment = datetime.fromisoformat(self.manifest.as_of).replace(tzinfo=None)
        return published_before(self.project.editions, self.project.true_counts, moment)

    @cached_property
    def county_names(self) -> CountyNames:
        """The names of the city's counties, for finding them on pages."""
        return CountyNames(self.settings.city)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """File → the page's words, links and what counties wrote left out."""
        return {entry.file: _own_words(self.html(entry)) for entry in self.fresh}

    def wrong(self, rules: Collection[str]) -> Iterator[GateFinding]:
        """What the pages do wrong by some of the rules of `reporting.pages.checks`."""
        for file, findings in self._findings.items():
            for one in findings:
                if one.check in rules:
                    yield replace(_RULES[one.check], values={"file": file}, detail=one.message)

    @cached_property
    def _findings(self) -> Mapping[str, list[checks.PageFault]]:
        return {
            entry.file: checks.check_page(self.html(entry), lang=entry.lang, largest=self._largest(entry))
            for entry in self.fresh
        }

    def _largest(self, entry: PageEntry) -> int:
        """Bytes that a page may have: the budget of its notebook, or the largest of all for a page outside run.yaml."""
        budgets = {one.page: one.max_kib for one in self.settings.run.pages}
        page = entry.page.removeprefix(entry.place).removeprefix("-")
        return _KIB * budgets.get(page, max(budgets.values()))


def _own_words(html: str) -> str:
    """What the page itself says, on one line: no links, and nothing that a county wrote."""
    return own_text(_LINK.sub(" ", _UNSEEN.sub(" ", html)))

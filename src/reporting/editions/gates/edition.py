"""The draft edition under review: its pages, what they were made from, and what the rules for pages say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from reporting.disclosure.earlier import Publication, published_before
from reporting.editions.gates.findings import GateFinding, found
from reporting.editions.gates.naming import CountyNames
from reporting.editions.gates.page_looks import LooksAhead, PageLook, look_at
from reporting.editions.manifest import Manifest, PageEntry
from reporting.settings import Project, Settings

__all__ = ["Edition"]

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
        ahead: what was found on its pages already.
    """

    folder: Path
    work: Path
    manifest: Manifest
    settings: Settings
    project: Project
    ahead: LooksAhead = field(default_factory=LooksAhead)

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
        return {file: look.words for file, look in self._looks.items()}

    def wrong(self, rules: Collection[str]) -> Iterator[GateFinding]:
        """What the pages do wrong by some of the rules of `reporting.pages.checks`."""
        for file, look in self._looks.items():
            for one in look.faults:
                if one.check in rules:
                    yield replace(_RULES[one.check], values={"file": file}, detail=one.message)

    @cached_property
    def _looks(self) -> Mapping[str, PageLook]:
        """File → what was found on it; the last pages are looked at here while the first are looked at ahead."""
        waiting = {entry.file: entry for entry in self.fresh}
        looks: dict[str, PageLook] = {}
        while waiting:
            if told := self.ahead.found():
                file, look = told
                # of another page than the one under review it says nothing
                if file in waiting and look.sha256 == waiting[file].sha256:
                    del waiting[file]
                    looks[file] = look
            else:
                file, entry = waiting.popitem()
                looks[file] = look_at(self.folder, entry, self.settings.run)
        return {entry.file: looks[entry.file] for entry in self.fresh}

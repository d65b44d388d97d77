"""Gates: what an edition must pass before it is published.

A gate is a function from the edition to findings; none means that it is open. Findings name the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from reporting.definitions.periods import Period
from reporting.editions.manifest import GateRecord, Manifest, PageEntry, read_manifest
from reporting.editions.places import EditionPlaces
from reporting.pages.text import pieces, plain_text
from reporting.settings import Settings

__all__ = ["GATES", "Edition", "review"]

_KIB = 1024
_TOLERANCE = 1e-6
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_LANG = re.compile(r"<html[^>]*\blang=\"([^\"]+)\"")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_OUTSIDE = re.compile(
    r"(?:\b(?:src|href|data|action|poster)\s*=\s*[\"']?\s*|url\(\s*[\"']?)((?:[a-z][a-z0-9+.-]*:)?//[^\s\"')>]+)", re.I
)
_SCRIPT = re.compile(r"<script\b|\bon[a-z]+\s*=\s*[\"']|javascript:", re.I)
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)|\b[A-Z][A-Za-z]+(?:Error|Warning): ")
_MACHINE_PATH = re.compile(r"(?:^|[\s\"'(>])(?:/(?:home|root|tmp|usr|var|opt|mnt|Users)/[\w.-]+|[A-Z]:\\[\w.-]+)")
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|lorem ipsum|NaN|None|nan|undefined)\b|\{\{|\{%")


@dataclass(frozen=True)
class Edition:
    """A draft edition under review."""

    folder: Path
    manifest: Manifest
    settings: Settings

    @cached_property
    def fresh(self) -> tuple[PageEntry, ...]:
        """The pages made for this edition."""
        return tuple(entry for entry in self.manifest.entries if entry.status == "published")

    def html(self, entry: PageEntry) -> str:
        """A page as it stands."""
        return (self.folder / entry.file).read_text(encoding="utf-8")

    @cached_property
    def texts(self) -> dict[str, str]:
        """File → the page's words, links and what counties wrote left out."""
        return {entry.file: _own_words(self.html(entry)) for entry in self.fresh}


Gate = Callable[[Edition], Iterator[str]]


def _own_words(html: str) -> str:
    """What the page itself says, on one line: no links, and nothing that a county wrote."""
    body = _LINK.sub(" ", _UNSEEN.sub(" ", html))
    return plain_text("".join(piece.source for piece in pieces(body) if not piece.as_sent))


def every_county(edition: Edition) -> Iterator[str]:
    """Every county has a page, or a row with the reason why not."""
    entries = {entry.place: entry for entry in edition.manifest.counties}
    for county in edition.settings.city.counties:
        entry = entries.get(county.code)
        if entry is None or (not entry.file and not entry.reason):
            yield f"{county.code}: no page and no reason"
        elif entry.file and not (edition.folder / entry.file).exists():
            yield f"{county.code}: its page {entry.file} is missing"
        elif entry.status == "failed":
            yield f"{county.code}: its run failed: {entry.reason}"


def right_county(edition: Edition) -> Iterator[str]:
    """Each page is the right county's: file name, parameters, heading, and no other county's name on it."""
    names = {county.code: county.name for county in edition.settings.city.counties}
    period = Period(edition.manifest.period)
    for entry in edition.fresh:
        if entry.place not in names:
            continue
        if not entry.file.startswith(f"{entry.place}."):
            yield f"{entry.file}: the file is not named by its county {entry.place}"
        if entry.parameters.get("county", entry.place) != entry.place:
            yield f"{entry.file}: run for {entry.parameters['county']}, filed under {entry.place}"
        heading = plain_text(" ".join(_H1.findall(edition.html(entry))))
        for wanted in (names[entry.place].to(entry.lang), period.label(entry.lang)):
            if wanted not in heading:
                yield f"{entry.file}: its heading {heading!r} does not say {wanted!r}"
        for code, name in names.items():
            if code != entry.place and name.to(entry.lang) in edition.texts[entry.file]:
                yield f"{entry.file}: it names another county, {name.to(entry.lang)}"


def self_contained(edition: Edition) -> Iterator[str]:
    """No outside address and no script on any page."""
    for entry in edition.fresh:
        html = edition.html(entry)
        yield from (f"{entry.file}: outside address {address}" for address in set(_OUTSIDE.findall(html)))
        if found := _SCRIPT.search(html):
            yield f"{entry.file}: script ({found.group()!r})"


def clean_text(edition: Edition) -> Iterator[str]:
    """No traceback, machine path or placeholder reaches a reader."""
    for entry in edition.fresh:
        for what, pattern in (
            ("traceback", _TRACEBACK),
            ("machine path", _MACHINE_PATH),
            ("placeholder", _PLACEHOLDER),
        ):
            if found := pattern.search(edition.texts[entry.file]):
                yield f"{entry.file}: {what} ({found.group().strip()!r})"


def language(edition: Edition) -> Iterator[str]:
    """Each page says which language it is in, and says it right."""
    for entry in edition.fresh:
        declared = _LANG.search(edition.html(entry))
        if declared is None or declared.group(1) != entry.lang:
            yield f"{entry.file}: its language is {declared.group(1) if declared else 'not declared'}, not {entry.lang}"


def size(edition: Edition) -> Iterator[str]:
    """No page is larger than its budget."""
    budgets = {(one.per, one.page): one.max_kib for one in edition.settings.run.pages}
    for entry in edition.fresh:
        budget = budgets.get(("city", entry.page)) or budgets.get(("county", ""), 0)
        if budget and entry.bytes > budget * _KIB:
            yield f"{entry.file}: {entry.bytes / _KIB:.0f} KiB, the budget is {budget} KiB"
    index = (edition.folder / "index.html").stat().st_size
    if index > edition.settings.run.index_max_kib * _KIB and len(edition.manifest.counties) <= 20:
        yield f"index.html: {index / _KIB:.0f} KiB, the budget is {edition.settings.run.index_max_kib} KiB"


def completeness(edition: Edition) -> Iterator[str]:
    """Enough of the city's schools are in it."""
    counties = [entry for entry in edition.manifest.counties if entry.schools_expected]
    expected = sum(entry.schools_expected or 0 for entry in counties)
    reported = sum(entry.schools_reported or 0 for entry in counties if entry.status == "published")
    wanted = edition.settings.run.min_completeness
    if expected and reported < wanted * expected:
        yield f"{reported} of {expected} schools reported; the minimum is {wanted:.0%}"


def totals(edition: Edition) -> Iterator[str]:
    """The counties' numerators and denominators add up to the city's, for every indicator that is added up."""
    path = edition.folder / "data" / "observations.csv"
    observations = pd.read_csv(path, dtype={"county": "str", "period": "str"}, keep_default_na=False, na_values=[""])
    now = observations[(observations["period"] == edition.manifest.period) & observations["numerator"].notna()]
    added = {one.id for one in edition.settings.indicators.indicators if one.total == "sum"}
    now = now[now["indicator"].isin(added)].assign(category=now["category"].fillna(""))
    for line in edition.settings.city.totals:
        mine = now[now["county"] == line.code].set_index(["indicator", "category"])
        members = [code for code in edition.settings.city.codes if code not in line.without]
        of_scope = now[now["county"].isin(members)].merge(
            mine[["scope"]].reset_index(), on=["indicator", "category", "scope"]
        )
        sums = of_scope.groupby(["indicator", "category"], as_index=False)[["numerator", "denominator"]].sum()
        both = mine.reset_index().merge(sums, on=["indicator", "category"], suffixes=("", "_added"))
        for part in ("numerator", "denominator"):
            wrong = both[(both[part] - both[f"{part}_added"]).abs() > _TOLERANCE]
            for indicator, city, added_up in zip(wrong["indicator"], wrong[part], wrong[f"{part}_added"], strict=True):
                yield f"{line.code} {indicator}: {part} {city:g}, the counties add up to {added_up:g}"


GATES: dict[str, Gate] = {
    "every_county": every_county,
    "right_county": right_county,
    "self_contained": self_contained,
    "clean_text": clean_text,
    "language": language,
    "size": size,
    "completeness": completeness,
    "totals": totals,
}


def review(places: EditionPlaces, settings: Settings) -> tuple[Manifest, tuple[GateRecord, ...]]:
    """The draft edition and how each gate stands.

    Raises:
        EditionError: there is no draft.
    """
    manifest = read_manifest(places.draft)
    edition = Edition(places.draft, manifest, settings)
    records = []
    for name, gate in GATES.items():
        findings = tuple(gate(edition))
        records.append(GateRecord(gate=name, passed=not findings, findings=findings))
    return manifest, tuple(records)

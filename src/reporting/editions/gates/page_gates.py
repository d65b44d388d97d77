"""Gates on pages: the right county's, made from what the manifest says, and fit to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from reporting.definitions.periods import Period
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, found
from reporting.editions.manifest import PageEntry
from reporting.errors import StoreError
from reporting.execution.fingerprint import digest
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.single import page_stem
from reporting.pages.text import plain_text
from reporting.snapshots.snapshot import SHOWN_OF_HASH, Glance

__all__ = [
    "clean_text",
    "every_county",
    "glyphs",
    "language",
    "readable",
    "right_county",
    "self_contained",
    "size",
    "snapshot",
]

_KIB = 1024
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_SMALL_CITY = 20
_ROW_BYTES = 600
"""What a county beyond the first twenty may add to the index."""


def every_county(edition: Edition) -> Iterator[GateFinding]:
    """Every county has a page, or a row with the reason why not."""
    entries: dict[tuple[str, str], list[PageEntry]] = {}
    for entry in edition.manifest.entries:
        entries.setdefault((entry.place, entry.lang), []).append(entry)
    for county, lang in product(edition.settings.city.codes, edition.manifest.languages):
        found_entries = entries.get((county, lang), [])
        if not found_entries or any(not entry.file and not entry.reason for entry in found_entries):
            yield found("{county}: no page and no reason", county=county)
        for entry in found_entries:
            if entry.file and not (edition.folder / entry.file).exists():
                yield found("{county}: its page {file} is missing", county=county, file=entry.file)
            elif entry.run_failed:
                yield GateFinding("{county}: its run failed", {"county": county}, entry.reason)


def right_county(edition: Edition) -> Iterator[GateFinding]:
    """Each page is the right county's: file name, parameters, heading, and no other county's name on it."""
    names = {county.code: county.name for county in edition.settings.city.counties}
    period = Period(edition.manifest.period)
    for entry in edition.fresh:
        if entry.place not in names:
            continue
        stems = {page_stem(page, entry.place) for page in edition.settings.run.pages if page.per == "county"}
        if entry.page not in {entry.place, *stems} or entry.file != page_file(entry.page, entry.lang):
            yield found(
                "{file}: the file is not named by its county {county} and its language {lang}",
                file=entry.file,
                county=entry.place,
                lang=entry.lang,
            )
        yield from _wrong_parameters(edition, entry)
        heading = plain_text(" ".join(_H1.findall(edition.html(entry))))
        if edition.county_names.found_in(heading) != {entry.place}:
            yield found(
                "{file}: its heading '{heading}' does not name {county} alone",
                file=entry.file,
                heading=heading,
                county=names[entry.place].to(entry.lang),
            )
        if period.label(entry.lang) not in heading:
            yield found(
                "{file}: its heading '{heading}' does not say {period}",
                file=entry.file,
                heading=heading,
                period=period.label(entry.lang),
            )
        for code in sorted(edition.county_names.found_in(edition.texts[entry.file]) - {entry.place}):
            yield found("{file}: it names another county, {county}", file=entry.file, county=names[code].to(entry.lang))


def _wrong_parameters(edition: Edition, entry: PageEntry) -> Iterator[GateFinding]:
    wanted = {
        "county": entry.place,
        "period": edition.manifest.period,
        "lang": entry.lang,
        "audience": edition.manifest.audience,
    }
    for name, value in wanted.items():
        if entry.parameters.get(name, value) != value:
            yield found(
                "{file}: run for {name} {given}, filed under {wanted}",
                file=entry.file,
                name=name,
                given=entry.parameters[name],
                wanted=value,
            )


def snapshot(edition: Edition) -> Iterator[GateFinding]:
    """Each page was made from the snapshot that is kept, which is its place's alone, and shows which one."""
    for entry in edition.fresh:
        path = edition.work / "snapshots" / f"{entry.place}.json"
        if not path.exists():
            yield found("{file}: the snapshot it was made from is gone; run it again", file=entry.file)
            continue
        content = path.read_bytes()
        if digest(content) != entry.snapshot:
            yield found(
                "{file}: made from snapshot {made}, another one is kept for {place}",
                file=entry.file,
                made=entry.snapshot[:SHOWN_OF_HASH],
                place=entry.place,
            )
            continue
        yield from _wrong_snapshot(content, edition, entry)
        if entry.snapshot[:SHOWN_OF_HASH] not in edition.texts[entry.file]:
            yield found(
                "{file}: it does not show the version of its data, {version}",
                file=entry.file,
                version=entry.snapshot[:SHOWN_OF_HASH],
            )


def _wrong_snapshot(content: bytes, edition: Edition, entry: PageEntry) -> Iterator[GateFinding]:
    """Where a snapshot is another place's, period's or audience's, or holds figures of another county."""
    try:
        kept = Glance.from_bytes(content)
    except StoreError as error:
        yield found("{file}: its snapshot cannot be read: {why}", file=entry.file, why=error)
        return
    is_of = (kept.place, kept.period, kept.audience)
    wanted = (entry.place, edition.manifest.period, edition.manifest.audience)
    if is_of != wanted:
        yield found(
            "{file}: its snapshot is of {given}, not of {wanted}",
            file=entry.file,
            given=" ".join(is_of),
            wanted=" ".join(wanted),
        )
    elif entry.place in edition.settings.city.codes:
        allowed = {entry.place, *(line.code for line in edition.settings.city.totals)}
        for table, counties in kept.counties.items():
            if others := counties - allowed:
                yield found(
                    "{file}: its snapshot has {table} of {counties}",
                    file=entry.file,
                    table=table,
                    counties=", ".join(sorted(others)),
                )


def self_contained(edition: Edition) -> Iterator[GateFinding]:
    """No outside address and no script on any page, and the policy that lets none in."""
    return edition.wrong({"policy", "outside_addresses", "scripts"})


def clean_text(edition: Edition) -> Iterator[GateFinding]:
    """No code, traceback, machine path or placeholder reaches a reader."""
    return edition.wrong({"code", "placeholders"})


def glyphs(edition: Edition) -> Iterator[GateFinding]:
    """Every character of our own text can be drawn with the page's own font."""
    return edition.wrong({"glyphs"})


def readable(edition: Edition) -> Iterator[GateFinding]:
    """Headings, landmarks, tables, figures and links are in order; no cell is blank without saying why."""
    return edition.wrong({"blank_cells", "headings", "landmarks", "tables", "figures", "links"})


def language(edition: Edition) -> Iterator[GateFinding]:
    """Each page says which language it is in, and says it right."""
    return edition.wrong({"language"})


def size(edition: Edition) -> Iterator[GateFinding]:
    """No page is larger than its budget."""
    yield from edition.wrong({"size"})
    beyond = max(0, len(edition.manifest.counties) - _SMALL_CITY)
    budget = edition.settings.run.index_max_kib * _KIB + beyond * _ROW_BYTES
    for lang in edition.manifest.languages:
        index = edition.folder / page_file("index", lang)
        if (bytes_ := index.stat().st_size) > budget:
            yield found(
                "{file}: {size} KiB, the budget is {budget} KiB",
                file=index.name,
                size=f"{bytes_ / _KIB:.0f}",
                budget=f"{budget / _KIB:.0f}",
            )

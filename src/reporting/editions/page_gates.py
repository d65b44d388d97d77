"""Gates on pages: the right county's, made from what the manifest says, and fit to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import product

from reporting.definitions.periods import Period
from reporting.editions.edition import Edition
from reporting.editions.manifest import PageEntry
from reporting.editions.plan import page_file
from reporting.errors import StoreError
from reporting.pages.text import plain_text
from reporting.snapshots.snapshot import Snapshot

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
_SHOWN_OF_HASH = 8
_SMALL_CITY = 20
"""Counties up to which the index has a budget; larger ones are as long as their counties are many."""


def every_county(edition: Edition) -> Iterator[str]:
    """Every county has a page, or a row with the reason why not."""
    entries = {(entry.place, entry.lang): entry for entry in edition.manifest.entries}
    for county, lang in product(edition.settings.city.codes, edition.manifest.languages):
        entry = entries.get((county, lang))
        if entry is None or (not entry.file and not entry.reason):
            yield f"{county}: no page and no reason"
        elif entry.file and not (edition.folder / entry.file).exists():
            yield f"{county}: its page {entry.file} is missing"
        elif entry.run_failed:
            yield f"{county}: its run failed: {entry.reason}"


def right_county(edition: Edition) -> Iterator[str]:
    """Each page is the right county's: file name, parameters, heading, and no other county's name on it."""
    names = {county.code: county.name for county in edition.settings.city.counties}
    period = Period(edition.manifest.period)
    for entry in edition.fresh:
        if entry.place not in names:
            continue
        if entry.file != page_file(entry.place, entry.lang):
            yield f"{entry.file}: the file is not named by its county {entry.place} and its language {entry.lang}"
        yield from _wrong_parameters(edition, entry)
        heading = plain_text(" ".join(_H1.findall(edition.html(entry))))
        if edition.county_names.found_in(heading) != {entry.place}:
            yield f"{entry.file}: its heading {heading!r} does not name {names[entry.place].to(entry.lang)!r} alone"
        if period.label(entry.lang) not in heading:
            yield f"{entry.file}: its heading {heading!r} does not say {period.label(entry.lang)!r}"
        for code in sorted(edition.county_names.found_in(edition.texts[entry.file]) - {entry.place}):
            yield f"{entry.file}: it names another county, {names[code].to(entry.lang)}"


def _wrong_parameters(edition: Edition, entry: PageEntry) -> Iterator[str]:
    wanted = {
        "county": entry.place,
        "period": edition.manifest.period,
        "lang": entry.lang,
        "audience": edition.manifest.audience,
    }
    for name, value in wanted.items():
        if entry.parameters.get(name, value) != value:
            yield f"{entry.file}: run for {name} {entry.parameters[name]}, filed under {value}"


def snapshot(edition: Edition) -> Iterator[str]:
    """Each page was made from the snapshot that is kept, which is its place's alone, and shows which one."""
    for entry in edition.fresh:
        path = edition.work / "snapshots" / f"{entry.place}.json"
        if not path.exists():
            yield f"{entry.file}: the snapshot it was made from is gone; run it again"
            continue
        content = path.read_bytes()
        if sha256(content).hexdigest() != entry.snapshot:
            yield f"{entry.file}: made from snapshot {entry.snapshot[:8]}, another one is kept for {entry.place}"
            continue
        yield from (f"{entry.file}: {wrong}" for wrong in _wrong_snapshot(content, edition, entry))
        if entry.snapshot[:_SHOWN_OF_HASH] not in edition.texts[entry.file]:
            yield f"{entry.file}: it does not show the version of its data, {entry.snapshot[:_SHOWN_OF_HASH]}"


def _wrong_snapshot(content: bytes, edition: Edition, entry: PageEntry) -> Iterator[str]:
    """Where a snapshot is another place's, period's or audience's, or holds figures of another county."""
    try:
        kept = Snapshot.from_bytes(content)
    except StoreError as error:
        yield f"its snapshot cannot be read: {error}"
        return
    is_of = (kept.place, str(kept.period), kept.audience)
    wanted = (entry.place, edition.manifest.period, edition.manifest.audience)
    if is_of != wanted:
        yield f"its snapshot is of {' '.join(is_of)}, not of {' '.join(wanted)}"
    elif entry.place in edition.settings.city.codes:
        allowed = {entry.place, *(line.code for line in edition.settings.city.totals)}
        for table, frame in kept.tables.items():
            if "county" in frame and (others := set(frame["county"].dropna()) - allowed):
                yield f"its snapshot has {table} of {', '.join(sorted(others))}"


def self_contained(edition: Edition) -> Iterator[str]:
    """No outside address and no script on any page, and the policy that lets none in."""
    return edition.wrong({"policy", "outside_addresses", "scripts"})


def clean_text(edition: Edition) -> Iterator[str]:
    """No code, traceback, machine path or placeholder reaches a reader."""
    return edition.wrong({"code", "placeholders"})


def glyphs(edition: Edition) -> Iterator[str]:
    """Every character of our own text can be drawn with the page's own font."""
    return edition.wrong({"glyphs"})


def readable(edition: Edition) -> Iterator[str]:
    """Headings, landmarks, tables, figures and links are in order; no cell is blank without saying why."""
    return edition.wrong({"blank_cells", "headings", "landmarks", "tables", "figures", "links"})


def language(edition: Edition) -> Iterator[str]:
    """Each page says which language it is in, and says it right."""
    return edition.wrong({"language"})


def size(edition: Edition) -> Iterator[str]:
    """No page is larger than its budget."""
    yield from edition.wrong({"size"})
    budget = edition.settings.run.index_max_kib
    for lang in edition.manifest.languages if len(edition.manifest.counties) <= _SMALL_CITY else ():
        index = edition.folder / page_file("index", lang)
        if index.stat().st_size > budget * _KIB:
            yield f"{index.name}: {index.stat().st_size / _KIB:.0f} KiB, the budget is {budget} KiB"

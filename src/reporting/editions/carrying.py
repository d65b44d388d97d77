"""Last good pages: a county that failed or is silent keeps the one that was published of it before (沿用上期)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from reporting.editions.manifest import PageEntry, read_manifest
from reporting.pagemaking.edition_places import EditionPlaces

__all__ = ["carry_over"]

_OF_THE_PAGE = ("file", "data_as_of", "parameters", "snapshot", "notebook", "words")
"""What an entry says of how its page was made: of a page carried over, how that one was."""

Pages: TypeAlias = Mapping[tuple[str, str], PageEntry]


def carry_over(
    entries: Sequence[PageEntry], places: EditionPlaces, as_of: str
) -> tuple[tuple[PageEntry, ...], dict[str, Path]]:
    """The entries, those without a page of their own with the last good one; and file → where that page stands.

    Of this period's published edition first, then of earlier periods, the latest first. Pages of a
    notebook outside the edition are never carried over.

    Args:
        as_of: the moment of the edition's data, as its manifest has it; what was published of later data is not
            looked at, so that an old edition can be made again.
    """
    origins: dict[str, Path] = {}
    if places.name or all(entry.status == "published" for entry in entries):
        return tuple(entries), origins
    earlier = list(_earlier(places, as_of))
    done = []
    for entry in entries:
        found = None if entry.status == "published" else _last_good(entry, earlier)
        if found is not None:
            entry, origins[found[0].file] = found
        done.append(entry)
    return tuple(done), origins


def _earlier(places: EditionPlaces, as_of: str) -> Iterator[tuple[Path, str, Pages]]:
    """Folder, period and pages of the editions to look in, the best first: of each period the last that was known."""
    for period in reversed([one for one in places.published_periods() if one <= places.period]):
        of_period = replace(places, period=period)
        revisions = (of_period.revision(number) for number in reversed(of_period.revisions()))
        for folder in (of_period.published, *revisions):
            manifest = read_manifest(folder)
            if manifest.as_of <= as_of:
                pages = {(entry.page, entry.lang): entry for entry in manifest.entries if entry.file}
                yield folder, str(period), pages
                break


def _last_good(entry: PageEntry, earlier: Sequence[tuple[Path, str, Pages]]) -> tuple[PageEntry, Path] | None:
    for folder, period, pages in earlier:
        old = pages.get((entry.page, entry.lang))
        if old is not None and (folder / old.file).exists():
            kept = {name: getattr(old, name) for name in _OF_THE_PAGE}
            update = {"status": "stale", "from_period": old.from_period or period, **kept}
            return entry.model_copy(update=update), folder / old.file
    return None

"""Assembling an edition: every body stamped, last good pages carried over, index, data and manifest in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from os.path import relpath
from pathlib import Path

from reporting.definitions.periods import Period
from reporting.editions.bundle import bundle_name, write_bundle
from reporting.editions.carrying import carry_over
from reporting.editions.corrections import find_corrections
from reporting.editions.corrections_page import CORRECTIONS, corrections_page
from reporting.editions.editions_list import editions_list
from reporting.editions.feed import editions_feed
from reporting.editions.files.listing import copy_files, described_files, file_label, files_in, files_of
from reporting.editions.index import edition_index
from reporting.editions.manifest import Manifest, PageEntry, read_manifest, write_manifest
from reporting.editions.swap import link_tree, swap_in
from reporting.editions.wording import edition_foot, edition_words, withdrawal_told
from reporting.errors import EditionError
from reporting.execution.files import partial_folder, write_atomically
from reporting.execution.fingerprint import digest
from reporting.pagemaking.edition_places import EditionPlaces, page_file
from reporting.pagemaking.stamping import Link, Stamp, revision_fact, stamp_fragment
from reporting.pages.stamp import foot, stamp
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["assemble", "build_edition", "refresh_editions_index"]


def assemble(manifest: Manifest, places: EditionPlaces, settings: Settings) -> Manifest:
    """Make the draft folder anew, whole or not at all, of bodies and data; drafts of other notebooks beside it stay."""
    entries, carried = carry_over(manifest.entries, places, manifest.as_of)
    origins = {entry.file: places.bodies / entry.file for entry in entries if entry.file} | carried
    places.draft.parent.mkdir(parents=True, exist_ok=True)
    made = partial_folder(places.draft)
    try:
        shutil.copytree(places.data, made / "data")
        copy_files(places.files, files_in(places.files), made)
        complete = build_edition(_with_entries(manifest, entries), origins, places, settings, made)
        for beside in places.draft.glob("*/manifest.json"):
            link_tree(beside.parent, made / beside.parent.name)
        made.chmod(0o755)
        swap_in(made, places.draft)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return complete


def build_edition(
    manifest: Manifest, origins: Mapping[str, Path], places: EditionPlaces, settings: Settings, folder: Path
) -> Manifest:
    """Write pages, index and manifest of the edition into ``folder``; returns the manifest with sizes and hashes.

    Args:
        origins: file → the page as it stands now, whatever is stamped on it.

    Raises:
        EditionError: a page is gone.
    """
    superseded = read_manifest(places.revision(manifest.supersedes)) if manifest.supersedes else None
    manifest = manifest.model_copy(update={"files": described_files(folder)})
    making = _Making(manifest, superseded, places, settings)
    stamped = [
        _write_page(making, entry, origins[entry.file], folder) if entry.file else entry for entry in manifest.entries
    ]
    complete = _with_entries(manifest, stamped)
    if superseded is not None:
        _write_corrections(superseded, complete, places, settings, folder)
    for lang in manifest.languages:
        write_atomically(folder / page_file("index", lang), edition_index(complete, settings, lang).encode())
    write_manifest(folder, complete)
    if complete.state == "published":
        write_bundle(folder, complete, folder / bundle_name(complete, manifest.languages[0]))
    return complete


def refresh_editions_index(places: EditionPlaces, settings: Settings) -> Path:
    """Write the list of all published editions, and the feed of them; returns the list's file.

    The list stands a second time beside the superseded revisions, whose pages lead to it as all pages do.
    """
    manifests = [read_manifest(places.root / str(period)) for period in places.published_periods()]
    base = getattr(settings.run.published_at, places.audience)
    lang = settings.run.languages[0]
    write_atomically(places.root / "feed.xml", editions_feed(manifests, settings, lang, base))
    path = places.root / "index.html"
    write_atomically(path, editions_list(manifests, settings, lang).encode())
    write_atomically(places.root / "editions" / path.name, editions_list(manifests, settings, lang, "../").encode())
    return path


@dataclass(frozen=True)
class _Making:
    """The edition being made; ``superseded`` is the revision before it, if there is one."""

    manifest: Manifest
    superseded: Manifest | None
    places: EditionPlaces
    settings: Settings

    @cached_property
    def files(self) -> frozenset[str]:
        """The pages that it has."""
        return frozenset(entry.file for entry in self.manifest.entries if entry.file)

    @cached_property
    def bodies_before(self) -> Mapping[tuple[str, str], str]:
        """Page and language → hash of the body, in the revision that stands."""
        return {(one.page, one.lang): one.body for one in self.superseded.entries} if self.superseded else {}

    @cached_property
    def before(self) -> EditionPlaces | None:
        """The edition of the period before, if it was published when this one was made."""
        period = self.settings.city.calendar.previous(Period(self.manifest.period))
        before = replace(self.places, period=period, name="")
        if not (numbers := before.revisions()):
            return None
        first = datetime.fromisoformat(read_manifest(before.revision(numbers[0])).generated_at)
        return before if first <= datetime.fromisoformat(self.manifest.generated_at) else None

    @property
    def home(self) -> Path:
        """The folder in which readers will find it."""
        return self.places.published if self.manifest.state == "published" else self.places.draft


def _with_entries(manifest: Manifest, entries: Sequence[PageEntry]) -> Manifest:
    """The manifest with other entries, the counties' first, as many as it has."""
    first = len(manifest.counties)
    return manifest.model_copy(update={"counties": tuple(entries[:first]), "pages": tuple(entries[first:])})


def _write_page(making: _Making, entry: PageEntry, origin: Path, folder: Path) -> PageEntry:
    """Write the page with the edition's stamp on it; returns its entry with size and hashes."""
    try:
        page = origin.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EditionError(f"the page {entry.file} is gone", hint="run the period again") from None
    bare = foot(stamp(page, ""), "")
    body = digest(bare.encode())
    is_corrected = making.superseded is not None and making.bodies_before.get((entry.page, entry.lang)) != body
    told_of = Stamp(
        revision=making.manifest.revision,
        supersedes=making.manifest.supersedes,
        generated_at=datetime.fromisoformat(making.manifest.generated_at),
        links=tuple(_links(making, entry, is_corrected=is_corrected)),
        carried_from=Period(entry.from_period).label(entry.lang) if entry.from_period else "",
        is_of_this_period=entry.from_period == making.manifest.period,
        # a notebook of one's own need not have the section that says it
        version="" if entry.snapshot[:8] in bare else entry.snapshot[:8],
        withdrawn=withdrawal_told(entry, edition_words(making.settings, entry.lang), making.settings.city)
        if entry.from_period
        else "",
    )
    stamped = stamp(page, stamp_fragment(told_of, entry.lang), revision_fact(told_of, entry.lang))
    content = foot(stamped, edition_foot(making.manifest, making.settings, entry.lang)).encode()
    write_atomically(folder / entry.file, content)
    return entry.model_copy(
        update={"bytes": len(content), "sha256": digest(content), "body": body},
    )


def _write_corrections(
    superseded: Manifest, manifest: Manifest, places: EditionPlaces, settings: Settings, folder: Path
) -> None:
    before = places.revision(superseded.revision)
    found = find_corrections(superseded, before, manifest, folder, settings.city)
    for lang in manifest.languages:
        path = folder / page_file(CORRECTIONS, lang)
        write_atomically(path, corrections_page(manifest, found, settings, lang).encode())


def _links(making: _Making, entry: PageEntry, *, is_corrected: bool) -> Iterator[Link]:
    """Links to what exists: the index, corrections, the county's other pages, the period before, other languages."""
    _ = translator("editions", entry.lang)
    yield Link(page_file("index", entry.lang), _("All counties"))
    if is_corrected:
        yield Link(page_file(CORRECTIONS, entry.lang), _("Corrections"))
    for file in files_of(making.manifest.files, entry.page, entry.lang):
        yield Link(file, file_label(file, _))
    before = making.before
    if before is not None and (before.published / entry.file).exists():
        address = Path(relpath(before.published / entry.file, making.home)).as_posix()
        yield Link(address, _("Previous") + f" {before.period.label(entry.lang)}")
    titles = {page.page: page.title.to(entry.lang) for page in making.settings.run.pages if page.per == "county"}
    for other in making.manifest.entries:
        is_sibling = (other.place, other.lang) == (entry.place, entry.lang) and other.page != entry.page
        name = other.page.removeprefix(other.place).removeprefix("-")
        if is_sibling and other.file and len(titles) > 1 and name in titles:
            yield Link(other.file, titles[name])
    names = {"zh-Hans": _("Chinese"), "en": "English"}
    for lang in making.manifest.languages:
        if lang != entry.lang and page_file(entry.page, lang) in making.files:
            yield Link(page_file(entry.page, lang), names[lang], lang)

"""Assembling an edition: every body stamped, last good pages carried over, index, data and manifest in one folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from reporting.definitions.periods import Period
from reporting.editions.bundle import bundle_name, write_bundle
from reporting.editions.corrections import find_corrections
from reporting.editions.corrections_page import CORRECTIONS, corrections_page
from reporting.editions.feed import editions_feed
from reporting.editions.index import edition_index, editions_index
from reporting.editions.manifest import Manifest, PageEntry, read_manifest, write_manifest
from reporting.editions.places import EditionPlaces
from reporting.editions.plan import page_file
from reporting.editions.stamping import Link, Stamp, stamp_fragment
from reporting.editions.swap import link_tree, swap_in
from reporting.errors import EditionError
from reporting.pages.stamp import stamp
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["assemble", "build_edition", "refresh_editions_index"]


def assemble(manifest: Manifest, places: EditionPlaces, settings: Settings, data: Mapping[str, bytes]) -> Manifest:
    """Make the draft folder anew, whole or not at all; drafts of other notebooks beside it stay."""
    places.draft.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=".draft-", dir=places.draft.parent))
    try:
        (made / "data").mkdir()
        for name, content in data.items():
            (made / "data" / name).write_bytes(content)
        complete = build_edition(manifest, places, settings, made)
        for beside in places.draft.glob("*/manifest.json"):
            link_tree(beside.parent, made / beside.parent.name)
        made.chmod(0o755)
        swap_in(made, places.draft)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return complete


def build_edition(manifest: Manifest, places: EditionPlaces, settings: Settings, folder: Path) -> Manifest:
    """Write pages, index and manifest of the edition into ``folder``; returns the manifest with sizes and hashes."""
    with_carried = [_carried_over(entry, places, settings) for entry in manifest.entries]
    files = {entry.file for entry in with_carried if entry.file}
    standing = read_manifest(places.revision(manifest.supersedes)) if manifest.supersedes else None
    stamped = [_write_page(entry, manifest, places, settings, folder, files, standing) for entry in with_carried]
    first = len(manifest.counties)
    complete = manifest.model_copy(update={"counties": tuple(stamped[:first]), "pages": tuple(stamped[first:])})
    if standing is not None:
        _write_corrections(standing, complete, places, settings, folder)
    for lang in manifest.languages:
        (folder / page_file("index", lang)).write_text(edition_index(complete, settings, lang), encoding="utf-8")
    write_manifest(folder, complete)
    if complete.state == "published":
        write_bundle(folder, complete, folder / bundle_name(complete, manifest.languages[0]))
    return complete


def refresh_editions_index(places: EditionPlaces, settings: Settings) -> Path:
    """Write the list of all published editions, and the feed of them; returns the list's file."""
    manifests = [
        read_manifest(folder) for folder in sorted(places.root.iterdir()) if (folder / "manifest.json").exists()
    ]
    base = getattr(settings.run.published_at, places.audience)
    (places.root / "feed.xml").write_bytes(editions_feed(manifests, settings, "zh-Hans", base))
    path = places.root / "index.html"
    path.write_text(editions_index(manifests, settings, "zh-Hans"), encoding="utf-8")
    return path


def _carried_over(entry: PageEntry, places: EditionPlaces, settings: Settings) -> PageEntry:
    """The entry, with the county's last good page where it has no new one."""
    if places.name or entry.status not in ("failed", "silent"):
        return entry
    for folder in _earlier_editions(places, settings):
        old = read_manifest(folder).entry(entry.place, entry.lang)
        if old is not None and old.file and (folder / old.file).exists():
            return entry.model_copy(
                update={
                    "status": "stale",
                    "file": old.file,
                    "from_period": old.from_period or folder.name[:7].rstrip("-"),
                    "data_as_of": old.data_as_of,
                }
            )
    return entry


def _earlier_editions(places: EditionPlaces, settings: Settings) -> Iterator[Path]:
    """Published editions up to this period, the latest first."""
    if places.published.exists():
        yield places.published
    earlier = [folder for folder in places.root.glob("*") if (folder / "manifest.json").exists()]
    yield from sorted((folder for folder in earlier if folder.name < str(places.period)), reverse=True)


def _write_page(
    entry: PageEntry,
    manifest: Manifest,
    places: EditionPlaces,
    settings: Settings,
    folder: Path,
    files: set[str],
    standing: Manifest | None,
) -> PageEntry:
    """The page with its stamp; ``standing`` is the revision that this one supersedes."""
    if not entry.file:
        return entry
    body = _body(entry, places, settings)
    digest = sha256(stamp(body, "").encode()).hexdigest()
    is_corrected = standing is not None and digest not in {
        one.body for one in standing.entries if (one.page, one.lang) == (entry.page, entry.lang)
    }
    carried = Period(entry.from_period).label(entry.lang) if entry.from_period else ""
    fragment = stamp_fragment(
        Stamp(
            revision=manifest.revision,
            supersedes=manifest.supersedes,
            generated_at=datetime.fromisoformat(manifest.generated_at),
            links=tuple(_links(entry, manifest, places, settings, files, is_corrected=is_corrected)),
            carried_from=carried,
        ),
        entry.lang,
    )
    content = stamp(body, fragment).encode()
    (folder / entry.file).write_bytes(content)
    return entry.model_copy(
        update={
            "bytes": len(content),
            "sha256": sha256(content).hexdigest(),
            "body": digest,
        }
    )


def _write_corrections(
    standing: Manifest, manifest: Manifest, places: EditionPlaces, settings: Settings, folder: Path
) -> None:
    before = places.revision(standing.revision)
    found = find_corrections(standing, before, manifest, folder, settings.city)
    for lang in manifest.languages:
        path = folder / page_file(CORRECTIONS, lang)
        path.write_text(corrections_page(manifest, found, settings, lang), encoding="utf-8")


def _body(entry: PageEntry, places: EditionPlaces, settings: Settings) -> str:
    if entry.status == "stale":
        for folder in _earlier_editions(places, settings):
            if (folder / entry.file).exists():
                return (folder / entry.file).read_text(encoding="utf-8")
    path = places.bodies / entry.file
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EditionError(f"the page {entry.file} is gone from the draft", hint="run the period again") from None


def _links(
    entry: PageEntry,
    manifest: Manifest,
    places: EditionPlaces,
    settings: Settings,
    files: set[str],
    *,
    is_corrected: bool,
) -> Iterator[Link]:
    """Links to what exists: the index, the page's corrections, its like of the period before and in other languages."""
    _ = translator("editions", entry.lang)
    yield Link(page_file("index", entry.lang), _("All counties"))
    if is_corrected:
        yield Link(page_file(CORRECTIONS, entry.lang), _("Corrections"))
    before = settings.city.calendar.previous(Period(manifest.period))
    if (places.root / str(before) / entry.file).exists():
        yield Link(f"../{before}/{entry.file}", f"{_('Previous')} {before.label(entry.lang)}")
    names = {"zh-Hans": _("Chinese"), "en": "English"}
    for lang in manifest.languages:
        if lang != entry.lang and page_file(entry.page, lang) in files:
            yield Link(page_file(entry.page, lang), names[lang], lang)

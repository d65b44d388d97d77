"""One zip of a published edition: it opens from a USB stick, links to nothing outside itself, and can be checked."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reporting.editions.manifest import Manifest, read_manifest
from reporting.errors import EditionError
from reporting.execution.files import clear_partial, whole
from reporting.execution.fingerprint import digest
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["bundle_edition", "bundle_name", "write_bundle"]

_ANCHOR = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)
_NAVIGATION = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
_MANIFEST = "manifest.json"
_AN_HOUR = 3600


def bundle_edition(places: EditionPlaces, settings: Settings, output: Path) -> Path:
    """Write the zip of the published edition; returns its path.

    Args:
        output: a file ending in ``.zip``, or a folder, made where it is not there, for a file named by edition,
            audience and, for invented data, the mark of it.

    Raises:
        EditionError: nothing is published.
    """
    manifest = read_manifest(places.published)
    is_file = output.suffix.lower() == ".zip" and not output.is_dir()
    path = output if is_file else output / bundle_name(manifest, settings.run.languages[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bundle(places.published, manifest, path)
    return path


def bundle_name(manifest: Manifest, lang: str) -> str:
    """``2022-04-r1-内部-演示.zip``: whoever finds the file knows what it is and for whom."""
    _ = translator("editions", lang)
    parts = [manifest.period, f"r{manifest.revision}", _(f"audience {manifest.audience}")]
    return "-".join([*parts, *([_("Demonstration")] if manifest.demo else [])]) + ".zip"


def write_bundle(folder: Path, manifest: Manifest, path: Path) -> None:
    """Write the zip of the edition in ``folder``, whole or not at all. Same edition, same bytes.

    Links to what is not in the zip are taken out, with their words where they stand in a navigation. The manifest in
    the zip has the sizes and hashes of the pages as they are there, and ``SHA256SUMS`` those of every file.
    """
    # what was touched within the hour may be another's, under way
    clear_partial(path.parent, older_than=_AN_HOUR)
    with whole(path) as made, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in _files(folder, manifest):
            archive.writestr(_entry(name, manifest), content)


def _files(folder: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the zip, in order of name; manifest and checksums come last."""
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        # the zip of the edition itself stands beside its pages, and while it is made so does what is made of it
        if path.is_file() and path.suffix != ".zip" and path.name != _MANIFEST and not path.name.startswith(".")
    )
    present = {*names, _MANIFEST}
    sums: dict[str, str] = {}
    sizes: dict[str, int] = {}
    published = {entry.file: entry.sha256 for entry in manifest.entries if entry.file and entry.sha256}
    for name in names:
        content = (folder / name).read_bytes()
        if name in published and digest(content) != published[name]:
            raise EditionError(
                f"{name} is not what was published",
                where=folder.name,
                hint="take it from a backup or from the edition's zip; corrections are published as a revision",
            )
        if name.endswith(".html"):
            content = _without_outside_links(content.decode(), name, present).encode()
        sums[name], sizes[name] = digest(content), len(content)
        yield name, content
    described = _described(folder, sums, sizes)
    sums[_MANIFEST] = digest(described)
    yield _MANIFEST, described
    yield "SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _described(folder: Path, sums: dict[str, str], sizes: dict[str, int]) -> bytes:
    """The manifest as it was published, but for sizes and hashes of pages that lost a link."""
    manifest = json.loads((folder / _MANIFEST).read_bytes())
    for entry in (*manifest["counties"], *manifest["pages"]):
        if entry["file"]:
            entry.update(bytes=sizes[entry["file"]], sha256=sums[entry["file"]])
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"


def _without_outside_links(html: str, name: str, present: Collection[str]) -> str:
    def is_inside(anchor: re.Match[str]) -> bool:
        address = urlsplit(unescape(anchor[1]))
        if address.scheme or address.netloc:
            return False
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.path)))
        return not address.path or target in present

    navigated = _NAVIGATION.sub(
        lambda nav: _ANCHOR.sub(lambda anchor: anchor[0] if is_inside(anchor) else "", nav[0]), html
    )
    return _ANCHOR.sub(lambda anchor: anchor[0] if is_inside(anchor) else anchor[2], navigated)


def _entry(name: str, manifest: Manifest) -> ZipInfo:
    """What the zip says of a file: nothing of this machine, and the time at which the edition was generated."""
    generated = datetime.fromisoformat(manifest.generated_at)
    top = f"{manifest.period}-r{manifest.revision}-{manifest.audience}" + ("-demo" if manifest.demo else "")
    entry = ZipInfo(f"{top}/{name}", generated.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry

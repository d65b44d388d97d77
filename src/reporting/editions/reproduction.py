"""Whether a published revision can be made again: a draft of the same moment, stamped as that revision was."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from reporting.editions.assemble import build_edition
from reporting.editions.files.listing import copy_files
from reporting.editions.manifest import read_manifest
from reporting.errors import UsageError
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Settings

__all__ = ["not_reproduced"]


def not_reproduced(places: EditionPlaces, settings: Settings, number: int) -> tuple[str, ...]:
    """The files of a revision that the draft does not reproduce byte for byte, in order of name.

    Pages, index, corrections and data are compared, with the revision, the day and the approval of the original.
    The manifest, and the zip that holds it, are left out: they tell how long each page took.

    Raises:
        UsageError: there is no such revision.
        EditionError: there is no draft.
    """
    if number not in places.revisions():
        raise UsageError(f"{places.period} has no revision {number}", hint="see outputs/editions/")
    original = read_manifest(places.revision(number))
    draft = read_manifest(places.draft)
    stamped = draft.model_copy(
        update={
            name: getattr(original, name)
            for name in ("state", "revision", "supersedes", "approved_by", "generated_at", "gates")
        }
    )
    with TemporaryDirectory(dir=places.draft.parent) as temporary:
        made = Path(temporary)
        shutil.copytree(places.draft / "data", made / "data")
        copy_files(places.draft, [one.file for one in draft.files], made)
        origins = {entry.file: places.draft / entry.file for entry in draft.entries if entry.file}
        build_edition(stamped, origins, places, settings, made)
        was, now = _files(places.revision(number)), _files(made)
    return tuple(name for name in sorted({*was, *now}) if was.get(name) != now.get(name))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json" and path.suffix != ".zip"
    }

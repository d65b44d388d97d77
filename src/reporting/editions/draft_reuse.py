"""The draft that stands already: made of the same submissions, settings, notebooks and program, and still whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from reporting.definitions.runs import NotebookPage
from reporting.editions.manifest import Manifest, read_manifest
from reporting.editions.provenance import git_commit, installed, surroundings
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.store.view import View

__all__ = ["draft_key", "note_draft", "standing_draft"]


def draft_key(
    view: View,
    places: EditionPlaces,
    pages: Sequence[NotebookPage],
    languages: Sequence[str],
    counties: Sequence[str],
    extra: Mapping[str, str],
    as_of: datetime | None,
) -> str:
    """One sha256 over all that a draft is made from: what was asked for, what is known, and what makes it.

    The store only grows, so that the list of submissions with their standing says all that it holds. What was published
    before counts because last good pages and corrections come from there.
    """
    project = places.project
    published = [*places.root.glob("*/manifest.json"), *(project.outputs / "editions").glob("*/manifest.json")]
    ingredients = {
        "order": repr((places.period, places.audience, places.name, pages, languages, counties, extra, as_of)),
        "submissions": digest(repr(view.standing()).encode()),
        "params": tree_digest(project.params),
        "notebooks": [file_digest(project.notebooks / page.notebook) for page in pages],
        "program": [surroundings(project, ""), installed(), git_commit(project.root)],
        "published": {str(path.parent.relative_to(project.outputs)): file_digest(path) for path in published},
    }
    return digest(json.dumps(ingredients, sort_keys=True).encode())


def standing_draft(places: EditionPlaces, key: str) -> Manifest | None:
    """The draft with this key, if none of its files has changed since; None if it has to be made."""
    try:
        note = json.loads(_note(places).read_bytes())
        if note["key"] == key and all(file_digest(places.draft / name) == one for name, one in note["files"].items()):
            return read_manifest(places.draft)
    except (OSError, ValueError, KeyError):
        pass
    return None


def note_draft(places: EditionPlaces, key: str) -> None:
    """Note what the draft that has just been made was made from."""
    found = {path.relative_to(places.draft).as_posix(): path for path in places.draft.rglob("*") if path.is_file()}
    note = {"key": key, "files": {name: file_digest(path) for name, path in sorted(found.items())}}
    write_atomically(_note(places), json.dumps(note, indent=1).encode())


def _note(places: EditionPlaces) -> Path:
    return places.bodies / "draft.json"

"""The draft that is there already: made of the same submissions, settings, notebooks and program, and still whole."""

from __future__ import annotations

import json
from pathlib import Path

from reporting.editions.manifest import Manifest, read_manifest
from reporting.editions.provenance import git_commit, installed
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.pagemaking.dependencies import dependencies
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pagemaking.order import Order
from reporting.store.view import View

__all__ = ["draft_key", "note_draft", "unchanged_draft"]


def draft_key(view: View, order: Order) -> str:
    """One sha256 over all that a draft is made from: what was asked for, what is known, and what makes it.

    The store only grows, so that the list of submissions with what came of each says all that it holds. What was
    published before counts because last good pages and corrections come from there.
    """
    places, project = order.places, order.project
    asked = (order.period, order.audience, order.name, order.pages, order.languages, order.counties)
    published = [*places.root.glob("*/manifest.json"), *(project.outputs / "editions").glob("*/manifest.json")]
    ingredients = {
        "order": repr((*asked, dict(order.parameters), order.as_of)),
        "submissions": digest(repr(view.submission_states()).encode()),
        "texts": digest(repr(view.text_decisions()).encode()) if places.is_public else "",
        "params": tree_digest(project.params),
        "notebooks": [file_digest(order.notebook(page)) for page in order.pages],
        "program": [dependencies(order, demo=False), installed(), git_commit(project.root)],
        "published": {str(path.parent.relative_to(project.outputs)): file_digest(path) for path in published},
    }
    return digest(json.dumps(ingredients, sort_keys=True).encode())


def unchanged_draft(places: EditionPlaces, key: str) -> Manifest | None:
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

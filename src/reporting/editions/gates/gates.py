"""Gates: what an edition must pass before it is published.

A gate is a function from the edition to findings; none means that it is open. Findings name the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reporting.editions.gates import data_gates, file_gates, notebook_gates, page_gates, store_gates
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, GateVerdict
from reporting.editions.gates.page_looks import LooksAhead
from reporting.editions.manifest import Manifest, read_manifest
from reporting.errors import EditionError
from reporting.execution.fingerprint import file_digest
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Settings

__all__ = ["GATES", "Edition", "Gate", "review"]

Gate = Callable[[Edition], Iterator[GateFinding]]

GATES: dict[str, Gate] = {
    gate.__name__: gate
    for gate in (
        page_gates.every_county,
        page_gates.right_county,
        page_gates.snapshot,
        page_gates.self_contained,
        page_gates.clean_text,
        page_gates.glyphs,
        page_gates.readable,
        notebook_gates.everything_shown,
        notebook_gates.no_dead_links,
        page_gates.language,
        page_gates.size,
        file_gates.files,
        store_gates.unchanged_store,
        data_gates.completeness,
        data_gates.intake_errors,
        data_gates.totals,
        data_gates.suppression,
        data_gates.protected,
    )
}


def review(
    places: EditionPlaces, settings: Settings, ahead: LooksAhead | None = None
) -> tuple[Manifest, tuple[GateVerdict, ...]]:
    """The draft edition and how each gate stands.

    Args:
        ahead: what was found on its pages meanwhile; None to look at them here.

    Raises:
        EditionError: there is no draft, or a page of it is not the one that its manifest speaks of.
    """
    manifest = read_manifest(places.draft)
    kept = [(one.file, one.sha256) for one in manifest.entries] + [(one.file, one.sha256) for one in manifest.files]
    for file, sha256 in kept:
        path = places.draft / file
        if file and (not path.exists() or file_digest(path) != sha256):
            raise EditionError(
                f"the page {file} was changed or removed after the draft was made", hint="run the period again"
            )
    edition = Edition(places.draft, places.bodies, manifest, settings, places.project, ahead or LooksAhead())
    return manifest, tuple(GateVerdict(name, tuple(gate(edition))) for name, gate in GATES.items())

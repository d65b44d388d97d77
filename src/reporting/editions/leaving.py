"""What of a manifest may leave the bureau with the public edition.

Provenance stays provable for whoever has the project's secret, and says nothing to others: no plain hash of what came
from inside, no versions of packages, no message of a program, no finding of a gate.
"""

from __future__ import annotations

from reporting.editions.manifest import REASONS, Manifest, PageEntry
from reporting.settings import Project
from reporting.snapshots.seal import seal, seal_key

__all__ = ["as_it_may_leave"]

_FAILED = "failed"
_SEALED = "hmac:"
"""Before a keyed digest, so that nobody takes it for a plain one, and none is made of another."""


def as_it_may_leave(manifest: Manifest, project: Project) -> Manifest:
    """The manifest of the edition's audience: the internal one as it is, the public one without what is the bureau's.

    The hash of a page is kept, since the page itself is published; that of its snapshot is salted already
    (`reporting.snapshots.snapshot.Snapshot.salt`).
    """
    if not manifest.is_public:
        return manifest
    key = seal_key(project.seal)
    return manifest.model_copy(
        update={
            "counties": tuple(_entry(entry, key) for entry in manifest.counties),
            "pages": tuple(_entry(entry, key) for entry in manifest.pages),
            "packages": {},
            "git_commit": "",
        }
    )


def _entry(entry: PageEntry, key: bytes) -> PageEntry:
    notebook = entry.notebook
    if notebook and not notebook.startswith(_SEALED):
        notebook = _SEALED + seal(key, "notebook", notebook)
    reason = entry.reason if not entry.reason or entry.reason in REASONS else _FAILED
    return entry.model_copy(update={"notebook": notebook, "reason": reason})

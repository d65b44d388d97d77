"""Publishing: the reviewed draft becomes a revision that nothing changes any more, and takes the readers' place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reporting.editions.assemble import build_edition, refresh_editions_index
from reporting.editions.files.listing import copy_files
from reporting.editions.gates.gates import GATES, review
from reporting.editions.gates.page_looks import LooksAhead
from reporting.editions.manifest import Manifest, moment, read_manifest
from reporting.editions.swap import link_tree, swap_in
from reporting.errors import EditionError, UsageError
from reporting.execution.files import clear_partial, partial_folder, write_atomically
from reporting.execution.lock import run_lock
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pages.glyphs import kept_glyphs
from reporting.settings import Settings

__all__ = ["publish_edition"]


def publish_edition(
    places: EditionPlaces,
    settings: Settings,
    *,
    approved_by: str,
    accepted: Mapping[str, str],
    ahead: LooksAhead | None = None,
) -> Manifest:
    """Publish the draft as the next revision; where it shows nothing new, the last revision stands.

    What is published are the pages that were reviewed, with another stamp.

    Args:
        accepted: gate → why it is accepted although it is shut.
        ahead: what was found on its pages meanwhile; None to look at them here.

    Raises:
        EditionError: there is no draft, it was changed by hand, or a gate is shut and not accepted.
        UsageError: nobody approves, or an accepted gate does not exist.
    """
    if not approved_by.strip():
        raise UsageError("an edition needs the name of whoever approves it", hint="--approved-by NAME")
    if unknown := set(accepted) - set(GATES):
        raise UsageError(f"no gate is called {', '.join(sorted(unknown))}", hint=f"gates: {', '.join(GATES)}")
    work = places.project.work
    with run_lock(work / "run.lock", f"publish {places.period}"), kept_glyphs(work):
        for folder in (places.revision(1).parent, places.root, places.root / "editions"):
            clear_partial(folder)
        draft, verdicts = review(places, settings, ahead)
        if shut := [one for one in verdicts if not one.passed and not accepted.get(one.gate, "").strip()]:
            raise EditionError(
                "; ".join(f"gate {one.gate} is shut: {one.findings[0]}" for one in shut),
                hint="mend it, or publish with --accept GATE --because WHY",
            )
        gates = tuple(one.record(accepted.get(one.gate, ""), places.audience) for one in verdicts)
        last = max(places.revisions(), default=0)
        published = read_manifest(places.revision(last)) if last else None
        if published is None or not _same_pages(published, draft):
            manifest = draft.model_copy(
                update={
                    "state": "published",
                    "revision": last + 1,
                    "supersedes": last or None,
                    "approved_by": approved_by,
                    "generated_at": moment(settings.city.timezone),
                    "gates": gates,
                }
            )
            published = _write_revision(manifest, places, settings)
        # also a revision that is there already: whoever published it may have been interrupted before this
        _show(places, published.revision)
        refresh_editions_index(places, settings)
    return published


def _same_pages(before: Manifest, now: Manifest) -> bool:
    """Whether both editions show the same to their readers."""

    def shown(manifest: Manifest) -> set[tuple[str, ...]]:
        pages = {(one.page, one.lang, one.status, one.reason, one.body) for one in manifest.entries}
        return pages | {(one.file, one.sha256) for one in manifest.files}

    return shown(before) == shown(now)


def _write_revision(manifest: Manifest, places: EditionPlaces, settings: Settings) -> Manifest:
    """The revision's folder, whole or not at all; its files are read-only from then on."""
    target = places.revision(manifest.revision)
    target.parent.mkdir(parents=True, exist_ok=True)
    made = partial_folder(target)
    try:
        shutil.copytree(places.draft / "data", made / "data")
        copy_files(places.draft, [one.file for one in manifest.files], made)
        origins = {entry.file: places.draft / entry.file for entry in manifest.entries if entry.file}
        complete = build_edition(manifest, origins, places, settings, made)
        for path in made.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o444)
        made.chmod(0o755)
        if places.is_public:
            truth = (places.bodies / "observations.csv").read_bytes()
            write_atomically(places.project.true_counts / f"{target.name}.csv", truth)
        made.rename(target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return complete


def _show(places: EditionPlaces, revision: int) -> None:
    """Put the revision before its readers, and those before it where the list of editions leads to them."""
    places.root.mkdir(parents=True, exist_ok=True)
    for number in range(1, revision + 1):
        if not places.kept(number).exists():
            link_tree(places.revision(number), places.kept(number))
    made = partial_folder(places.published)
    made.rmdir()
    link_tree(places.revision(revision), made)
    swap_in(made, places.published)
    _lead_back(places)


def _lead_back(places: EditionPlaces) -> None:
    """Let pages of a kept revision find the period before (``../2022-03/``) as those of the current one do."""
    for period in places.published_periods():
        link = places.root / "editions" / str(period)
        if not link.is_symlink():
            with suppress(OSError):  # a disk without symbolic links keeps the pages; one link of theirs leads nowhere
                link.symlink_to(Path("..", str(period)), target_is_directory=True)

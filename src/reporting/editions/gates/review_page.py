"""The review as a page: how each gate stands, what would change, and what accepting a gate would put on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.definitions.periods import Period
from reporting.editions.corrections import Correction, find_corrections
from reporting.editions.corrections_page import changes_told
from reporting.editions.gates.findings import Verdict
from reporting.editions.manifest import Manifest, read_manifest
from reporting.editions.templating import environment
from reporting.editions.wording import edition_words
from reporting.execution.files import write_atomically
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pages.shell import page
from reporting.settings import Settings

__all__ = ["pending_corrections", "review_page", "write_review"]


def pending_corrections(
    manifest: Manifest, places: EditionPlaces, settings: Settings
) -> tuple[Manifest | None, tuple[Correction, ...]]:
    """The revision that stands, and what publishing the draft would correct of it; None where there is none."""
    if not (numbers := places.revisions()):
        return None, ()
    folder = places.revision(numbers[-1])
    standing = read_manifest(folder)
    return standing, find_corrections(standing, folder, manifest, places.draft, settings.city)


def write_review(
    manifest: Manifest,
    verdicts: Sequence[Verdict],
    standing: Manifest | None,
    corrections: Sequence[Correction],
    places: EditionPlaces,
    settings: Settings,
) -> Path:
    """Put the review beside the draft's pages; it is no part of the edition. Returns its file."""
    path = places.draft / "review.html"
    html = review_page(manifest, verdicts, standing, corrections, settings, manifest.languages[0])
    write_atomically(path, html.encode())
    return path


def review_page(
    manifest: Manifest,
    verdicts: Sequence[Verdict],
    standing: Manifest | None,
    corrections: Sequence[Correction],
    settings: Settings,
    lang: str,
) -> str:
    """The page for whoever approves the edition: shut gates first, then what would change of the standing revision."""
    _ = edition_words(settings, lang)
    title = settings.city.title.to(lang)
    period = Period(manifest.period).label(lang)
    body = (
        environment()
        .get_template("review.html.j2")
        .render(
            _=_,
            lang=lang,
            manifest=manifest,
            verdicts=sorted(verdicts, key=lambda one: one.passed),
            shut=[one for one in verdicts if not one.passed],
            standing=standing,
            changes=changes_told(corrections, settings, lang, level=3) if corrections else "",
            title=title,
            period=period,
        )
    )
    banner = demonstration_banner(lang, manifest.demo)
    return page(title=f"{_('Review')} {title} {period}", lang=lang, body=body, banner=banner)

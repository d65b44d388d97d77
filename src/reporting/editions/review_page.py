"""The review as a page: how each gate stands, what shuts it, and what accepting it would put on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporting.definitions.periods import Period
from reporting.editions.manifest import GateRecord, Manifest
from reporting.editions.places import EditionPlaces
from reporting.editions.stamping import environment
from reporting.execution.files import write_atomically
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["review_page", "write_review"]


def write_review(manifest: Manifest, gates: Sequence[GateRecord], places: EditionPlaces, settings: Settings) -> Path:
    """Put the review beside the draft's pages; it is no part of the edition. Returns its file."""
    path = places.draft / "review.html"
    write_atomically(path, review_page(manifest, gates, settings, manifest.languages[0]).encode())
    return path


def review_page(manifest: Manifest, gates: Sequence[GateRecord], settings: Settings, lang: str) -> str:
    """The page for whoever approves the edition: shut gates first."""
    _ = translator("editions", lang)
    title = settings.city.title.to(lang)
    period = Period(manifest.period).label(lang)
    body = (
        environment()
        .get_template("review.html.j2")
        .render(
            _=_,
            manifest=manifest,
            gates=sorted(gates, key=lambda gate: gate.passed),
            shut=[gate for gate in gates if not gate.passed],
            title=title,
            period=period,
        )
    )
    banner = _("Demonstration data: schools and figures are invented") if manifest.demo else ""
    return page(title=f"{_('Review')} {title} {period}", lang=lang, body=body, banner=banner)

"""The review as a page: how each gate stands, what would change, and what accepting a gate would put on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.definitions.periods import Period
from reporting.editions.corrections import Correction, find_corrections
from reporting.editions.corrections_page import changes_told
from reporting.editions.gates.findings import Verdict
from reporting.editions.manifest import Manifest, read_manifest
from reporting.editions.templating import environment
from reporting.editions.texts import ReviewedText, reviewed_texts
from reporting.editions.wording import edition_words
from reporting.execution.files import write_atomically
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pages.shell import page
from reporting.settings import Settings

__all__ = ["ACTS", "pending_corrections", "review_page", "write_review"]


ACTS = {
    "ask": ("every_county", "completeness", "intake_errors"),
    "withhold": ("suppression", "protected"),
    "recount": ("right_county", "snapshot", "totals", "files"),
}
"""What to do → the gates that ask for it; every other gate asks to mend the notebook or the page."""
_MEND = "mend"


@dataclass(frozen=True)
class Texts:
    """What counties wrote: how much nobody has passed yet, and what is passed although it may give somebody away."""

    waiting: int
    doubtful: tuple[ReviewedText, ...]


def _texts(places: EditionPlaces, settings: Settings) -> Texts:
    found = reviewed_texts(places.project, settings, places.period)
    doubtful = tuple(one for one in found if one.decision == "approved" and one.betrays)
    return Texts(sum(not one.decision for one in found), doubtful)


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
    texts = _texts(places, settings) if manifest.audience == "public" else None
    html = review_page(manifest, verdicts, standing, corrections, settings, manifest.languages[0], texts)
    write_atomically(path, html.encode())
    return path


def _todo(verdicts: Sequence[Verdict]) -> list[tuple[str, list[Verdict]]]:
    """What to do and the shut gates that ask for it, what only a county can mend first."""
    known = {gate for gates in ACTS.values() for gate in gates}
    shut = [one for one in verdicts if not one.passed]
    groups = [(act, [one for one in shut if one.gate in gates]) for act, gates in ACTS.items()]
    groups.append((_MEND, [one for one in shut if one.gate not in known]))
    return [(act, gates) for act, gates in groups if gates]


def review_page(
    manifest: Manifest,
    verdicts: Sequence[Verdict],
    standing: Manifest | None,
    corrections: Sequence[Correction],
    settings: Settings,
    lang: str,
    texts: Texts | None = None,
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
            todo=_todo(verdicts),
            standing=standing,
            changes=changes_told(corrections, settings, lang, level=3) if corrections else "",
            texts=texts,
            title=title,
            period=period,
        )
    )
    banner = demonstration_banner(lang, manifest.demo)
    return page(title=f"{_('Review')} {title} {period}", lang=lang, body=body, banner=banner)

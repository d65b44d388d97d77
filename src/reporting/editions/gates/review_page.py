"""The review as a page: how each gate stands, what would change, and what accepting a gate would put on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.definitions.periods import Period
from reporting.editions.corrections import Correction, find_corrections
from reporting.editions.corrections_page import changes_told
from reporting.editions.gates.findings import GateFinding, GateVerdict
from reporting.editions.manifest import Manifest, read_manifest
from reporting.editions.texts import ReviewedText, reviewed_texts
from reporting.editions.wording import edition_foot, edition_words
from reporting.execution.files import write_atomically
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.templating import templates

__all__ = ["ACTS", "pending_corrections", "review_page", "write_review"]


ACTS = {
    "ask": ("every_county", "completeness", "intake_errors"),
    "withhold": ("suppression", "protected"),
    "rerun": ("unchanged_store", "snapshot"),
    "recount": ("right_county", "totals", "files"),
}
"""What to do → the gates that ask for it; every other gate asks to mend the notebook or the page."""
_MEND = "mend"
_MOST_TOLD = 5
_FAILED = "{county}: its run failed"


@dataclass(frozen=True)
class Act:
    """One thing to do, how it is done, and what asks for it: the first findings in words, and how many more."""

    name: str
    findings: tuple[GateFinding, ...]

    @property
    def first(self) -> tuple[GateFinding, ...]:
        """Those that are told; the table of gates has them all."""
        return self.findings[:_MOST_TOLD]


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
    verdicts: Sequence[GateVerdict],
    standing: Manifest | None,
    corrections: Sequence[Correction],
    places: EditionPlaces,
    settings: Settings,
) -> Path:
    """Put the review beside the draft's pages; it is no part of the edition. Returns its file."""
    path = places.draft / "review.html"
    texts = _texts(places, settings) if manifest.is_public else None
    html = review_page(manifest, verdicts, standing, corrections, settings, manifest.languages[0], texts)
    write_atomically(path, html.encode())
    return path


def _todo(verdicts: Sequence[GateVerdict]) -> list[Act]:
    """What to do, what only a county can mend first; a run that failed is mended in its notebook."""
    of_gate = {gate: act for act, gates in ACTS.items() for gate in gates}
    asked: dict[str, list[GateFinding]] = {act: [] for act in (*ACTS, _MEND)}
    for verdict in verdicts:
        for finding in verdict.findings:
            act = _MEND if finding.message == _FAILED else of_gate.get(verdict.gate, _MEND)
            asked[act].append(finding)
    return [Act(act, tuple(findings)) for act, findings in asked.items() if findings]


def _named(settings: Settings, lang: str) -> Callable[[str, object], object]:
    """How a clerk calls what a finding names by its code: counties, forms and indicators, and files of a county."""
    city, _ = settings.city, edition_words(settings, lang)
    places = {one.code: one.name.to(lang) for one in (*city.counties, *city.totals)}
    forms = {one.id: one.name.to(lang) for one in settings.forms.forms}
    indicators = {one.id: one.name.to(lang) for one in settings.indicators.indicators}
    parts = {"numerator": _("numerator"), "denominator": _("denominator")}
    by_name = {"county": places, "place": places, "form": forms, "indicator": indicators, "part": parts}

    def shown(name: str, value: object) -> object:
        if name in by_name:
            return by_name[name].get(str(value), value)
        # the place that a file goes along with, such as 410423 of 410423-schools.xlsx
        stem = str(value).split(".")[0].split("-")[0] if name in ("file", "files") else ""
        return f"{places[stem]} {value}" if stem in places else value

    return shown


def review_page(
    manifest: Manifest,
    verdicts: Sequence[GateVerdict],
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
        templates("reporting.editions")
        .get_template("review.html.j2")
        .render(
            _=_,
            lang=lang,
            manifest=manifest,
            verdicts=sorted(verdicts, key=lambda one: one.passed),
            shut=[one for one in verdicts if not one.passed],
            todo=_todo(verdicts),
            shown=_named(settings, lang),
            standing=standing,
            changes=changes_told(corrections, settings, lang, level=3) if corrections else "",
            texts=texts,
            title=title,
            period=period,
        )
    )
    banner = demonstration_banner(lang, manifest.demo)
    below = edition_foot(manifest, settings, lang)
    return page(title=f"{_('Review')} {title} {period}", lang=lang, body=body, banner=banner, foot=below)

"""The index of an edition, one row a county in report order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources import files

from reporting.banner import demonstration_banner
from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.editions.bundle import bundle_name
from reporting.editions.corrections_page import CORRECTIONS
from reporting.editions.files.listing import file_label, files_of
from reporting.editions.files.names import CITY, VOLUME
from reporting.editions.manifest import REASONS, Manifest, PageEntry
from reporting.editions.wording import edition_foot, edition_words, withdrawal_told
from reporting.pagemaking.edition_places import page_file
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.templating import templates
from reporting.translations import Translate

__all__ = ["LONG", "edition_index", "index_script", "long_day", "reason_told"]

_WORDS = (
    ("target.not_met", "", False),
    ("city.worse", "▼", False),
    ("target.near", "", True),
    ("target.met", "", True),
    ("city.better", "▲", True),
)
"""Fact and code of the words that are counted, the shape that stands for it in the reports, and whether a phone, which
has room for what asks for something, leaves it to the county's page."""

LONG = 200
"""Rows from which on a table is laid out row by row."""


def edition_index(manifest: Manifest, settings: Settings, lang: str) -> str:
    """The page that lists every county; one that failed or is silent keeps its row with the reason.

    A published one says who approved it, and which gates were accepted although they were shut, and why. Without a list
    of schools there is no column for them, and none for the words where no indicator is judged. What all rows share,
    such as one day of receipt, is said once, in the head.
    """
    _ = edition_words(settings, lang)
    period = Period(manifest.period)
    names = {county.code: county.name.to(lang) for county in settings.city.counties}
    of_county: dict[str, list[PageEntry]] = {}
    for entry in manifest.entries:
        if entry.lang == lang and entry.place in names:
            of_county.setdefault(entry.place, []).append(entry)
    rows = [entries[0] for entries in of_county.values()]
    titles = {one.page: one.title.to(lang) for one in settings.run.pages if one.page}
    further = {
        place: [(entry.file, titles.get(entry.page.removeprefix(f"{place}-"), entry.page)) for entry in more]
        for place, (_first, *more) in of_county.items()
        for more in [[entry for entry in more if entry.file]]
    }
    others = [(entry.file, titles[entry.page]) for entry in manifest.entries if _is_other(entry, lang, titles)]
    title = f"{settings.city.title.to(lang)} {period.label(lang)}"
    body = (
        templates("reporting.editions")
        .get_template("index.html.j2")
        .render(
            _=_,
            manifest=manifest,
            rows=rows,
            names=names,
            further=further,
            others=others,
            title=settings.city.title.to(lang),
            period=period.label(lang),
            data_as_of=long_day(manifest.data_as_of, lang),
            generated=long_day(manifest.generated_at, lang),
            coverage=list(_coverage(rows, _)),
            minimum=1000 * settings.policy.comparison.least_completeness,
            day=lambda text: long_day(text, lang),
            label=lambda text: Period(text).label(lang),
            by_school=settings.city.scope is not None,
            words=_WORDS if any(entry.words.get(word) for entry in rows for word, *_more in _WORDS) else (),
            dated=len({entry.data_as_of[:10] for entry in rows if entry.data_as_of}) > 1,
            papers=[
                (file, file_label(file, _)) for page in (CITY, VOLUME) for file in files_of(manifest.files, page, lang)
            ],
            long=LONG,
            reason=lambda entry: (
                withdrawal_told(entry.model_copy(update={"file": ""}), _, settings.city) or reason_told(entry, _)
            ),
            accepted=[gate for gate in manifest.gates if gate.accepted_because],
            bundle=bundle_name(manifest, manifest.languages[0]),
            corrections=page_file(CORRECTIONS, lang),
        )
    )
    banner = demonstration_banner(lang, manifest.demo)
    below = edition_foot(manifest, settings, lang)
    return page(title=title, lang=lang, body=body, banner=banner, script=index_script(), foot=below)


def reason_told(entry: PageEntry, _: Translate) -> str:
    """Why a county has no page of its own, in words for readers; what failed in a run is not theirs to read."""
    return _(entry.reason) if entry.reason in REASONS else _("status failed")


def long_day(text: str | None, lang: str) -> str:
    """The day of a moment of the manifest as a reader writes it; empty where there is none."""
    return long_date(datetime.fromisoformat(text), lang) if text else ""


def index_script() -> str:
    """The script that filters and sorts a table of counties; without it the table stands in order of code."""
    return (files("reporting.editions") / "templates" / "index.js").read_text(encoding="utf-8")


def _coverage(rows: Sequence[PageEntry], _: Translate) -> Iterator[tuple[str, int, int]]:
    """What of the edition is there at all: reports of this period, and schools that reported."""
    yield _("Reports"), sum(entry.status == "published" for entry in rows), len(rows)
    if expected := sum(entry.schools_expected or 0 for entry in rows):
        yield _("Schools reporting"), sum(entry.schools_reported or 0 for entry in rows), expected


def _is_other(entry: PageEntry, lang: str, titles: dict[str, str]) -> bool:
    return bool(entry.file) and entry.lang == lang and entry.page in titles

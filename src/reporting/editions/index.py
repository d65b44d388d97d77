"""The index of an edition, one row a county in report order, and the list of all editions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from babel.dates import format_date

from reporting.definitions.periods import Period
from reporting.editions.bundle import bundle_name
from reporting.editions.corrections_page import CORRECTIONS
from reporting.editions.manifest import REASONS, Manifest, PageEntry
from reporting.editions.plan import page_file
from reporting.editions.stamping import environment
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["edition_index", "editions_index"]

_WORDS = ("target.met", "target.near", "target.not_met", "city.better", "city.worse")


def edition_index(manifest: Manifest, settings: Settings, lang: str) -> str:
    """The page that lists every county; one that failed or is silent keeps its row with the reason."""
    _ = translator("editions", lang)
    period = Period(manifest.period)
    names = {county.code: county.name.to(lang) for county in settings.city.counties}
    rows = [entry for entry in manifest.entries if entry.lang == lang and entry.place in names]
    titles = {one.page: one.title.to(lang) for one in settings.run.pages if one.page}
    others = [(entry.file, titles[entry.page]) for entry in manifest.entries if _is_other(entry, lang, titles)]
    title = f"{settings.city.title.to(lang)} {period.label(lang)}"
    body = (
        environment()
        .get_template("index.html.j2")
        .render(
            _=_,
            manifest=manifest,
            rows=rows,
            names=names,
            others=others,
            title=settings.city.title.to(lang),
            period=period.label(lang),
            data_as_of=_day(manifest.data_as_of, lang),
            generated=_day(manifest.generated_at, lang),
            day=lambda text: _day(text, lang),
            label=lambda text: Period(text).label(lang),
            words=_WORDS,
            reason=lambda entry: _("status failed") if entry.reason not in REASONS else _(entry.reason),
            bundle=bundle_name(manifest, manifest.languages[0]),
            corrections=page_file(CORRECTIONS, lang),
        )
    )
    banner = _("Demonstration data: schools and figures are invented") if manifest.demo else ""
    return page(title=title, lang=lang, body=body, banner=banner, script=_script())


def editions_index(manifests: Sequence[Manifest], settings: Settings, lang: str) -> str:
    """The page that lists every published edition, the latest first, with the revisions that it superseded.

    Internal readers may open those; the public root holds nothing but the current ones, so there they are named alone.
    """
    _ = translator("editions", lang)
    title = settings.city.title.to(lang)
    body = (
        environment()
        .get_template("editions.html.j2")
        .render(
            _=_,
            title=title,
            manifests=sorted(manifests, key=lambda one: one.period, reverse=True),
            label=lambda text: Period(text).label(lang),
            day=lambda text: _day(text, lang),
        )
    )
    demo = any(one.demo for one in manifests)
    banner = _("Demonstration data: schools and figures are invented") if demo else ""
    return page(title=title, lang=lang, body=body, banner=banner)


def _is_other(entry: PageEntry, lang: str, titles: dict[str, str]) -> bool:
    return bool(entry.file) and entry.lang == lang and entry.page in titles


def _day(text: str | None, lang: str) -> str:
    return format_date(datetime.fromisoformat(text), "long", locale=lang.replace("-", "_")) if text else ""


def _script() -> str:
    return (files("reporting.editions") / "templates" / "index.js").read_text(encoding="utf-8")

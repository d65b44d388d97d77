"""What a revision corrects, as a reader sees it: the page 更正说明, and what would stand on it in a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup

from reporting.banner import demonstration_banner
from reporting.dates import long_date
from reporting.definitions.indicators import Indicator
from reporting.definitions.periods import Period
from reporting.editions.corrections import ChangedNumber, Correction, PublishedNumber
from reporting.editions.manifest import Manifest
from reporting.editions.wording import edition_foot, edition_words
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.stamping import Link, Stamp, reserved_characters, revision_fact, stamp_fragment
from reporting.pages.shell import page
from reporting.pages.stamp import stamp
from reporting.report.words import Words
from reporting.settings import Settings
from reporting.templating import templates
from reporting.translations import Language, translator

__all__ = ["CORRECTIONS", "changes_told", "corrections_page"]

CORRECTIONS = "corrections"
"""Stem of the page's file."""


def corrections_page(manifest: Manifest, found: Sequence[Correction], settings: Settings, lang: str) -> str:
    """The page that says, place by place, which numbers changed from what to what, and why."""
    _ = edition_words(settings, lang)
    city = settings.city
    period = Period(manifest.period).label(lang)
    as_of = datetime.fromisoformat(manifest.data_as_of) if manifest.data_as_of else None
    body = (
        templates("reporting.editions")
        .get_template("corrections.html.j2")
        .render(
            _=_,
            manifest=manifest,
            title=city.title.to(lang),
            period=period,
            data_as_of=long_date(as_of, lang) if as_of else _("not submitted"),
            count=sum(len(one.changes) for one in found),
            changes=changes_told(found, settings, lang, level=2),
        )
    )
    banner = demonstration_banner(lang, manifest.demo)
    title = f"{_('Corrections')} {city.title.to(lang)} {period}"
    below = edition_foot(manifest, settings, lang)
    reserve = reserved_characters(lang)
    document = page(title=title, lang=lang, body=body, banner=banner, foot=below, reserve=reserve)
    told = _stamp(manifest, lang)
    return stamp(document, stamp_fragment(told, lang), revision_fact(told, lang))


def changes_told(found: Sequence[Correction], settings: Settings, lang: str, *, level: int) -> Markup:
    """The corrections as HTML, a section a place.

    Args:
        level: of the headings.
    """
    indicators = {one.id: one.name.to(lang) for one in settings.indicators.indicators}
    known = {one.id: one for one in settings.indicators.indicators}
    spoken: Language = "en" if lang == "en" else "zh-Hans"
    words = Words.of(settings, spoken)
    forms = {form.id: form.name.to(lang) for form in settings.forms.forms}

    def day(text: str) -> str:
        return long_date(settings.city.local(datetime.fromisoformat(text)), lang)

    html = (
        templates("reporting.editions")
        .get_template("changes.html.j2")
        .render(
            _=edition_words(settings, lang),
            level=level,
            corrections=found,
            name=lambda code: settings.city.place(code).name.to(lang),
            indicator=lambda indicator: indicators.get(indicator, indicator),
            form=lambda form: forms.get(form, form),
            label=lambda text: Period(text).label(lang),
            day=day,
            both=lambda change: _both(change, known.get(change.indicator), words),
        )
    )
    return Markup(html)  # noqa: S704 - the template escapes


def _stamp(manifest: Manifest, lang: str) -> Stamp:
    _ = translator("editions", lang)
    names = {"zh-Hans": _("Chinese"), "en": "English"}
    others = (Link(page_file(CORRECTIONS, one), names[one], one) for one in manifest.languages if one != lang)
    return Stamp(
        revision=manifest.revision,
        supersedes=manifest.supersedes,
        generated_at=datetime.fromisoformat(manifest.generated_at),
        links=(Link(page_file("index", lang), _("All counties")), *others),
    )


def _both(change: ChangedNumber, indicator: Indicator | None, words: Words) -> list[tuple[str, str]]:
    """Before and now, each with its fraction, as the reports print them; one digit more where these look alike."""
    told = [_number(one, indicator, words) for one in (change.before, change.after)]
    if told[0] != told[1] or change.before == change.after:
        return told
    display = words.policy.display.model_copy(update={"decimals": words.digits + 1})
    finer = replace(words, policy=words.policy.model_copy(update={"display": display}))
    return [_number(one, indicator, finer) for one in (change.before, change.after)]


def _number(number: PublishedNumber | None, indicator: Indicator | None, words: Words) -> tuple[str, str]:
    """The value and its fraction; the reason instead where there is no value."""
    if number is None:
        return translator("editions", words.language)("not in the edition"), ""
    if not number.value:
        return words.state(number.state), ""
    unit, counts = (indicator.unit, indicator.counts) if indicator else ("count", "")
    if indicator and indicator.is_gap and number.denominator:
        unit = "percent"
    parts = [float(one) for one in (number.numerator, number.denominator) if one]
    if unit == "percent" and len(parts) == len(("numerator", "denominator")):
        shown = words.rate(float(number.value), *parts)
    else:
        shown = words.amount(float(number.value), unit)
    marked = shown if number.state == "reported" else shown + words.aside(words.state(number.state))
    divided = len(parts) > 1 and unit == "percent"
    return marked, words.counted("/".join(map(words.whole, parts)), counts) if divided else ""

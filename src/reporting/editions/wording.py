"""The words of editions as this bureau says them."""

from __future__ import annotations

from datetime import datetime

from reporting.dates import long_date
from reporting.definitions.counties import City
from reporting.definitions.periods import Period
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pagemaking.foot import foot_told
from reporting.settings import Settings
from reporting.translations import Translate, translator

__all__ = ["edition_foot", "edition_words", "withdrawal_told"]


def edition_words(settings: Settings, lang: str) -> Translate:
    """The translator from a message of this stage to a language, with the bureau's own words (全国 instead of 全市)."""
    own = next((words for language, words in settings.city.words.items() if language == lang), None)
    return translator("editions", lang, own)


def edition_foot(manifest: Manifest, settings: Settings, lang: str) -> str:
    """What stands in the foot of every page of an edition: `reporting.pagemaking.foot.foot_told`."""
    return foot_told(
        settings.run.contact,
        lang,
        answer_by=settings.run.answer_day(Period(manifest.period)),
        audience=manifest.audience,
        demo=manifest.demo,
    )


def withdrawal_told(entry: PageEntry, _: Translate, city: City) -> str:
    """What happened to a county whose submission was withdrawn, since when and why; empty of any other."""
    if entry.reason != "withdrawn" or not entry.withdrawn_at:
        return ""
    day = city.local(datetime.fromisoformat(entry.withdrawn_at))
    because = _(" ({because})").format(because=entry.because) if entry.because else ""
    message = (
        _(
            "What was sent for this period was withdrawn on {day}{because}. "
            "What follows is what was published before; it no longer stands."
        )
        if entry.file
        else _("What was sent for this period was withdrawn on {day}{because}.")
    )
    return message.format(day=long_date(day, entry.lang), because=because)

"""The words of editions as this bureau says them."""

from __future__ import annotations

from reporting.settings import Settings
from reporting.translations import Translate, translator

__all__ = ["edition_words"]


def edition_words(settings: Settings, lang: str) -> Translate:
    """The translator from a message of this stage to a language, with the bureau's own words (全国 instead of 全市)."""
    own = next((words for language, words in settings.city.words.items() if language == lang), None)
    return translator("editions", lang, own)

"""Which words the notebook at hand speaks: those of the report it has opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reporting.definitions.policy import SUGGESTED
from reporting.report.words import Words
from reporting.translations import LANGUAGES, Language

__all__ = ["current_words", "remember"]

_opened: list[Words] = []


def remember(words: Words) -> None:
    """From now on, objects without words of their own use the language of this report."""
    _opened[:] = [words]


def current_words(namespace: Mapping[str, Any]) -> Words:
    """The words of the last report opened; before any, those of the language that the parameters name."""
    if _opened:
        return _opened[0]
    lang: Language = "en" if namespace.get("lang") == LANGUAGES[-1] == "en" else "zh-Hans"
    return Words(lang, policy=SUGGESTED)

"""The data dictionary: what stands in the tables of an edition, for those who have the files and not this program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from reporting.banner import demonstration_banner
from reporting.definitions.base import Text
from reporting.definitions.facts import ASSESSMENTS, GROUPED, OBSERVATIONS
from reporting.definitions.indicators import Indicator
from reporting.report.vocabulary import N_, STATES, Vocabulary
from reporting.report.words import Words
from reporting.settings import Settings
from reporting.snapshots.exports import SYMBOLS
from reporting.translations import LANGUAGES

__all__ = ["COLUMNS", "data_dictionary"]

COLUMNS = {
    **{column.name: column.meaning for column in (*OBSERVATIONS, *ASSESSMENTS, *GROUPED)},
    "symbol": N_("the state in one letter, empty where reported"),
    "form": N_("the form that was filled in"),
    "revision": N_("which submission of the form it was, from 1"),
    "status": N_("accepted, partly (some rows were left out), rejected, superseded by a later one, or withdrawn"),
    "late": N_("whether it came after the closing day"),
    "errors": N_("errors found in the submission"),
    "received_at": N_("when it came, UTC"),
    "recorded_at": N_("when it was read in, UTC"),
    "sha256": N_("fingerprint of the file (internal edition)"),
    "school_id": N_("the school, as the ledgers tell it (internal edition)"),
    "school_name": N_("its name (internal edition)"),
    "area": N_("city, county town, town or village (internal edition)"),
    "area_state": N_("reported, or why there is no area (internal edition)"),
    "demo": N_("true: demonstration data, invented"),
}
_OF_GROUPS = {column.name for column in GROUPED} - {column.name for column in (*OBSERVATIONS, *ASSESSMENTS)}
_ORDER = [
    *("part", "name", "title_zh", "title_en", "definition_zh", "definition_en", "symbol", "unit", "kind", "target"),
    *("near", "near_note", "level", "scope", "frequency", "group", "numerator", "denominator", "references"),
    *("source_zh", "source_en"),
]
_PUBLIC = N_(
    "In the public edition counts of pupils and answers are rounded to {rounding}, and small ones are confidential."
)


def data_dictionary(settings: Settings, demo: bool = False) -> pd.DataFrame:
    """One row a column, state, unit, place, group, scope and indicator of an edition's tables, in both languages.

    Returns:
        part, name (as in the file), title_zh, title_en, definition_zh, definition_en, of a state its symbol, and of an
        indicator unit, kind, target, near, near_note (whose threshold that is), level, scope, frequency, group,
        numerator, denominator (expressions, one a measure), references, source_zh, source_en; empty where it has none.
    """
    speakers = {lang: Words.of(settings, lang) for lang in LANGUAGES}
    zh, en = speakers["zh-Hans"], speakers["en"]
    rows = [
        *(
            {"part": "column", "name": name, **_told("definition", meaning, zh, en)}
            for name, meaning in COLUMNS.items()
            if settings.city.groups or name not in _OF_GROUPS
        ),
        {"part": "note", "name": "value", **_told("definition", _PUBLIC, zh, en)},
        *([{"part": "note", "name": "demo", **_demonstration()}] if demo else []),
        {"part": "state", "name": "reported", **_told("title", N_("reported"), zh, en)},
        *(
            {"part": "state", "name": state, "symbol": SYMBOLS[state], **_told("title", word, zh, en)}
            for state, word in STATES.items()
        ),
        *(
            {"part": "unit", "name": unit, "title_zh": zh.unit(unit), "title_en": en.unit(unit)}
            for unit in dict.fromkeys(one.unit for one in settings.indicators.indicators)
        ),
        *(
            {"part": "place", "name": place.code, **_said("title", place.name)}
            for place in (*settings.city.counties, *settings.city.totals)
        ),
        *(
            {
                "part": "group",
                "name": group.code,
                **_said("title", group.name),
                "definition_zh": "、".join(settings.city.county(code).name.zh for code in group.counties),
                "definition_en": ", ".join(settings.city.county(code).name.to("en") for code in group.counties),
            }
            for group in settings.city.groups
        ),
        *({"part": "scope", "name": key, **_said("title", label)} for key, label in settings.indicators.scopes.items()),
        *_indicators(settings, zh, en),
    ]
    return pd.DataFrame(rows, columns=_ORDER, dtype="str").fillna("")


def _indicators(settings: Settings, zh: Words, en: Words) -> Iterator[dict[str, Any]]:
    groups = {group.id: group.name for group in settings.indicators.groups}
    for one in settings.indicators.indicators:
        yield {
            "part": "indicator",
            "name": one.id,
            **_said("title", one.name),
            **_said("definition", one.definition),
            "unit": one.unit,
            "kind": one.kind,
            "target": _bound(one.nature.bound(one)),
            "near": _bound(near := _near(one, settings)),
            "near_note": "" if near is None else zh.translate("suggested by the system"),
            "level": _level(one, settings),
            "scope": one.measures[0].scope if one.measures else "",
            "frequency": one.frequency,
            "group": zh.text(groups[one.group]),
            "numerator": " | ".join(measure.numerator for measure in one.measures),
            "denominator": " | ".join(measure.denominator for measure in one.measures if measure.denominator),
            "references": "；".join(
                f"{reference.value:g} ({reference.when}, {zh.text(reference.source)})" for reference in one.references
            ),
            **(_said("source", one.source) if one.source else {}),
        }


def _near(indicator: Indicator, settings: Settings) -> float | None:
    """From where the target counts as nearly met; only rates have anything between met and not met."""
    judged = indicator.target is not None and indicator.nature.is_judged and indicator.is_rate
    return indicator.nearly_met_from(settings.policy.targets.near) if judged else None


def _level(indicator: Indicator, settings: Settings) -> str:
    """``school`` where it is added up from the list of schools, ``derived`` from another indicator, else ``county``."""
    if not indicator.measures:
        return "derived"
    scope = settings.city.scope
    return "school" if scope and indicator.measures[0].table == scope.table else "county"


def _told(part: str, message: str, zh: Vocabulary, en: Vocabulary) -> dict[str, str]:
    return {f"{part}_zh": zh.translate(message), f"{part}_en": en.translate(message)}


def _demonstration() -> dict[str, str]:
    return {"definition_zh": demonstration_banner("zh-Hans"), "definition_en": demonstration_banner("en")}


def _said(part: str, text: Text) -> dict[str, str]:
    return {f"{part}_zh": text.to("zh-Hans"), f"{part}_en": text.to("en")}


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:g}"

"""Which columns the frames of a report have, told from the settings: before there is any data to look at."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.definitions.facts import OBSERVATIONS, SPREAD, Judged, Measured, columns_of
from reporting.report.data import BESIDE_LAST, COURSES, OF_FACTS, SERIES, UNMET
from reporting.report.evidence_data import CLAIMS
from reporting.settings import Settings

__all__ = ["declared_columns"]

_KEYS = ("county", "period", "school_id")


def declared_columns(settings: Settings) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Kind of report → frame → its columns; ``series`` is what the call of that name gives.

    Example:
        >>> sorted(declared_columns(settings)["CityReport"])
        ['counties', 'facts', 'observations', 'spread']
    """
    forms = settings.content["headings"]
    sent = {name: frozenset({*_KEYS, *forms.get(name, ())}) for name in ("problems", "progress", "documents")}
    facts = frozenset({*OF_FACTS, *(one.name for kind in (Measured, Judged) for one in columns_of(kind))})
    observations = frozenset({"name", *(one.name for one in OBSERVATIONS)})
    spread = frozenset(one.name for one in SPREAD)
    return {
        "Report": {
            "schools": frozenset({*_KEYS, "in_scope", *forms.get("schools", ())}),
            "observations": observations,
            "facts": facts,
            "beside_last": frozenset(BESIDE_LAST),
            "unmet": frozenset(UNMET),
            "courses": frozenset(COURSES),
            "spread": spread,
            "series": frozenset(SERIES),
            **sent,
        },
        "CityReport": {
            "counties": frozenset({"county", "county_name", "status", "withdrawn_at", "because"}),
            "observations": observations,
            "facts": facts | {"county_name"},
            "spread": spread,
        },
        "EvidenceReport": {"claims": frozenset(CLAIMS), "progress": sent["progress"]},
    }

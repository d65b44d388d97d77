"""Which frames a report has, made from its snapshot: what an analyst may compute with in a notebook."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

import numpy as np
import pandas as pd

from reporting.definitions.columns import is_beside
from reporting.definitions.facts import Judged, Measured, columns_of
from reporting.definitions.words import CityWord, TargetWord
from reporting.errors import ParameterError
from reporting.near import near
from reporting.records import records
from reporting.report.facts import Fact, facts_by_county, text
from reporting.report.frames import Frame, Tables
from reporting.report.named_short import named_short
from reporting.report.sections.sent import sent_row
from reporting.report.vocabulary import N_, STATES
from reporting.report.words import Words
from reporting.shared_texts import SharedTexts
from reporting.snapshots.snapshot import Snapshot

__all__ = [
    "BESIDE_LAST",
    "COURSES",
    "HEADINGS",
    "OF_FACTS",
    "SERIES",
    "UNMET",
    "city_tables",
    "county_tables",
    "framed",
    "sent_frame",
    "series_of",
]

HEADINGS = {
    "action": N_("Action"),
    "against_city": N_("Against the city"),
    "against_target": N_("Against the target"),
    "area": N_("Area"),
    "before": N_("Period before"),
    "category": N_("Category"),
    "change": N_("Change"),
    "change_text": N_("Change in words"),
    "change_word": N_("Direction of change"),
    "city": N_("City"),
    "city_doubt": N_("Why not comparable"),
    "city_n": N_("Denominator of the city"),
    "commitment": N_("Commitment"),
    "comparable": N_("Same scope"),
    "completeness": N_("Share of schools counted"),
    "counted": N_("Counted"),
    "counties": N_("Counties"),
    "as_of": N_("As of"),
    "county": N_("County"),
    "county_name": N_("Name of the county"),
    "found": N_("In the data"),
    "id": N_("No."),
    "quotation": N_("In the document's words"),
    "stated": N_("In the document"),
    "stated_qualifier": N_("Qualifier in the document"),
    "stated_unit": N_("Unit in the document"),
    "verdict": N_("Verdict"),
    "course": N_("Course"),
    "denominator": N_("Denominator"),
    "direction": N_("Direction of the signal"),
    "due": N_("Due"),
    "evidence": N_("Evidence"),
    "expected": N_("To be counted"),
    "fraction": N_("Numerator/denominator"),
    "gained": N_("Schools gained"),
    "gap": N_("Gap"),
    "gap_text": N_("Gap in words"),
    "high": N_("Highest"),
    "in_scope": N_("In scope"),
    "indicator": N_("Indicator"),
    "interval": N_("{level} interval"),
    "issued": N_("Issued"),
    "kind": N_("Kind"),
    "lost": N_("Schools lost"),
    "low": N_("Lowest"),
    "lower": N_("Lower end"),
    "median": N_("Median"),
    "name": N_("Name"),
    "no": N_("No."),
    "now": N_("Now"),
    "number": N_("Document number"),
    "numerator": N_("Numerator"),
    "period": N_("Period"),
    "limit_lower": N_("Lower limit"),
    "limit_upper": N_("Upper limit"),
    "method": N_("Where the limits come from"),
    "strong_lower": N_("Lower outer limit"),
    "strong_upper": N_("Upper outer limit"),
    "units": N_("What the limits rest on"),
    "problem": N_("Problem"),
    "progress": N_("Progress"),
    "provisional": N_("Provisional"),
    "q25": N_("Lower quartile"),
    "q75": N_("Upper quartile"),
    "qualifier": N_("Qualifier"),
    "school_id": N_("School id"),
    "school_name": N_("School"),
    "schools": N_("Schools"),
    "scope": N_("Scope"),
    "signal": N_("Signal"),
    "signal_text": N_("Signal in words"),
    "source": N_("Source"),
    "stage": N_("Stage"),
    "state": N_("State"),
    "status": N_("Status"),
    "strong": N_("Outside the outer limits"),
    "suspected": N_("To be checked for compulsion"),
    "target": N_("Target"),
    "target_doubt": N_("Why uncertain"),
    "title": N_("Title"),
    "unit": N_("Unit"),
    "upper": N_("Upper end"),
    "value": N_("Value"),
    "value_text": N_("Value in words"),
    "work": N_("Work"),
}
"""Column → heading, where the forms have none."""

OF_FACTS = [
    *("county", "indicator", "name", "category", "kind", "value", "unit", "value_text", "numerator", "denominator"),
    *("fraction", "interval", "target", "gap_text", "change_text", "signal_text"),
]

BESIDE_LAST = ["indicator", "name", "category", "unit", "before", "now", "change", "change_text", "gained", "lost"]
COURSES = ["course", "schools"]
UNMET = ["school_id", "school_name", "stage", "area", "indicator", "name"]
_OF_SERIES = ["period", "value", "numerator", "denominator", "unit", "state", "scope", "completeness"]
SERIES = [*_OF_SERIES, "provisional", "comparable", "city", "target"]
_COUNTIES_AT_ONCE = 100
_FACTS_AT_ONCE = 5_000


def county_tables(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> Tables:
    """The frames of a county's report."""
    made: dict[str, Callable[[], Frame]] = {
        "schools": partial(_schools, snapshot, words),
        "observations": partial(_observations, snapshot, words),
        "facts": lambda: _facts(facts, snapshot, words),
        "beside_last": lambda: _beside_last(facts, snapshot, words),
        "unmet": partial(_unmet, snapshot, words),
        "courses": partial(_courses, snapshot, words),
        "spread": lambda: framed(snapshot["spread"], snapshot, words),
        **{name: partial(sent_frame, name, snapshot, words) for name in ("problems", "progress", "documents")},
    }
    return Tables(made)


def city_tables(snapshot: Snapshot, words: Words) -> Tables:
    """The frames of the city's report: every county's facts, and how they lie."""
    counties = [county.code for county in snapshot.definitions.city.counties]
    made: dict[str, Callable[[], Frame]] = {
        "counties": lambda: _with_names(framed(snapshot["counties"], snapshot, words), snapshot, words),
        "observations": partial(_observations, snapshot, words),
        "facts": lambda: _with_names(_facts(_facts_of(snapshot, counties), snapshot, words), snapshot, words),
        "spread": lambda: framed(snapshot["spread"], snapshot, words),
    }
    return Tables(made)


def series_of(snapshot: Snapshot, facts: Sequence[Fact], words: Words, indicator: str, category: str = "") -> Frame:
    """One indicator over all periods, beside the city.

    Raises:
        ParameterError: the report has no such indicator, or it has categories and none was chosen.
    """
    mine = [fact for fact in facts if fact.indicator.id == indicator]
    if not mine:
        known = list(dict.fromkeys(fact.indicator.id for fact in facts))
        like = near(indicator, known, 3)
        hint = f"did you mean {' or '.join(like)}?" if like else f"there are: {', '.join(known)}"
        raise ParameterError(f"there is no indicator {indicator!r}", hint=hint)
    if category not in [fact.category for fact in mine]:
        hint = f"it is one of: {', '.join(fact.category for fact in mine)}"
        raise ParameterError(f"{indicator} has no category {category!r}", hint=hint)
    (fact,) = [fact for fact in mine if fact.category == category]
    observations = snapshot["observations"]
    own = (observations["indicator"] == indicator) & (observations["category"].fillna("") == category)
    found = observations[own & (observations["county"] == fact.county)].sort_values("period")
    whole = observations[own & (observations["county"] == snapshot.definitions.city.code)].set_index("period")["value"]
    frame = found[_OF_SERIES].copy()
    frame["provisional"] = frame["completeness"] < 1
    frame["comparable"] = frame["scope"].fillna("") == fact.scope
    frame["city"] = frame["period"].map(whole)
    frame["target"] = math.nan if fact.indicator.target is None else fact.indicator.target
    return framed(frame.reset_index(drop=True), snapshot, words)


def _schools(snapshot: Snapshot, words: Words) -> Frame:
    """The ledger without the states of its cells; in the public edition no single school."""
    ledger = snapshot["schools"]
    columns = [name for name in ledger if not is_beside(name)]
    rows = ledger[columns].head(0) if snapshot.is_public else ledger[columns]
    return framed(rows.reset_index(drop=True), snapshot, words, table="schools")


def _observations(snapshot: Snapshot, words: Words) -> Frame:
    frame = snapshot["observations"].reset_index(drop=True)
    frame.insert(3, "name", _names(snapshot, words, frame))
    return framed(frame, snapshot, words)


def _facts_of(snapshot: Snapshot, counties: Sequence[str]) -> Iterator[Fact]:
    """The facts of the counties in their order, of as many at a time as a nation has memory for."""
    for first in range(0, len(counties), _COUNTIES_AT_ONCE):
        some = facts_by_county(snapshot, counties[first : first + _COUNTIES_AT_ONCE])
        yield from chain.from_iterable(some.values())


def _facts(facts: Iterable[Fact], snapshot: Snapshot, words: Words) -> Frame:
    waiting, texts = iter(facts), SharedTexts(_FACTS_AT_ONCE)
    # as objects a nation's take many times the memory of their columns
    parts = [texts.shared(_frame_of(some, words)) for some in iter(lambda: list(islice(waiting, _FACTS_AT_ONCE)), [])]
    frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0] if parts else _frame_of([], words)
    return framed(frame, snapshot, words)


def _frame_of(facts: Sequence[Fact], words: Words) -> pd.DataFrame:
    known = {column.name: column for kind in (Measured, Judged) for column in columns_of(kind)}
    rows: list[dict[str, Any]] = [
        {
            "county": fact.county,
            "indicator": fact.indicator.id,
            "name": words.short(fact),
            "category": fact.category,
            "kind": fact.indicator.kind,
            "value_text": words.value(fact),
            "fraction": words.fraction(fact),
            "interval": words.interval(fact) if fact.lower is not None else "",
            "target": _bound(fact),
            "gap_text": words.gap(fact),
            "change_text": words.change(fact),
            "signal_text": words.signal(fact),
            **{name: getattr(fact, name) for name in known},
        }
        for fact in facts
    ]
    kinds = {"target": "number", **{name: column.kind for name, column in known.items()}}
    columns = [*OF_FACTS, *(name for name in known if name not in OF_FACTS)]
    # column by column: a frame of rows takes as long to make, and as long again to have its columns typed
    return pd.DataFrame({name: _typed([row.get(name) for row in rows], kinds.get(name, "text")) for name in columns})


def _typed(values: list[Any], kind: str) -> Any:
    if kind == "number":
        return np.array(values, dtype="float64")
    return pd.array(values, dtype="boolean") if kind == "flag" else values


def _beside_last(facts: Sequence[Fact], snapshot: Snapshot, words: Words) -> Frame:
    """This period beside the one before; a value that was of another scope is not put beside it."""
    observations = snapshot["observations"]
    periods = sorted(observations["period"].unique())
    last = periods[-2] if len(periods) > 1 else ""
    rows = observations[(observations["period"] == last) & (observations["county"] == snapshot.place)]
    before = {
        (text(row["indicator"]), text(row["category"])): (row["value"], text(row["scope"])) for row in records(rows)
    }
    shown: list[dict[str, Any]] = []
    for fact in facts:
        value, scope = before.get((fact.indicator.id, fact.category), (None, ""))
        shown.append(
            {
                "indicator": fact.indicator.id,
                "name": words.short(fact),
                "category": fact.category,
                "unit": fact.unit,
                "before": value if scope == fact.scope else None,
                "now": fact.value,
                "change": fact.change,
                "change_text": words.change(fact),
                "gained": fact.gained,
                "lost": fact.lost,
            }
        )
    numbers = dict.fromkeys(("before", "now", "change", "gained", "lost"), "float64")
    return framed(pd.DataFrame(shown, columns=BESIDE_LAST).astype(numbers), snapshot, words)


def _unmet(snapshot: Snapshot, words: Words) -> Frame:
    """One row per school and unmet item; empty in the public edition."""
    schools, short = snapshot["schools"], named_short(snapshot)
    known = [name for name in ("school_id", "school_name", "stage", "area") if name in schools]
    frame = short.merge(schools[known], on="school_id", how="left")
    frame["name"] = _names(snapshot, words, frame)
    columns = [name for name in UNMET if name in frame]
    rows = frame[columns].head(0) if snapshot.is_public else frame[columns]
    return framed(rows, snapshot, words, table="schools")


def _courses(snapshot: Snapshot, words: Words) -> Frame:
    """A row a course, with how many schools offer it."""
    offered = Counter(
        name
        for names in snapshot["schools"].get("course_names", pd.Series(dtype="str")).dropna()
        for name in str(names).split("、")
        if name
    )
    rows = sorted(offered.items(), key=lambda item: (-item[1], item[0]))
    return framed(pd.DataFrame(rows, columns=COURSES), snapshot, words)


def sent_frame(name: str, snapshot: Snapshot, words: Words, form: str = "") -> Frame:
    """A table as the county sent it and a page may show it, without the states of its cells; due days are dates."""
    frame = snapshot.tables.get(name, pd.DataFrame())
    asked = [column for column in frame if not is_beside(column) and column != "school_id"]
    rows = [sent_row(record, snapshot, words) for record in records(frame)]
    shown = pd.DataFrame(rows, columns=asked, dtype="str")
    days = {column: pd.to_datetime(shown[column], errors="coerce") for column in ("due", "issued") if column in shown}
    coded: dict[str, Mapping[str, str]] = {
        "commitment": {one.key: words.text(one.name) for one in snapshot.definitions.commitments.commitments}
    }
    if "state" in shown:
        coded["state"] = {state: words.sent(state) for state in shown["state"].unique()}
    front = [column for column in ("county", "period") if column in shown]
    ordered = shown.assign(**days)[[*front, *(column for column in shown if column not in front)]]
    return framed(ordered, snapshot, words, table=form or name, values=coded)


def framed(
    frame: pd.DataFrame,
    snapshot: Snapshot,
    words: Words,
    table: str = "",
    values: Mapping[str, Mapping[str, str]] | None = None,
) -> Frame:
    """The frame with headings and words for its codes.

    Args:
        frame: is not changed.
        snapshot: that it is of.
        words: of the reader.
        table: of the forms, whose headings its columns have.
        values: column → code → word, beside those that every frame has.
    """
    fields: Mapping[str, str] = snapshot.definitions.headings.get(table, {}) if words.language == "zh-Hans" else {}
    ours = {name: words.translate(heading) for name, heading in HEADINGS.items() if name in frame}
    city = snapshot.definitions.city
    states = {"reported": words.translate(N_("reported")), **{code: words.state(code) for code in STATES}}
    coded: dict[str, Mapping[str, str]] = {
        "county": {place.code: words.text(place.name) for place in (*city.counties, *city.totals)},
        "indicator": {one.id: words.text(one.short or one.name) for one in snapshot.definitions.indicators.indicators},
        "against_city": {code.value: words.city_word(code) for code in CityWord},
        "against_target": {code.value: words.target_word(code) for code in TargetWord},
        "scope": {code: words.text(name) for code, name in snapshot.definitions.indicators.scopes.items()},
    }
    if not table:
        coded["state"] = states
        units = [code for code in frame["unit"].unique() if code] if "unit" in frame else []
        coded["unit"] = {code: words.unit(code) for code in units}
    chosen = {column: words_of for column, words_of in {**coded, **(values or {})}.items() if column in frame}
    return Frame.of(frame, {**ours, **{str(name): fields[str(name)] for name in frame if name in fields}}, chosen)


def _with_names(frame: Frame, snapshot: Snapshot, words: Words) -> Frame:
    """The frame of every county with their names beside their codes, in whose order they stand."""
    names = {place.code: words.text(place.name) for place in snapshot.definitions.city.counties}
    frame.insert(list(frame.columns).index("county") + 1, "county_name", frame["county"].map(names).astype("str"))
    return frame


def _names(snapshot: Snapshot, words: Words, frame: pd.DataFrame) -> pd.Series[str]:
    names = {one.id: words.text(one.short or one.name) for one in snapshot.definitions.indicators.indicators}
    return frame["indicator"].map(names)


def _bound(fact: Fact) -> float | None:
    return fact.indicator.target if fact.indicator.target is not None else fact.indicator.ceiling

"""A snapshot as a value, and as bytes.

The bytes are canonical JSON (sorted keys, tables by column), so that the same content always has the same hash,
a person can read it, and a worker on another machine needs nothing else.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reporting.definitions.base import Text
from reporting.definitions.claims import Claims
from reporting.definitions.commitments import Commitments
from reporting.definitions.counties import City, Place
from reporting.definitions.forms import SUGGESTED_CLOSED
from reporting.definitions.indicators import Indicators
from reporting.definitions.periods import Period
from reporting.definitions.policy import Policy
from reporting.definitions.runs import Audience
from reporting.definitions.sentences import SUGGESTED_SENTENCES, Sentences
from reporting.errors import StoreError
from reporting.execution.fingerprint import digest
from reporting.records import records
from reporting.shared_texts import SharedTexts
from reporting.snapshots.document import FORMAT, Column, read_document

__all__ = ["SHOWN_OF_HASH", "Definitions", "Glance", "Snapshot", "frame_from_json", "frame_to_json"]


SHOWN_OF_HASH = 8
"""Characters of a hash that tell versions apart for readers."""
_MANY = 20_000
"""Values of a column of which each word is kept once: a nation's columns repeat few words."""
_KINDS: Mapping[str, Any] = {
    kind: pd.Series([], dtype=name).dtype for kind, name in (("flag", "boolean"), ("text", "str"))
}
"""By name pandas would look them up for every column."""
_PLAIN: Mapping[str, Callable[[Any], str | float | bool]] = {"text": str, "number": float, "flag": bool}


@dataclass(frozen=True)
class Definitions:
    """The definitions a report speaks by; of the forms names, headings (table → column → heading) and what closes."""

    city: City
    indicators: Indicators
    commitments: Commitments
    claims: Claims
    forms: Mapping[str, Text]
    policy: Policy
    sentences: Sentences
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    closed: frozenset[str] = SUGGESTED_CLOSED

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Definitions:
        """The inverse of `reporting.settings.Settings.content`."""
        return cls(
            city=City.model_validate(content["city"]),
            indicators=Indicators.model_validate(content["indicators"]),
            commitments=Commitments.model_validate(content["commitments"]),
            claims=Claims.model_validate(content["claims"]),
            forms={form: Text.model_validate(name) for form, name in content["forms"].items()},
            policy=Policy.model_validate(content.get("policy", {})),
            sentences=Sentences.model_validate(known) if (known := content.get("sentences")) else SUGGESTED_SENTENCES,
            headings=content.get("headings", {}),
            closed=frozenset(content.get("closed", SUGGESTED_CLOSED)),
        )


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All that one report may know.

    Attributes:
        place: code of the county, or of the city for a page about all of them.
        period: the period reported on.
        audience: ``internal`` (school names) or ``public``.
        demo: whether any of it is demonstration data.
        data_as_of: the latest ``received_at`` used; None where nothing was received.
        content: the definitions as plain values.
        salt: secret text mixed into the hash of what leaves the bureau, so that nobody can guess the content until the
            hash matches; empty where it stays inside.
        tables: DataFrames by name, see below; a table with nothing in it has its columns and no rows.

    Tables (text columns are str, numbers float64, yes/no boolean; missing is NA/NaN, with its reason in ``state``):
        observations: the columns of `reporting.definitions.facts.OBSERVATIONS`. This county's and the totals', every
            period up to this one; a city snapshot has every county's, of a large city (`City.is_large`) those of this
            period and those that a claim speaks of.
        assessments: those of `ASSESSMENTS`: one row an indicator × category (× county in a city snapshot) of this
            period.
        groups: those of `GROUPED`: one row an indicator × category (× county of a group in a city snapshot); only where
            params name groups.
        spread: those of `SPREAD`, over the counties of this period.
        schools: this county's ledger of this period, school_id and in_scope first; names only where internal.
        schools_before: school_id and the ledger's lists (course names, categories) of the period before.
        school_values: school_id, indicator, category, numerator, denominator, value, met: this period, this county.
        school_lists: school_id, indicator, kind (``short``: misses the target; ``gained``, ``lost``: since before, of
            those judged in both; ``suspected``: of compulsion, where somebody complained); without an indicator, the
            schools that count in one of the two periods alone, with why as kind (`analysis.registry.came_and_went`).
        missing_schools: school_id, name, last_seen (period), in_scope, why (``missing``: known before and not sent;
            ``untold``: sent, but not told whether in scope; ``closed``: on record since the period before), internal
            only.
        problems, progress, practices, documents: as sent, this period, with due dates as ISO text;
            ``problems_before``: the previous period's.
        reporting: county, period, form, revision, status, late, received_at, expected (schools), reported, uncounted
            (schools sent of which nobody can tell whether they are in scope), reported_before, corrected (errors of
            the submissions it superseded), sheets (of its form, those that count): one row a current submission; a
            county without one has a row without a form, its status ``silent`` or ``rejected``.
        findings: revision, severity, check, sheet, cell, found, message of this county's current submissions.
        commitment_progress: county and the fields of the commitments' table, of every county (the city's pages alone).
        problem_days: county, due, state: the problems of every county (the city's own page alone).
        counties: county, status (reported, held, withdrawn, rejected, silent), withdrawn_at, because, one row a county
            (the city's own page).
    """

    place: str
    period: Period
    audience: Audience
    demo: bool
    data_as_of: datetime | None
    content: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    salt: str = ""

    def __repr__(self) -> str:
        return f"<Snapshot {self.place} {self.period} {self.audience}>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.tables)

    def _repr_html_(self) -> str:
        """Its tables by size, for a bare name in a notebook."""
        sizes = pd.DataFrame(
            {"rows": {name: len(frame) for name, frame in self.tables.items()}}
            | {"columns": {name: ", ".join(map(str, frame.columns)) for name, frame in self.tables.items()}}
        )
        caption = f"{self.county.name.zh} {self.period} {self.audience} {self.version}"
        return f"<p>{escape(caption)}</p>{sizes.to_html()}"

    @cached_property
    def definitions(self) -> Definitions:
        """The definitions, typed."""
        return Definitions.from_content(self.content)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: it names no school and shows no small count."""
        return self.audience == "public"

    @property
    def is_city(self) -> bool:
        """Whether this is about the city as a whole."""
        return self.place == self.definitions.city.code

    @property
    def county(self) -> Place:
        """The county, or the city, that this is about."""
        return self.definitions.city.place(self.place)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """The table of that name; the caller must not change it."""
        return self.tables[table]

    def series(self, county: str, indicator: str, category: str) -> list[dict[str, Any]]:
        """What was observed of a place over the periods, a row a period."""
        if county not in self._series:
            observations = self.tables["observations"]
            found = self._series[county] = {}
            for row in records(observations[observations["county"] == county]):
                key = (row["indicator"], "" if pd.isna(row["category"]) else row["category"])
                found.setdefault(key, []).append(row)
        return self._series[county].get((indicator, category), [])

    @cached_property
    def _series(self) -> dict[str, dict[tuple[str, str], list[dict[str, Any]]]]:
        return {}

    def listed(self, indicator: str, kind: str) -> Sequence[str]:
        """The schools of one of the lists of an indicator, by identity."""
        return self._lists.get((indicator, kind), ())

    @cached_property
    def _lists(self) -> dict[tuple[str, str], list[str]]:
        lists = self.tables["school_lists"].dropna(subset="indicator")
        found: dict[tuple[str, str], list[str]] = {}
        for school, indicator, kind in zip(lists["school_id"], lists["indicator"], lists["kind"], strict=True):
            found.setdefault((indicator, kind), []).append(school)
        return found

    @cached_property
    def encoded(self) -> bytes:
        """Canonical JSON in UTF-8."""
        document = {
            "format": FORMAT,
            "place": self.place,
            "period": str(self.period),
            "audience": self.audience,
            "demo": self.demo,
            "data_as_of": self.data_as_of.isoformat(timespec="seconds") if self.data_as_of else None,
            "definitions": self.content,
            "tables": {name: frame_to_json(frame) for name, frame in self.tables.items()},
            **({"salt": self.salt} if self.salt else {}),
        }
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the encoded snapshot, in hexadecimal."""
        return digest(self.encoded)

    @property
    def version(self) -> str:
        """The beginning of the hash, by which readers tell what a page was made from."""
        return self.hash[:SHOWN_OF_HASH]

    @classmethod
    def from_bytes(cls, data: bytes) -> Snapshot:
        """The snapshot that `encoded` holds.

        Raises:
            StoreError: it is no snapshot, or of another format.
        """
        with _snapshots_alone():
            document = read_document(data, frame_from_json)
            as_of = document["data_as_of"]
            snapshot = cls(
                place=document["place"],
                period=Period(document["period"]),
                audience=document["audience"],
                demo=document["demo"],
                data_as_of=datetime.fromisoformat(as_of) if as_of else None,
                content=document["definitions"],
                tables=document["tables"],
                salt=document.get("salt", ""),
            )
            # no report encodes again what it was read from, to tell its version
            vars(snapshot)["hash"] = digest(data)
            return snapshot

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """The snapshot in a file."""
        return cls.from_bytes(path.read_bytes())


@dataclass(frozen=True)
class Glance:
    """What a snapshot is of, for whoever need not build its tables.

    Attributes:
        counties: table → the codes in its column ``county``; tables without one are left out.
    """

    place: str
    period: str
    audience: str
    counties: Mapping[str, frozenset[str]]

    @classmethod
    def from_bytes(cls, data: bytes) -> Glance:
        """The same of what `Snapshot.encoded` holds.

        Raises:
            StoreError: it is no snapshot, or of another format.
        """
        with _snapshots_alone():
            document = read_document(data, _counties_of)
            counties = {name: codes for name, codes in document["tables"].items() if codes is not None}
            return cls(document["place"], document["period"], document["audience"], counties)


@contextmanager
def _snapshots_alone() -> Iterator[None]:
    """Turn what reading something else raises into an error that says it is no snapshot."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"this is no snapshot: {error}", hint="make it again with `reporting run`") from error


def frame_to_json(frame: pd.DataFrame) -> dict[str, Any]:
    """``{"columns": [[name, type], …], "data": [[values of column 1], …]}``; missing values are null, days ISO text."""
    columns, data = [], []
    for name, column in frame.items():
        kind = _kind(column)
        values = column.dt.strftime("%Y-%m-%d") if pd.api.types.is_datetime64_dtype(column.dtype) else column
        plain = _PLAIN[kind]
        columns.append([str(name), kind])
        # NaN is what differs from itself; no function is asked, for there are fifty thousand cells
        data.append([None if v is None or v is pd.NA or v is pd.NaT or v != v else plain(v) for v in values.tolist()])
    return {"columns": columns, "data": data}


def frame_from_json(columns: Sequence[Column], data: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """The DataFrame that `frame_to_json` wrote; each column's values are let go of before the next are taken."""
    # arrays and not Series, whose rows a DataFrame would put beside each other for every report anew
    made = {}
    texts = SharedTexts()
    for (name, kind), values in zip(columns, data, strict=True):
        if kind == "text" and len(values) > _MANY:
            values = texts.kept(values)
        made[name] = _array(values, kind)
    return pd.DataFrame(made, copy=False)


def _counties_of(columns: Sequence[Column], data: Iterable[Sequence[Any]]) -> frozenset[str] | None:
    """The codes in a table's column ``county``; None of a table without one."""
    found = None
    for (name, _kind), values in zip(columns, data, strict=True):
        if name == "county":
            found = frozenset(values) - {None}
    return found


def _array(values: Sequence[Any], kind: str) -> Any:
    if kind == "number":
        return np.array([math.nan if value is None else value for value in values], dtype="float64")
    return pd.array(values, dtype=_KINDS[kind])


def _kind(column: pd.Series[Any]) -> str:
    if pd.api.types.is_bool_dtype(column.dtype):
        return "flag"
    return "number" if pd.api.types.is_numeric_dtype(column.dtype) else "text"

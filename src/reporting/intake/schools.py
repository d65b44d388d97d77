"""What became of schools that no longer come: listed, and put on record once, with who said so, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from reporting.analysis.expressions import workbench
from reporting.analysis.registry import registered
from reporting.analysis.totals import schools_sent
from reporting.definitions.forms import RowTable
from reporting.definitions.periods import Period
from reporting.definitions.widths import fold
from reporting.errors import UsageError
from reporting.settings import Settings
from reporting.store.store import Store, utc_now
from reporting.store.view import View

__all__ = ["SchoolAnswer", "known_schools", "put_on_record"]

Kind = Literal["close", "merge", "move", "reopen"]


@dataclass(frozen=True)
class SchoolAnswer:
    """What became of some schools of a county.

    Attributes:
        schools: as the county calls them, or their codes.
        since: the first period in which they are no longer expected.
        into: the school that they were merged into, or the code of the county that they moved to; else empty.
        because, by: why, and who says so.
    """

    county: str
    kind: Kind
    schools: Sequence[str]
    since: Period
    because: str
    by: str
    into: str = ""


def known_schools(view: View, settings: Settings, period: Period, county: str | None = None) -> pd.DataFrame:
    """The registry as of ``period``.

    Returns:
        county, school_id, name, first_seen, last_seen, in_scope (``yes``, ``no``, ``untold``), standing (``reported``,
        ``missing``, or what is on record of it), since, into, because, by; in the order of county and name.
    """
    columns = ["county", "school_id", "name", "first_seen", "last_seen", "in_scope", "standing"]
    columns += ["since", "into", "because", "by"]
    scope = settings.city.scope
    table = settings.forms.table(scope.table) if scope else None
    if scope is None or not isinstance(table, RowTable):
        return pd.DataFrame(columns=columns)
    rows = view.rows(table.name, counties=None if county is None else [county])
    rows = rows[rows["period"] <= str(period)]
    with workbench(settings.forms, scope, {table.name: rows}) as bench:
        sent = schools_sent(bench, settings.forms, settings.city)
    answers = view.school_answers()
    known = registered(sent, [str(period)], answers)
    if county is not None:
        known = known[known["county"] == county]
    key = ["county", "school_id"]
    first = sent.groupby(key)["period"].min().rename("first_seen").reset_index()
    said = answers.drop_duplicates(key, keep="last").rename(columns={"answered_by": "by"})
    names = view.school_names(table, counties=sorted(set(known["county"])))
    both = known.merge(first, how="left", on=key).merge(names, how="left", on=key)
    both = both.merge(said[[*key, "answer", "since", "into", "because", "by"]], how="left", on=key)
    standing = both["answer"].where(~both["open"], "missing").where(~both["present"], "reported")
    told = both["in_scope"].map({True: "yes", False: "no"}).fillna("untold")
    done = both.assign(standing=standing, in_scope=told).fillna("")
    return done.sort_values(["county", "name", "school_id"], ignore_index=True)[columns]


def put_on_record(store: Store, settings: Settings, answer: SchoolAnswer) -> list[str]:
    """Keep an answer; returns the names of the schools that it is about.

    Raises:
        UsageError: it says too little, or a school is not known, or the name is that of two.
    """
    for name, text in (("--because", answer.because), ("--by", answer.by)):
        if not text.strip():
            raise UsageError(f"{name} says nothing", hint="who says so, and why, stays on record")
    view = View(store)
    known = known_schools(view, settings, max(answer.since, _last(view, answer.since)), answer.county)
    found = [_school(known, text) for text in answer.schools]
    into = answer.into
    if answer.kind == "merge":
        into = str(_school(known, into)["school_id"])
        if into in {one["school_id"] for one in found}:
            raise UsageError("a school cannot be merged into itself")
    store.answer(
        pd.DataFrame(
            {
                "county": answer.county,
                "school_id": [str(one["school_id"]) for one in found],
                "answer": answer.kind,
                "since": str(answer.since),
                "into": into,
                "because": answer.because,
                "answered_by": answer.by,
                "recorded_at": utc_now(),
            }
        )
    )
    return [str(one["name"] or one["school_id"]) for one in found]


def _last(view: View, at_least: Period) -> Period:
    return max([at_least, *(Period(text) for text in set(view.current()["period"]))])


def _school(known: pd.DataFrame, text: str) -> pd.Series[str]:
    """The one school of that identity, code or name; never one by likeness."""
    wanted = fold(text)
    same = known[(known["school_id"] == text) | (known["name"].map(fold) == wanted)]
    if len(same) == 1:
        return same.iloc[0]
    if len(same) > 1:
        listed = "、".join(f"{name} {identity}" for name, identity in zip(same["name"], same["school_id"], strict=True))
        raise UsageError(f"{text!r} is the name of {len(same)} schools", hint=f"name one by its identity: {listed}")
    raise UsageError(f"no school of that county is known as {text!r}", hint="`reporting schools list` names them all")

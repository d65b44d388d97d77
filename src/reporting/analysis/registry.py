"""The registry of schools: which are to be expected of a county in a period, whatever its ledger then holds.

A school is known once a county has sent it, and stays expected until its closing, merger or move is on record; what
a ledger does not tell of a school (whether it is in scope) is taken from the last that did. Pure: frames in and out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["came_and_went", "missing_schools", "registered", "schools_reporting"]

_OUT, _IN, _UNTOLD = 0, 1, -1


def schools_reporting(
    presence: pd.DataFrame, periods: Sequence[str], answers: pd.DataFrame, declared: Mapping[str, int]
) -> pd.DataFrame:
    """How many schools each county reported of those in scope, and how many it should have.

    Args:
        presence: county, period, school_id, in_scope (missing where the row does not tell): a row a school that was
            sent, of ``periods`` and any before.
        periods: the periods asked for.
        answers: as `reporting.store.view.View.school_answers` gives them.
        declared: county → how many schools in scope params say it has; the registry may know more.

    Returns:
        county, period, reported, uncounted (sent, but the row does not tell whether it is in scope), expected; no row
        for a county of which nobody knows any school.
    """
    known = registered(presence, periods, answers)
    parts = known[known["expected"] | known["present"]].assign(
        reported=lambda frame: (frame["present"] & frame["told"] & frame["expected"]).astype("float64"),
        uncounted=lambda frame: (frame["present"] & ~frame["told"] & frame["expected"]).astype("float64"),
        expected=lambda frame: frame["expected"].astype("float64"),
    )
    counted = parts.groupby(["county", "period"], as_index=False)[["reported", "uncounted", "expected"]].sum()
    seen = known.drop_duplicates(["county", "period"])[["county", "period"]]
    told = pd.DataFrame([(county, period) for county in declared for period in periods], columns=["county", "period"])
    every = pd.concat([seen, told.astype(seen.dtypes.to_dict())], ignore_index=True).drop_duplicates()
    counted = every.merge(counted, how="left", on=["county", "period"]).fillna(
        {"reported": 0.0, "uncounted": 0.0, "expected": 0.0}
    )
    least = counted["county"].map(declared).astype("float64").fillna(0.0)
    counted["expected"] = np.fmax(counted["expected"], least)
    return counted.sort_values(["county", "period"], ignore_index=True)


def missing_schools(presence: pd.DataFrame, period: str, answers: pd.DataFrame) -> pd.DataFrame:
    """Schools known before that were not sent, and those whose row does not tell whether they are in scope.

    Returns:
        county, school_id, last_seen (period), in_scope (as last told, missing where never), why (``missing``,
        ``untold``), in the order of county and identity.
    """
    known = registered(presence, [period], answers)
    missing = known["open"] & ~known["present"]
    untold = known["present"] & ~known["told"] & known["expected"]
    chosen = known[missing | untold].assign(why=np.where(missing[missing | untold], "missing", "untold"))
    columns = ["county", "school_id", "last_seen", "in_scope", "why"]
    return chosen[columns].sort_values(["county", "school_id"], ignore_index=True)


def registered(presence: pd.DataFrame, periods: Sequence[str], answers: pd.DataFrame) -> pd.DataFrame:
    """Every school known by each of ``periods``, with what is known of it then.

    Returns:
        county, period, school_id, last_seen, present, told (whether the period's own row tells the scope), in_scope
        (boolean, as last told), open (not closed, merged or moved away), expected (open, or present, and not out of
        scope).
    """
    last = max(periods, default="")
    sent = presence[presence["period"] <= last].astype({"in_scope": "boolean"}).assign(sent=True)
    sent = pd.concat([sent, _moved_in(sent, answers, last)], ignore_index=True)
    sent = sent.drop_duplicates(["county", "period", "school_id"], keep="last")
    keys = pd.MultiIndex.from_frame(sent[["county", "school_id"]])
    codes, schools = keys.factorize()
    assert isinstance(schools, pd.MultiIndex)  # noqa: S101
    every = sorted({*sent["period"], *periods})
    at = pd.Index(every).get_indexer(sent["period"].to_numpy())
    scopes = sent["in_scope"].astype("float64").fillna(_UNTOLD).to_numpy(dtype="int8")
    really = sent["sent"].to_numpy(dtype=bool)
    closed = _closed_since(schools, answers, every)
    seen = np.full(len(schools), -1)
    scope = np.full(len(schools), _UNTOLD, dtype="int8")
    wanted, parts = set(periods), []
    for number, period in enumerate(every):
        here = at == number
        rows, told_scopes = codes[here], scopes[here]
        told = np.zeros(len(schools), dtype=bool)
        told[rows[told_scopes != _UNTOLD]] = True
        present = np.zeros(len(schools), dtype=bool)
        present[rows[really[here]]] = True
        scope[rows[told_scopes != _UNTOLD]] = told_scopes[told_scopes != _UNTOLD]
        seen[rows] = number
        if period not in wanted:
            continue
        # a school sent again after its closing is open again
        is_open = (seen >= 0) & ~((closed <= number) & (seen < closed))
        known = np.flatnonzero(seen >= 0)
        parts.append(_period(period, every, schools, known, seen, scope, present, told, is_open))
    return pd.concat(parts, ignore_index=True) if parts else _period("", [""], schools, *_NOTHING)


_NOBODY = np.array([], dtype="bool")
_NOTHING = (np.array([], dtype="int64"), np.array([], dtype="int64"), np.array([], dtype="int8"), *[_NOBODY] * 3)


def _period(
    period: str,
    every: Sequence[str],
    schools: pd.MultiIndex,
    known: npt.NDArray[np.int64],
    seen: npt.NDArray[np.int64],
    scope: npt.NDArray[np.int8],
    present: npt.NDArray[np.bool_],
    told: npt.NDArray[np.bool_],
    is_open: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    chosen = schools.take(known)
    names = np.array(every, dtype="object")
    in_scope = pd.Series(scope[known], dtype="Int8").where(scope[known] != _UNTOLD).astype("boolean")
    return pd.DataFrame(
        {
            "county": chosen.get_level_values(0).astype("str"),
            "period": period,
            "school_id": chosen.get_level_values(1).astype("str"),
            "last_seen": names[seen[known].astype("int64")],
            "present": present[known].astype(bool),
            "told": told[known].astype(bool),
            "in_scope": in_scope.to_numpy(dtype="object"),
            "open": is_open[known].astype(bool),
            "expected": ((is_open[known] | present[known]) & (scope[known] != _OUT)).astype(bool),
        }
    ).astype({"in_scope": "boolean", "period": "str", "last_seen": "str"})


def _moved_in(sent: pd.DataFrame, answers: pd.DataFrame, last: str) -> pd.DataFrame:
    """A row, not sent, for each school that moved to a county by ``last``: expected there from that period on.

    A school without a code is known to its county alone by its name, and is expected of no other.
    """
    moves = answers[(answers["answer"] == "move") & (answers["since"] <= last)]
    moves = moves[~moves["school_id"].str.contains(":", regex=False)]
    latest = sent.drop_duplicates(["county", "school_id"], keep="last")[["county", "school_id", "in_scope"]]
    both = moves[["county", "school_id", "since", "into"]].merge(latest, on=["county", "school_id"])
    moved = both.assign(county=both["into"], period=both["since"], sent=False)
    done = pd.MultiIndex.from_frame(sent[["county", "period", "school_id"]])
    moved = moved[~pd.MultiIndex.from_frame(moved[["county", "period", "school_id"]]).isin(done)]
    return moved[["county", "period", "school_id", "in_scope", "sent"]]


def _closed_since(schools: pd.MultiIndex, answers: pd.DataFrame, every: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each school the position in ``every`` from which it is closed, merged or moved away; past the end if not."""
    since = np.full(len(schools), len(every) + 1)
    places = schools.get_indexer(pd.MultiIndex.from_frame(answers[["county", "school_id"]]))
    for place, answer, period in zip(places, answers["answer"], answers["since"], strict=True):
        if place >= 0:
            since[place] = len(every) + 1 if answer == "reopen" else int(np.searchsorted(every, period))
    return since


def came_and_went(presence: pd.DataFrame, before: str, now: str, answers: pd.DataFrame) -> pd.DataFrame:
    """The schools that count in one of two periods alone, and why; of counties that sent some in both.

    Returns:
        county, school_id, kind: ``new``, ``sent_again``, ``into_scope``; ``closed``, ``not_sent``, ``out_of_scope``,
        ``untold``.
    """
    known = registered(presence, [before, now], answers).set_index(["county", "school_id"])
    then, today = known[known["period"] == before], known[known["period"] == now]
    both = today.join(then[["present", "in_scope"]].add_suffix("_before"), how="left")
    counted = both["present"] & both["told"] & both["in_scope"].eq(True).fillna(False).astype(bool)
    was_there = both["present_before"].eq(True).fillna(False).astype(bool)
    counted_before = was_there & both["in_scope_before"].eq(True).fillna(False).astype(bool)
    was_known = both["present_before"].notna()
    kind = np.select(
        [
            counted & ~counted_before & ~was_known,
            counted & ~counted_before & ~was_there,
            counted & ~counted_before,
            counted_before & ~counted & ~both["open"] & ~both["present"],
            counted_before & ~counted & ~both["present"],
            counted_before & ~counted & ~both["told"],
            counted_before & ~counted,
        ],
        ["new", "sent_again", "into_scope", "closed", "not_sent", "untold", "out_of_scope"],
        "",
    )
    found = both.assign(kind=kind).reset_index()[["county", "school_id", "kind"]]
    in_both = set(today[today["present"]].index.get_level_values(0)) & set(
        then[then["present"]].index.get_level_values(0)
    )
    return found[(found["kind"] != "") & found["county"].isin(in_both)].reset_index(drop=True)

"""PeriodData: all that is known of a city for one period, gathered from the store once a run.

Snapshots are cut from it, one a report; what it costs to cut one does not grow with the number of counties.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reporting.analysis.assessments import assess, spread
from reporting.analysis.groups import against_groups
from reporting.analysis.observations import (
    Sums,
    add_up,
    expected_schools,
    observations_of,
)
from reporting.analysis.panels import CountedPeriods, complaints_of, meets
from reporting.analysis.registry import came_and_went, missing_schools
from reporting.analysis.status import suspected_compulsion
from reporting.definitions.forms import Forms, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.execution.memory import release_memory
from reporting.settings import Settings
from reporting.shared_texts import SharedTexts
from reporting.snapshots.ledgers import in_parts, known_of_schools, rows_of
from reporting.snapshots.snapshot import Snapshot
from reporting.store.submissions import COUNTS
from reporting.store.view import View

__all__ = ["PeriodData", "gather", "judged_values", "observed", "school_periods"]

_MOST_PERIODS = 36
_PLACE = ["county", "check_id", "field", "sheet", "cell"]
_SAYING = ["county", "check_id", "field", "message"]
"""What makes two findings of different submissions the same: where they stand, or what they say about which subject."""


@dataclass(frozen=True)
class PeriodData:
    """What a run knows; frames as in `reporting.snapshots.snapshot.Snapshot`, but of every county.

    Attributes:
        as_of: the moment of the view, UTC.
        periods: the school periods up to the one reported on, oldest first.
        missing_schools: as `reporting.analysis.registry.missing_schools` gives them, with ``name``.
        school_history: `school_values` as computed, of this period and the one before.
        tables: current rows of this period and the one before, by row table.
        submissions: every submission of ``periods``, with its status and the number of its errors.
        groups: as `reporting.analysis.groups.against_groups` gives them; None where params name no groups.
        decisions: county (empty for entries of lists) and text → ``approved`` or ``refused``, for the public edition.
    """

    settings: Settings
    period: Period
    periods: tuple[str, ...]
    demo: bool
    as_of: datetime
    data_as_of: datetime | None
    observations: pd.DataFrame
    assessments: pd.DataFrame
    spread: pd.DataFrame
    schools: pd.DataFrame
    schools_before: pd.DataFrame
    school_values: pd.DataFrame
    school_history: pd.DataFrame
    school_lists: pd.DataFrame
    missing_schools: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    reporting: pd.DataFrame
    findings: pd.DataFrame
    counties: pd.DataFrame
    submissions: pd.DataFrame
    decisions: Mapping[tuple[str, str], str] = field(default_factory=dict)
    groups: pd.DataFrame | None = None

    @cached_property
    def by_county(self) -> Mapping[str, Mapping[Hashable, npt.ArrayLike]]:
        """Table → county → positions of its rows, for the tables that are cut by county."""
        frames = {
            "observations": self.observations,
            "assessments": self.assessments,
            **({} if self.groups is None else {"groups": self.groups}),
            "schools": self.schools,
            "schools_before": self.schools_before,
            "school_values": self.school_values,
            "school_lists": self.school_lists,
            "missing_schools": self.missing_schools,
            "reporting": self.reporting,
            "findings": self.findings,
            **self.tables,
        }
        return {name: frame.groupby("county", sort=False).indices for name, frame in frames.items()}

    @cached_property
    def cuts(self) -> dict[tuple[str, str, bytes], Snapshot]:
        """Place, audience and key → the snapshot that was cut, of a city that is not large."""
        return {}

    def without_history(self) -> PeriodData:
        """The same for readers inside the bureau: only what the public may see is told by it."""
        return replace(self, school_history=_emptied(self.school_history))

    def without_rows(self) -> PeriodData:
        """What is still asked once every snapshot is cut: how counties stand, and what was sent.

        The ledgers of a nation, and its observations of all periods, need not stay in memory while pages are made.
        """
        return replace(
            self,
            observations=_emptied(self.observations),
            spread=_emptied(self.spread),
            schools=_emptied(self.schools),
            schools_before=_emptied(self.schools_before),
            school_values=_emptied(self.school_values),
            school_history=_emptied(self.school_history),
            school_lists=_emptied(self.school_lists),
            missing_schools=_emptied(self.missing_schools),
            findings=_emptied(self.findings),
            tables={name: _emptied(frame) for name, frame in self.tables.items()},
        )


def gather(view: View, settings: Settings, period: Period) -> PeriodData:
    """Everything known about ``period`` in ``view``."""
    city = settings.city
    current = view.current()
    periods = school_periods(settings, current, period)
    summed = _summed(view, settings, periods)
    answers = view.school_answers()
    known_schools = expected_schools(summed, city, periods, answers)
    observations = observations_of(summed, settings.indicators, city, known_schools)
    sent = pd.concat([one.schools for one in summed], ignore_index=True)
    # of a nation's, half of what is in memory by now
    del summed
    missing = missing_schools(sent, str(period), answers)
    moved = came_and_went(sent, periods[-2] if len(periods) > 1 else "", str(period), answers)
    del sent
    of_schools = known_of_schools(view, settings, periods)
    values = of_schools.values
    submissions = view.submissions()
    counties = _counties(settings, _of_period(submissions, period), view.withdrawals(), str(period))
    found = view.findings(periods=periods)
    now = found[found["period"] == str(period)]
    received = current.loc[current["period"].isin(periods), "received_at"]
    counted = CountedPeriods(settings.indicators, city, observations, values, periods, settings.policy)
    assessments = assess(counted)
    # what a nation's took meanwhile would lie beside what is still to come
    release_memory()
    return PeriodData(
        settings=settings,
        period=period,
        periods=periods,
        demo=bool(current["demo"].any()),
        as_of=view.as_of,
        data_as_of=None if received.empty else city.local(received.max().to_pydatetime()),
        observations=observations,
        assessments=assessments,
        spread=spread(observations, city, str(period)),
        schools=of_schools.now,
        schools_before=of_schools.lists_before,
        school_values=judged_values(settings, values[values["period"] == str(period)]),
        school_history=values,
        school_lists=pd.concat(
            [
                _school_lists(settings, values, periods),
                _suspected(settings, observations, values, str(period)),
                moved.assign(indicator=""),
            ],
            ignore_index=True,
        ),
        tables=rows_of(view, settings, periods[-2:], but=city.scope.table if city.scope else ""),
        reporting=_reporting(
            _with_sheets(current, settings.forms), known_schools, counties, _corrected(now, submissions), periods
        ),
        missing_schools=_named(view, settings, missing, moved),
        findings=now[now["current"]].drop(columns="current"),
        counties=counties,
        submissions=_submissions(found, submissions, periods),
        decisions={(county, text): decision for county, text, decision, *_ in view.text_decisions()},
        groups=against_groups(counted) if city.groups else None,
    )


def _emptied(frame: pd.DataFrame) -> pd.DataFrame:
    # a copy, for a part of a frame keeps the whole in memory
    return frame[:0].copy()


def observed(view: View, settings: Settings, periods: Sequence[str]) -> pd.DataFrame:
    """The observations of ``periods``, as `reporting.analysis.observations.observe` gives them."""
    summed = _summed(view, settings, periods)
    schools = expected_schools(summed, settings.city, periods, view.school_answers())
    return observations_of(summed, settings.indicators, settings.city, schools)


def _summed(view: View, settings: Settings, periods: Sequence[str]) -> list[Sums]:
    """The sums of the periods."""
    indicators, city, forms = settings.indicators, settings.city, settings.forms
    items = [table.name for table in forms.tables if isinstance(table, ItemTable)]
    # of a nation a school stands in every period, and its words would be kept as often
    texts = SharedTexts()
    summed = []
    for one in in_parts(periods, city):
        figures = {name: view.figures(name, periods=one) for name in items}
        added = add_up(indicators, city, forms, rows_of(view, settings, one), figures, one)
        summed.append(Sums(texts.shared(added.sums), texts.shared(added.schools), texts.shared(added.names)))
    return summed


def _corrected(found: pd.DataFrame, submissions: pd.DataFrame) -> pd.Series[int]:
    """County → errors that are no longer there, for what counts came later and does not repeat them."""
    known = submissions.set_index("submission")
    errors = found[found["severity"] == "error"]
    errors = errors.assign(
        form=errors["submission"].map(known["form"]), at=errors["submission"].map(known["received_at"])
    )
    still = errors[errors["current"]]
    gone = errors[~errors["current"] & (errors["status"] != "withdrawn")]
    now = submissions[submissions["status"].isin(COUNTS) & submissions["period"].isin(found["period"])]
    latest = now.groupby(["county", "form"])["received_at"].max().rename("latest")
    gone = gone.merge(latest, on=["county", "form"])
    for same in (_PLACE, _SAYING):
        gone = gone[~pd.MultiIndex.from_frame(gone[same]).isin(pd.MultiIndex.from_frame(still[same]))]
    return gone[gone["at"] <= gone["latest"]].drop_duplicates(_PLACE).groupby("county").size()


def _submissions(found: pd.DataFrame, submissions: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """What came for the periods, one row a submission; of it the hash of its file, for the bureau's own eyes."""
    errors = found[found["severity"] == "error"].groupby("submission").size()
    mine = submissions[submissions["period"].isin(periods)]
    counted = mine.assign(errors=mine["submission"].map(errors).fillna(0).astype("int64"))
    return counted[
        ["county", "period", "form", "revision", "status", "late", "errors", "received_at", "recorded_at", "sha256"]
    ].reset_index(drop=True)


def school_periods(settings: Settings, current: pd.DataFrame, period: Period) -> tuple[str, ...]:
    """The school periods from the first that anybody reported in up to ``period``, at most the last 36."""
    reported = sorted(Period(text) for text in set(current["period"]) if Period(text) <= period)
    found = [period]
    while reported and found[-1] > reported[0] and len(found) < _MOST_PERIODS:
        found.append(settings.city.calendar.previous(found[-1]))
    return tuple(str(one) for one in reversed(found))


def judged_values(settings: Settings, values: pd.DataFrame) -> pd.DataFrame:
    """School values with ``value`` (in the indicator's unit) and ``met`` (only where schools are judged)."""
    parts, judging = [], _judging(settings)
    for identity, group in values.groupby("indicator", sort=False):
        indicator = settings.indicators[str(identity)]
        value = group["numerator"] / group["denominator"].where(group["denominator"] > 0)
        met = (
            meets(indicator, group).astype("boolean")
            if identity in judging
            else pd.Series(pd.NA, group.index, dtype="boolean")
        )
        parts.append(group.assign(value=value * (100 if indicator.unit == "percent" else 1), met=met))
    if not parts:
        return values.assign(value=pd.Series(dtype="float64"), met=pd.Series(dtype="boolean"))
    return pd.concat(parts, ignore_index=True)


def _judging(settings: Settings) -> set[str]:
    """The indicators by which single schools are judged."""
    return {one.id for one in settings.indicators.indicators if one.nature.is_judged and one.nature.judges_schools(one)}


def _school_lists(settings: Settings, values: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """county, school_id, indicator, kind: schools short of a target, and those that gained or lost it."""
    judging = _judging(settings)
    judged = values[(values["category"] == "") & values["indicator"].isin(judging)]
    # one indicator at a time: joining a nation's at once takes more memory than all else
    both = [_met_then(settings, group, periods) for _, group in judged.groupby("indicator", sort=False, observed=True)]
    chosen = {
        "short": [~one["met"] for one in both],
        "gained": [one["met"] & ~one["met_before"] & one["compared"] for one in both],
        "lost": [~one["met"] & one["met_before"] & one["compared"] for one in both],
    }
    columns = ["county", "school_id", "indicator", "kind"]
    parts = [
        one[rows].assign(kind=kind) for kind, masks in chosen.items() for one, rows in zip(both, masks, strict=True)
    ]
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    return pd.concat(parts, ignore_index=True)[columns] if parts else none


def _suspected(settings: Settings, observations: pd.DataFrame, values: pd.DataFrame, period: str) -> pd.DataFrame:
    """county, school_id, indicator, kind: schools in which compulsion is suspected."""
    columns = ["county", "school_id", "indicator", "kind"]
    parts = [pd.DataFrame({name: pd.Series(dtype="str") for name in columns})]
    for indicator in settings.indicators.indicators:
        complaints = complaints_of(settings.indicators, indicator, observations, period)
        if not indicator.nature.suspects or not complaints:
            continue
        mine = values[(values["indicator"] == indicator.id) & (values["period"] == period)]
        for county, group in mine.groupby("county", observed=True):
            count = complaints.get(str(county))
            found = group[suspected_compulsion(group["numerator"], group["denominator"], count, settings.policy)]
            parts.append(found.assign(kind="suspected")[columns])
    return pd.concat(parts, ignore_index=True)


def _met_then(settings: Settings, values: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """county, indicator, school_id, met, met_before, compared (whether it was judged before as well): one indicator."""
    judged = judged_values(settings, values)
    now, before = (judged[judged["period"] == one] for one in (periods[-1], periods[-2] if len(periods) > 1 else ""))
    before = before.drop_duplicates(["county", "school_id"], keep="last")
    stood, stand = (pd.MultiIndex.from_frame(one[["county", "school_id"]]) for one in (before, now))
    # of a school that was not there then, -1: what stands last, behind all that were
    then = stood.get_indexer(stand)
    return pd.DataFrame(
        {
            **{name: now[name] for name in ("county", "indicator", "school_id")},
            "met": now["met"].astype("bool"),
            "met_before": np.append(before["met"].fillna(False).to_numpy(dtype="bool"), False)[then],
            "compared": np.append(before["met"].notna().to_numpy(dtype="bool"), False)[then],
        }
    )


def _with_sheets(current: pd.DataFrame, forms: Forms) -> pd.DataFrame:
    """The tables that count, and beside each all that counts of its submission, by the names of the form's sheets."""
    names = {table.name: (*table.sheets, table.name)[0] for table in forms.tables}
    order = {name: place for place, name in enumerate(names)}
    counted = current.groupby("submission")["table_name"].agg(
        lambda one: sorted(one, key=lambda name: order.get(name, 0))
    )
    told = counted.map(lambda tables: "、".join(dict.fromkeys(names.get(table, table) for table in tables)))
    return current.assign(sheets=current["submission"].map(told).astype("str"))


def _reporting(
    current: pd.DataFrame,
    schools: pd.DataFrame,
    counties: pd.DataFrame,
    corrected: pd.Series[int],
    periods: Sequence[str],
) -> pd.DataFrame:
    """The submissions of the period that count, with five numbers of the whole county on each of its rows.

    They are the schools reported, not counted and expected, those reported in the period before, and the errors
    corrected. A county of which nothing counts has a row with its status and no form: its schools are expected all
    the same.
    """
    period = periods[-1]
    now = current[current["period"] == period].drop_duplicates("submission").rename(columns={"outcome": "status"})
    now = now.assign(received_at=now["received_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
    absent = counties[counties["status"] != "reported"].assign(
        period=period, form="", late=False, received_at="", sheets=""
    )
    known = schools.loc[schools["period"] == period, ["county", "reported", "uncounted", "expected"]]
    before = schools[schools["period"] == (periods[-2] if len(periods) > 1 else "")]
    known = known.assign(reported_before=known["county"].map(before.set_index("county")["reported"]))
    everybody = pd.concat([now.astype({"revision": "float64"}), absent], ignore_index=True)
    columns = ["county", "period", "form", "revision", "status", "late", "received_at", "expected", "reported"]
    columns += ["uncounted", "reported_before", "sheets"]
    with_schools = everybody.merge(known, on="county", how="left")[columns]
    return with_schools.assign(corrected=with_schools["county"].map(corrected).fillna(0.0).astype("float64"))


def _named(view: View, settings: Settings, missing: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """The missing schools, and those closed since the period before, with their name as the county last wrote it."""
    closed = moved.loc[moved["kind"] == "closed", ["county", "school_id"]].assign(
        last_seen="", in_scope=True, why="closed"
    )
    missing = pd.concat([missing, closed.astype({"in_scope": "boolean"})], ignore_index=True)
    scope = settings.city.scope
    table = settings.forms.table(scope.table) if scope else None
    if missing.empty or not isinstance(table, RowTable) or not table.entity:
        return missing.assign(name="").astype({"name": "str"})
    names = view.school_names(table, counties=sorted(set(missing["county"])))
    return missing.merge(names, how="left", on=["county", "school_id"]).fillna({"name": ""})


def _of_period(submissions: pd.DataFrame, period: Period) -> pd.DataFrame:
    """What came for a period; held files that do not say of when they are, too, if they came since it began."""
    began = datetime(period.year, period.month or 1, 1)
    asked = submissions["period"].isna() & (submissions["status"] == "held") & (submissions["received_at"] >= began)
    return submissions[(submissions["period"] == str(period)) | asked]


def _counties(settings: Settings, submissions: pd.DataFrame, withdrawals: pd.DataFrame, period: str) -> pd.DataFrame:
    """One row a county: county, status, withdrawn_at, because.

    The status is ``reported``, ``held`` (nothing counts yet: a question is open), ``withdrawn``, ``rejected`` or
    ``silent``. The last two columns say when and why what counted was withdrawn; empty where something counts.
    """
    statuses = submissions.groupby("county")["status"].agg(set)
    of_period = withdrawals[withdrawals["period"] == period]
    days = of_period["recorded_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    last = {
        str(county): (str(day), str(because))
        for county, day, because in zip(of_period["county"], days, of_period["because"], strict=True)
    }

    def standing(code: str) -> str:
        found = statuses.get(code, set())
        if found & COUNTS:
            return "reported"
        return next((one for one in ("held", "withdrawn", "rejected") if one in found), "silent")

    rows = [
        (code, status, *(last.get(code, ("", "")) if status == "withdrawn" else ("", "")))
        for code in settings.city.codes
        for status in (standing(code),)
    ]
    return pd.DataFrame(rows, columns=["county", "status", "withdrawn_at", "because"], dtype="str")

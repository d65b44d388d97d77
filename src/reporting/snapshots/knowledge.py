"""Knowledge: all that is known of a city for one period, gathered from the store once a run.

Snapshots are cut from it, one a report; what it costs to cut one does not grow with the number of counties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import pandas as pd

from reporting.analysis.assessments import assess, meets, spread
from reporting.analysis.expressions import workbench
from reporting.analysis.observations import observe, school_values
from reporting.analysis.totals import schools_reporting
from reporting.definitions.columns import quoted
from reporting.definitions.forms import ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.settings import Settings
from reporting.store.view import View

__all__ = ["Knowledge", "gather", "school_periods"]

_MOST_PERIODS = 36


@dataclass(frozen=True)
class Knowledge:
    """What a run knows; frames as in `reporting.snapshots.snapshot.Snapshot`, but of every county.

    Attributes:
        periods: the school periods up to the one reported on, oldest first.
        school_history: `school_values` as computed, of this period and the one before.
        tables: current rows of this period and the one before, by row table.
    """

    settings: Settings
    period: Period
    periods: tuple[str, ...]
    demo: bool
    data_as_of: datetime | None
    observations: pd.DataFrame
    assessments: pd.DataFrame
    spread: pd.DataFrame
    schools: pd.DataFrame
    school_values: pd.DataFrame
    school_history: pd.DataFrame
    school_lists: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    reporting: pd.DataFrame
    findings: pd.DataFrame
    counties: pd.DataFrame

    @cached_property
    def by_county(self) -> Mapping[str, Mapping[str, pd.DataFrame]]:
        """Table → county → rows, for the tables that are cut by county."""
        frames = {
            "observations": self.observations,
            "assessments": self.assessments,
            "schools": self.schools,
            "school_values": self.school_values,
            "school_lists": self.school_lists,
            "reporting": self.reporting,
            "findings": self.findings,
            **self.tables,
        }
        return {
            name: {str(county): part for county, part in frame.groupby("county", sort=False)}
            for name, frame in frames.items()
        }


def gather(view: View, settings: Settings, period: Period) -> Knowledge:
    """Everything known about ``period`` in ``view``."""
    city, forms = settings.city, settings.forms
    current = view.current()
    periods = school_periods(settings, current, period)
    row_tables = [table.name for table in forms.tables if isinstance(table, RowTable)]
    scope_table = city.scope.table
    rows = {name: view.rows(name, periods=periods[-2:]) for name in row_tables}
    ledger = view.rows(scope_table, periods=periods) if scope_table in rows else pd.DataFrame()
    figures = {
        table.name: view.figures(table.name, periods=periods) for table in forms.tables if isinstance(table, ItemTable)
    }
    everything = {name: view.rows(name, periods=periods) for name in row_tables if name != scope_table}
    observations = observe(settings.indicators, city, forms, {**everything, scope_table: ledger}, figures, periods)
    values = school_values(settings.indicators, city, forms, rows.get(scope_table, ledger))
    assessments = assess(settings.indicators, city, observations, values, periods)
    with workbench(forms, city.scope, {scope_table: ledger}) as bench:
        reporting = schools_reporting(bench, city, periods)
        in_scope = bench.execute(
            f"SELECT in_scope, * EXCLUDE (in_scope) FROM {quoted(scope_table)} WHERE period = ? "  # noqa: S608
            "ORDER BY county, row_number",
            [str(period)],
        ).df()
    now = current[current["period"] == str(period)]
    received = current.loc[current["period"].isin(periods), "received_at"]
    zone = ZoneInfo(city.timezone)
    return Knowledge(
        settings=settings,
        period=period,
        periods=periods,
        demo=bool(current["demo"].any()),
        data_as_of=None
        if received.empty
        else received.max().to_pydatetime().replace(tzinfo=ZoneInfo("UTC")).astimezone(zone),
        observations=observations,
        assessments=assessments,
        spread=spread(observations, city, str(period)),
        schools=in_scope,
        school_values=_judged(settings, values[values["period"] == str(period)]),
        school_history=values,
        school_lists=_school_lists(settings, values, periods),
        tables={name: frame for name, frame in rows.items() if name != scope_table},
        reporting=_reporting(now, reporting[reporting["period"] == str(period)]),
        findings=view.findings(periods=[str(period)]),
        counties=_counties(settings, view, period),
    )


def school_periods(settings: Settings, current: pd.DataFrame, period: Period) -> tuple[str, ...]:
    """The school periods from the first that anybody reported in up to ``period``, at most the last 36."""
    reported = sorted(Period(text) for text in set(current["period"]) if Period(text) <= period)
    found = [period]
    while reported and found[-1] > reported[0] and len(found) < _MOST_PERIODS:
        found.append(settings.city.calendar.previous(found[-1]))
    return tuple(str(one) for one in reversed(found))


def _judged(settings: Settings, values: pd.DataFrame) -> pd.DataFrame:
    """School values with ``value`` (in the indicator's unit) and ``met`` (only where schools are judged)."""
    parts = []
    for identity, group in values.groupby("indicator", sort=False):
        indicator = settings.indicators[str(identity)]
        value = group["numerator"] / group["denominator"].where(group["denominator"] > 0)
        judged = indicator.counts == "schools" and indicator.kind in ("target", "ceiling")
        met = meets(indicator, group).astype("boolean") if judged else pd.Series(pd.NA, group.index, dtype="boolean")
        parts.append(group.assign(value=value * (100 if indicator.unit == "percent" else 1), met=met))
    if not parts:
        return values.assign(value=pd.Series(dtype="float64"), met=pd.Series(dtype="boolean"))
    return pd.concat(parts, ignore_index=True)


def _school_lists(settings: Settings, values: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """county, school_id, indicator, kind: schools short of a target, and those that gained or lost it."""
    columns = ["county", "school_id", "indicator", "kind"]
    judged = _judged(settings, values)
    judged = judged[judged["met"].notna() & (judged["category"] == "")]
    key = ["county", "indicator", "school_id"]
    now = judged.loc[judged["period"] == periods[-1], [*key, "met"]].astype({"met": "bool"})
    previous = periods[-2] if len(periods) > 1 else ""
    before = judged.loc[judged["period"] == previous, [*key, "met"]].rename(columns={"met": "met_before"})
    compared = before[["county", "indicator"]].drop_duplicates().assign(compared=True)
    both = now.merge(before, how="left", on=key).merge(compared, how="left", on=["county", "indicator"])
    met_before = both["met_before"].eq(True).fillna(False).astype(bool)
    lists = {
        "short": ~both["met"],
        "gained": both["met"] & ~met_before & both["compared"].eq(True),
        "lost": ~both["met"] & met_before,
    }
    return pd.concat([both[chosen].assign(kind=kind) for kind, chosen in lists.items()], ignore_index=True)[columns]


def _reporting(now: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """The current submissions of the period with the schools they brought and the schools expected."""
    submissions = now.drop_duplicates("submission").drop(columns=["table_name"])
    submissions = submissions.rename(columns={"outcome": "status"})
    joined = submissions.merge(schools[["county", "reported", "expected"]], on="county", how="left")
    columns = ["county", "period", "form", "revision", "status", "late", "received_at", "expected", "reported", "file"]
    return joined[columns].assign(received_at=joined["received_at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ"))


def _counties(settings: Settings, view: View, period: Period) -> pd.DataFrame:
    """code, status (``reported``, ``silent``, ``rejected``), file of a rejected submission: one row a county."""
    submissions = view.submissions()
    mine = submissions[submissions["period"] == str(period)]
    rows = []
    for code in settings.city.codes:
        statuses = set(mine.loc[mine["county"] == code, "status"])
        standing = (
            "reported" if statuses & {"accepted", "partly"} else "rejected" if "rejected" in statuses else "silent"
        )
        rows.append({"county": code, "status": standing})
    return pd.DataFrame(rows)

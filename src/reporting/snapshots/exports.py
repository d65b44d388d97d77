"""Tidy exports: what the store knows, as tables that others can use.

Missing values are empty, with their reason as a word in a ``…_state`` column of its own. Text that a spreadsheet would
take for a formula is written so that it is none.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Collection
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import duckdb
import pandas as pd

from reporting.definitions.columns import columns_named
from reporting.definitions.facts import ASSESSMENTS
from reporting.definitions.forms import Forms, RowTable
from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.errors import UsageError
from reporting.execution.files import clear_partial, write_atomically
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData, gather, observed, school_periods
from reporting.store.view import View
from reporting.workbooks.written import WRITTEN_AS_IT_IS

__all__ = [
    "SYMBOLS",
    "Dataset",
    "csv_bytes",
    "edition_data",
    "export_frame",
    "read_observations",
    "read_table",
    "with_symbols",
    "write_frame",
]

Dataset = Literal["schools", "observations", "assessments", "submissions", "findings", "problems"]

SYMBOLS = {"not_submitted": "x", "not_applicable": "z", "suppressed": "c", "unreliable": "u", "not_collected": "n"}
"""State → its letter in the column ``symbol``, after those of the British government's statistics."""

_PUBLIC = ["county", "period", "form", "revision", "status", "late", "received_at"]
"""What anybody may know of a submission: which one it was and when it came. Neither what was wrong with it, nor a hash
of it: a small workbook can be guessed until its hash matches."""
_COUNTED = ("numerator", "denominator", "value")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SUBMISSION = [
    "county",
    "period",
    "form",
    "revision",
    "status",
    "late",
    "file",
    "sha256",
    "received_at",
    "recorded_at",
    "demo",
    "submission",
]
_AN_HOUR = 3600
_KEY = ["county", "indicator", "category"]
_ASSESSED = [
    *("county", "period", "indicator", "category", "value", "numerator", "denominator", "lower", "upper", "city"),
    *("against_city", "strong", "against_target", "gap", "change", "change_word", "gained", "lost"),
    *("entered", "left"),
    *("signal", "state"),
]
"""The columns that programs may count on, in the order promised."""
_OF_GROUP = ["group", "group_value", "group_qualifier", "against_group", "group_doubt"]
"""What stands behind them where params name groups of similar counties."""
_ERRNO = re.compile(r'"errno":"(\d+)"')
_FINDING = ["county", "period", "revision", "severity", "check", "file", "sheet", "cell", "found", "message"]


def export_frame(
    dataset: Dataset,
    view: View,
    settings: Settings,
    *,
    period: str | None = None,
    counties: Collection[str] | None = None,
) -> pd.DataFrame:
    """One dataset of the view, limited to a period and to counties.

    Returns:
        The columns promised for the dataset, more after them; every row says whether it is
        demonstration data.
    """
    frame = _dataset(dataset, view, settings, None if period is None else [period], counties)
    return frame if "demo" in frame else frame.assign(demo=bool(view.submissions()["demo"].any()))


def _dataset(
    dataset: Dataset,
    view: View,
    settings: Settings,
    periods: Collection[str] | None,
    counties: Collection[str] | None,
) -> pd.DataFrame:
    match dataset:
        case "schools":
            scope = settings.city.scope
            return _rows(view, settings.forms, scope.table if scope else "schools", periods, counties)
        case "problems":
            return _rows(view, settings.forms, "problems", periods, counties)
        case "submissions":
            return _limited(view.submissions(), periods, counties)[_SUBMISSION]
        case "findings":
            found = view.findings(periods=periods, counties=counties)
            return found.rename(columns={"check_id": "check"})[_FINDING]
        case "assessments":
            return _limited(_assessments(view, settings, periods), periods, counties)
        case "observations":
            return _limited(with_symbols(_observations(view, settings)), periods, counties)


def edition_data(period_data: PeriodData, audience: Audience) -> dict[str, pd.DataFrame]:
    """The tables that go along with an edition; every row of a figure says whether it is demonstration data.

    Returns:
        ``observations``; where params name groups of similar counties ``groups``, every county beside its own;
        ``submissions``, for the public these columns alone: county, period, form, revision, status,
        late, received_at; and in the internal edition
        ``schools_short``, the schools that miss a target: county, period, indicator, school_id, school_name, and area
        with its state as far as the ledger has them.
    """
    tables = {"observations": with_symbols(period_data.observations)}
    if period_data.groups is not None:
        tables["groups"] = period_data.groups.assign(period=str(period_data.period))
    if audience == "internal":
        tables |= {"submissions": period_data.submissions, "schools_short": _schools_short(period_data)}
    marked = {name: frame.assign(demo=period_data.demo) for name, frame in tables.items()}
    return marked if audience == "internal" else marked | {"submissions": period_data.submissions[_PUBLIC]}


def _schools_short(period_data: PeriodData) -> pd.DataFrame:
    named = [name for name in ("school_id", "school_name", "area", "area_state") if name in period_data.schools]
    lists = period_data.school_lists
    short = lists[lists["kind"] == "short"].assign(period=str(period_data.period))
    columns = ["county", "period", "indicator", "school_id", *named[1:]]
    return short.merge(period_data.schools[named], on="school_id", how="left")[columns]


def with_symbols(observations: pd.DataFrame) -> pd.DataFrame:
    """The observations as they are handed on: with ``symbol``, why there is no value in one letter, empty else."""
    return observations.assign(symbol=observations["state"].map(SYMBOLS).fillna("").astype("str"))


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame in the format that the file's ending names; the file appears whole or not at all.

    Raises:
        UsageError: no format is called so.
    """
    contents: dict[str, Callable[[], bytes]] = {
        ".csv": lambda: csv_bytes(frame),
        ".json": lambda: frame.to_json(orient="records", force_ascii=False, date_format="iso", indent=1).encode(),
        ".parquet": lambda: _parquet(frame),
        ".xlsx": lambda: _workbook(frame),
    }
    content = contents.get(path.suffix.lower())
    if content is None:
        raise UsageError(f"no format is called {path.suffix or path.name!r}", hint=f"one of: {', '.join(contents)}")
    clear_partial(path.parent, older_than=_AN_HOUR)
    write_atomically(path, content())


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel opens it right; formulas are disarmed by an apostrophe."""
    disarmed = frame.copy()
    for name in disarmed.columns:
        column = disarmed[name]
        if isinstance(column.dtype, pd.StringDtype) and not any(map(_is_formula, column.unique())):
            # words repeat, and hardly one is dangerous
            continue
        if pd.api.types.is_bool_dtype(column.dtype) or not pd.api.types.is_numeric_dtype(column.dtype):
            disarmed[name] = column.astype("object").map(_disarmed, na_action="ignore")
    text = disarmed.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%dT%H:%M:%SZ", float_format=_shortest)
    return text.encode("utf-8-sig")


def read_table(path: Path) -> pd.DataFrame:
    """A table as `csv_bytes` wrote it, everything as text; what is missing is empty."""
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def read_observations(path: Path) -> pd.DataFrame:
    """The same of observations: numerator, denominator and value as numbers."""
    frame = read_table(path)
    return frame.assign(**{name: pd.to_numeric(frame[name]) for name in _COUNTED})


def _shortest(value: Any) -> str:
    """Whole numbers without a decimal point, others in the fewest digits that mean just them."""
    return repr(float(value)).removesuffix(".0")


def _disarmed(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if _is_formula(value) else value


def _is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_FORMULA)


def _rows(
    view: View, forms: Forms, table: str, periods: Collection[str] | None, counties: Collection[str] | None
) -> pd.DataFrame:
    form = next((one for one in forms.tables if one.name == table), None)
    if not isinstance(form, RowTable):
        raise UsageError(f"this bureau's forms have no table {table!r}", hint="see params/forms.yaml")
    private = [name for field in form.fields if field.private for name in columns_named(field)]
    frame = view.rows(table, periods=periods, counties=counties).drop(columns=private)
    for field in form.fields:
        if field.kind == "date" and field.name in frame:
            frame[field.name] = frame[field.name].dt.strftime("%Y-%m-%d")
    first = ["county", "period", *(field.name for field in form.fields if field.name not in {"county", *private})]
    return frame[[*first, *(name for name in frame.columns if name not in first)]]


def _observations(view: View, settings: Settings) -> pd.DataFrame:
    """The observations of every period that anybody reported in; earlier ledgers tell how many schools to expect."""
    periods = view.current()["period"]
    if periods.empty:
        return observed(view, settings, [])
    return observed(view, settings, school_periods(settings, view.current(), Period(periods.max())))


def _assessments(view: View, settings: Settings, periods: Collection[str] | None) -> pd.DataFrame:
    """The assessments of the periods asked for, or of every period that anybody reported in."""
    reported = view.current()["period"]
    known = school_periods(settings, view.current(), Period(reported.max())) if len(reported) else ()
    parts = []
    for period in [one for one in known if periods is None or one in periods]:
        gathered = gather(view, settings, Period(period))
        numbers = gathered.observations[gathered.observations["period"] == period]
        judged = gathered.assessments.assign(period=period).merge(
            numbers[[*_KEY, "period", "numerator", "denominator", "unit"]], how="left", on=[*_KEY, "period"]
        )
        if gathered.groups is not None:
            judged = judged.merge(gathered.groups[[*_KEY, *_OF_GROUP]], how="left", on=_KEY)
        parts.append(judged)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[one.name for one in ASSESSMENTS])
    return with_symbols(frame.reindex(columns=list(dict.fromkeys((*_ASSESSED, *frame.columns)))))


def _limited(frame: pd.DataFrame, periods: Collection[str] | None, counties: Collection[str] | None) -> pd.DataFrame:
    if periods is not None:
        frame = frame[frame["period"].isin(periods)]
    return frame if counties is None else frame[frame["county"].isin(counties)]


def _parquet(frame: pd.DataFrame) -> bytes:
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "frame.parquet")
        connection.register("frame", frame)
        try:
            connection.sql("FROM frame").write_parquet(str(path))
        except duckdb.IOException as error:
            found = _ERRNO.search(str(error))
            number = int(found[1]) if found else errno.EIO
            raise OSError(number, os.strerror(number), folder) from error
        return path.read_bytes()


def _workbook(frame: pd.DataFrame) -> bytes:
    content = BytesIO()
    with pd.ExcelWriter(content, engine="xlsxwriter", engine_kwargs={"options": dict(WRITTEN_AS_IT_IS)}) as writer:
        frame.to_excel(writer, index=False, freeze_panes=(1, 0))
    return content.getvalue()

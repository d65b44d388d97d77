"""Exports: the columns promised, missing values with their reason, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.definitions.facts import ASSESSMENTS, GROUPED
from reporting.errors import UsageError
from reporting.intake.board import board
from reporting.report.dictionary import COLUMNS as DICTIONARY
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.exports import Dataset, csv_bytes, edition_data, export_frame, write_frame
from reporting.snapshots.period_data import PeriodData
from reporting.store.store import open_store, utc_now
from reporting.store.view import View

Export = Callable[..., pd.DataFrame]

PROMISED = {
    "schools": ["county", "period", "school_name", "school_code", "stage"],
    "observations": [
        *("period", "county", "indicator", "category", "numerator", "denominator", "value", "unit", "qualifier"),
        *("state", "scope", "completeness", "source"),
    ],
    "assessments": [
        *("county", "period", "indicator", "category", "value", "numerator", "denominator", "lower", "upper", "city"),
        *("against_city", "strong", "against_target", "gap", "change", "change_word", "gained", "lost"),
    ],
    "submissions": [
        *("county", "period", "form", "revision", "status", "late", "file", "sha256", "received_at", "recorded_at"),
        "demo",
    ],
    "findings": [
        *("county", "period", "revision", "severity", "check", "file", "sheet", "cell", "found", "message"),
    ],
    "problems": ["county", "period", "no", "problem", "unit", "action", "due", "state"],
}


def exported(bureau: Project, dataset: Dataset, **limits: object) -> pd.DataFrame:
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms) as store:
        return export_frame(dataset, View(store), settings, **limits)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def export(filled: Project) -> Export:
    """Export from a bureau that nothing is done to: each data set once, a copy of it for each test."""
    known: dict[str, pd.DataFrame] = {}

    def once(dataset: Dataset, **limits: object) -> pd.DataFrame:
        asked = f"{dataset} {limits}"
        if asked not in known:
            known[asked] = exported(filled, dataset, **limits)
        return known[asked].copy()

    return once


@pytest.mark.parametrize("dataset", get_args(Dataset))
def test_the_promised_columns_come_first_and_in_order(export: Export, dataset: Dataset) -> None:
    """Scripts of others that read our files would break."""
    frame = export(dataset)
    assert list(frame.columns)[: len(PROMISED[dataset])] == PROMISED[dataset]
    assert len(frame) > 0


@pytest.mark.parametrize("dataset", get_args(Dataset))
def test_every_row_says_whether_it_is_demonstration_data(export: Export, dataset: Dataset) -> None:
    """Invented figures would be passed on as real ones, once the file is alone."""
    demo = export(dataset)["demo"].tolist()
    assert demo == [False] * len(demo)


def test_findings_of_what_no_longer_counts_say_it_as_well(bureau: Project) -> None:
    """Invented findings would be passed on as real ones, once the workbooks are withdrawn."""
    with open_store(bureau.store, load_settings(bureau).forms, writing=True) as store:
        store.connection.execute("UPDATE submissions SET demo = true")
        for one in View(store).submissions()["submission"]:
            store.withdraw(str(one), "误报", utc_now())
    assert exported(bureau, "findings")["demo"].all()


def test_the_data_of_an_edition_say_it_too_and_name_schools_for_the_bureau_only(known: PeriodData) -> None:
    """Names of schools would leave the bureau, or its own office not know which schools a gap is made of."""
    internal, public = edition_data(replace(known, demo=True), "internal"), edition_data(known, "public")
    assert all(frame["demo"].all() for frame in internal.values())
    assert not any(frame["demo"].any() for name, frame in public.items() if name != "submissions")
    assert list(public["submissions"]) == ["county", "period", "form", "revision", "status", "late", "received_at"]
    assert set(internal) - set(public) == {"schools_short"}
    short = internal["schools_short"]
    assert not short.empty
    assert short["school_name"].notna().all()
    lists = known.school_lists[known.school_lists["kind"] == "short"]
    assert len(short) == len(lists)
    told = {name for frame in internal.values() for name in frame} | {
        column.name for column in (*ASSESSMENTS, *GROUPED)
    }
    assert told == set(DICTIONARY)


def test_a_column_that_can_be_missing_has_its_state(export: Export) -> None:
    """A reader would not know why a cell is empty."""
    frame = export("schools", period="2022-04").set_index("school_name")
    assert {f"{name}_state" for name in ("offers", "participants", "fee", "enrolled")} <= set(frame.columns)
    assert bool(frame["participants"].isna()["学校B3"])
    assert frame["participants_state"]["学校B3"] == "not_submitted"
    assert "state_state" in export("problems")


def test_private_fields_are_in_no_export(export: Export) -> None:
    """Telephone numbers in notes would be handed on."""
    frame = export("schools")
    assert not {"note", "note_state"} & set(frame.columns)
    assert "13712345678" not in csv_bytes(frame).decode()


def test_exports_are_limited_to_period_and_counties(export: Export) -> None:
    """A county would be handed another's schools."""
    frame = export("schools", period="2022-04", counties=["990101"])
    assert set(zip(frame["county"], frame["period"], strict=True)) == {("990101", "2022-04")}
    seen = export("observations", period="2022-04", counties=["990101", "990000"])
    assert set(seen["county"]) == {"990101", "990000"}
    assert set(seen["period"]) == {"2022-04"}
    assert export("findings", counties=[]).empty


def test_an_export_of_one_month_says_the_same_as_the_report(export: Export, known: PeriodData) -> None:
    """Completeness would differ, for want of the ledgers that tell how many schools to expect."""
    frame = export("observations", period="2022-04").reset_index(drop=True)
    of_report = known.observations[known.observations["period"] == "2022-04"].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame.drop(columns=["symbol", "demo"]), of_report)


def test_assessments_are_those_of_the_report(export: Export, known: PeriodData) -> None:
    """Whoever recomputes a page from our files would find another word there."""
    frame = export("assessments", period="2022-04").reset_index(drop=True)
    of_report = known.assessments.reset_index(drop=True)
    pd.testing.assert_frame_equal(frame[list(of_report.columns)], of_report)
    every = export("assessments")
    assert set(every["period"]) > {"2022-04"}
    assert frame.loc[frame["state"] != "reported", "value"].isna().all()


def test_why_there_is_no_value_stands_in_a_column_of_its_own(export: Export) -> None:
    """A reader's spreadsheet would add up words, or leave out the reason."""
    frame = export("observations")
    assert set(zip(frame["state"], frame["symbol"], strict=True)) >= {("reported", ""), ("not_submitted", "x")}
    assert frame.loc[frame["symbol"] != "", "value"].isna().all()
    assert frame.loc[frame["symbol"] == "", "state"].eq("reported").all()


def test_days_are_days(export: Export) -> None:
    """A deadline would be written as a moment, in the wrong zone by eight hours."""
    assert set(export("problems")["due"]) == {"2022-05-31"}


def test_statuses_of_submissions(bureau: Project) -> None:
    """Who reads the list would not know which workbook counts."""
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms, writing=True) as store:
        first = str(View(store).submissions()["submission"].iloc[0])
        store.withdraw(first, "误报", utc_now())
    frame = exported(bureau, "submissions").set_index("submission")
    assert frame.loc[first, "status"] == "withdrawn"
    assert set(frame["status"]) == {"withdrawn", "accepted"}


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_is_as_excel_and_statisticians_want_it() -> None:
    """Chinese would be garbled in Excel, and yes and no be written in Python's way."""
    frame = pd.DataFrame(
        {
            "name": ["甲,\"乙\"", None],
            "offers": pd.array([True, None], dtype="boolean"),
            "mixed": pd.Series([False, None], dtype="object"),
            "count": [1200.0, None],
            "rate": [66.66666666666667, 0.1],
            "at": pd.Series(["2022-05-03T02:00:00", None], dtype="datetime64[us]"),
        }
    )  # fmt: skip
    content = csv_bytes(frame)
    assert content.startswith(b"\xef\xbb\xbfname,offers,")
    assert rows_of(content)[1:] == [
        ['甲,"乙"', "true", "false", "1200", "66.66666666666667", "2022-05-03T02:00:00Z"],
        ["", "", "", "", "0.1", ""],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "－1", "＋1", "＠x"])
def test_formulas_are_disarmed_in_csv(text: str) -> None:
    """A cell that a county sent would run as a formula on the reader's machine."""
    assert rows_of(csv_bytes(pd.DataFrame({"found": [text]})))[1] == [f"'{text}"]


@given(some.lists(some.text(min_size=1), min_size=1, max_size=3))
def test_no_text_at_all_starts_a_formula(texts: list[str]) -> None:
    """Some way of writing a formula would slip through."""
    for (cell,) in csv.reader(io.StringIO(csv_bytes(pd.DataFrame({"x": texts})).decode("utf-8-sig"), newline="")):
        assert cell == "x" or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_a_workbook_has_no_formulas_and_no_links(tmp_path: Path) -> None:
    """A formula or an address that a county sent would be live in our workbook."""
    path = tmp_path / "new" / "findings.xlsx"
    write_frame(pd.DataFrame({"found": ["=1+1", "https://example.org", "=HYPERLINK(\"x\")"]}), path)  # fmt: skip
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.data_type for (cell,) in sheet["A2:A4"]] == ["s", "s", "s"]
    with zipfile.ZipFile(path) as package:
        assert not any("hyperlink" in package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_every_format_holds_the_same(tmp_path: Path) -> None:
    """A value would depend on the format in which it is handed on."""
    frame = pd.DataFrame({"name": ["甲", None], "count": [1.0, None], "ok": pd.array([True, None], dtype="boolean")})
    for ending in (".csv", ".json", ".parquet", ".xlsx"):
        write_frame(frame, tmp_path / f"x{ending}")
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == [
        {"name": "甲", "count": 1.0, "ok": True},
        {"name": None, "count": None, "ok": None},
    ]
    assert duckdb.connect().execute(f"FROM '{tmp_path / 'x.parquet'}'").fetchall() == [
        ("甲", 1.0, True),
        (None, None, None),
    ]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet["A2:C3"]] == [["甲", 1, True], [None, None, None]]


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """A slip would leave a file that nothing opens."""
    with pytest.raises(UsageError, match=r"no format is called '\.xls'"):
        write_frame(pd.DataFrame(), tmp_path / "x.xls")


def test_the_board_has_every_county_in_order(bureau: Project, bureau_settings: Settings) -> None:
    """A silent county would not be seen on the board."""
    with open_store(bureau.store, bureau_settings.forms) as store:
        rows = board(View(store), bureau_settings)
        one = board(View(store), bureau_settings, "2022-05")
    assert rows["county"].tolist() == ["990101", "990102", "990103", "990104", "990000"] * 2
    april = rows[rows["period"] == "2022-04"].set_index("county")
    assert april.loc["990101", "forms"] == "national+own"
    assert april["late"].to_dict()["990104"]
    assert set(one["status"]) == {"silent"}

"""The data dictionary beside ``data/observations.csv``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from reporting.analysis.observations import COLUMNS as OBSERVED
from reporting.report.dictionary import COLUMNS, data_dictionary
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.exports import SYMBOLS, csv_bytes


@pytest.fixture(scope="module")
def real() -> Settings:
    return load_settings(Project.at(Path(__file__).parents[3]))


def test_every_column_of_the_data_is_told() -> None:
    """A column would stand in the file and nobody outside know what it means."""
    assert set(COLUMNS) > {*OBSERVED, "symbol", "demo"}


def test_whatever_stands_in_the_data_is_told_in_both_languages(real: Settings) -> None:
    """A code would be left to guess, or be told in one language only."""
    told = data_dictionary(real)
    names = {part: set(rows["name"]) for part, rows in told.groupby("part")}
    assert names["indicator"] == {one.id for one in real.indicators.indicators}
    assert names["state"] == {"reported", *SYMBOLS}
    assert names["place"] == {*real.city.codes, *(total.code for total in real.city.totals)}
    assert names["scope"] == set(real.indicators.scopes)
    assert names["unit"] == {one.unit for one in real.indicators.indicators}
    mine = told[told["part"] == "indicator"]
    for column in ("title_zh", "title_en", "definition_zh", "definition_en", "unit", "kind", "level", "frequency"):
        assert (mine[column] != "").all(), column
    assert (told["definition_zh"] != told["definition_en"]).sum() >= len(mine)


def test_thresholds_are_called_suggestions(real: Settings) -> None:
    """A setting of ours would be read as law."""
    told = data_dictionary(real)
    assert (told.loc[told["near"] != "", "near_note"] == "系统建议值").all()
    assert (told["near"] != "").any()


def test_no_cell_is_a_formula(real: Settings) -> None:
    """A definition that begins with a sign would be computed on the reader's machine."""
    rows = list(csv.reader(io.StringIO(csv_bytes(data_dictionary(real)).decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert {len(row) for row in rows} == {len(rows[0])}

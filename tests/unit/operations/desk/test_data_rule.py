"""What a notebook asks of the report's data is held against what there is, before anything runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reporting.operations.desk.check.cells import read_notebook
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.operations.desk.check.rules.data import data
from reporting.report.columns import declared_columns
from reporting.settings import Settings

OPEN = "report = Report.open(county=county, period=period)"


@pytest.fixture
def known(settings: Settings) -> KnownNames:
    return KnownNames(
        frozenset(),
        {},
        declared_columns(settings),
        frozenset(one.id for one in settings.indicators.indicators),
    )


def told(folder: Path, known: KnownNames, *sources: str) -> list[str]:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown" if source.startswith("共") else "code", "metadata": {}, "source": source}
        for source in (OPEN, *sources)
    ]
    path = folder / "n.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return [f"{one.message}; {one.hint}" for one in data(read_notebook(path, folder), known)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('report.schools["stagee"]', "`schools` has no column 'stagee'; did you mean 'stage'?"),
        ('report.data["shools"]', "`report.data` has no table 'shools'; did you mean 'schools'?"),
        ("report.data.problms", "`report.data` has no table 'problms'; did you mean 'problems'?"),
        ('report.facts[["value", "valeu"]]', "`facts` has no column 'valeu'; did you mean 'value'?"),
        ('s = report.schools\ns[s["enroled"] > 3]', "`schools` has no column 'enroled'; did you mean 'enrolled'?"),
        ('report.data["unmet"].groupby("naem")', "`unmet` has no column 'naem'; did you mean 'name'?"),
        ('report.facts.query("gap > 0")["gapp"]', "`facts` has no column 'gapp'; did you mean 'gap'?"),
        (
            'report.series("jined")',
            "there is no indicator 'jined'; did you mean 'joined'?",
        ),
        ('report.series("joined")["valeu"]', "`series` has no column 'valeu'; did you mean 'value'?"),
        (
            '共`{python} report.schools["enroled"].sum()`人',
            "`schools` has no column 'enroled'; did you mean 'enrolled'?",
        ),
    ],
)
def test_a_misspelt_name_is_found(tmp_path: Path, known: KnownNames, source: str, message: str) -> None:
    """It would be an error of every county's page, twenty minutes later."""
    assert told(tmp_path, known, source) == [message]


def test_what_exists_or_is_made_is_not_complained_of(tmp_path: Path, known: KnownNames) -> None:
    """Rules that cry wolf are switched off."""
    assert not told(
        tmp_path,
        known,
        's = report.schools\ns["share"] = s["participants"] / s["enrolled"]\ns["share"].plot()',
        'd = report.data["documents"].reset_index()\nd["index"], d["title"]',
        'report.unmet.groupby("name")["school_id"].nunique()',
        'report.unmet.groupby("name").size()["时间"]',
        'f = report.facts\nf = f.assign(x=1)\nf["x"]',
        'report.facts.loc[0, "anything"]\nreport.series("joined")["city"]',
    )

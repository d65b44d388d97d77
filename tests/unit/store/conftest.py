"""Small submissions, as intake would hand them over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reporting.settings import Settings
from reporting.store.store import Store, open_store
from reporting.store.submissions import Submission

START = datetime(2022, 5, 1)
FINDING = ["severity", "check_id", "sheet", "cell", "field", "found", "message"]
FIGURE = [
    "table_name",
    "item",
    "value",
    "text",
    "qualifier",
    "unit",
    "basis",
    "note",
    "state",
    "sheet",
    "cell",
    "typed",
]
COLUMN = ["table_name", "field", "sheet", "heading", "letter"]


def at(minutes: float) -> datetime:
    """A moment so many minutes after the first."""
    return START + timedelta(minutes=minutes)


def submission(
    county: str | None = "990101",
    period: str | None = "2022-04",
    *,
    file: str = "a.xlsx",
    schools: Sequence[dict[str, Any]] | None = None,
    figures: dict[str, float] | None = None,
    findings: Sequence[dict[str, Any]] = (),
    **changes: Any,
) -> Submission:
    """A submission of the own form: a ledger where ``schools`` are given, figures where ``figures`` are."""
    rows, typed = {}, {}
    if schools is not None:
        lines = [{"sheet": "台账", "row_number": number + 3, **school} for number, school in enumerate(schools)]
        rows["ledger"] = pd.DataFrame(lines, columns=["sheet", "row_number", "school_id", "school_name", "enrolled"])
        typed["ledger"] = rows["ledger"].drop(columns="school_id").astype({"enrolled": "str"})
    items = [
        {"table_name": "figures", "item": item, "value": value, "state": "reported", "sheet": "统计", "cell": f"B{row}"}
        for row, (item, value) in enumerate((figures or {}).items(), start=3)
    ]
    return Submission(
        **{
            "county": county,
            "period": period,
            "form": "own",
            "outcome": "accepted",
            "late": False,
            "file": file,
            "sha256": sha256(file.encode()).hexdigest(),
            "size": 1,
            "received_at": START,
            "demo": False,
            "rows": rows,
            "typed": typed,
            "figures": pd.DataFrame(items, columns=FIGURE),
            "columns": pd.DataFrame(columns=COLUMN),
            "findings": pd.DataFrame(findings, columns=FINDING, dtype="object"),
        }
        | changes
    )


@pytest.fixture
def send() -> Callable[..., Submission]:
    return submission


@pytest.fixture
def when() -> Callable[[float], datetime]:
    return at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store.duckdb"


@pytest.fixture
def store(path: Path, settings: Settings) -> Iterator[Store]:
    with open_store(path, settings.forms, writing=True) as opened:
        yield opened

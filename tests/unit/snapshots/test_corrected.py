"""Which errors of what was sent are open, and which were corrected by a later submission."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import pandas as pd
import pytest

from reporting.definitions.periods import Period
from reporting.settings import Project, Settings
from reporting.snapshots.period_data import gather
from reporting.store.store import open_store, utc_now
from reporting.store.submissions import Outcome, Submission
from reporting.store.view import View

Send = Callable[..., None]
Seen = Callable[..., tuple[int, int]]

COUNTY = "990104"
ROWS = pd.DataFrame({"sheet": ["问题"], "row_number": [3], "problem": ["无"]})
ITEMS = pd.DataFrame(
    {"table_name": ["figures"], "item": ["cases"], "value": [1.0], "state": ["reported"], "sheet": ["统计"]}
)
COLUMNS = pd.DataFrame(
    [["problems", "problem", "问题", "问题", "B"]], columns=["table_name", "field", "sheet", "heading", "letter"]
)


def errors(sheet: str, cells: Sequence[str], message: str) -> list[dict[str, str]]:
    return [
        {"severity": "error", "check_id": "within", "sheet": sheet, "cell": cell, "field": "x", "found": "1"}
        | {"message": message or f"{cell}有误"}
        for cell in cells
    ]


@pytest.fixture
def send(project: Project, settings: Settings) -> Send:
    """Send a workbook with errors in these cells of its rows and its figures, to a bureau that has nothing else."""
    minutes = count()

    def sent(
        rows: str | None = None, figures: str | None = None, *, message: str = "", outcome: Outcome = "partly"
    ) -> None:
        minute = next(minutes)
        found = [*errors("问题", (rows or "").split(), message), *errors("统计", (figures or "").split(), message)]
        workbook = Submission(
            county=COUNTY, period="2022-05", form="own", outcome=outcome, late=False, file="x", sha256=str(minute),
            size=1, received_at=datetime(2022, 6, 1, 0, minute), demo=False, typed={},
            rows={} if rows is None else {"problems": ROWS},
            figures=ITEMS[:0] if figures is None else ITEMS,
            columns=COLUMNS[:0] if rows is None else COLUMNS,
            findings=pd.DataFrame(found),
        )  # fmt: skip
        with open_store(project.store, settings.forms, writing=True) as store:
            store.add(workbook, utc_now())

    return sent


@pytest.fixture
def seen(project: Project, settings: Settings, send: Send) -> Seen:
    """Send as ``send`` does; returns how many errors are corrected, and how many open."""

    def known(*sent: str | None, **rest: Any) -> tuple[int, int]:
        send(*sent, **rest)
        with open_store(project.store, settings.forms) as store:
            known = gather(View(store), settings, Period("2022-05"))
        (corrected,) = set(known.reporting.loc[known.reporting["county"] == COUNTY, "corrected"])
        return int(corrected), int((known.findings["severity"] == "error").sum())

    return known


def test_errors_that_a_later_submission_does_not_have_are_corrected(send: Send, seen: Seen) -> None:
    """A county that corrected itself would look like one that never erred, or its errors like open ones."""
    assert seen("C3 C4") == (0, 2)
    assert seen("C4") == (1, 1)
    assert seen("") == (2, 0)


def test_an_error_sent_again_is_not_corrected(send: Send, seen: Seen) -> None:
    """Whoever sends the same workbook twice would be praised for it."""
    send("C3")
    assert seen("C3") == (0, 1)
    send("C3", message="学校甲有误")
    assert seen("C9", message="学校甲有误") == (1, 1), "a row inserted above moves the cell, not the school"


def test_an_error_of_several_revisions_is_corrected_once(send: Send, seen: Seen) -> None:
    """Three attempts at one cell would count as three corrections."""
    send("C3")
    send("C3")
    assert seen("") == (1, 0)


def test_two_workbooks_of_a_county_share_what_was_corrected(send: Send, seen: Seen) -> None:
    """A county that sends ledger and figures in two files would be told twice the number."""
    send("C3", "B2")
    send("", None)
    assert seen(None, "B2") == (1, 1)


def test_a_part_sent_again_corrects_that_part(send: Send, seen: Seen) -> None:
    """The old workbook counts for its figures still, and its ledger's mended errors would stay open for ever."""
    assert seen("C3", "B2") == (0, 2)
    assert seen("", None) == (1, 1)


def test_what_was_rejected_is_corrected_when_it_comes_well(send: Send, seen: Seen) -> None:
    """The errors for which a workbook was sent back would vanish without a trace."""
    send("", "B2", outcome="rejected")
    assert seen("") == (1, 0)
    assert seen("C3", outcome="rejected") == (1, 0), "nothing good came after it"

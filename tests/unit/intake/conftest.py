"""What tests of intake share: the real settings, and small workbooks as values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reporting.definitions.periods import Period
from reporting.intake.checks.history import Past
from reporting.intake.checks.registry import bind_checks
from reporting.intake.examination import Examined, examine
from reporting.intake.recognition.sender import Declared
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Sheet, Workbook

Rows = Sequence[Sequence[CellValue]]
Examine = Callable[..., Examined]

COUNTY, PERIOD = "410422", Period("2022-04")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings(Project.at(Path(__file__).parents[3]))


def sheet(name: str, *rows: Sequence[CellValue]) -> Sheet:
    """A sheet whose rows are filled up to the same length."""
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows])


def in_words(sheet: str, cell: str, message: str) -> bool:
    """Whether a clerk is told, in words behind the place: not a code, a fact that was left out, or the place alone."""
    words = message.replace(sheet, "", 1).replace(cell, "", 1)
    return bool(re.search("[一-鿿]{3}", words)) and not re.search("[A-Za-z]_[A-Za-z]|None|[{}]", words)


def told_in_words(examined: Examined) -> Examined:
    """The same, whose findings are all told in words."""
    found = examined.findings[["sheet", "cell", "message"]].to_numpy().tolist()
    assert [one for one in found if not in_words(*one)] == []
    return examined


@pytest.fixture(scope="session")
def nothing_sent(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """What is seen of a store that is empty, and that nobody writes to."""
    with open_store(tmp_path_factory.mktemp("empty") / "store.duckdb", settings.forms, writing=True) as store:
        yield View(store)


@pytest.fixture
def examined(settings: Settings, nothing_sent: View) -> Examine:
    """Examine sheets as a workbook of nobody yet, or as `declared`; the store behind it is empty."""

    def run(*sheets: Sheet, file: str = "t.xlsx", county: str | None = None, period: Period | None = None) -> Examined:
        (only,) = examine(
            Workbook("xlsx", "", sheets),
            file,
            Declared(county, period),
            settings,
            bind_checks(settings),
            Past(lambda: nothing_sent, settings.forms),
        )
        return told_in_words(only)

    return run

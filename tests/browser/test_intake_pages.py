"""The board and a receipt, as a browser sees them: for everybody, on a phone, with no outside help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.functional.intake.conftest import new_bureau, school

from reporting.intake.board import board, likely_twins
from reporting.intake.board_page import board_page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module", params=["board", "receipt"])
def intake_page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each page, from a demonstration with a twin, an error and a hostile name."""
    bureau = new_bureau(tmp_path_factory.mktemp("pages") / "bureau")
    march = [school(1, school_name="廉村镇中心小学", school_code=None)]
    april = [school(1, school_name="廉村中心小学", school_code=None), school(2, school_name="<b>", participants=9999)]
    bureau.take(bureau.send("3.xlsx", march, period="2022-03", demo=True))
    (one,) = bureau.take(bureau.send("4.xlsx", april, demo=True), receipts=bureau.project.receipts)
    if request.param == "receipt":
        return one.receipts[1]
    path = bureau.project.root / "board.html"
    with bureau.view() as view:
        rows, twins = board(view, bureau.settings), likely_twins(view)
    path.write_text(board_page(rows, twins, bureau.settings, datetime(2022, 5, 6, 9), demo=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(intake_page: Path, show: Callable[..., Page], width: int, scheme: str) -> None:
    """Somebody who cannot see well, or not at all, would be shut out."""
    page = show(intake_page, width, scheme)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_asked_of_the_network(intake_page: Path, show: Callable[..., Page]) -> None:
    """The page would tell somebody outside who reads it, and break where there is no network."""
    page = show(intake_page)
    asked: list[str] = page.asked  # type: ignore[attr-defined]
    assert [address for address in asked if not address.startswith("data:")] == [intake_page.as_uri()]

"""The live preview in a browser: the place kept, the bar, trouble instead of a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page
from tests.functional.smaller_city import THREE_INDICATORS, demonstration_project

from reporting.intake.ingest import ingest
from reporting.settings import load_settings

COMMAND = [sys.executable, "-c", "from reporting.cli import main; main()"]
MILLISECONDS = 120_000

PARAMETERS = """\
county: str = "410421"  # whose
period: str = "2022-04"  # when
lang: str = "zh-Hans"  # language
audience: str = "internal"  # for whom"""
CELL = """\
from IPython.display import HTML

HTML(f"<h1>Long</h1><p>{county} {period} {lang} {audience}</p>" + "<p>A line.</p>" * 200)"""


def write_notebook(path: Path, cell: str) -> None:
    code: dict[str, object] = {"cell_type": "code", "execution_count": None, "outputs": []}
    cells = [
        {**code, "id": "parameters", "metadata": {"tags": ["parameters"]}, "source": PARAMETERS},
        {**code, "id": "cell", "metadata": {}, "source": cell},
    ]
    metadata = {"language_info": {"name": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A long page's notebook, in a project of three indicators where two counties have sent one month."""
    root = tmp_path_factory.mktemp("previewed")
    counties = {"410421": "宝丰县", "410422": "叶县"}
    project = demonstration_project(tmp_path_factory, root, counties, indicators=THREE_INDICATORS)
    ingest(project, load_settings(project), [project.inbox])
    written = project.notebooks / "long.ipynb"
    write_notebook(written, CELL)
    return written


@pytest.fixture(scope="module")
def shown(notebook: Path, chromium: Browser) -> Iterator[Page]:
    """The preview, opened in the browser."""
    command = [*COMMAND, "--project", str(notebook.parents[1]), "preview", str(notebook), "--no-browser"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([*command, "-c", "410421"], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    page = chromium.new_page(viewport={"width": 1000, "height": 600})
    page.set_default_timeout(MILLISECONDS)
    page.goto(process.stdout.readline().split()[1])
    yield page
    page.close()
    process.terminate()
    process.wait()
    process.stdout.close()


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe:not(.coming)")


def scrolled(page: Page) -> int:
    return int(page.evaluate("document.querySelector('iframe:not(.coming)').contentWindow.scrollY"))


def test_the_place_is_kept_and_trouble_is_shown(notebook: Path, shown: Page) -> None:
    """After every save an analyst would look for the place again, or see an old page and think it new."""
    frame(shown).get_by_text("410421 2022-04 zh-Hans internal").wait_for()
    shown.evaluate("document.querySelector('iframe').contentWindow.scrollTo(0, 1500)")

    write_notebook(notebook, CELL.replace("A line", "Another line"))
    frame(shown).get_by_text("Another line.").first.wait_for()
    assert scrolled(shown) == 1500

    write_notebook(notebook, CELL + "\n\n1 / 0")
    frame(shown).get_by_role("heading", name="ZeroDivisionError in cell 2 of long.ipynb").wait_for()
    assert frame(shown).locator("mark").inner_text() == "1 / 0"
    assert "Traceback (most recent call last)" in frame(shown).locator("pre").last.inner_text()

    write_notebook(notebook, CELL)
    frame(shown).get_by_text("410421 2022-04 zh-Hans internal").wait_for()
    assert scrolled(shown) == 1500


def test_the_bar_switches_the_page(notebook: Path, shown: Page) -> None:
    """A page would be looked at under the name of another."""
    for name, value, seen in (
        ("lang", "en", "410421 2022-04 en internal"),
        ("place", "410422", "410422 2022-04 en internal"),
        ("audience", "public", "410422 2022-04 en public"),
    ):
        shown.select_option(f"select[name={name}]", value)
        frame(shown).get_by_text(seen).wait_for()
        assert shown.locator(f"select[name={name}]").input_value() == value
    assert shown.locator("select[name=period] option").all_inner_texts() == ["2022-04"]


def test_what_the_page_does_not_show_is_told_and_a_long_cell_can_be_stopped(notebook: Path, shown: Page) -> None:
    """What was printed or left out would be lost in silence, and a cell that never ends need a kill from a terminal."""
    write_notebook(notebook, CELL + "\n\nprint('看看')")
    shown.locator("#remarks summary").filter(has_text="1 remark").wait_for()
    assert "print: 看看" in (shown.locator("#remarks li").text_content() or "")

    write_notebook(notebook, "import time\n\ntime.sleep(600)")
    shown.locator("#state").filter(has_text="cell 2").wait_for()
    shown.locator("#stop").click()
    frame(shown).get_by_role("heading", name="Stopped").wait_for()
    assert shown.locator("#stop").is_hidden()
    write_notebook(notebook, CELL)
    frame(shown).get_by_text("A line").first.wait_for()

"""The analyst's JupyterLab in a browser: whom it asks, in which language, and what does not stand in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from reporting.cli import main; main()"]
MILLISECONDS = 120_000
STEPS = "def twice(number):\n    half = number / 2\n    return half * 4\n\ntwice(21)"


def is_here(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a lab on a project whose analyst has a foreign extension installed."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "params", home / "project" / "params")
    shutil.copytree(ROOT / "notebooks", home / "project" / "notebooks")
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "c1",
        "metadata": {},
        "outputs": [],
        "source": STEPS,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    steps = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (home / "project" / "notebooks" / "steps.ipynb").write_text(json.dumps(steps), "utf-8")
    foreign = home / "data" / "labextensions" / "share-everything"
    foreign.mkdir(parents=True)
    (foreign / "package.json").write_text(
        '{"name": "share-everything", "version": "1.0.0", "jupyterlab": {"extension": true,'
        ' "_build": {"load": "static/remoteEntry.js", "extension": "./extension"}}}',
        "utf-8",
    )
    places = {f"JUPYTER_{kind.upper()}_DIR": str(home / kind) for kind in ("config", "data", "runtime")}
    environment = os.environ | places | {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8"}
    told = home / "told.txt"
    with told.open("w", encoding="utf-8") as log:
        command = [*COMMAND, "--project", str(home / "project"), "lab", "--no-browser", "--port", str(a_free_port())]
        process = subprocess.Popen(command, env=environment, stderr=log)
    try:
        yield answering(process, told)
    finally:
        process.terminate()
        process.wait()


def a_free_port() -> int:
    """A port of this moment: a fixed one may be another run's, of this suite or of somebody's desk."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def answering(process: subprocess.Popen[bytes], told: Path) -> str:
    """The lab's address once it answers there: it is told before anybody listens."""
    for _ in range(MILLISECONDS // 100):
        said = told.read_text("utf-8", "replace")
        if process.poll() is not None:
            raise AssertionError(f"the lab ended by itself: {said}")
        if found := re.search(r"http://127\S+:(\d+)/lab\?token=\w+", said):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(found[1])), timeout=5):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the lab does not answer: {told.read_text('utf-8', 'replace')}")


@pytest.fixture(scope="module")
def opened(lab: str, chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The lab as it opens, and every address that it asked for; nothing outside answers."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    asked: list[str] = []

    def watched(route: Route) -> None:
        asked.append(route.request.url)
        if is_here(route.request.url):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", watched)
    page = context.new_page()
    page.set_default_timeout(MILLISECONDS)
    page.goto(lab)
    page.locator(".jp-DirListing-item").first.wait_for()
    yield page, asked
    context.close()


@pytest.mark.long
def test_nothing_outside_is_asked(opened: tuple[Page, list[str]]) -> None:
    """Notebooks that name schools would be a click from a stranger's server, or the bureau's address known to one."""
    page, asked = opened
    page.locator(".jp-DirListing-item", has_text="county_report.ipynb").dblclick()
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_timeout(2000)
    assert [address for address in asked if not is_here(address)] == []
    assert [address for address in asked if "share-everything" in address] == []
    assert page.get_by_role("button", name=re.compile("Share")).count() == 0


def test_it_speaks_the_locale_s_language_and_asks_no_question(opened: tuple[Page, list[str]]) -> None:
    """A bureau's analyst would meet English menus, and be asked whether to fetch news from a web site."""
    page, _ = opened
    page.locator(".lm-MenuBar-itemLabel", has_text="文件").wait_for()
    assert page.locator(".Toastify__toast").count() == 0


@pytest.mark.long
def test_a_breakpoint_stops_a_warm_kernel_and_lets_it_go_on(opened: tuple[Page, list[str]]) -> None:
    """The analyst's debugger would stand there and stop nowhere, or a kernel would never come back from it."""
    page, _ = opened
    page.locator(".jp-DirListing-item", has_text="steps.ipynb").dblclick()
    panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").filter(has_text="half * 4")
    third = panel.locator(".cm-line").nth(2)
    third.wait_for()
    panel.locator(".jp-DebuggerBugButton[aria-disabled=false]").click()
    gutter = panel.locator("div.cm-breakpoint-gutter")
    gutter.wait_for()
    line, marks = third.bounding_box(), gutter.bounding_box()
    assert line is not None
    assert marks is not None
    page.mouse.click(marks["x"] + marks["width"] / 2, line["y"] + line["height"] / 2)
    page.locator(".jp-DebuggerBreakpoint").wait_for()
    panel.locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.locator(".jp-DebuggerVariables", has_text="10.5").wait_for()
    assert "twice" in page.locator(".jp-DebuggerCallstack").inner_text()
    page.locator("[data-command='debugger:continue']").first.click()
    panel.locator(".jp-OutputArea-output", has_text="42").wait_for()

"""Pages in Debian's Chromium, without network and without a system Chinese font.

A page to be looked at is a file; `page_file` names them. The other fixtures know nothing of what is on a page.
"""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

Opener: TypeAlias = Callable[..., Page]

_SPECIMEN = Path(__file__).with_name("specimen.py")
# base.css makes Chromium shape the text again until its animation ends
_SETTLED = "Promise.all([document.fonts.ready, ...document.getAnimations().map(animation => animation.finished)])"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", params=["report", "city", "index"])
def page_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each page that is looked at."""
    file: Path = tmp_path_factory.mktemp("pages") / f"{request.param}.html"
    file.write_text(runpy.run_path(str(_SPECIMEN))[request.param](), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's own; playwright would download another."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: Browser) -> Iterator[Opener]:
    """Open a file: ``show(file, width=360, scheme="dark")``; what it asked for is in ``page.asked``."""
    contexts = []

    def opened(file: Path, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.asked = asked  # type: ignore[attr-defined]
        page.goto(file.as_uri())
        page.evaluate(_SETTLED)
        return page

    yield opened
    for context in contexts:
        context.close()

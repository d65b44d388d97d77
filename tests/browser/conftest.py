"""Pages in Debian's Chromium, without network and without a system Chinese font."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.shared import made_once

Opener: TypeAlias = Callable[..., Page]

# base.css makes Chromium shape the text again until its animation ends
_SETTLED = "Promise.all([document.fonts.ready, ...document.getAnimations().map(animation => animation.finished)])"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _make_pages(folder: Path) -> None:
    """Run ``edition.py``, which makes them twice, on two cores at once: other tests would wait for both in turn."""
    for made in ("once", "again"):
        (folder / made).mkdir()
    script = [sys.executable, "-m", "tests.browser.edition", str(folder / "once"), str(folder / "again")]
    subprocess.run(script, check=True, cwd=Path(__file__).parents[2])


@pytest.fixture(scope="session")
def _pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "pages", _make_pages)


@pytest.fixture(scope="session")
def edition(_pages: Path) -> Path:
    """The folder of the pages."""
    return _pages / "once"


@pytest.fixture(scope="session")
def again(_pages: Path) -> Path:
    """The same pages made a second time."""
    return _pages / "again"


# bureau desks have Chinese fonts, and there a page needs none of its own; the pages are tried as if they had not
_WITHOUT_CHINESE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont><pattern><patelt name="lang"><string>zh-cn</string></patelt></pattern></rejectfont></selectfont>
</fontconfig>
"""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's own, on a machine without a Chinese font; playwright would download another."""
    fonts = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    fonts.write_text(_WITHOUT_CHINESE, "utf-8")
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu"],
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
        )
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

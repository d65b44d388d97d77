"""What REPORT.md promises of every page, as a browser sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Opener = Callable[..., Page]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
A4_INNER = 688  # CSS pixels between the margins of A4

TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter(e => !e.closest(".table-region, svg") && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 90))"""
DRAWN_TOO_WIDE = """() => [...document.querySelectorAll(".drawing text")]
    .filter(e => e.getClientRects().length)
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
    .map(e => e.textContent)"""
CHINESE_TEXTS = """() => {
    const leaves = [...document.body.querySelectorAll("*")].filter(
        e => !e.children.length && !e.closest("svg, .skip, script") && e.getClientRects().length);
    const found = leaves.map(e => [(e.textContent.match(/[\\u4e00-\\u9fff]/g) || []).length, e.textContent]);
    leaves.forEach((e, index) => e.dataset.seen = index);
    return found; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page_file: Path, show: Opener, width: int, scheme: str) -> None:
    """Somebody who cannot see well, or not at all, would be shut out."""
    page = show(page_file, width, scheme)
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


def test_nothing_is_asked_of_the_network(page_file: Path, show: Opener) -> None:
    """The page would tell somebody outside who reads it, and break where there is no network."""
    page = show(page_file)
    outside = [address for address in page.asked if not address.startswith("data:")]  # type: ignore[attr-defined]
    assert outside == [page_file.as_uri()]


@pytest.mark.parametrize("width", [320, 360, 700, 1280])
def test_only_tables_scroll_sideways(page_file: Path, show: Opener, width: int) -> None:
    """A phone's reader would have to push the page to and fro."""
    page = show(page_file, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(DRAWN_TOO_WIDE) == []


def test_the_status_is_in_sight_on_a_phone(page_file: Path, show: Opener) -> None:
    """The three facts of an indicator would be beyond the right edge, as in the drawing that we began from."""
    page = show(page_file, 360)
    hidden = page.evaluate(
        "() => [...document.querySelectorAll('.spine-table .word')]"
        ".filter(e => e.getBoundingClientRect().right > 360).length"
    )
    assert hidden == 0


def test_every_chinese_character_is_drawn(page_file: Path, show: Opener) -> None:
    """Readers without a Chinese font would see empty boxes; axe does not notice."""
    page = show(page_file)
    texts = page.evaluate(CHINESE_TEXTS)
    assert any(characters for characters, _ in texts)
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    boxes = []
    for index, (characters, text) in enumerate(texts):
        if not characters:
            continue
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": f'[data-seen="{index}"]'})["nodeId"]
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        if sum(font["glyphCount"] for font in fonts if font["isCustomFont"]) < characters:
            boxes.append(text)
    assert boxes == []


def test_text_is_large_enough(page_file: Path, show: Opener) -> None:
    """Running text would be too small on a phone."""
    page = show(page_file, 360)
    sizes = page.evaluate(
        "() => [document.body, ...document.querySelectorAll('section > p:not(.scope), .list li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 16


def test_paper_is_a4_light_and_whole(page_file: Path, show: Opener) -> None:
    """A printed report would be cut at the edge, dark, or torn through a row."""
    page = show(page_file, A4_INNER, "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_INNER
    assert page.evaluate(
        "() => [...document.querySelectorAll('thead')].every(e => getComputedStyle(e).display == 'table-header-group')"
    )
    assert page.evaluate(
        "() => [...document.querySelectorAll('tr, figure, .card')]"
        ".every(e => getComputedStyle(e).breakInside == 'avoid')"
    )
    boxes = set(re.findall(rb"/MediaBox ?\[([^\]]+)\]", page.pdf(prefer_css_page_size=True)))
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} == {(0, 0, 595, 842)}


def test_a_script_that_is_allowed_runs(page_file: Path, show: Opener) -> None:
    """The policy would shut out the page's own script, and its filter would do nothing."""
    page = show(page_file)
    filters = page.locator("#filter")
    if not filters.count():
        assert page.evaluate("document.scripts.length") == 0
        return
    before = page.locator("tbody tr:visible").count()
    filters.fill("宝丰")
    assert 0 < page.locator("tbody tr:visible").count() < before

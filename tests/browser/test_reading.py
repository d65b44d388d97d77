"""How long a county's page is, what a keyboard meets on it, and what a screen reader says of its first screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Opener = Callable[..., Page]

GOLDEN = Path(__file__).with_name("first_screen.txt")
PHONE, DESK = (360, 740), (1280, 800)
MOST_SCREENS = {PHONE: 12, DESK: 10}
MOST_STOPS = 40
OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
BROKEN = """() => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (text.parentElement.closest("svg, script, style") || !text.parentElement.checkVisibility()) continue;
        for (const match of text.data.matchAll(/(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日|\\d{4}年\\d{1,2}月|逾期\\d+天/g)) {
            const range = document.createRange();
            range.setStart(text, match.index);
            range.setEnd(text, match.index + match[0].length);
            const boxes = [...range.getClientRects()].filter((box) => box.width);
            const lines = new Set(boxes.map((box) => Math.round(box.top / 8)));
            if (lines.size > 1) found.push(`${match[0]} in ${text.data.trim().slice(0, 60)}`);
        }
    }
    return found; }"""
FOCUSED = "() => document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)"


def tab_stops(page: Page) -> list[str]:
    """What has the focus after each press of the tabulator, until the end of the page."""
    found: list[str] = []
    while len(found) <= MOST_STOPS * 2:
        page.keyboard.press("Tab")
        if not (focused := page.evaluate(FOCUSED)):
            break
        found.append(focused)
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["county.html", "county-public.html", "county.en.html", "county-public.en.html"])
def test_a_folded_page_is_soon_read_and_soon_crossed(
    edition: Path, show: Opener, name: str, size: tuple[int, int]
) -> None:
    """What is gravest would be thirty phone screens down, or a hundred presses of a key away."""
    page = show(edition / name, size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS[size] * size[1]
    assert page.locator(".action .what").first.bounding_box()["y"] < size[1]  # type: ignore[index]
    assert 0 < len(tab_stops(page)) <= MOST_STOPS


@pytest.mark.parametrize("name", ["county.html", "county.en.html"])
def test_the_three_verdicts_are_seen_without_scrolling_sideways(edition: Path, show: Opener, name: str) -> None:
    """On a tablet a reader would have to find the verdicts beyond the edge of their table."""
    page = show(edition / name)
    page.evaluate("() => { document.querySelector('details.rest').open = true; }")
    outside = "(cells) => cells.filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.innerText)"
    for width in (600, 720, 768, 900, 1024, 1100, 1200):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".spine-table td:is(.fact, .change)").evaluate_all(outside) == [], f"{width} px wide"


@pytest.mark.parametrize("name", ["county.html", "county-public.html", "city.html", "evidence.html"])
def test_no_date_stands_on_two_lines(edition: Path, show: Opener, name: str) -> None:
    """A deadline would be read as its first half, and on paper be copied so."""
    page = show(edition / name)
    page.evaluate(OPEN)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN) == [], f"{width} px wide"


def test_a_row_opens_on_a_phone_by_touch_by_link_and_with_all_others(edition: Path, show: Opener) -> None:
    """Interval and drawing would be lost on a phone, or out of reach of a keyboard."""
    page = show(edition / "county.html", 360)
    drawn = page.locator(".spine-table:not(.without-target) td.spine:visible")
    assert drawn.count() == 0
    page.locator("#row-hw_public").click()
    assert drawn.count() == 1
    page.evaluate("() => { location.hash = 'row-ass_menu'; }")
    assert drawn.count() == 2
    page.locator(".rows-open input").first.check()
    assert drawn.count() > 15


def test_nothing_that_opens_breaks_a_rule(edition: Path, show: Opener) -> None:
    """What stands in a fold would be hard to read for those whom the folded page serves."""
    page = show(edition / "county.html", 360, "dark")
    page.evaluate(OPEN)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


def test_the_first_screen_as_a_screen_reader_has_it(edition: Path, show: Opener) -> None:
    """Links would not say where they lead, or numbers stand without what they are of; read the file aloud."""
    page = show(edition / "county.html", 1280)
    heard = "\n".join(
        page.locator(part).aria_snapshot() for part in (".page-head", ".report-head", "section:has(.briefing)")
    )
    assert heard.splitlines() == GOLDEN.read_text("utf-8").splitlines()

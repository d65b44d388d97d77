"""What every page promises its readers, line by line, of real pages in Chromium.

A page is opened once a combination, and everything that can be seen there is looked at: `rules.js` names the rules.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from reporting.pages.checks import check_page
from reporting.pages.fonts import embedded_characters, without_glyph

Opener = Callable[..., Page]

LARGEST = {"county": 300, "county-public": 300, "city": 500, "evidence": 500, "index": 60}  # KiB
LANGUAGES = {"zh-Hans": "", "en": ".en"}
RULES = (Path(__file__).with_name("rules.js")).read_text(encoding="utf-8")
AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)

HALF = [
    ("light", 1280, "zh-Hans"),
    ("dark", 360, "zh-Hans"),
    ("light", 360, "en"),
    ("dark", 1280, "en"),
]
"""Of the eight combinations those in which each pair of theme, width and language occurs: so it does on every page."""

by_kind = pytest.mark.parametrize("kind", LARGEST)
by_language = pytest.mark.parametrize("lang", LANGUAGES)


def file_name(kind: str, lang: str) -> str:
    return f"{kind}{LANGUAGES[lang]}.html"


@by_kind
@pytest.mark.parametrize(("scheme", "width", "lang"), HALF)
def test_everybody_can_read_it(edition: Path, show: Opener, kind: str, lang: str, scheme: str, width: int) -> None:
    """Somebody who cannot see well, has a phone, or no network, would be shut out.

    Our own rules look at all eight combinations of theme, width and language of every page. Axe looks at a half of
    them, in which every pair of page, theme, width and language occurs.
    """
    file = edition / file_name(kind, lang)
    page = show(file, width, scheme)
    assert page.evaluate(RULES) == {}
    # nine tenths of axe's time go into contrast, which `rules.js` measures too, of every page: axe does once a scheme
    run = {
        "runOnly": {"type": "tag", "values": AXE},
        "rules": {"color-contrast": {"enabled": lang == "en"}},
        "resultTypes": ["violations"],
    }
    results = Axe().run(page, options=run)
    assert results.violations_count == 0, results.generate_report()
    assert [address for address in page.asked if not address.startswith("data:")] == [file.as_uri()]  # type: ignore[attr-defined]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip') && document.activeElement.offsetTop >= 0")
    for narrower in (320, 700) if width == 360 else ():
        page.set_viewport_size({"width": narrower, "height": 800})
        found = page.evaluate(RULES)
        assert not found.keys() & {"sideways", "cut", "lettering", "facts"}, found
    # the other half, without axe: the page as it is when the reader's machine turns dark or light
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    assert page.evaluate(RULES) == {}


@by_kind
@by_language
def test_the_document_keeps_the_rules(edition: Path, kind: str, lang: str) -> None:
    """A page would carry code, weigh too much, load something, or let a script in."""
    document = (edition / file_name(kind, lang)).read_text(encoding="utf-8")
    found = check_page(document, lang=lang, largest=LARGEST[kind] * 1024)
    assert [one for one in found if one.severity == "error"] == []
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", document, re.DOTALL)
    digests = [base64.b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    assert len(scripts) == (kind == "index")
    policy = re.search(r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">', document)
    assert policy
    assert policy[1].replace("&#39;", "'") == "; ".join([POLICY, *(f"script-src 'sha256-{one}'" for one in digests)])


@by_kind
@by_language
def test_every_character_has_a_glyph_of_the_page(edition: Path, show: Opener, kind: str, lang: str) -> None:
    """Readers without a Chinese font would see empty boxes; axe does not notice."""
    file = edition / file_name(kind, lang)
    page = show(file)
    text = page.evaluate(
        """() => { const seen = document.body.cloneNode(true);
            seen.querySelectorAll("title, desc, script").forEach(e => e.remove());
            return seen.textContent + [...document.querySelectorAll("[style]")].map(e => e.style.cssText); }"""
    )
    html = file.read_text(encoding="utf-8")
    # the numbers of sections, where the style sheet writes them
    counted = "一二三四五六七八九十" if "counter(" in html else ""
    assert without_glyph(text + counted, embedded_characters(html)) == frozenset()


@by_language
def test_glyphs_are_taken_from_the_page(edition: Path, show: Opener, lang: str) -> None:
    """The face would be there and not be used: each Chinese character is drawn from it."""
    page = show(edition / file_name("evidence", lang))
    count = page.evaluate(
        """() => { const leaves = [...document.querySelectorAll("main *")].filter(
             e => !e.children.length && e.checkVisibility() && /[\\u4e00-\\u9fff]/.test(e.textContent));
           leaves.slice(0, 60).forEach((e, index) => e.dataset.seen = index);
           return Math.min(leaves.length, 60); }"""
    )
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]

    def boxes() -> list[str]:
        found = []
        for index in range(count):
            node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": f'[data-seen="{index}"]'})["nodeId"]
            fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            text = page.locator(f'[data-seen="{index}"]').text_content() or ""
            if sum(font["glyphCount"] for font in fonts if font["isCustomFont"]) < len(re.findall(r"[一-鿿]", text)):
                found.append(text)
        return found

    assert count > 10
    # the face is there before every line is drawn again with it: on a busy machine, a little before
    for _ in range(20):
        if not boxes():
            break
        page.wait_for_timeout(250)
    assert boxes() == []


@by_kind
@by_language
def test_the_same_input_gives_the_same_bytes(edition: Path, again: Path, kind: str, lang: str) -> None:
    """A page would change without its data changing, and be published as a revision."""
    name = file_name(kind, lang)
    assert (edition / name).read_bytes() == (again / name).read_bytes()


def test_an_index_finds_and_sorts(edition: Path, show: Opener) -> None:
    """The policy would shut out the page's own script; without rank numbers, sorting is the reader's own act."""
    page = show(edition / "index.html")
    rows = page.locator("tbody tr:visible")
    first = rows.first.inner_text()
    page.locator("#filter").fill("鲁山")
    assert rows.count() == 1
    page.locator("#filter").fill("")
    page.locator("thead button").first.click()
    assert rows.count() == 13
    assert rows.first.inner_text() != first


def test_the_rules_find_what_is_wrong(edition: Path, show: Opener, tmp_path: Path) -> None:
    """The rules would be satisfied with anything."""
    document = (edition / "county.html").read_text(encoding="utf-8")
    spoiled = (
        document.replace("<caption>", '<caption hidden></caption><div class="caption">', 1)
        .replace('role="columnheader" scope="col"', 'role="columnheader"', 1)
        .replace("<h1>", '<h1 style="width:2000px">', 1)
        .replace("<h3>", "<h5>", 1)
        .replace('role="img"><title>', 'role="img"><title></title><title>', 1)
    )
    (tmp_path / "spoiled.html").write_text(
        spoiled.replace("--muted: #595959", "").replace("--muted:#595959", "--muted:#aaa")
    )
    found = show(tmp_path / "spoiled.html").evaluate(RULES)
    assert found.keys() >= {"captions", "scopes", "cut", "headings", "descriptions", "pale"}, Counter(found)

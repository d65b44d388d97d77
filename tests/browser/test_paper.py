"""Every page on A4: printed to PDF by Chromium, and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

Opener = Callable[..., Page]

WIDTH, HEIGHT = 688, 1009  # CSS pixels between the margins of A4
SHEET = (595, 842)  # points
MARGIN = 14 / 25.4 * 72

MEASURED = """([width, height]) => {
    // of many drawings, and of one with its table, each is whole, and between them a sheet may end
    const whole = "tr, figure:not(:has(> .panels, > details)), svg.drawing, .card:not(:has(> ul))";
    const all = (selector) => [...document.querySelectorAll(selector)];
    const style = (e) => getComputedStyle(e);
    const box = (e) => e.getBoundingClientRect();
    const onItsSide = (e) => e.closest("section") && style(e.closest("section")).page === "wide";
    return {
        ground: style(document.documentElement).backgroundColor,
        wide: all("main *").filter(e => box(e).right > width + 1 && !e.closest("svg") && !onItsSide(e)).length,
        wider: all("table").filter(e => onItsSide(e) && box(e).width > height).length,
        heads: all("thead").filter(e => style(e).display !== "table-header-group").length,
        torn: all(`${whole}, .tile`).filter(e => style(e).breakInside !== "avoid").length,
        tall: all(whole).filter(e => box(e).height > height).length,
        text: document.body.innerText,
    }; }"""


@pytest.mark.parametrize(
    "name",
    [
        *("county.html", "county.en.html", "county-public.html", "county-public.en.html"),
        *("city.html", "city.en.html", "evidence.html", "index.html"),
    ],
)
def test_paper_is_a4_light_and_whole(edition: Path, show: Opener, tmp_path: Path, name: str) -> None:
    """A printed report would be dark, cut, torn in a row, a third of a sheet empty, or a table lose its headings."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext: apt-get install poppler-utils")
    page = show(edition / name, WIDTH, "dark")
    page.emulate_media(media="print")
    measured = page.evaluate(MEASURED, [WIDTH, HEIGHT])
    text = measured.pop("text")
    assert measured.pop("ground") == "rgb(255, 255, 255)"
    assert {what: faults for what, faults in measured.items() if faults} == {}
    pdf = tmp_path / "page.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    read = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, text=True).stdout
    words = []
    sheets = read.split("<page ")[1:]
    ends = [max(float(y) for y in re.findall(r'yMax="([\d.-]+)"', sheet)) for sheet in sheets]
    heights = [float(re.findall(r'height="([\d.]+)"', sheet)[0]) for sheet in sheets]
    lowest = [round(end / high, 2) for end, high in zip(ends, heights, strict=True)]
    # where paper is turned a new sheet begins
    turned = [one != other for one, other in pairwise(heights)]
    if not name.startswith("index"):
        assert [end for end, is_turned in zip(lowest, turned, strict=False) if end < 2 / 3 and not is_turned] == []
    for sheet in sheets:
        size = tuple(round(float(side)) for side in re.findall(r'"([\d.]+)"', sheet.split(">")[0]))
        assert size in (SHEET, SHEET[::-1])
        found = re.findall(
            r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">([^<]*)</word>', sheet
        )
        outside = [word for x, right, word in found if not MARGIN - 2 < float(x) <= float(right) < size[0] - MARGIN + 2]
        assert outside == []
        words += [word for *_, word in found]
    printed = Counter("".join(words))
    missing = {
        one: times for one, times in Counter(re.findall(r"[一-鿿A-Za-z0-9]", text)).items() if printed[one] < times
    }
    assert missing == {}


def test_headings_stand_on_every_page_of_their_table(edition: Path, show: Opener, tmp_path: Path) -> None:
    """The second page of the indicator table would be columns without names."""
    page = show(edition / "county.html")
    pdf = tmp_path / "page.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    sheets = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout.split("\f")
    folded = ["".join(sheet.split()) for sheet in sheets]
    holding = [sheet for sheet in folded if re.search(r"各县\S+?至\S+?，中位数", sheet)]
    assert len(holding) > 1
    assert [sheet[:40] for sheet in holding if "分子/分母" not in sheet or "对标全市" not in sheet] == []

"""PDFs that a reader can search, hear and file: tagged, bookmarked, in the page's words, and the same every time."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reporting.editions.files import pdf
from reporting.editions.files.browser import Browser, browser
from reporting.errors import WorkError
from reporting.pages.shell import page
from reporting.pages.text import plain_text
from reporting.settings import Project, load_settings
from reporting.store.store import open_store
from reporting.store.view import View

pytestmark = pytest.mark.browser
TITLE = "鲁山县 2022年4月"
DRAWING = (
    '<svg role="img" aria-label="覆盖率逐月上升" viewBox="0 0 9 9" width="90" height="90"><path d="M0 9L9 0"/></svg>'
)
BODY = (
    "<header><h1>鲁山县 2022年4月</h1></header><h2>要点</h2><p>学校覆盖率100.0%。</p>"
    f"<h2>指标总表</h2><table><caption>指标</caption><tr><th scope='col'>指标</th></tr><tr><td>99.6%</td></tr></table>"
    f"{DRAWING}<details><summary>方法</summary><h3>口径</h3><p>折叠的文字</p></details>"
)


@pytest.fixture(scope="module")
def printer() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def html() -> str:
    return page(title="鲁山县", lang="zh-Hans", body=BODY)


@pytest.fixture(scope="module")
def made(html: str, printer: Browser) -> bytes:
    return pdf.pdf_of(html, TITLE, TITLE, printer)


@pytest.fixture(scope="module", params=["county.html", "county.en.html", "county-public.html"])
def of_county(edition: Path, printer: Browser, request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """A county's page of the demonstration, and the PDF that is made of it."""
    page = (edition / request.param).read_text(encoding="utf-8")
    return page, pdf.pdf_of(page, TITLE, TITLE, printer)


def headings_of(html: str) -> list[str]:
    """The words of a page's headings, in order."""
    return [plain_text(words) for _level, words in re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", html, re.DOTALL)]


def bookmarks(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from bookmarks(item.children)


def words(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def tags(element: Any) -> Iterator[Any]:
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from tags(one)
    elif isinstance(element, pikepdf.Dictionary):
        yield element
        if "/K" in element:
            yield from tags(element.K)


def is_embedded(font: Any) -> bool:
    """Whether a font's outlines are in the file: as a font program, or as the drawings of a Type 3 font."""
    if font.Subtype == "/Type3":
        return "/CharProcs" in font
    if font.Subtype == "/Type0":
        return all(is_embedded(one) for one in font.DescendantFonts)
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()))


def test_it_is_tagged_titled_and_bookmarked_as_its_page(html: str, made: bytes) -> None:
    """Who listens to it would hear one long line, and who files it see a path for a title."""
    with pikepdf.open(BytesIO(made)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == "zh-Hans"
        assert str(document.docinfo["/Title"]) == TITLE
        assert set(document.docinfo.keys()) == {"/Title"}
        with document.open_outline() as outline:
            assert list(bookmarks(outline.root)) == headings_of(html)
        said = [str(one.get("/Alt", "")) for one in tags(document.Root.StructTreeRoot.K)]
        assert "覆盖率逐月上升" in said
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert fonts
        assert all(is_embedded(one) for one in fonts)


def test_a_county_s_page_is_tagged_titled_and_bookmarked_and_its_figures_have_words(
    of_county: tuple[str, bytes],
) -> None:
    """Who listens to the PDF would hear of a figure and not of what it shows, or find no section by its bookmark."""
    html, made = of_county
    with pikepdf.open(BytesIO(made)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == re.findall(r'<html lang="([^"]+)"', html)[0]
        assert str(document.docinfo["/Title"]) == TITLE
        every = list(tags(document.Root.StructTreeRoot.K))
        figures = [one for one in every if one.get("/S") == "/Figure"]
        assert len(figures) > 10
        assert [one for one in figures if not str(one.get("/Alt", "")).strip()] == []
        assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/L"} <= {str(one.get("/S")) for one in every}
        with document.open_outline() as outline:
            named, said = (
                ["".join(one.split()) for one in all_of] for all_of in (bookmarks(outline.root), headings_of(html))
            )
        # where a heading breaks into lines its bookmark has no space
        assert named == said
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert all(is_embedded(one) for one in fonts)


def test_a_county_s_page_reads_in_its_order_on_every_sheet_with_head_and_number(of_county: tuple[str, bytes]) -> None:
    """On a real page a table could be read before its heading, or a sheet have no number."""
    html, made = of_county
    sheets = ["".join(sheet.split()) for sheet in words(made).split("\f")[:-1]]
    assert [n for n, sheet in enumerate(sheets, 1) if f"{n}/{len(sheets)}" not in sheet] == []
    assert [n for n, sheet in enumerate(sheets, 1) if "".join(TITLE.split()) not in sheet] == []
    read, at = "".join(sheets), 0
    for heading in headings_of(html):
        found = read.find("".join(heading.split()), at)
        assert found >= 0, heading
        at = found + 1


@pytest.mark.long
def test_a_county_s_page_makes_the_same_bytes_whatever_was_printed_before(
    of_county: tuple[str, bytes], made: bytes, html: str, printer: Browser
) -> None:
    """A reissue could not be told from a repetition: a browser that has printed others would leave its mark."""
    page, first = of_county
    assert pdf.pdf_of(html, TITLE, TITLE, printer) == made
    with browser() as another:
        assert pdf.pdf_of(page, TITLE, TITLE, another) == first


def test_its_words_are_the_page_s_in_their_order_with_head_and_number(made: bytes) -> None:
    """A folded method would be missing on paper, or a number be read out before its name."""
    text = words(made)
    places = [text.index(one) for one in ("要点", "学校覆盖率100.0%", "指标总表", "99.6%", "口径", "折叠的文字")]
    assert places == sorted(places)
    closed = text.replace(" ", "")
    assert "1/1" in closed
    assert closed.count("鲁山县2022年4月") == 2


@pytest.mark.long
@pytest.mark.parametrize("sheets", [[1, 1], [4, 1]], ids=["as it is", "otherwise"])
def test_a_volume_says_on_which_page_each_part_begins(html: str, printer: Browser, sheets: list[int]) -> None:
    """Who has 200 pages in hand would leaf through them."""
    other = html.replace("鲁山县", "叶县")
    volume = pdf.collected([("鲁山县", html), ("叶县", other)], "汇编", "目录", "zh-Hans", printer, sheets)
    with pikepdf.open(BytesIO(volume)) as document:
        assert len(document.pages) == 3
        with document.open_outline() as outline:
            assert list(bookmarks(outline.root)) == ["汇编", "目录", *headings_of(html), *headings_of(other)]
    assert re.search(r"目录\s+1?\.?\s*鲁山县\s+2\s+2?\.?\s*叶县\s+3", words(volume))


def test_a_summary_is_one_sheet_with_the_beginning_of_the_page(html: str, printer: Browser) -> None:
    """The leader of the city would get two sheets, or one without the key points."""
    long = html.replace("<p>学校覆盖率100.0%。</p>", "<p>学校覆盖率100.0%。</p>" * 60)
    summary = pdf.one_page(long, "鲁山县", "鲁山县", printer)
    with pikepdf.open(BytesIO(summary)) as document:
        assert len(document.pages) == 1
    assert "学校覆盖率" in words(summary)
    assert "指标总表" not in words(summary)


@pytest.mark.long
def test_the_public_page_as_pdf_names_no_school_no_place_of_the_machine_and_no_version(
    edition: Path, printer: Browser
) -> None:
    """A PDF carries what no reader sees: titles, outlines, addresses of files, the program that made it."""
    made = pdf.pdf_of((edition / "county-public.html").read_text("utf-8"), TITLE, TITLE, printer)
    project = Project.at(edition / "project")
    with open_store(project.store, load_settings(project).forms) as store:
        ledger = View(store).rows("ledger", counties=["410423"])
    secrets = {text for name in ("school_name", "school_code", "school_id") for text in ledger[name].dropna()}
    secrets |= {name.replace("（演示）", "") for name in ledger["school_name"].dropna()}
    machine = {str(edition), str(Path.home()), "file:", "Skia", "Chromium", "HeadlessChrome", "pikepdf"}
    assert len(secrets) > 100
    with pikepdf.open(BytesIO(made)) as document:
        objects = [one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse() for one in document.objects]
    hidden = b"\n".join([made, *objects])
    assert [one for one in machine if one.encode() in hidden] == []
    read = words(made).replace("\n", "")
    assert [one for one in secrets if len(one) > 3 and (one in read or one.encode("utf-16-be") in hidden)] == []


def test_a_table_with_a_column_a_county_lies_on_its_side(printer: Browser) -> None:
    """Thirteen counties upright would be letters of five points: margins for head and number leave the size."""
    table = "<h1>平顶山市</h1><h2>一览</h2><table class='matrix'><tr><td>1</td></tr></table>"
    body = f"<section>{table}</section><section><h2>口径</h2></section>"
    made = pdf.pdf_of(page(title="市", lang="zh-Hans", body=body), TITLE, TITLE, printer)
    with pikepdf.open(BytesIO(made)) as document:
        boxes = [[int(side) for side in one.MediaBox] for one in document.pages]
    assert boxes.count([0, 0, 841, 594]) == 1


def test_without_chromium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A clerk would see a traceback about a file that is not there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WorkError, match="apt-get install chromium"), browser():
        pass


def test_a_browser_that_ends_says_that_it_made_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A clerk would wait for ever for a program that is gone, or see a broken pipe."""
    gone = tmp_path / "chromium"
    gone.write_text("#!/bin/sh\nexit 1\n")
    gone.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(WorkError, match="Chromium made no PDF"), browser() as running:
        running.printed("<p>1</p>")

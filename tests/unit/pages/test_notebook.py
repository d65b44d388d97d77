"""A notebook's page: its prose and what its cells show, in sections under one title."""

from __future__ import annotations

from typing import Any

import nbformat.v4 as v4
import pytest

from reporting.errors import PageError
from reporting.pages.exporter import WORDS, PageExporter
from reporting.pages.notebook import notebook_page


def notebook(*cells: Any) -> Any:
    return v4.new_notebook(cells=[shown("<h1>宝丰县 <span>2022年4月</span></h1>"), *cells])  # type: ignore[no-untyped-call]


def shown(html: str, **outputs: str) -> Any:
    result = v4.new_output("execute_result", data={"text/html": html, "text/plain": "Section(…)"})  # type: ignore[no-untyped-call]
    return v4.new_code_cell("secret = 1", outputs=[result])  # type: ignore[no-untyped-call]


def prose(source: str) -> Any:
    return v4.new_markdown_cell(source)  # type: ignore[no-untyped-call]


def export(*cells: Any, **words: Any) -> str:
    return notebook_page(notebook(*cells), **words).html


def test_prose_and_html_are_shown_and_nothing_else() -> None:
    """A reader would meet code, a warning with a machine's path, or a traceback."""
    noise = v4.new_code_cell(  # type: ignore[no-untyped-call]
        "secret = 2",
        outputs=[
            v4.new_output("stream", name="stderr", text="/home/x.py: UserWarning"),  # type: ignore[no-untyped-call]
            v4.new_output("error", ename="KeyError", evalue="x", traceback=["Traceback"]),  # type: ignore[no-untyped-call]
            v4.new_output("execute_result", data={"text/plain": "<Axes: >"}),  # type: ignore[no-untyped-call]
        ],
    )
    html = export(prose("## 要点\n\n**全市**九成"), shown("<p>尚差三所</p>"), noise)
    assert "<strong>全市</strong>九成" in html
    assert "<p>尚差三所</p>" in html
    for word in ("secret", "UserWarning", "KeyError", "Traceback", "Axes", "Section("):
        assert word not in html


def test_a_heading_begins_a_section_that_holds_what_follows() -> None:
    """Sections would have no element to jump to or to keep together on paper."""
    html = export(prose("## 要点"), shown("<p>甲</p>"), prose("## 指标 总表\n\n### 细目"), shown("<p>乙</p>"))
    sections = html.split("<section>")
    assert len(sections) == 3
    assert '<h2 id="要点">' in sections[1]
    assert "<p>甲</p>" in sections[1]
    assert '<h2 id="指标-总表">' in sections[2]
    assert "<p>乙</p>" in sections[2]


def test_the_title_is_the_heading() -> None:
    """Every tab and search result would read the same."""
    assert "<title>宝丰县 2022年4月</title>" in export()


def test_prose_is_translated_cell_by_cell() -> None:
    """The English page would have Chinese prose."""
    html = export(prose("## 要点"), lang="en", prose={"## 要点": "## Key points"})
    assert '<h2 id="key-points"><a class="anchor" href="#key-points" tabindex="-1">Key points</a></h2>' in html


def test_a_long_page_lists_its_sections() -> None:
    """A reader on a phone would scroll through thirty screens to find a section."""
    titles = ("要点", "指标 <总表>", "目标达成", "附表")
    html = export(*(prose(f"## {title}") for title in titles))
    listed = html[html.index('<nav class="contents" aria-label="本页内容">') : html.index("</nav>")]
    assert 'href="#要点">要点</a>' in listed
    assert listed.count("<li>") == 4
    assert 'class="contents"' not in export(prose("## 要点"))


def test_ids_of_cells_do_not_matter() -> None:
    """Saving a notebook again would change every page."""
    assert export(prose("## 要点")) == export(prose("## 要点"))


def test_of_two_headings_of_level_1_the_second_begins_a_section() -> None:
    """A page with two titles would be published, or a notebook as analysts write them refused."""
    page = notebook_page(notebook(prose("# 第二章"), prose("字")))
    assert page.html.count("<h1") == 1
    assert '<section>\n<h2 id="第二章"><a class="anchor" href="#第二章" tabindex="-1">第二章</a></h2>' in page.html
    assert [remark.kind for remark in page.remarks] == ["headings"]


@pytest.mark.parametrize(
    ("metadata", "cells", "title"),
    [
        ({"title": "睡眠"}, [], "睡眠"),
        ({}, [v4.new_raw_cell("---\ntitle: 手机\n---")], "手机"),  # type: ignore[no-untyped-call]
        ({WORDS: {"name": "sleep_and_phones"}}, [], "sleep and phones"),
        ({"title": "睡眠", WORDS: {"subject": ["宝丰县", "2022年4月"]}}, [], "宝丰县 · 睡眠 2022年4月"),
    ],
)
def test_a_notebook_without_heading_has_its_title(metadata: dict[str, Any], cells: list[Any], title: str) -> None:
    """A notebook as people write them would make no page."""
    page = notebook_page(v4.new_notebook(cells=[*cells, prose("字")], metadata=metadata))  # type: ignore[no-untyped-call]
    assert f"<h1>{title}</h1>" in page.html
    assert f"<title>{title}</title>" in page.html
    assert not page.remarks


def test_a_notebook_of_another_language_is_refused_by_name() -> None:
    """A page without anything on it would be published."""
    metadata = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    with pytest.raises(PageError, match="notebook of r"):
        notebook_page(v4.new_notebook(cells=[], metadata=metadata))  # type: ignore[no-untyped-call]


def test_nbconvert_gives_the_same_page() -> None:
    """An analyst's own `jupyter nbconvert` would show another page than the one that is published."""
    cells = (prose("## 要点"), shown("<p>甲</p>"))
    exported, resources = PageExporter().from_notebook_node(notebook(*cells), banner="演示")  # type: ignore[no-untyped-call]
    assert exported == notebook_page(notebook(*cells), banner="演示").html
    assert resources["output_extension"] == ".html"


def test_a_section_about_something_that_is_not_there_is_left_out() -> None:
    """A reader would meet a heading with nothing under it; prose alone, and a section that says anything, stay."""
    html = export(
        prose("## 空的\n\n说明"), shown(""), prose("## 一半"), shown(""), shown("<p>还有</p>"), prose("## 只有字\n\n字")
    )
    assert "空的" not in html
    assert "说明" not in html
    assert "还有" in html
    assert "只有字" in html


def test_prose_that_is_more_than_words_stays() -> None:
    """A table, a list or a note of the analyst would vanish with a section that one county has nothing for."""
    html = export(prose("## 甲\n\n说明。"), shown(""), prose("## 乙\n\n- 一条"), shown(""))
    assert "说明。" not in html
    assert "一条" in html

"""Prose as JupyterLab shows it, right in Chinese, and safe: what a page may not have is out, and named."""

from __future__ import annotations

import re

import nbformat.v4 as v4
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.pages.checks import check_page
from reporting.pages.fonts import embedded_characters
from reporting.pages.notebook import NotebookPage, notebook_page
from reporting.pages.prose.emphasis import with_neighbours, without_neighbours

PIXEL = "iVBORw0KGgo="


def page(*sources: str, **attached: str) -> NotebookPage:
    cells = [v4.new_markdown_cell(source) for source in ("# 题", *sources)]  # type: ignore[no-untyped-call]
    for name, content in attached.items():
        cells[-1]["attachments"] = {f"{name}.png": {"image/png": content}}
    return notebook_page(v4.new_notebook(cells=cells))  # type: ignore[no-untyped-call]


def body(made: NotebookPage) -> str:
    return made.html[made.html.index("</h1>") + 5 : made.html.index("</main>")].strip()


def faults(made: NotebookPage) -> list[str]:
    return [f"{one.check}: {one.message}" for one in check_page(made.html, lang="zh-Hans", largest=300 * 1024)]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**注意：**各县", "<strong>注意：</strong>各县"),
        ("见**《办法》**第3条", "见<strong>《办法》</strong>第3条"),
        ("。**“引号”**后文", "。<strong>“引号”</strong>后文"),
        ("各县**(a)**县", "各县<strong>(a)</strong>县"),
        ("*注：*各县", "<em>注：</em>各县"),
        ("全市**98.5%**的学校", "全市<strong>98.5%</strong>的学校"),
        ("a **b** c", "a <strong>b</strong> c"),
        ("~~删：~~各", "<del>删：</del>各"),
        ("3~5年级，6~8人", "3~5年级，6~8人"),
        ("价格$5和$6元", "价格$5和$6元"),
        ("`**注：**各`", "<code>**注：**各</code>"),
        ("甲[^1]", "甲[^1]"),
        ("- [x] 已", "☑</span> 已"),
        ("- [ ] 未", "☐</span> 未"),
        ("公式$E=mc^2$", "<msup>"),
        ("$$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$", "<mtable>"),
        ("```python\nx = 1\n```", '<pre class="listing"><code>x = 1\n</code></pre>'),
        (
            "> [!WARNING]\n> 当心",
            '<div class="callout callout-warning" role="note">\n<p class="callout-title">注意</p>\n<p>当心</p>',
        ),
        ("> 引用", "<blockquote>\n<p>引用</p>"),
        ("✓ ✔ ✗ ✘ ✅ ❌ ★ ☆ ☑ ☐", "✓ ✔ ✗ ✘ ✅ ❌ ★ ☆ ☑ ☐"),
        ("甲<!-- 批注\n两行 -->乙", "甲乙"),
        ("`<!-- 代码 -->`", "<code>&lt;!-- 代码 --&gt;</code>"),
        ("<details><summary>问</summary>答</details>", "<details><summary>问</summary>答</details>"),
    ],
)
def test_markdown_is_as_its_author_meant_it(source: str, html: str) -> None:
    """Readers would meet asterisks, dollar signs, brackets, or a note to oneself."""
    made = page(source)
    assert html in body(made)
    assert not made.remarks
    assert faults(made) == []


@given(st.text(alphabet="各县ab1*~：“”（）()。 `_", max_size=40))
def test_emphasis_changes_no_character_of_the_text(source: str) -> None:
    """A letter of a dead script would be printed, or one of the author's be lost."""
    assert without_neighbours(with_neighbours(source)) == source


def test_marks_that_the_font_lacks_are_drawn_all_the_same() -> None:
    """A reader without a font for signs would see empty boxes."""
    known = embedded_characters(page("✓✔✗✘✅❌★☆☑☐").html)
    assert {ord(mark) for mark in "✓✔✗✘✅❌★☆☑☐"} <= known


def test_footnotes_of_all_cells_stand_at_the_end_of_the_page() -> None:
    """A note in another cell would be lost, or two notes of two cells have one number."""
    made = page("甲[^a]", "乙[^b]，再[^a]\n\n[^b]: 乙注", "[^a]: 甲注**粗**")
    html = body(made)
    assert html.count("fn-1") == 3
    assert re.search(r'<li id="fn-1">甲注<strong>粗</strong>.*<li id="fn-2">乙注', html, re.DOTALL)
    assert faults(made) == []


@pytest.mark.parametrize("link", ["#一节", "#%E4%B8%80%E8%8A%82", "#Key-Points", "#Key%20Points", "#key-points"])
def test_a_link_to_a_heading_in_any_script_leads_there(link: str) -> None:
    """A link that works in JupyterLab would shut the gate."""
    made = page(f"[去]({link})\n\n## 一节\n\n字\n\n## Key Points\n\n字")
    assert re.search(r'<a href="#(一节|key-points)">去</a>', body(made))
    assert not made.remarks
    assert faults(made) == []


def test_a_link_to_nowhere_is_named() -> None:
    """A dead link would be published."""
    made = page("[去](#无此节)")
    assert [(remark.kind, remark.grade) for remark in made.remarks] == [("link", "lost")]


def test_two_headings_of_the_same_words_have_two_names() -> None:
    """A link would lead to the wrong one."""
    made = page("## 一节\n\n字\n\n## 一节\n\n字")
    assert re.findall(r'<h2 id="([^"]+)">', body(made)) == ["一节", "一节-2"]
    assert faults(made) == []


def test_a_pasted_picture_is_on_the_page() -> None:
    """It would become a harmful link."""
    made = page("![校门](attachment:a.png)", a=PIXEL)
    assert f'<img src="data:image/png;base64,{PIXEL}" alt="校门">' in body(made)
    assert not made.remarks


def test_a_pasted_picture_without_words_is_named() -> None:
    """Who cannot see it would be told the name of a file."""
    made = page("![image.png](attachment:a.png)", a=PIXEL)
    assert [(remark.kind, remark.grade) for remark in made.remarks] == [("picture", "words")]


@pytest.mark.parametrize(
    ("source", "kind", "named"),
    [
        ("![远程](https://example.org/a.png)", "picture", "https://example.org/a.png"),
        ('<img src="https://example.org/a.png" alt="远程">', "picture", "https://example.org/a.png"),
        ("![无](none.png)", "picture", "none.png"),
        ("![外](../../secret.png)", "picture", "secret.png"),
        ("<script>alert(1)</script>", "script", "script"),
        ('<p onclick="a()">字</p>', "script", "onclick"),
        ('<iframe src="a.html"></iframe>', "script", "iframe"),
        ("[点](javascript:alert(1))", "link", "javascript"),
        ("```mermaid\ngraph TD; A-->B\n```", "script", "mermaid"),
        ("$\\nocommand{a}$", "formula", "\\nocommand"),
        ("见@fig-none", "reference", "@fig-none"),
        ("共`{python} n`所", "value", "{python} n"),
    ],
)
def test_what_a_page_may_not_have_is_out_and_named(source: str, kind: str, named: str) -> None:
    """A script would run, a page load something from elsewhere, or a picture vanish in silence."""
    made = page(source)
    (remark,) = made.remarks
    assert (remark.kind, remark.grade) == (kind, "lost")
    assert named in remark.what
    assert not [fault for fault in faults(made) if fault.startswith(("outside", "scripts", "policy"))]


def test_a_table_of_markdown_is_ours_with_the_caption_below_it() -> None:
    """It would have no caption, and its columns be cut off on a phone."""
    made = page(
        "| 县 | 数 |\n|--|--:|\n| 甲 | 1 |\n\n: 各县 {#tbl-a}\n\n| 乙 | b |\n|--|--|\n| c | d |\n\n: 另表\n\n见@tbl-a。"
    )
    html = body(made)
    assert '<caption><span class="label">表1</span> 各县</caption>' in html
    assert "<caption>另表</caption>" in html
    assert '<th scope="row">甲</th><td class="number">1</td>' in html
    assert '见<a href="#tbl-a">表1</a>。' in html
    assert not made.remarks
    assert faults(made) == []


def test_values_are_text_and_never_markup() -> None:
    """A name that a county wrote would run as HTML, or be read as Markdown."""
    computed = {"application/vnd.reporting.computed+json": {"name": "<b>*a* `b` [c](d) 1_000_ #</b>"}}
    values = v4.new_code_cell("", metadata={"tags": ["computed-values"], "computes": "prose"})  # type: ignore[no-untyped-call]
    values.outputs = [v4.new_output("display_data", data=computed)]  # type: ignore[no-untyped-call]
    made = notebook_page(
        v4.new_notebook(cells=[v4.new_markdown_cell("# 题"), values, v4.new_markdown_cell("县`{python} name`县")])  # type: ignore[no-untyped-call]
    )
    assert "<p>县&lt;b&gt;*a* `b` [c](d) 1_000_ #&lt;/b&gt;县</p>" in made.html

"""Every kind of output: on the page, hidden by its author, or named; libraries are used as an analyst would."""

from __future__ import annotations

import re
from typing import Any

import altair
import great_tables
import nbformat.v4 as v4
import pandas as pd
import pytest

from reporting.pages.checks import check_page
from reporting.pages.notebook import NotebookPage, notebook_page
from reporting.pages.remarks import Remark

FRAME = pd.DataFrame({"学校": ["甲校", "乙校"], "人数": [1200, -35], "率": [91.25, float("nan")]})
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
SVG = (
    f'<?xml version="1.0"?>{DOCTYPE}'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="72pt" height="36pt">'
    "<metadata><date>{time}</date></metadata><style>*{{stroke-linejoin: round}}</style>"
    '<defs><path id="m{salt}" d="M0 0"/></defs><use xlink:href="#m{salt}" clip-path="url(#m{salt})"/>'
    "<text>县</text></svg>"
)


def page(*cells: Any, **words: Any) -> NotebookPage:
    return notebook_page(v4.new_notebook(cells=[v4.new_markdown_cell("# 题\n\n## 节"), *cells]), **words)  # type: ignore[no-untyped-call]


def cell(data: dict[str, Any], source: str = "", *tags: str, **metadata: Any) -> Any:
    output = v4.new_output("execute_result", data=data)  # type: ignore[no-untyped-call]
    return v4.new_code_cell(source, outputs=[output], metadata={"tags": list(tags), **metadata})  # type: ignore[no-untyped-call]


def body(made: NotebookPage) -> str:
    return made.html[made.html.index("<main") : made.html.index("</main>")]


def kinds(made: NotebookPage) -> list[tuple[int, str, str]]:
    return [(remark.cell, remark.kind, remark.grade) for remark in made.remarks]


def faults(made: NotebookPage) -> list[str]:
    return [f"{one.check}: {one.message}" for one in check_page(made.html, lang="zh-Hans", largest=300 * 1024)]


def test_a_frame_becomes_a_table_as_ours_are() -> None:
    """Readers would meet a border, NaN, a counted index, and figures that do not stand under each other."""
    made = page(cell({"text/html": FRAME._repr_html_()}, "#| tbl-cap: 各校\n#| label: tbl-schools"))  # type: ignore[operator]
    html = body(made)
    assert '<div aria-label="各校" class="table-region" id="tbl-schools" role="region" tabindex="0">' in html
    assert '<caption><span class="label">表1</span> 各校</caption>' in html
    assert '<th scope="col">学校</th><th class="number" scope="col">人数</th>' in html
    assert '<tr><th scope="row">乙校</th><td class="number">−35</td><td class="number state">无数据</td></tr>' in html
    assert '<td class="number">91.25</td>' in html
    assert not made.remarks
    assert faults(made) == []


def test_a_table_without_caption_has_that_of_its_section_and_is_named() -> None:
    """A table would be without a name for those who cannot see it, or its page be refused."""
    made = page(cell({"text/html": FRAME.set_index("学校")._repr_html_()}))  # type: ignore[operator]
    assert "<caption>节</caption>" in body(made)
    assert kinds(made) == [(2, "caption", "words")]
    assert "#| tbl-cap:" in made.remarks[0].hint
    assert faults(made) == []


@pytest.mark.parametrize(
    "frame",
    [
        FRAME.set_index(["学校", "人数"]),
        FRAME.set_index("学校").T,
        FRAME.groupby("学校")["人数"].describe(),
        FRAME.pivot_table(index="学校", columns="人数", values="率", aggfunc="size"),
        FRAME.rename(columns={"人数": ("数", "人"), "率": ("数", "率"), "学校": ("校", "名")}),
        pd.DataFrame({"a": [1.0]}, index=[2022]),
        FRAME.head(0),
    ],
    ids=["two levels", "turned", "described", "pivot", "tuples", "years", "empty"],
)
def test_frames_of_any_shape_make_good_tables(frame: pd.DataFrame) -> None:
    """A heading would stand over the wrong column, or a cell be without one."""
    made = page(cell({"text/html": frame._repr_html_()}, "#| tbl-cap: 表"))  # type: ignore[operator]
    assert faults(made) == []
    widths = {len(re.findall(r"<t[hd]\b", row)) for row in re.findall(r"<tr>(.*?)</tr>", body(made))}
    assert len(widths) <= 1


def test_columns_of_two_levels_keep_both() -> None:
    """Of two headings, one above the other, a reader would see one."""
    columns = pd.MultiIndex.from_tuples([("一季", "人数"), ("一季", "率"), ("二季", "人数")])
    frame = pd.DataFrame([[1, 2, 3]], index=pd.Index(["甲"], name="县"), columns=columns)
    html = body(page(cell({"text/html": frame._repr_html_()}, "#| tbl-cap: 表")))  # type: ignore[operator]
    assert '<th colspan="2" scope="colgroup">一季</th>' in html
    assert html.count('scope="col"') >= 3


@pytest.mark.parametrize(
    ("series", "head", "row"),
    [
        (FRAME.set_index("学校")["人数"], ("学校", "人数"), '<th scope="row">乙校</th><td class="number">−35</td>'),
        (FRAME["学校"].value_counts(), ("学校", "count"), '<th scope="row">甲校</th><td class="number">1</td>'),
        (
            FRAME.set_index("学校")["率"],
            ("学校", "率"),
            '<th scope="row">乙校</th><td class="number state">无数据</td>',
        ),
    ],
)
def test_a_series_is_a_table_too(series: pd.Series[Any], head: tuple[str, str], row: str) -> None:
    """What analysts look at most would stand on the page as typewriting."""
    made = page(cell({"text/plain": repr(series)}, "#| tbl-cap: 表"))
    assert row in body(made)
    assert re.search(rf'<th scope="col">{head[0]}</th><th class="number" scope="col">{head[1]}</th>', body(made))
    assert not made.remarks
    assert faults(made) == []


def test_a_series_that_pandas_cut_is_named() -> None:
    """Forty rows would be missing in silence."""
    made = page(cell({"text/plain": repr(pd.Series(range(100), name="a"))}, "#| tbl-cap: 表"))
    assert kinds(made) == [(2, "table", "lost")]


def test_a_table_that_pandas_cut_is_named() -> None:
    """Fifty rows of three hundred would be missing, and three dots stand for them."""
    made = page(cell({"text/html": pd.DataFrame({"a": range(300)})._repr_html_()}, "#| tbl-cap: 表"))  # type: ignore[operator]
    assert kinds(made) == [(2, "table", "lost")]
    assert "300 rows" in made.remarks[0].what
    long = pd.DataFrame({"a": ["新华区、" * 20], "b": ["…" + "完" * 40]})
    assert kinds(page(cell({"text/html": long._repr_html_()}, "#| tbl-cap: 表"))) == [(2, "table", "lost")]  # type: ignore[operator]
    with pd.option_context("display.max_colwidth", None):
        assert not page(cell({"text/html": long._repr_html_()}, "#| tbl-cap: 表")).remarks  # type: ignore[operator]


def test_a_styler_keeps_what_it_says_in_colours_that_can_be_read() -> None:
    """White lettering on yellow by night, random ids in every page, or nothing of what was marked."""
    style = (
        FRAME.style.hide(axis="index").format({"率": "{:.1f}"}, na_rep="未报").highlight_max(["人数"], color="yellow")
    )
    style = style.map(lambda value: "color: red" if value == -35 else "", subset=["人数"]).set_caption("各校")
    first, second = (page(cell({"text/html": style.to_html(table_uuid=salt)})) for salt in ("a", "b"))
    assert first.html == second.html
    assert '<td class="number" style="background-color:#ffff00;color:#000">1200</td>' in body(first)
    assert '<td class="number" style="font-weight:bold">−35</td>' in body(first)
    assert "<caption>各校</caption>" in body(first)
    assert "<style" not in body(first)
    assert faults(first) == []


def test_a_table_of_great_tables_is_ours_with_its_title_and_its_source() -> None:
    """Two hundred lines of style sheet, a title in a cell, and a source note as a row of figures."""
    made_of = great_tables.GT(FRAME, rowname_col="学校").tab_header("标题", "副题").tab_source_note("来源：各县")
    made_of = made_of.fmt_number("率", decimals=1).sub_missing(missing_text="未报").tab_spanner("数", ["人数", "率"])
    made = page(cell({"text/html": made_of.as_raw_html()}))
    html = body(made)
    assert "<caption><span>标题</span> <span>副题</span></caption>" in html
    assert '<p class="note">来源：各县</p>' in html
    assert '<th scope="row">甲校</th><td class="number">1200</td><td class="number">91.2</td>' in html
    assert '<th colspan="2" scope="colgroup">数</th>' in html
    assert "<style" not in html
    assert not made.remarks
    assert faults(made) == []


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg"])
def test_a_picture_is_on_the_page_with_its_words(mime: str) -> None:
    """A plot would vanish in silence, or be nothing to who cannot see it."""
    source = "#| fig-cap: 参与率\n#| fig-alt: 三个月上升\n#| label: fig-rate"
    made = page(cell({mime: "AAAA\n", "text/plain": "<Figure>"}, source), v4.new_markdown_cell("见@fig-rate。"))  # type: ignore[no-untyped-call]
    assert f'<img src="data:{mime};base64,AAAA" alt="三个月上升">' in body(made)
    assert '<figure class="figure" id="fig-rate">' in body(made)
    assert '<figcaption><span class="label">图1</span> 参与率</figcaption>' in body(made)
    assert '见<a href="#fig-rate">图1</a>。' in body(made)
    assert [remark.what for remark in made.remarks] == ["a picture whose numbers are in no table"]
    assert faults(made) == []


def test_a_drawing_is_of_the_page_itself_and_the_same_twice() -> None:
    """Its text would be in another font, its ids clash with those of the next, and the page differ from run to run."""
    first, second = (
        page(cell({"image/svg+xml": SVG.format(salt=salt, time=time)}, "#| fig-cap: 甲\n#| fig-alt: 乙"))
        for salt, time in (("a1", "2022"), ("b2", "2023"))
    )
    assert first.html == second.html
    html = body(first)
    assert '<desc id="' in html
    assert ">乙</desc>" in html
    assert "metadata" not in html
    assert re.search(r'href="#(d\w+-\d+)" clip-path="url\(#\1\)"', html)
    assert "max-width:96px" in html
    assert faults(first) == []


def test_a_drawing_with_a_script_is_shown_without_it_and_named() -> None:
    """A script would run in a reader's browser."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="a()"><script>a()</script><image href="https://x.org/a"/></svg>'
    )
    made = page(cell({"image/svg+xml": svg}, "#| fig-cap: 甲\n#| fig-alt: 乙"))
    assert (2, "script", "lost") in kinds(made)
    assert faults(made) == []


def test_a_chart_of_altair_is_shown_by_its_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The advice of the guide would not work."""
    chart = altair.Chart(FRAME).mark_bar().encode(x="学校", y="人数")
    with altair.renderers.enable("svg"):
        bundle = chart._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    made = page(cell(dict(data), "#| fig-cap: 各校人数\n#| fig-alt: 甲校最多"))
    assert "甲校" in body(made)
    assert 'role="img"' in body(made)
    assert {remark.grade for remark in made.remarks} == {"words"}
    assert faults(made) == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"text/html": "<div id=v></div><script>vegaEmbed()</script>"}, "altair"),
        ({"application/vnd.plotly.v1+json": {}, "text/html": "<div><script>Plotly.x</script></div>"}, "plotly"),
        ({"application/vnd.bokehjs_exec.v0+json": "", "application/javascript": "x"}, "bokeh"),
        ({"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider(value=0)"}, "ipywidgets"),
        ({"application/pdf": "AAAA"}, "PDF"),
        ({"application/x-unknown": "AAAA"}, "application/x-unknown"),
        ({"text/html": '<iframe src="map.html"></iframe>'}, "HTML"),
    ],
)
def test_what_needs_a_script_is_refused_by_name_with_advice(data: dict[str, Any], name: str) -> None:
    """A section would be empty, and nobody know."""
    made = page(cell(data), v4.new_markdown_cell("后文"))  # type: ignore[no-untyped-call]
    (remark,) = made.remarks
    assert (remark.cell, remark.grade) == (2, "lost")
    assert name in remark.what
    assert "remove-output" in remark.hint
    assert "<script" not in body(made)
    assert "IntSlider" not in body(made)


def test_what_needs_a_script_is_shown_by_the_picture_beside_it() -> None:
    """A picture that is there would not be used."""
    made = page(cell({"application/vnd.plotly.v1+json": {}, "text/html": "<script></script>", "image/png": "AAAA"}))
    assert "data:image/png" in body(made)
    assert {remark.grade for remark in made.remarks} == {"words"}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"text/markdown": "**粗**"}, "<p><strong>粗</strong></p>"),
        ({"text/latex": "$\\frac{a}{b}$", "text/plain": "a/b"}, "<mfrac>"),
        ({"text/plain": "'宝丰县'"}, '<p class="value">宝丰县</p>'),
        ({"text/plain": "42"}, '<p class="value">42</p>'),
        ({"text/plain": "True"}, '<p class="value">是</p>'),
        ({"text/plain": "nan"}, '<p class="value">无数据</p>'),
        ({"text/plain": "甲   1\n乙   2"}, '<pre class="listing">甲   1\n乙   2</pre>'),
        ({"text/html": "<p>甲<!-- 批注 --></p>", "image/png": "AAAA"}, "<p>甲</p>"),
        ({"text/html": ["<p>甲", "</p>"]}, "<p>甲</p>"),
    ],
)
def test_other_kinds_are_shown(shown: dict[str, Any], expected: str) -> None:
    """What a cell shows in JupyterLab would be missing from the page."""
    made = page(cell(shown))
    assert expected in body(made)
    assert not made.remarks
    assert faults(made) == []


@pytest.mark.parametrize("echo", ["<Axes: >", "[<matplotlib.lines.Line2D at 0x7f>]", "Text(0.5, 1.0, '题')"])
def test_the_echo_of_a_call_is_for_the_desk_alone(echo: str) -> None:
    """A page would show what plotting calls hand back, a place in memory among it."""
    made = page(cell({"text/plain": echo}))
    assert kinds(made) == [(2, "value", "desk")]
    assert "0x7f" not in body(made)
    assert "Axes" not in body(made)


@pytest.mark.parametrize("echo", ["<Axes: >", "[<matplotlib.lines.Line2D at 0x7f>]", "Text(0.5, 1.0, '题')"])
def test_of_a_cell_that_ends_in_its_plot_there_is_nothing_to_say(echo: str) -> None:
    """An ordinary plot would be a finding, and want a semicolon that no analyst knows of."""
    figure = '<figure class="figure" id="f1"><svg role="img"><title>率</title><desc>升高。</desc></svg></figure>'
    drawn = cell({"text/html": figure})
    drawn.outputs += cell({"text/plain": echo}).outputs
    made = page(drawn)
    assert not made.remarks
    assert "Axes" not in body(made)


def test_what_is_printed_is_for_the_desk_alone() -> None:
    """A note to oneself, or a warning with a machine's path, would be published, or nobody be told that it is not."""
    outputs = [
        v4.new_output("stream", name="stdout", text="看看\n"),  # type: ignore[no-untyped-call]
        v4.new_output("stream", name="stderr", text="/home/a: UserWarning"),  # type: ignore[no-untyped-call]
        v4.new_output("error", ename="KeyError", evalue="'a'", traceback=["\x1b[31mKeyError"]),  # type: ignore[no-untyped-call]
    ]
    made = page(v4.new_code_cell("", outputs=outputs, metadata={"tags": ["raises-exception"]}))  # type: ignore[no-untyped-call]
    assert kinds(made) == [(2, "error", "desk"), (2, "print", "desk"), (2, "warning", "desk")]
    for word in ("看看", "UserWarning", "KeyError"):
        assert word not in body(made)


@pytest.mark.parametrize("tag", ["remove-cell", "remove_cell", "remove-output", "remove_output"])
def test_what_is_removed_by_tag_is_not_there(tag: str) -> None:
    """What an analyst hid would be published."""
    made = page(cell({"text/html": "<p>秘密</p>"}, "", tag))
    assert "秘密" not in made.html
    assert not made.remarks


@pytest.mark.parametrize("option", ["include", "output"])
def test_what_is_removed_by_an_option_is_not_there(option: str) -> None:
    """What an analyst who knows Quarto hid would be published."""
    assert "秘密" not in page(cell({"text/html": "<p>秘密</p>"}, f"#| {option}: false")).html


@pytest.mark.parametrize("tag", ["hide-cell", "hide-output", "hide_output"])
def test_what_is_hidden_by_tag_stands_in_a_fold(tag: str) -> None:
    """What an analyst folded would fill the page."""
    html = body(page(cell({"text/html": "<p>细目</p>"}, "", tag)))
    assert re.search(r"<details>\s*<summary>展开</summary>\s*<p>细目</p>\s*</details>", html)


def test_outputs_collapsed_in_jupyterlab_stand_in_a_fold() -> None:
    """What an analyst collapsed would fill the page."""
    assert "<details>" in body(page(cell({"text/html": "<p>细目</p>"}, jupyter={"outputs_hidden": True})))


def test_prose_can_be_removed_and_folded_too() -> None:
    """A note of the author's would be published."""
    removed = v4.new_markdown_cell("秘密", metadata={"tags": ["remove-cell"]})  # type: ignore[no-untyped-call]
    folded = v4.new_markdown_cell("细目", metadata={"tags": ["hide-cell"]})  # type: ignore[no-untyped-call]
    html = body(page(removed, folded))
    assert "秘密" not in html
    assert re.search(r"<details>.*细目.*</details>", html, re.DOTALL)


def test_a_raw_cell_of_html_is_shown_and_another_is_named() -> None:
    """What somebody wrote would vanish in silence."""
    html = v4.new_raw_cell("<p>生</p>", metadata={"format": "text/html"})  # type: ignore[no-untyped-call]
    made = page(html, v4.new_raw_cell("plain"), v4.new_raw_cell("---\ntitle: x\n---"))  # type: ignore[no-untyped-call]
    assert "<p>生</p>" in body(made)
    assert kinds(made) == [(3, "raw", "lost")]


def test_cells_that_a_run_put_in_are_not_counted() -> None:
    """A remark would name a cell that the author does not find."""
    injected = v4.new_code_cell("a = 1", metadata={"tags": ["injected-parameters"]})  # type: ignore[no-untyped-call]
    made = page(injected, cell({"application/pdf": "AAAA"}))
    assert [remark.cell for remark in made.remarks] == [2]


def test_too_large_a_picture_is_named() -> None:
    """A page of megabytes would go out, or the picture vanish in silence."""
    made = page(cell({"image/png": "A" * 400_000}))
    assert kinds(made) == [(2, "picture", "lost")]
    assert "KiB" in made.remarks[0].what


def test_the_remark_of_a_cell_reads_as_a_line() -> None:
    """The console would show a value of Python."""
    assert str(Remark(3, "script", "plotly", "draw it")) == "cell 3: script: plotly → draw it"

"""Invented pages in the vocabulary of classes that reports use: what the browser tests run on without a county."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import nbformat
import pandas as pd
from markupsafe import Markup

from reporting.pages.notebook import notebook_page
from reporting.pages.shell import page
from reporting.pages.stamp import stamp
from reporting.report.figures.axes import SHORTFALL
from reporting.report.figures.figure import Caption, Figure
from reporting.report.figures.funnels import funnel
from reporting.report.figures.interval_dots import interval_dots
from reporting.report.figures.spine import spine, spine_scale
from reporting.report.figures.strips import strip_plot
from reporting.report.figures.targets import dot_to_target
from reporting.report.figures.trends import small_multiples

Row = tuple[str, str, str, float | None, str, float, str, str, str, str]
# name, value, fraction, number, interval, city, tone, shape and word, target, change
ROWS: dict[str, list[Row]] = {
    "课后服务": [
        ("学校覆盖率", "100.0", "70/70所", 100.0, "94.8–100.0", 100.0, "", "● 相近", "达标", "持平"),
        ("“5+2”服务时间达标率", "92.9", "65/70所", 92.9, "84.3–96.9", 96.4, "", "● 相近", "未达标|尚差5所", "+2.9"),
        ("学生参与率", "92.3", "31 468/34 102人", 92.3, "91.8–92.7", 86.1, "", "▲ 高于", "不设目标", "+1.4"),
        ("菜单式选课学校率", "58.6", "41/70所", 58.6, "46.9–69.4", 71.2, "worse", "▼ 低于", "未达标|尚差29所", "+4.3"),
        ("收费不超标率", "待核", "", None, "", 99.1, "", "", "", ""),
    ],
    "作业管理": [
        ("作业公示率", "97.1", "68/70所", 97.1, "90.2–99.2", 93.1, "better", "▲ 优于", "接近|尚差2所", "+1.5"),
        ("作业时间达标率", "78.6", "55/70所", 78.6, "67.6–86.6", 90.4, "worse", "▼ 低于", "未达标|尚差15所", "−1.4"),
        ("一二年级无书面家庭作业", "100.0", "48/48所", 100.0, "92.6–100.0", 99.1, "", "● 相近", "达标", "持平"),
    ],
}
HEADINGS = ("指标", "本县", "分子/分母", "95%区间", "全市", "位置", "对标全市", "对照目标", "变化")
COUNTIES = ("新华区", "卫东区", "湛河区", "石龙区", "宝丰县", "叶县", "鲁山县", "郏县", "舞钢市", "汝州市", "高新区")
VALUES = (99.2, 96.0, 91.4, 100.0, 78.6, 88.0, 93.3, 96.7, 97.5, 84.1, 98.0)
SIZES = (60, 75, 58, 12, 70, 110, 150, 90, 40, 160, 50)
MONTHS = ("9月", "10月", "11月", "12月", "1月", "2月", "3月", "4月")


def report() -> str:
    """A county's page."""
    body = (
        _head("宝丰县", {"数据截至": "2022年4月28日", "报送学校": "70/70所", "口径": "不含村小（教学点）、寄宿制学校"}),
        "## 要点\n\n按规则逐条生成，每条注明规则并可跳到所在行。",
        _tiles() + _lists(),
        "## 指标总表\n\n三件事分开说：与全市相比、与目标相比、与上月相比。",
        _spine_table(),
        "## 目标达成",
        targets().html,
        "## 趋势",
        trends().html,
        "## 县内差异",
        strips().html,
        "## 口径与方法",
        _cards(),
        "## 附表",
        _annex(targets(), trends(), strips()),
    )
    links = '<a href="#main">全市目录</a> <a href="#main">上期 2022年3月</a> <a href="#main" lang="en">English</a>'
    return stamp(_page(*body), f'<nav aria-label="本期">{links}</nav><p>修订 r1 · 生成 2022年5月6日</p>')


def city() -> str:
    """The overview of all counties: a matrix, a funnel, intervals."""
    return _page(
        _head("全市概览", {"数据截至": "2022年4月28日"}),
        "## 各县各指标",
        _matrix(),
        "## 漏斗图",
        funnels().html,
        "## 区间",
        intervals().html,
        "## 附表",
        _annex(funnels(), intervals()),
    )


def index() -> str:
    """A list that a script filters, so that a page with a script is looked at too."""
    rows = [(f'<a href="#main">{county}</a>', f"{size}/{size}所") for county, size in zip(COUNTIES, SIZES, strict=True)]
    field = '<p class="filter"><label for="filter">筛选</label><input id="filter" type="search" placeholder="县名"></p>'
    body = _head("全市目录", {}) + field + _table("index", "index", "各县报告", ("县（市、区）", "报送学校"), rows)
    script = (
        'document.getElementById("filter").addEventListener("input", event => {'
        'for (const row of document.querySelectorAll("tbody tr"))'
        "row.hidden = !row.textContent.includes(event.target.value) })"
    )
    return page(title="全市目录 2022年4月", lang="zh-Hans", body=body, script=script, banner="演示数据")


def targets() -> Figure:
    frame = pd.DataFrame(
        [
            ("作业公示率", 97.1, 100.0, 2, "尚差2所", ""),
            ("菜单式选课学校率", 58.6, 100.0, 29, "尚差29所", "worse"),
            ("作业时间达标率", 78.6, 100.0, 15, "尚差15所", "worse"),
            ("“5+2”服务时间达标率", 92.9, 100.0, 5, "尚差5所", "worse"),
        ],
        columns=["label", "value", "target", "gap", "note", "tone"],
    )
    return dot_to_target(
        frame,
        Caption("各指标距目标", "菜单式选课差29所最多，其次作业时间差15所。", "按尚差学校数排列", "附表1"),
        frame[["label", "value", "gap"]].set_axis(["指标", "本县（%）", "尚差（所）"], axis=1),
    )


def trends() -> Figure:
    panels: list[tuple[str, list[float], float, str, str]] = [
        ("“5+2”服务时间达标率", [80.0, 82.1, 84.9, 86.4, math.nan, 87.2, 90.0, 92.9], 100, "连续7月上升", "better"),
        ("学生参与率", [86.0, 87.1, 88.8, 89.2, math.nan, 89.7, 90.9, 92.3], math.nan, "", ""),
        ("菜单式选课学校率", [44.0, 45.1, 46.2, 47.9, math.nan, 50.1, 54.3, 58.6], 100, "", ""),
        ("作业时间达标率", [70.1, 74.9, 78.0, 81.2, math.nan, 82.0, 80.0, 78.6], 100, "连续2月下降", "worse"),
    ]
    frame = pd.DataFrame(
        [
            (name, month, value, month == "4月" and name == "学生参与率", target, note, tone)
            for name, values, target, note, tone in panels
            for month, value in zip(MONTHS, values, strict=True)
        ],
        columns=["panel", "period", "value", "provisional", "target", "note", "tone"],
    )
    table = frame.pivot_table(index="period", columns="panel", values="value", sort=False).reset_index()
    return small_multiples(
        frame,
        Caption(
            "2021年9月至2022年4月各指标",
            "四项中三项上升，作业时间达标率两个月下降。",
            "虚线为目标，空心点为暂定值",
            "附表2",
        ),
        table.rename(columns={"period": "月份"}),
    )


def strips() -> Figure:
    groups = ("小学·城区", "小学·镇区", "小学·乡村", "初中·城区", "初中·镇区", "初中·乡村")
    frame = pd.DataFrame(
        [
            (group, value := round(100 - (37 * row + 11 * school) % (18 + 9 * row), 1), "worse" if value < 75 else "")
            for row, group in enumerate(groups)
            for school in range(14 - row)
        ],
        columns=["group", "value", "tone"],
    )
    table = frame.groupby("group", sort=False)["value"].agg(["count", "median"]).reset_index()
    return strip_plot(
        frame,
        Caption("各校学生参与率", "城区小学集中在90%以上，乡村初中最分散。", "一点一校；竖线为中位数", "附表3"),
        table.set_axis(["学段与地区", "学校", "中位数（%）"], axis=1),
        axis=SHORTFALL,
    )


def funnels() -> Figure:
    frame = _counties().assign(named=[value < 80 for value in VALUES])
    return funnel(
        frame,
        Caption(
            "作业时间达标率漏斗图", "宝丰县在99.8%下限之外，其余各县在范围内。", "虚线95%，实线99.8%；φ = 1", "附表1"
        ),
        frame[["label", "denominator", "value"]].set_axis(["县", "学校", "达标率（%）"], axis=1),
        centre=91.2,
        phi=1.0,
        denominator="学校数",
    )


def intervals() -> Figure:
    frame = _counties()
    return interval_dots(
        frame,
        Caption("作业时间达标率及95%区间", "宝丰县低于全市，其余各县与全市相近。", "虚线为全市91.2%", "附表2"),
        frame[["label", "value", "lower", "upper"]].set_axis(["县", "达标率（%）", "下限", "上限"], axis=1),
        city=91.2,
    )


def _annex(*figures: Figure) -> str:
    return "".join(
        _table(
            "annex",
            figure.table_id,
            f"附表{number} {figure.caption.title}",
            figure.table.columns,
            [
                ["未提供" if pd.isna(cell) else str(cell) for cell in row]
                for row in figure.table.itertuples(index=False)
            ],
        )
        for number, figure in enumerate(figures, 1)
    )


def _matrix() -> str:
    words = (("▲ 优于", "better"), ("● 相近", "similar"), ("▼ 低于", "worse"))
    columns = (
        "学校覆盖率",
        "服务时间达标率",
        "菜单式选课",
        "作业公示率",
        "作业时间达标率",
        "上课时间达标率",
        "手机管理",
    )
    rows = []
    for row, county in enumerate(COUNTIES):
        shown = (words[(row * 2 + column) % 3] for column in range(len(columns)))
        rows.append([county, *(f'<span class="word {kind}">{word}</span>' for word, kind in shown)])
    return _table("matrix", "matrix", "各县（市、区）与全市相比，按代码排列", ("县（市、区）", *columns), rows)


def _table(kind: str, identity: str, caption: str, headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        for first, *cells in rows
    )
    return (
        f'<div class="table-region" role="region" aria-label="{caption}" tabindex="0">'
        f'<table class="{kind}" id="{identity}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _counties() -> pd.DataFrame:
    return pd.DataFrame(
        [
            (name, value, max(value - 260 / size, 0), min(value + 160 / size, 100), f"{value}%", size)
            + (("worse", "▼") if value < 80 else ("", "●"))
            for name, value, size in zip(COUNTIES, VALUES, SIZES, strict=True)
        ],
        columns=["label", "value", "lower", "upper", "note", "denominator", "tone", "shape"],
    )


def _page(*parts: str) -> str:
    """The page of a notebook that shows these parts: prose where they begin with ``##``, HTML otherwise."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": part}
        if part.startswith("##")
        else {
            "cell_type": "code",
            "metadata": {},
            "source": "report.section()",
            "outputs": [{"output_type": "execute_result", "metadata": {}, "data": {"text/html": str(part)}}],
        }
        for part in parts
    ]
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})  # type: ignore[no-untyped-call]
    return notebook_page(notebook, banner="演示数据：学校与数值均为虚构", reserve="全市目录上期修订生成年月日")


def _head(place: str, facts: dict[str, str]) -> str:
    listed = "".join(f"<div><dt>{name}</dt><dd>{fact}</dd></div>" for name, fact in facts.items())
    return (
        '<header class="report-head"><p class="kicker">平顶山市“双减”与课后服务进展月报</p>'
        f'<h1>{place} <span class="period">2022年4月</span></h1>'
        + (f'<dl class="facts">{listed}</dl>' if facts else "")
        + "</header>"
    )


def _tiles() -> str:
    chosen = [ROWS["课后服务"][0], ROWS["课后服务"][1], ROWS["课后服务"][2], ROWS["作业管理"][1]]
    return (
        '<div class="tiles">'
        + "".join(
            f'<div class="tile"><p class="tile-label"><a href="#row-{row[0]}">{row[0]}</a></p>'
            f'<p class="tile-figure"><span class="tile-value">{row[1]}</span><span class="tile-unit">%</span></p>'
            f'<p class="tile-note"><span class="fraction">{row[2]}</span> · {_target(row[8])}</p>'
            f'<p class="tile-note">对标全市：<span class="word {row[6] or "similar"}">{row[7]}</span></p></div>'
            for row in chosen
        )
        + "</div>"
    )


def _lists() -> str:
    lists = (
        ("attention", "需关注", ("作业时间达标率78.6%，低于全市90.4%；尚差15所。", "“5+2”服务时间达标率尚差5所。")),
        ("good", "做得好", ("作业公示率97.1%，优于全市93.1%。",)),
        ("similar", "无显著差异", ("共比较12项，按95%判断平均约0.6项属偶然。",)),
    )  # fmt: skip
    return '<div class="lists">' + "".join(_list(*one) for one in lists) + "</div>"


def _list(kind: str, title: str, sentences: tuple[str, ...]) -> str:
    items = "".join(f'<li>{sentence} <a class="rule" href="#rule-A1">规则A1</a></li>' for sentence in sentences)
    count = f'<span class="count">{len(sentences)}项</span>'
    return f'<section class="list {kind}"><h3>{title} {count}</h3><ul>{items}</ul></section>'


def _spine_table() -> str:
    classes = ("", "value", "fraction", "interval", "city-value", "spine", "fact city", "fact target", "change")
    head = "".join(
        f'<th scope="col" role="columnheader" class="{kind}">{name}{spine_scale() if kind == "spine" else ""}</th>'
        for name, kind in zip(HEADINGS, classes, strict=True)
    )
    labels = ";".join(
        f"--{kind.replace(' ', '-')}:'{name}'" for name, kind in zip(HEADINGS, classes, strict=True) if kind
    )
    groups = "".join(
        '<tbody role="rowgroup"><tr class="group" role="row">'
        f'<th scope="rowgroup" role="rowheader" colspan="9">{name}</th></tr>'
        + "".join(_row(row) for row in rows)
        + "</tbody>"
        for name, rows in ROWS.items()
    )
    return (
        '<div class="table-region" role="region" aria-label="指标总表" tabindex="0">'
        f'<table class="spine-table" role="table" style="{labels}">'
        "<caption>宝丰县：各指标与全市、与目标、与上月相比</caption>"
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>{groups}</table></div>'
    )


def _row(row: Row) -> str:
    name, shown, fraction, value, interval, city_value, tone, word, target, change = row
    start = f'<tr id="row-{name}" role="row"><th scope="row" role="rowheader">{name}</th>'
    if value is None:
        return (
            start + f'<td role="cell" class="value state" colspan="3">{shown}</td>'
            f'<td role="cell" class="city-value">{city_value}</td>'
            f'<td role="cell" class="fact state" colspan="4">未判断</td></tr>'
        )
    low, high = (float(end) for end in interval.split("–"))
    spread = (city_value - 18, city_value - 6, city_value, min(city_value + 2, 100), 100)
    drawing = spine(
        value, title=name, description=f"本县{shown}，全市{city_value}", interval=(low, high), spread=spread,
        target=None if target == "不设目标" else 100, tone=tone, shape=word[0],
    )  # fmt: skip
    cells: dict[str, str | Markup] = {
        "value": f'{shown}<span class="unit">%</span>',
        "fraction": fraction,
        "interval": interval,
        "city-value": str(city_value),
        "spine": drawing,
        "fact city": f'<span class="word {tone or "similar"}">{word}</span>',
        "fact target": _target(target),
        "change": change,
    }
    return start + "".join(f'<td role="cell" class="{kind}">{cell}</td>' for kind, cell in cells.items()) + "</tr>"


def _target(target: str) -> str:
    word, _, gap = target.partition("|")
    kind = {"达标": "met", "接近": "near", "未达标": "not-met"}.get(word, "none")
    return f'<span class="word {kind}">{word}</span>' + (f' <span class="gap">{gap}</span>' if gap else "")


def _cards() -> str:
    facts = {"定义": "达标学校数 ÷ 开展课后服务的学校数", "性质": "目标100%；阈值为系统建议值"}
    listed = "".join(f"<dt>{name}</dt><dd>{fact}</dd>" for name, fact in facts.items())
    sent = '<dt>典型做法</dt><dd class="as-sent">由县里填写\U00031350村</dd>'
    cards = "".join(
        f'<article class="card"><h3>{row[0]}</h3><dl>{listed}{sent}</dl></article>' for row in ROWS["课后服务"]
    )
    return f'<p id="rule-A1">规则A1：低于全市且未达标。</p><div class="cards">{cards}</div>'

"""A new notebook that passes every check and makes a page as it stands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

from reporting.definitions.periods import Period
from reporting.definitions.runs import TAKEN_PAGES
from reporting.errors import EmptyStoreError, StoreError, UsageError
from reporting.execution.files import write_atomically
from reporting.settings import Project, Settings
from reporting.store.periods import latest_period
from reporting.store.store import utc_now

__all__ = ["default_period", "new_notebook"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")

_ABOUT = "<!-- {title}：{each}。章节一句一节，数字用 pandas 算，图用 matplotlib 画；写法见 docs/analyst.md。 -->"
_COUNTY = 'county: str = "{county}"  # 县（市、区）代码，见 params/city.yaml\n'
_PARAMETERS = """\
period: str = "{period}"  # 报告期
lang: str = "zh-Hans"  # 语言：zh-Hans 或 en
audience: str = "internal"  # 读者：internal(内部，含学校名称)或 public(公开)
snapshot: str = ""  # 数据快照文件；留空则由本项目的数据库生成"""
_OPEN = """\
from reporting import {kind}

report = {kind}.open({county}period=period, lang=lang, audience=audience, snapshot=snapshot)"""
# with the rows and the rules that the sentences link to: a page without them fails `reporting check --run`
# something to begin with: it runs for every county, and shows where words and numbers come from
_PLOT = """\
#| label: fig-gaps
#| fig-cap: 尚差最多的五项
#| fig-alt: 共{len(gaps)}项未达标。
facts = report.facts
gaps = facts[facts["gap"] > 0].nlargest(5, "gap")
if len(gaps):
    gaps.plot.barh(x="name", y="gap", legend=False, xlabel="尚差", ylabel="")"""
_CITY_PLOT = """\
#| label: fig-missed
#| fig-cap: 未达标的县（市、区）最多的五项
#| fig-alt: 共{len(missed)}项有县（市、区）未达标。
facts = report.facts
missed = facts[facts["against_target"] == "not_met"]["name"].value_counts()
if len(missed):
    missed.head(5).plot.barh(xlabel="县（市、区）数", ylabel="")"""
_SECTIONS = {
    "county": (
        ("## 要点", "report.key_points()"),
        ("## 指标总表\n\n没有数的写明原因，不留空、不写0。", "report.indicator_table()"),
        ("## 目标达成", "report.targets()"),
        ("## 县内差异", "report.within_county()"),
        ("## 课程与特色", "report.courses()"),
        ("## 口径与方法", "report.methods()"),
    ),
    "city": (
        ("## 要点", "report.headlines()"),
        ("## 状态一览\n\n不排名：按代码顺序排列。", "report.matrix()"),
        ("## 报送情况", "report.completeness()"),
    ),
}


def new_notebook(
    project: Project, settings: Settings, name: str, per: Literal["county", "city"], period: Period
) -> Path:
    """Write ``notebooks/NAME.ipynb``: parameters, the report opened, its header, some sections and the annex.

    Args:
        per: one page a county, or one of the city.
        period: default of its parameter.

    Raises:
        UsageError: the name is no name for a notebook, or taken.
    """
    if not _NAME.fullmatch(name):
        hint = "small letters, digits and _, beginning with a letter, such as sleep_and_phones"
        raise UsageError(f"{name!r} is no name for a notebook", hint=hint)
    if name in TAKEN_PAGES or name in {page.page for page in settings.run.pages}:
        hint = "choose another name"
        raise UsageError(f"{name} is the name of a file of every edition", hint=hint)
    path = project.notebooks / f"{name}.ipynb"
    if path.exists():
        raise UsageError("the notebook exists already", where=f"notebooks/{path.name}", hint="choose another name")
    document = _document(_cells(settings, name, per, period))
    write_atomically(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def default_period(project: Project, settings: Settings) -> Period:
    """The latest period of the store; without one, the school period before this month."""
    try:
        return latest_period(project, settings)
    except (StoreError, EmptyStoreError):
        calendar = settings.city.calendar
        return calendar.previous(calendar.period_of(utc_now()))


def _cells(settings: Settings, name: str, per: Literal["county", "city"], period: Period) -> list[dict[str, Any]]:
    is_county = per == "county"
    each = "一县一期一份" if is_county else "一市一期一份"
    county = _COUNTY.format(county=settings.city.codes[0]) if is_county else ""
    opening = _OPEN.format(kind="Report" if is_county else "CityReport", county="county=county, " if is_county else "")
    sections = [
        cell
        for number, (prose, call) in enumerate(_SECTIONS[per], 1)
        for cell in (_markdown(f"h-{number}", prose), _code(f"section-{number}", call))
    ]
    return [
        _markdown("about", _ABOUT.format(title=name, each=each)),
        _code("parameters", county + _PARAMETERS.format(period=period), tags=["parameters"]),
        _code("open", opening),
        _code("header", "report.header()"),
        *sections,
        _markdown("h-own", "## 尚差最多的项目" if is_county else "## 未达标最多的项目"),
        _code("own-figure", _PLOT if is_county else _CITY_PLOT),
        _markdown("h-annex", "## 附表\n\n每幅图的数据各列一表。"),
        _code("annex", "report.annex()"),
    ]


def _markdown(cell_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(cell_id: str, source: str, tags: list[str] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell_id,
        "metadata": {"tags": tags} if tags else {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _document(cells: list[dict[str, Any]]) -> dict[str, Any]:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}

"""A second project, made by the command line alone: another city, other units, another form, other indicators."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl import load_workbook
from tests.shared import Parents, one_warm_parent

from reporting.cli import app
from reporting.settings import Project

HERE = Path(__file__).parent
PERIODS = ("2024-03", "2024-04")
UNITS = {"441901": "云溪区", "441902": "石桥区", "441903": "白鹭县"}
Reporting: TypeAlias = Callable[..., int]

KITCHENS = 12
COLUMNS = ("食堂名称", "许可证号", "类型", "是否停用", "就餐人数", "留样人数", "明厨亮灶")


@pytest.fixture(scope="package")
def project(tmp_path_factory: pytest.TempPathFactory, parents: Parents) -> Project:
    """Two months of workbooks from the project's own templates, the second published."""
    root = tmp_path_factory.mktemp("second") / "yunchuan"
    units = [f"--unit={code}={name}" for code, name in UNITS.items()]
    app(
        ["init", str(root), "--code", "441900", "--name", "云川市", "--english", "Yunchuan", "--empty", *units],
        standalone_mode=False,
    )
    for name in ("forms.yaml", "indicators.yaml"):
        shutil.copy(HERE / "params" / name, root / "params" / name)
    with (root / "params" / "city.yaml").open("a", encoding="utf-8") as city:
        city.write((HERE / "params" / "scope.yaml").read_text("utf-8"))
    project = Project.at(root)

    def reporting(*arguments: str) -> int:
        code = app(["--project", str(root), *arguments], standalone_mode=False)
        return code if isinstance(code, int) else 0

    assert reporting("check") == 0
    for number, period in enumerate(PERIODS):
        assert reporting("template", "--all", "--period", period, "-o", str(project.inbox / period)) == 0
        for order, path in enumerate(sorted((project.inbox / period).glob("*.xlsx"))):
            fill_in(path, cameras=6 + number + order, illnesses=order % 2)
    assert reporting("ingest", str(project.inbox), "--receipts", str(project.receipts)) == 0
    with one_warm_parent(parents):
        for audience in ("internal", "public"):
            languages = ["--lang", "zh-Hans", "--lang", "en"]
            made = ["--period", PERIODS[1], "--jobs", "1", "--audience", audience]
            assert reporting("run", *made, *languages) == 0
            assert reporting("review", PERIODS[1], "--audience", audience) == 0
            assert reporting("publish", PERIODS[1], "--approved-by", "李四", "--audience", audience) == 0
    return project


def fill_in(path: Path, *, cameras: int, illnesses: int) -> None:
    """What a clerk does: type into the template's open cells, under its headings."""
    book = load_workbook(path)
    sheet = book["食堂名单"]
    top, heading = next(
        (number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1) if COLUMNS[0] in row
    )
    for number in range(KITCHENS):
        camera = "是" if number < cameras else "否"
        values: tuple[str | int, ...] = (
            f"第{number + 1}食堂",
            f"XK{number + 1:04}",
            "中学",
            "否",
            400,
            380 - number,
            camera,
        )
        for column, value in zip(COLUMNS, values, strict=True):
            sheet.cell(top + 1 + number, heading.index(column) + 1, value)
    typed: dict[str, float] = {"检查次数": 4, "食源性疾病起数": illnesses, "用水量": 12.5}
    for row in book["检查情况"].iter_rows():
        if (label := str(row[0].value)) in typed:
            row[1].value = typed[label]
    book.save(path)

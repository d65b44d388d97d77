"""Ledgers as clerks mess them up, with what each cell means; and how many of the cells come in as they were meant.

By hand, for many: ``python -m tests.unit.intake.messy 500``.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from random import Random

import pandas as pd

from reporting.definitions.forms import Field, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks.history import Past
from reporting.intake.checks.registry import bind_checks
from reporting.intake.examination import Examined, examine
from reporting.intake.recognition.sender import Declared
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.workbooks.cells import CellValue
from reporting.workbooks.workbook import Sheet, Workbook

COUNTY, PERIOD = "410422", Period("2022-04")
NUMERALS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NONE = ("", "/", "-", "—", "未报", "不适用", "暂缺", " ")
UNTELLABLE = ("见附件", "#", "几百", "若干", "同去年", "很多", "详见台账", "abc", "待核实")
FIELDS = (
    "school_name", "school_code", "stage", "area", "boarding", "enrolled", "offers", "applied", "participants",
    "teachers", "days_per_week", "hours_per_day", "ends_at", "fee", "hw_min_g36", "menu", "hw_public", "course_names",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """What was typed, and what is meant by it: None where there is no value, or none that anybody can tell."""

    typed: CellValue
    meant: object
    kind: str
    tellable: bool = True


@dataclass
class Score:
    """How the cells came in; ``wrong`` are those with another value than was meant and no word about them."""

    told: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Of the cells whose meaning can be told, how many came in as they were meant."""
        return self.right / self.told


def _one_of(random: Random, ways: Sequence[CellValue]) -> CellValue:
    return random.choice(ways)


def _count(random: Random, n: int) -> CellValue:
    ways: list[Callable[[], CellValue]] = [
        lambda: n, lambda: n, lambda: n, lambda: float(n), lambda: str(n), lambda: str(n).translate(WIDE),
        lambda: f"{n}人", lambda: f" {n} ", lambda: f"{n:,}", lambda: f"{n:,}".replace(",", "，"), lambda: f"{n}名",
        lambda: f"'{n}", lambda: f"{n}\n", lambda: f"{n}.0", lambda: f"共{n}人", lambda: f"{n}（含寄宿）",
        lambda: f"{n}。",
        lambda: f"现有{n}人", lambda: f"{n}名", lambda: f"{n}个", lambda: f'"{n}"', lambda: f"{n}人整",
    ]  # fmt: skip
    return random.choice(ways)()


def _measure(random: Random, n: float, *units: str) -> CellValue:
    text = f"{n:g}"
    return _one_of(random, [n, n, text, text.translate(WIDE), *(f"{text}{unit}" for unit in units), f"{text} "])


def _boolean(random: Random, yes: bool) -> CellValue:
    return _one_of(
        random,
        ["是", "有", "√", "✓", "对", "Y", "是 ", "是。", "1", 1, True, "是√", "√是", "是的", "是（全部）", "■"]
        if yes
        else ["否", "无", "×", "没有", "N", "否 ", "不是", "0", 0, False, "×否", "还没有", "没"],
    )


def _time(random: Random, hour: int, minute: int) -> CellValue:
    return _one_of(random,
        [
            time(hour, minute), f"{hour}:{minute:02}", f"{hour}：{minute:02}", f"{hour}点{minute:02}分",
            f"{hour}时{minute:02}分", f"{hour}-{minute:02}", f"{hour}{minute:02}", f"{hour}：{minute:02}左右",
            f"下午{hour - 12}:{minute:02}", (hour * 60 + minute) / 1440, f"{hour}.{minute:02}",
        ]
    )  # fmt: skip


def _cell(random: Random, one: Field, row: dict[str, float]) -> Cell:
    """One cell of a school whose sizes are ``row``."""
    if not one.required and one.name != "school_code":
        lot = random.random()
        if lot < 0.04:
            return Cell(random.choice(NONE), None, "none")
        if lot < 0.06 and one.kind in ("integer", "number", "time", "choice"):
            return Cell(random.choice(UNTELLABLE), None, "untellable", tellable=False)
    if one.kind == "integer":
        n = int(row[one.name])
        return Cell(_count(random, n), float(n), "count")
    if one.kind == "boolean":
        yes = random.random() < 0.7
        return Cell(_boolean(random, yes), yes, "boolean")
    if one.kind == "choice":
        choice = random.choice(one.choices)
        spelt = random.choice([choice, choice, f" {choice}", f"{choice} ", *one.also.get(choice, ())])
        return Cell(spelt, choice, "choice")
    if one.kind == "time":
        hour, minute = random.choice([(17, 0), (17, 30), (18, 0), (18, 30)])
        return Cell(_time(random, hour, minute), f"{hour}:{minute:02}", "time")
    if one.name == "days_per_week":
        days = random.choice([3, 4, 5])
        return Cell(_measure(random, days, "天", "日", "天/周", "天整"), float(days), "measure")
    if one.name == "hours_per_day":
        hours = random.choice([1.5, 2.0, 2.5])
        hours_typed = _one_of(
            random, [_measure(random, hours, "小时", "个小时", "h", "小时/天"), f"{hours * 60:g}分钟"]
        )
        return Cell(hours_typed, hours, "measure")
    if one.kind == "number":
        amount = float(random.choice([0, 60, 90, 300, 350]))
        return Cell(_measure(random, amount, one.unit.split("/")[0]), amount, "measure")
    if one.kind == "list":
        words = random.sample(["剪纸", "腰鼓", "足球", "合唱", "书法", "编程"], 3)
        return Cell(random.choice(["、", "，", ",", ";", " / ", "\n"]).join(words), "、".join(words), "list")
    raise AssertionError(one.kind)


def messy(table: RowTable, seed: int) -> tuple[Sheet, list[dict[str, Cell]]]:
    """A sheet of a ledger, and its cells by field, a school a row."""
    random = Random(seed)  # noqa: S311
    fields = [table.field(name) for name in FIELDS]
    others = fields[2:]
    random.shuffle(others)
    fields = [*fields[:2], *others[: random.randint(len(others) - 4, len(others))]]
    schools: list[dict[str, Cell]] = []
    for number in range(random.randint(3, 12)):
        enrolled = random.randint(80, 3200)
        applied = random.randint(enrolled // 2, enrolled)
        sizes = {"enrolled": enrolled, "applied": applied, "participants": random.randint(applied // 2, applied)}
        sizes |= {"teachers": max(8, enrolled // 18)}
        name, code = f"第{NUMERALS[number % 10]}{'小学' if number < 10 else '中学'}", f"41042200{number + 10}"
        row = {
            "school_name": Cell(random.choice([name, f" {name}", f"{name} "]), name, "name"),
            "school_code": Cell(_one_of(random, [code, int(code), float(code), f"'{code}"]), code, "code"),
        }
        row |= {one.name: _cell(random, one, dict(sizes)) for one in fields[2:]}
        schools.append(row)
    return Sheet("学校台账", _laid_out(random, fields, schools)), schools


def _laid_out(random: Random, fields: Sequence[Field], schools: Sequence[dict[str, Cell]]) -> list[list[CellValue]]:
    numbered = random.random() < 0.6
    head: list[CellValue] = ["序号"] * numbered
    for one in fields:
        heading = random.choice(one.headings)
        head.append(random.choice([heading, heading, heading.replace("(", "（").replace(")", "）"), f" {heading} "]))
    rows: list[list[CellValue]] = []
    if random.random() < 0.8:
        rows.append(["叶县2022年4月学校台账"])
    if random.random() < 0.3:
        rows.append(["填报单位：叶县", "", "填报人：甲"])
    rows.append(head)
    for number, school in enumerate(schools, start=1):
        rows.append([number] * numbered + [school[one.name].typed for one in fields])
        if random.random() < 0.08:
            rows.append([""])
    if random.random() < 0.3:
        rows.append(["注：以上数据由各校填报。"])
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def scored(settings: Settings, view: View, seeds: Sequence[int]) -> Score:
    """Take in the ledgers of these seeds one by one, each into an empty store."""
    table = settings.forms.table("ledger")
    assert isinstance(table, RowTable)
    checks, score = bind_checks(settings), Score()
    for seed in seeds:
        sheet, schools = messy(table, seed)
        past = Past(lambda: view, settings.forms)
        (found,) = examine(Workbook("xlsx", "", (sheet,)), "t.xlsx", Declared(COUNTY, PERIOD), settings, checks, past)
        _compare(found, schools, seed, score)
    return score


def _compare(found: Examined, schools: Sequence[dict[str, Cell]], seed: int, score: Score) -> None:
    rows = {str(row["school_code"]): row for row in found.rows["ledger"].to_dict("records")}
    said = set(found.findings["field"])
    for school in schools:
        row = rows.get(str(school["school_code"].meant))
        for name, cell in school.items():
            value = None if row is None else _plain(row[name])
            right = row is not None and value == cell.meant
            score.told += cell.tellable
            score.right += cell.tellable and right
            if cell.tellable and not right:
                score.missed[f"{cell.kind} {cell.typed!r}" if cell.kind != "count" else f"count {name}"] += 1
            if value is not None and not right and name not in said:
                score.wrong.append(f"seed {seed} {name}: {cell.typed!r} came in as {value!r}")


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return None
    return value


def main() -> None:
    """Score as many ledgers as the first argument says."""
    settings = load_settings(Project.at(Path(__file__).parents[3]))
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "store.duckdb", settings.forms, writing=True) as store,
    ):
        score = scored(settings, View(store), range(int(sys.argv[1])))
    print(f"{score.right}/{score.told} = {score.share:.2%} right, {len(score.wrong)} silently wrong")
    print(*score.missed.most_common(40), sep="\n")
    print(*score.wrong[:20], sep="\n")


if __name__ == "__main__":
    main()

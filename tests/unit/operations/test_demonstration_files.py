"""The files of the demonstration: who sends what and when, what the bureau says, and the mess that clerks make."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from reporting.settings import Settings

Sheets: TypeAlias = dict[str, list[list[Any]]]
School: TypeAlias = dict[str, Any]

SENDERS = {
    "新华区",
    "卫东区",
    "石龙区",
    "湛河区",
    "宝丰县",
    "叶县",
    "鲁山县",
    "郏县",
    "舞钢市",
    "汝州市",
    "新建",
    "示范区",
    "局属学校",
    "市教育体育局",
}


def figures_of(sheets: Sheets) -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in sheets["县级统计"][2:41]}


def test_figures_of_the_bureau_are_the_documents(files: dict[str, dict[str, Sheets]]) -> None:
    """The reply's meetings, sessions, guides and documents are the city's."""
    sheets = files["2022-04"]["市教育体育局2022年4月市级统计.xlsx"]
    figures = figures_of(sheets)
    assert [figures[label][0] for label in ("专题会议次数", "区域教研场次", "现场参加人次", "远程参加人次")] == [
        5,
        "70余",
        3000,
        "近4000",
    ]
    assert figures["学科作业指导意见"][0] == 12
    listed = [row[1] for row in sheets["县级统计"][41:] if str(row[1]).startswith("《")]
    assert len(set(listed)) == 9
    assert "《平顶山市教育体育局关于全面推进中小学课后服务工作的通知》" in listed
    assert "学校台账" not in sheets


def test_documents_grow_and_are_the_citys_alone(files: dict[str, dict[str, Sheets]]) -> None:
    """Nine documents added up over fourteen senders would be 126."""
    counts = []
    for period, of in files.items():
        for name, sheets in of.items():
            titles = [row for row in sheets.get("县级统计", [])[41:] if str(row[1]).startswith("《")]
            if name.startswith("市教育体育局"):
                counts.append(len(titles))
                assert all(datetime.fromisoformat(str(row[3])).strftime("%Y-%m") <= period for row in titles)
            else:
                assert not titles
    assert counts == sorted(counts)
    assert counts[-1] == 9


def test_summer_care_is_baofengs_alone(files: dict[str, dict[str, Sheets]]) -> None:
    for name, sheets in files["2022-04"].items():
        if "县级统计" in sheets:
            value = figures_of(sheets)["暑期托管学生数"][0]
            assert (value == "/") != name.startswith("宝丰县")


def test_figures_of_counties_add_up(files: dict[str, dict[str, Sheets]]) -> None:
    """Closed, converted and remaining institutions are the baseline, which never changes."""
    bases = defaultdict(set)
    for of in files.values():
        for sheets in of.values():
            if "县级统计" not in sheets or figures_of(sheets)["学科类机构基数"][0] == "/":
                continue
            figures = figures_of(sheets)
            sender = str(sheets["填报说明"][2][0])
            base, closed, converted, now = (
                figures[f"学科类机构{part}"][0] for part in ("基数", "注销", "转型", "现有")
            )
            assert closed + converted + now == base
            bases[sender].add(base)
            for part, whole in (
                ("隐形变异办结", "隐形变异发现"),
                ("举报办结", "举报收到"),
                ("预收费监管机构数", "学科类机构现有"),
            ):
                assert figures[part][0] <= figures[whole][0]
    assert len(bases) == 13
    assert all(len(base) == 1 for base in bases.values())


def test_who_sends_what(files: dict[str, dict[str, Sheets]]) -> None:
    """Each way of filing that the intake must cope with is there, and nobody is silent but whom we say."""
    national = {period: [name for name in of if "半月报" in name] for period, of in files.items()}
    assert {name[:3] for name in national["2021-09"]} == {"石龙区", "舞钢市"}
    assert {name[:3] for name in national["2021-12"] + national["2022-02"]} == {"新华区"}
    assert not national["2022-04"]
    for period, of in files.items():
        senders = {next(name for name in SENDERS if name in file) for file in of}
        assert SENDERS - senders == ({"示范区"} if period == "2022-03" else set())
        stand_in = {name[:3] for name in national[period]} - {"新华区"}
        assert all("半月报" in name for name in of if name[:3] in stand_in), "the national form stands in alone"
        assert any(name.startswith("鲁山县学校台账") and name.endswith(".csv") for name in of)
        assert any(name.startswith("新华区") and "半月报" not in name for name in of)


def test_layouts_of_the_national_form(files: dict[str, dict[str, Sheets]]) -> None:
    vertical = next(iter(files["2021-09"]["石龙区“双减”半月报2021年9月30日.xls"].values()))
    assert ["督导内容项目", "数量", "占比"] in vertical
    assert any(re.fullmatch(r"\d+\.\d%", row[2]) for row in vertical if len(row) == 3)
    assert [row[0] for row in vertical if "其中:线" in row[0]] == ["　　其中:线上", "　　其中:线下"]
    wide = next(iter(files["2021-09"]["舞钢市“双减”半月报2021年9月30日.xlsx"].values()))
    upper, lower, values = wide[2:5]
    column = upper.index("学科类机构总数")
    assert lower[column : column + 3] == ["总数", "线上", "线下"]
    assert values[column] == values[column + 1] + values[column + 2]
    assert values[0] == "舞钢市"


def test_received_when_we_say(inbox: Path, settings: Settings) -> None:
    """Lateness is decided by these times; the corrected workbook must be the later one."""
    closing = settings.run.closing.day
    late = []
    for path in (path for path in inbox.rglob("*") if path.is_file()):
        received = datetime.fromtimestamp(path.stat().st_mtime, UTC) + timedelta(hours=8)
        year, month = map(int, path.parent.name.split("-"))
        if "半月报" in path.name:
            assert (received.year, received.month) == (year, month)
        else:
            assert (received.year, received.month) == (year + month // 12, month % 12 + 1)
            late += [path.name] if received.day > closing else []
    assert late == ["舞钢市2022年2月月报表.xlsx"]
    first, second = inbox / "2022-04" / "叶县4月报表.xlsx", inbox / "2022-04" / "叶县4月报表（更正）.xlsx"
    assert first.stat().st_mtime < second.stat().st_mtime
    assert first.read_bytes() != second.read_bytes()


def test_every_file_says_that_it_is_invented(files: dict[str, dict[str, Sheets]]) -> None:
    """A file that leaves the demonstration must not be taken for a county's."""
    for of in files.values():
        for name, sheets in of.items():
            first = [str(cell) for rows in sheets.values() for row in rows[:4] for cell in row]
            assert any("演示数据" in cell for cell in first), name


def test_mess_that_must_come_in_right(
    files: dict[str, dict[str, Sheets]], ledgers: dict[str, dict[str, list[School]]], inbox: Path
) -> None:
    of = ledgers["2022-04"]
    assert {school["county"] for school in of["叶县4月报表（更正）.xlsx"]} == {"叶\u3000县"}
    assert any(re.search("[０-９]", str(school["enrolled"])) for school in of["湛河区2022年4月县级月报.xlsx"])
    assert "郟縣" in {school["county"] for school in ledgers["2022-01"]["郏县“双减”月报（2022年1月）.xlsx"]}
    assert any(school["hw_min_g36"] == "" for school in of["汝州市报送2022-04月报.xlsx"])
    before, now = (ledgers[month][f"舞钢市2022年{month[-1]}月月报表.xlsx"] for month in ("2022-03", "2022-04"))
    gone = {school["school_code"]: school for school in before}.keys() - {school["school_code"] for school in now}
    assert len(gone) == 1, "one village point is gone"
    own = files["2022-04"]["卫东区学校台账2022.4.xlsx"]["台账"]
    assert own[0][0] == "附件1："
    assert own[-2][0] == "合计"
    text = (inbox / "2022-04" / "鲁山县学校台账2022.4.csv").read_bytes()
    assert "鲁山县2022年4月学校台账" in text.decode("gb18030").splitlines()[0]
    with pytest.raises(UnicodeDecodeError):
        text.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")
    words = {str(figures_of(sheets)["作业培训人次"][0]) for sheets in files["2022-04"].values() if "县级统计" in sheets}
    assert any(word.endswith("余") for word in words)


def test_problems_are_followed_up(files: dict[str, dict[str, Sheets]]) -> None:
    """A list that only ever grows, or a due date never missed, would leave those sections of the report untried."""
    states: dict[str, int] = defaultdict(int)
    overdue = 0
    for sheets in files["2022-04"].values():
        for row in sheets.get("问题清单", [])[2:]:
            states[row[5]] += 1
            due = datetime.fromisoformat(str(row[4]))
            overdue += row[5] != "已整改" and due < datetime(2022, 4, 30)
            assert due > datetime(2022, 2, 28)
    assert set(states) == {"已整改", "整改中", "未整改"}
    assert overdue > 0


def test_progress_and_practice(files: dict[str, dict[str, Sheets]]) -> None:
    for sheets in files["2022-04"].values():
        if "工作进展" in sheets:
            rows = sheets["工作进展"]
            assert [row[1] for row in rows[2:7]] == ["一", "二", "三", "四", "五"]
    baofeng = files["2022-04"]["宝丰县2022年4月“双减”与课后服务进展月报表.xlsx"]["工作进展"]
    assert any("200余门" in str(cell) for row in baofeng for cell in row)
    assert any("100%" in str(row[5]) for row in baofeng), "one county has set itself a number"


def test_no_person_is_in_it(files: dict[str, dict[str, Sheets]]) -> None:
    """Nothing that looks like a telephone number, and nobody's name as the one who filled in."""
    for of in files.values():
        for sheets in of.values():
            cells = [
                str(cell) for name, rows in sheets.items() if name != "_fingerprint" for row in rows for cell in row
            ]
            assert not any(re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", cell) for cell in cells)
            assert all(re.fullmatch(r"填报人[:：](（演示）)?", cell) for cell in cells if cell.startswith("填报人"))

"""The demonstration, read back from its files by a reading of its own: what a visitor is told must be in them."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from reporting.definitions.forms import RowTable
from reporting.errors import SettingsError
from reporting.operations.demonstration.facts import Facts, load_facts
from reporting.operations.demonstration.figures import county_figures
from reporting.operations.demonstration.inbox import invent_months, write_demonstration, write_period
from reporting.operations.demonstration.life import live_month
from reporting.operations.demonstration.schools import invent_schools
from reporting.settings import Project, Settings, load_settings

Cell: TypeAlias = Any
Sheets: TypeAlias = dict[str, list[list[Cell]]]
School: TypeAlias = dict[str, Cell]

PROJECT = Project.at(Path(__file__).parents[3])
PERIODS = ["2021-09", "2021-10", "2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2022-04"]
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
YES, NO = {"是", "√"}, {"否", "×"}
IN_SCOPE = {"小学", "初中", "九年一贯制"}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(PROJECT)


@pytest.fixture(scope="module")
def inbox(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    inbox = tmp_path_factory.mktemp("inbox")
    summary = write_demonstration(PROJECT, settings, inbox, seed=42)
    assert {path for path in inbox.rglob("*") if path.is_file()} == set(summary.files)
    assert (list(summary.periods), summary.counties, summary.in_scope) == (PERIODS, 13, 694)
    return inbox


@pytest.fixture(scope="module")
def files(inbox: Path) -> dict[str, dict[str, Sheets]]:
    """Period → name of file → its sheets."""
    return {period: {path.name: read(path) for path in sorted((inbox / period).iterdir())} for period in PERIODS}


@pytest.fixture(scope="module")
def ledgers(files: dict[str, dict[str, Sheets]], settings: Settings) -> dict[str, dict[str, list[School]]]:
    """Period → name of file → its schools, by the names of the form's fields."""
    return {
        period: {name: found for name, sheets in of.items() if (found := schools_of(sheets, settings))}
        for period, of in files.items()
    }


@pytest.fixture(scope="module")
def april(ledgers: dict[str, dict[str, list[School]]]) -> list[School]:
    """All schools of April 2022, without the file that was sent again."""
    return [school for name, schools in ledgers["2022-04"].items() if name != "叶县4月报表.xlsx" for school in schools]


@cache
def the_facts() -> Facts:
    return load_facts(PROJECT.params, load_settings(PROJECT).city)


def read(path: Path) -> Sheets:
    if path.suffix == ".csv":
        text = path.read_bytes().decode("gb18030")
        return {"": [list(row) for row in csv.reader(text.splitlines())]}
    if path.suffix == ".xls":
        rows = re.findall(r"<tr>(.*?)</tr>", path.read_text(encoding="utf-8"), re.DOTALL)
        return {"": [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]}
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def schools_of(sheets: Sheets, settings: Settings) -> list[School]:
    ledger = settings.forms.own.table("ledger")
    assert isinstance(ledger, RowTable)
    fields = {heading: field.name for field in ledger.fields for heading in field.headings}
    for rows in sheets.values():
        for number, row in enumerate(rows):
            names = [fields.get(str(cell), "") for cell in row]
            if {"school_name", "enrolled"} <= set(names):
                body = (dict(zip(names, line, strict=False)) for line in rows[number + 1 :])
                return [school for school in body if school.get("stage") in {*IN_SCOPE, "完全中学"}]
    return []


def number(value: Cell) -> float:
    return float(str(value).translate(NARROW))


def in_scope(school: School) -> bool:
    return school["stage"] in IN_SCOPE and school["boarding"] in NO and school["village_point"] in NO


def figures_of(sheets: Sheets) -> dict[str, list[Cell]]:
    return {row[0]: row[1:] for row in sheets["县级统计"][2:39]}


def test_694_schools_in_scope_and_all_offer_service(april: list[School]) -> None:
    """The document's first figure; were it 693, the evidence page would call the document wrong."""
    counted = [school for school in april if in_scope(school)]
    assert len(counted) == 694
    assert {school["offers"] for school in counted} <= YES


def test_scope_matters(april: list[School]) -> None:
    """If every school were in scope, or the others offered as much, nobody would see a wrong scope."""
    outside = [school for school in april if not in_scope(school)]
    assert len(outside) > 300
    assert 0.2 < sum(school["offers"] in YES for school in outside) / len(outside) < 0.8
    assert {school["stage"] for school in outside} > {"完全中学", "小学"}


def test_sizes_of_counties(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """Shilong is small, Ruzhou large; every county has the ten schools that a status needs."""
    sizes = {name: sum(map(in_scope, schools)) for name, schools in ledgers["2022-04"].items()}
    assert len(sizes) == 14, "thirteen counties, one of which sent twice"
    assert min(sizes.values()) == sizes["石龙区 4月报表.xlsx"] >= 10
    assert max(sizes.values()) == sizes["汝州市报送2022-04月报.xlsx"]
    assert 400_000 < sum(number(s["enrolled"]) for of in ledgers["2022-04"].values() for s in of) < 900_000


def courses(schools: list[School]) -> set[str]:
    return {name for school in schools if school["course_names"] != "/" for name in school["course_names"].split("、")}


def test_courses_of_baofeng_and_jia(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """200余门 with those that the document names, and all that it names of 郏县."""
    of = ledgers["2022-04"]
    baofeng = courses(of["宝丰县2022年4月“双减”与课后服务进展月报表.xlsx"])
    assert 200 < len(baofeng) < 210
    assert {"曲艺", "魔术", "陶瓷", "足球", "剪纸", "腰鼓", "管弦"} <= baofeng
    jia = courses(of["郏县“双减”月报（2022年4月）.xlsx"])
    named = {"尤克里里", "非洲鼓", "围棋", "花样跳绳", "武术", "机器人", "趣味手工", "轮滑", "观影", "阅读"}
    assert named <= jia
    assert all(len(courses(schools)) < 200 for name, schools in of.items() if "宝丰" not in name)


def test_courses_fit_their_counts_and_categories(april: list[School]) -> None:
    """A count that differs from the names beside it would be a finding against an invented clerk."""
    for school in april:
        if school["offers"] in YES:
            assert number(school["courses"]) == len(set(school["course_names"].split("、")))
            assert set(school["categories"].split("、")) <= {"文艺", "体育", "劳动", "阅读", "心理", "科普", "社团"}


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
    listed = [row[1] for row in sheets["县级统计"][39:] if str(row[1]).startswith("《")]
    assert len(set(listed)) == 9
    assert "《平顶山市教育体育局关于全面推进中小学课后服务工作的通知》" in listed
    assert "学校台账" not in sheets


def test_documents_grow_and_are_the_citys_alone(files: dict[str, dict[str, Sheets]]) -> None:
    """Nine documents added up over fourteen senders would be 126."""
    counts = []
    for period, of in files.items():
        for name, sheets in of.items():
            titles = [row for row in sheets.get("县级统计", [])[39:] if str(row[1]).startswith("《")]
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


def test_coverage_grows_to_all(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """A trend without a rise would leave the commitment to keep full coverage without its story."""
    shares = []
    for of in ledgers.values():
        counted = [school for schools in of.values() for school in schools if in_scope(school)]
        shares.append(sum(school["offers"] in YES for school in counted) / len(counted))
    assert shares == sorted(shares)
    assert shares[0] < 0.9
    assert shares[-1] == 1


def test_counties_differ(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """Reports must have something to say: weak spots, strong ones, schools over the ceilings."""
    rates: dict[str, list[float]] = defaultdict(list)
    over = 0
    for schools in ledgers["2022-04"].values():
        counted = [school for school in schools if in_scope(school)]
        taking = sum(number(s["participants"]) for s in counted) / sum(number(s["enrolled"]) for s in counted)
        rates["participation"].append(taking)
        for fact in ("menu", "hw_public", "allowance_ok", "flex_ok"):
            rates[fact].append(sum(school[fact] in YES for school in counted) / len(counted))
        over += sum(number(s["hw_min_g36"] or 0) > 60 for s in counted if s["hw_min_g36"] != "/")
        over += sum(number(s["hw_min_jh"] or 0) > 90 for s in counted if s["hw_min_jh"] != "/")
    assert 0.70 < min(rates["participation"]) < 0.82
    assert 0.93 < max(rates["participation"]) < 0.98
    assert min(rates["menu"]) < 0.5 < 0.9 < max(rates["menu"])
    assert max(rates["hw_public"]) == 1 > min(rates["hw_public"])
    assert 5 <= over <= 60


def test_what_goes_together_goes_together(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """The bureau's checks must pass on everything but the one file that was sent again."""
    for period, of in ledgers.items():
        for name, schools in of.items():
            wrong = [s["school_name"] for s in schools if s["offers"] in YES and not keeps_the_rules(s)]
            assert len(wrong) == (name == "叶县4月报表.xlsx"), (period, name, wrong)
            for school in schools:
                if school["offers"] in NO:
                    assert {school[field] for field in ("applied", "participants", "fee", "menu", "courses")} == {"/"}


def keeps_the_rules(school: School) -> bool:
    eligible, waived = (0 if school[name] == "/" else number(school[name]) for name in ("waiver_eligible", "waived"))
    enrolled, applied, participants, five_day = (
        number(school[name]) for name in ("enrolled", "applied", "participants", "five_day")
    )
    return (
        five_day <= participants <= applied <= enrolled
        and number(school["teachers_taking_part"]) <= number(school["teachers"])
        and waived <= eligible
        and 0 <= number(school["days_per_week"]) <= 5
        and 0 <= number(school["hours_per_day"]) <= 6
    )


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


def test_schools_are_invented_and_stay_the_same(ledgers: dict[str, dict[str, list[School]]]) -> None:
    """A school that changes its code or name from month to month would be two schools."""
    names: dict[str, set[str]] = defaultdict(set)
    for of in ledgers.values():
        for schools in of.values():
            here = [school["school_name"] for school in schools]
            assert len(here) == len(set(here))
            for school in schools:
                names[str(school["school_code"]).removesuffix(".0")].add(school["school_name"])
    assert all(len(said) == 1 and min(said).endswith("（演示）") for said in names.values())
    assert all(re.fullmatch(r"99\d{8}", code) for code in names), "no real code begins with 99"
    assert len(names) > 1000


def test_mess_that_must_come_in_right(
    files: dict[str, dict[str, Sheets]], ledgers: dict[str, dict[str, list[School]]], inbox: Path
) -> None:
    of = ledgers["2022-04"]
    assert {school["county"] for school in of["叶县4月报表（更正）.xlsx"]} == {"叶\u3000县"}
    assert any(re.search("[０-９]", str(school["enrolled"])) for school in of["湛河区2022年4月县级月报.xlsx"])
    assert "郟縣" in {school["county"] for school in ledgers["2022-01"]["郏县“双减”月报（2022年1月）.xlsx"]}
    assert any(school["hw_min_g36"] == "" for school in of["汝州市报送2022-04月报.xlsx"])
    own = files["2022-04"]["卫东区学校台账2022.4.xlsx"]["台账"]
    assert own[0][0] == "附件1："
    assert own[-2][0] == "合计"
    assert {type(school["school_code"]) for school in of["卫东区学校台账2022.4.xlsx"]} == {float}
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


def test_same_seed_same_bytes(inbox: Path, settings: Settings, tmp_path: Path) -> None:
    """`make report` twice must make the same edition."""

    def digest(folder: Path) -> dict[str, tuple[str, float]]:
        return {
            str(path.relative_to(folder)): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
            for path in folder.rglob("*")
            if path.is_file()
        }

    facts = load_facts(PROJECT.params, settings.city)
    write_period(invent_months(facts, settings, seed=42), 0, tmp_path)
    assert digest(tmp_path / PERIODS[0]) == digest(inbox / PERIODS[0])
    write_period(invent_months(facts, settings, seed=43), 0, tmp_path)
    assert digest(tmp_path / PERIODS[0]) != digest(inbox / PERIODS[0])


@examples(max_examples=5, deadline=None)
@given(seed=some.integers(0, 2**32))
def test_figures_of_the_document_hold_for_any_seed(seed: int) -> None:
    facts = the_facts()
    schools = invent_schools(facts, facts.counties, seed)
    ledger = live_month(facts, facts.counties, schools, len(facts.months) - 1, seed)
    counted = ledger[ledger["in_scope"]]
    assert len(counted) == counted["offers"].sum() == 694
    baofeng = ledger[(ledger["county"] == "410421") & ledger["offers"]]
    assert len({course for names in baofeng["course_names"] for course in names}) == 207
    figures = county_figures(facts, facts.counties, schools, seed)
    assert all((frame["oc_closed"] >= 0).all() and (frame["oc_prepay"] <= frame["oc_now"]).all() for frame in figures)


def test_facts_of_another_city_are_refused_with_their_line(settings: Settings, tmp_path: Path) -> None:
    """Whoever adapts the demonstration must be told which line still speaks of a county that is not there."""
    params = Path(shutil.copytree(PROJECT.params, tmp_path / "params"))
    path = params / "demonstration.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if 'code: "410404"' in row)
    path.write_text(text.replace('code: "410404"', 'code: "990404"'), encoding="utf-8")
    with pytest.raises(SettingsError, match="no schools are given for 410404"):
        load_facts(params, settings.city)
    path.write_text(text.replace('  - code: "410404"', '  - code: "410404"\n    colour: red'), encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"demonstration.yaml, line {line + 1}, counties\[2\].colour"):
        load_facts(params, settings.city)
    path.unlink()
    with pytest.raises(SettingsError, match="the file is missing"):
        load_facts(params, settings.city)

"""Small invented snapshots: one city of three counties, a handful of indicators of every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from reporting import CityReport, Report
from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.snapshots.snapshot import Snapshot

CITY, COUNTY = "410400", "410421"
PERIODS = ("2022-02", "2022-03", "2022-04")
SCHOOLS = 20

TABLES = """
observations: county period indicator category numerator denominator value unit qualifier state scope
observations: completeness source counted expected clusters complaints made
assessments: county indicator category value lower upper method units limit_lower limit_upper
assessments: strong_lower strong_upper against_city strong against_target gap change
assessments: change_about suspected_schools
assessments: change_word gained lost entered left target_before signal direction suspected city_doubt target_doubt
spread: indicator category counties low q25 median q75 high
schools: school_id in_scope school_name stage area categories course_names participants enrolled
schools_before: school_id categories course_names
school_values: school_id indicator category numerator denominator value met
school_lists: school_id indicator kind
problems: no problem unit action due state
problems_before: no problem unit action due state
progress: commitment work progress evidence target due state
practices: practice
documents: title number issued
reporting: county period form revision status late received_at expected reported uncounted
reporting: reported_before corrected sheets
missing_schools: school_id name last_seen in_scope why
findings: severity check sheet cell found message
counties: county status
"""
NUMBERS = """
clusters complaints suspected_schools
numerator denominator value completeness counted expected lower upper units limit_lower limit_upper strong_lower
strong_upper gap change gained lost entered left counties low
q25 median q75 high participants enrolled revision reported corrected uncounted reported_before
"""
FLAGS = "in_scope met late strong suspected change_about"


def columns_by_table() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in TABLES.strip().splitlines():
        name, _, columns = line.partition(": ")
        found.setdefault(name, []).extend(columns.split())
    return found


COLUMNS = columns_by_table()

Rows = list[dict[str, Any]]


def text(chinese: str, english: str) -> dict[str, str]:
    return {"zh-Hans": chinese, "en": english}


def indicator(identity: str, chinese: str, english: str, **more: Any) -> dict[str, Any]:
    measure = {"table": "ledger", "numerator": "x", "denominator": "1", "scope": "in_scope"}
    return {
        "id": identity,
        "name": text(chinese, english),
        "definition": text(f"{chinese}的定义", f"definition of {english}"),
        "group": "service",
        "unit": "percent",
        "aggregate": "rate",
        "counts": "schools",
        "measures": [measure],
        "headline": True,
        **more,
    }


INDICATORS = [
    indicator("cov", "覆盖率", "Coverage", kind="target", target=100, near=95),
    indicator("time", "时间达标率", "Time kept", kind="target", target=100, near=95),
    indicator("menu", "菜单率", "Menu", kind="target", target=100, near=95, headline=False),
    indicator("joined", "参与率", "Taking part", kind="voluntary", counts="pupils"),
    indicator("sorts", "类别开设率", "Categories", kind="context", categories=["文艺", "体育"], headline=False),
    indicator("minutes", "作业时长", "Homework", kind="ceiling", ceiling=60, unit="minutes", aggregate="mean"),
    indicator("cases", "违规数", "Cases", kind="zero", unit="cases", aggregate="sum", counts="cases", headline=False),
    indicator(
        "summer", "暑期托管", "Summer care", kind="context", unit="count", aggregate="sum", months=[7, 8], counts=""
    ),
]

CONTENT: dict[str, Any] = {
    "city": {
        "code": CITY,
        "name": text("某市", "Some City"),
        "title": text("某市月报", "Monthly report of Some City"),
        "counties": [
            {"code": "410402", "name": text("甲区", "Jia District")},
            {"code": COUNTY, "name": text("乙县", "Yi County")},
            {"code": "410423", "name": text("丙县", "Bing County")},
        ],
        "totals": [
            {"code": CITY, "name": text("全市", "City")},
            {"code": "410400-R", "name": text("全市(不含丙县)", "City without Bing"), "without": ["410423"]},
        ],
        "calendar": {"period": "month", "school_months": [1, 2, 3, 4, 5, 6, 9, 10, 11, 12]},
        "scope": {"table": "ledger", "condition": "true", "label": text("不含村小", "without village points")},
    },
    "indicators": {
        "groups": [{"id": "service", "name": text("课后服务", "After-school service")}],
        "scopes": {"in_scope": text("纳入统计的学校", "schools in scope")},
        "indicators": INDICATORS,
    },
    "commitments": {
        "source": text("公开答复", "Public reply"),
        "commitments": [
            {
                "key": "五",
                "name": text("提升课后服务", "Better service"),
                "quotation": "探索提供“菜单式”课后服务",
                "measures": [text("菜单式", "A menu")],
                "indicators": ["menu"],
            },
            {"key": "一", "name": text("优质均衡", "Balance"), "quotation": "优质均衡发展"},
        ],
    },
    "claims": {"source": text("公开答复", "Public reply")},
    "forms": {"county_monthly": text("县级月报表", "county monthly workbook")},
}


def observation(identity: str, numerator: float | None, denominator: float | None, **more: Any) -> dict[str, Any]:
    value = None if numerator is None or not denominator else 100 * numerator / denominator
    return {
        "county": COUNTY,
        "period": PERIODS[-1],
        "indicator": identity,
        "category": "",
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "unit": "percent",
        "state": "reported",
        "scope": "in_scope",
        "completeness": 1.0,
        "source": "ledger",
        "counted": SCHOOLS,
        "expected": SCHOOLS,
        **more,
    }


def assessment(identity: str, **more: Any) -> dict[str, Any]:
    return {"county": COUNTY, "indicator": identity, "category": "", "strong": False, **more}


def frame(name: str, rows: Rows) -> pd.DataFrame:
    """A table of the contract: text str, numbers float64, yes/no boolean."""
    return pd.DataFrame(
        {
            column: pd.Series(
                [row.get(column) for row in rows],
                dtype="float64" if column in NUMBERS.split() else "boolean" if column in FLAGS.split() else "str",
            )
            for column in COLUMNS[name]
        }
    )


def usual_tables() -> dict[str, Rows]:
    """A county that misses one target, is below the city in another, and did not send a third figure."""
    values = {"2022-02": 14, "2022-03": 15, "2022-04": 16}
    return {
        "observations": [
            *(observation("time", passed, SCHOOLS, period=period) for period, passed in values.items()),
            observation("cov", 20, 20),
            observation("menu", None, None, state="not_submitted", completeness=0.0),
            observation("joined", 31468, 34102),
            observation("sorts", 12, 20, category="文艺"),
            observation("sorts", 9, 20, category="体育"),
            observation("minutes", None, None, value=52.3, unit="minutes"),
            observation("cases", None, None, value=2.0, unit="cases"),
            *(observation(identity, 54, 60, county=CITY) for identity in ("time", "cov", "menu", "joined")),
            observation("minutes", None, None, value=50.0, unit="minutes", county=CITY),
            observation("cases", None, None, value=5.0, unit="cases", county=CITY),
        ],
        "assessments": [
            assessment(
                "time",
                value=80.0,
                lower=58.4,
                upper=91.9,
                against_city="worse",
                against_target="not_met",
                gap=4.0,
                change=5.0,
                change_word="up",
                gained=2.0,
                lost=1.0,
            ),
            assessment(
                "cov", value=100.0, lower=83.9, upper=100.0, against_city="better", against_target="met", gap=0.0
            ),
            assessment("joined", value=92.3, lower=92.0, upper=92.6, against_city="higher", against_target="no_target"),
            assessment("minutes", value=52.3, against_city="not_comparable", against_target="not_met", gap=3.0),
            assessment("cases", value=2.0, against_city="not_comparable", against_target="not_met", gap=2.0),
        ],
        "spread": [
            {
                "indicator": "time",
                "category": "",
                "counties": 3,
                "low": 70,
                "q25": 80,
                "median": 90,
                "q75": 95,
                "high": 100,
            }
        ],
        "schools": [
            {
                "school_id": f"s{n}",
                "in_scope": True,
                "school_name": f"虚构{n}小学",
                "stage": "小学" if n % 2 else "初中",
                "area": ("城区", "镇区", "乡村")[n % 3],
                "categories": "文艺、体育",
                "course_names": "魔术、剪纸" if n % 2 else "剪纸",
                "participants": 90.0,
                "enrolled": 100.0,
            }
            for n in range(SCHOOLS)
        ],
        "schools_before": [{"school_id": "s0", "categories": "文艺", "course_names": "剪纸"}],
        "school_values": [
            {
                "school_id": f"s{n}",
                "indicator": "joined",
                "category": "",
                "numerator": 60.0 + n,
                "denominator": 100.0,
                "value": 60.0 + n,
            }
            for n in range(SCHOOLS)
        ],
        "school_lists": [
            *({"school_id": f"s{n}", "indicator": "time", "kind": "short"} for n in range(4)),
            {"school_id": "s5", "indicator": "time", "kind": "gained"},
        ],
        "problems": [
            {
                "no": "1",
                "problem": "部分学校时间不足",
                "unit": "甲小学",
                "action": "督促",
                "due": "2022-04-01",
                "state": "整改中",
            }
        ],
        "problems_before": [
            {
                "no": "1",
                "problem": "部分学校时间不足",
                "unit": "甲小学",
                "action": "督促",
                "due": "2022-04-01",
                "state": "未整改",
            }
        ],
        "progress": [
            {"commitment": "五", "work": "编写菜单", "progress": "已印发", "evidence": "目录", "state": "推进中"}
        ],
        "practices": [{"practice": "魔术进校园"}],
        "reporting": [
            {
                "county": COUNTY,
                "period": "2022-04",
                "form": "county_monthly",
                "revision": 1.0,
                "status": "accepted",
                "late": False,
                "received_at": "2022-05-03T01:00:00Z",
                "expected": SCHOOLS,
                "reported": SCHOOLS,
                "uncounted": 0.0,
                "reported_before": SCHOOLS,
                "corrected": 3.0,
                "sheets": "学校台账、县级统计",
            }
        ],
        "findings": [
            {
                "severity": "warning",
                "check": "jump",
                "sheet": "学校台账",
                "cell": "C5",
                "found": "20",
                "message": "请复核",
            }
        ],
        "counties": [
            {"county": "410402", "status": "reported"},
            {"county": COUNTY, "status": "reported"},
            {"county": "410423", "status": "silent"},
        ],
    }


Invent = Callable[..., Snapshot]


@pytest.fixture(scope="session")
def invent() -> Invent:
    """``invent(audience=…, place=…, <table>=rows)``: the usual snapshot with some tables replaced."""
    # most tables are the usual ones, whatever is invented; nobody sees them but as what is read from their bytes
    known: dict[tuple[str, str], pd.DataFrame] = {}

    def framed(name: str, rows: Rows) -> pd.DataFrame:
        asked = name, repr(rows)
        if asked not in known:
            known[asked] = frame(name, rows)
        return known[asked]

    def make(place: str = COUNTY, audience: Audience = "internal", **tables: Rows) -> Snapshot:
        rows = {**usual_tables(), **tables}
        snapshot = Snapshot(
            place=place,
            period=Period(PERIODS[-1]),
            audience=audience,
            demo=True,
            data_as_of=datetime(2022, 5, 3, 9),
            content=CONTENT,
            tables={name: framed(name, rows.get(name, [])) for name in COLUMNS},
        )
        return Snapshot.from_bytes(snapshot.encoded)

    return make


class Outline(HTMLParser):
    """Ids, links and table cells of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.classes: list[str] = []
        self.tables: list[str] = []
        self.cells: list[str] = []
        self._cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.classes.append(found.get("class", ""))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if tag == "table":
            self.tables.append(found.get("id", ""))
        if tag in ("td", "th", "dd"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "dd") and self._cell is not None:
            self.cells.append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


@pytest.fixture
def outline() -> Callable[[str], Outline]:
    return Outline


@pytest.fixture
def whole_page() -> Callable[[Report], str]:
    """Every section of a county report, in order."""

    def show(report: Report) -> str:
        sections = [
            report.header(),
            report.key_points(),
            report.indicator_table(),
            report.targets(),
            report.trends(),
            report.within_county(),
            report.courses(),
            report.problems(),
            report.commitments(),
            report.data_quality(),
            report.methods(),
            report.annex(),
        ]
        return "\n".join(section.html for section in sections)

    return show


@pytest.fixture
def city_page() -> Callable[[CityReport], str]:
    def show(report: CityReport) -> str:
        sections = [
            report.header(),
            report.headlines(),
            report.matrix(),
            report.funnels(),
            report.intervals(),
            report.changes(),
            report.completeness(),
            report.annex(),
        ]
        return "\n".join(section.html for section in sections)

    return show


@pytest.fixture(scope="session")
def city_bytes(invent: Invent) -> bytes:
    """The usual figures for two counties and the totals; the third county is silent."""
    tables = usual_tables()
    places = ("410402", COUNTY, CITY, "410400-R")
    mine = [row for row in tables["observations"] if row["county"] == COUNTY]
    return invent(
        place=CITY,
        observations=[{**row, "county": place} for place in places for row in mine],
        assessments=[{**row, "county": place} for place in places for row in tables["assessments"]],
    ).encoded


@pytest.fixture
def city_snapshot(city_bytes: bytes) -> Snapshot:
    """The city's snapshot, as the test's own."""
    return Snapshot.from_bytes(city_bytes)


@pytest.fixture
def usual() -> Callable[[], dict[str, Rows]]:
    return usual_tables

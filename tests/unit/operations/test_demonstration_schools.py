"""The schools of the demonstration, read back from its files: what a visitor is told must be in them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, TypeAlias

import pytest

School: TypeAlias = dict[str, Any]

YES, NO = {"是", "√"}, {"否", "×"}
IN_SCOPE = {"小学", "初中", "九年一贯制"}
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


@pytest.fixture(scope="module")
def april(ledgers: dict[str, dict[str, list[School]]]) -> list[School]:
    """All schools of April 2022, without the file that was sent again."""
    return [school for name, schools in ledgers["2022-04"].items() if name != "叶县4月报表.xlsx" for school in schools]


def number(value: Any) -> float:
    return float(str(value).translate(NARROW))


def in_scope(school: School) -> bool:
    return school["stage"] in IN_SCOPE and school["boarding"] in NO and school["village_point"] in NO


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

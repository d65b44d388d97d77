"""Free text in the public edition: useful words stay, schools and persons do not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.disclosure.public_view import public_period_data
from reporting.disclosure.redaction import Redactor
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData

SCHOOLS = ("桃源坪乡溪禾小学（虚构）", "虚构县第一初级中学", "岚枫双语", "镇中心小学")
REDACTOR = Redactor(SCHOOLS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4所学校教师补助未到位", "4所学校教师补助未到位"),
        ("全县中小学课后服务课程达200余门", "全县中小学课后服务课程达200余门"),
        ("作业资源库上线，向全县学校开放", "作业资源库上线，向全县学校开放"),
        ("部分学校开展围棋、轮滑等活动，学生自愿参加", "部分学校开展围棋、轮滑等活动，学生自愿参加"),
        ("课后服务学校覆盖率100%", "课后服务学校覆盖率100%"),
        ("推行校长职级制和“县管校聘”", "推行校长职级制和“县管校聘”"),
        # known names, in the forms in which people write them
        ("桃源坪乡溪禾小学（虚构）开设剪纸课", "某校开设剪纸课"),
        ("桃源坪乡溪禾小学开设剪纸课", "某校开设剪纸课"),
        ("溪禾小学、岚枫双语等学校", "某校、某校等学校"),
        ("由第一初级中学承办", "由某校承办"),
        ("咨询0375-2345678", "咨询***"),
    ],
)
def test_what_names_nobody_stays(text: str, shown: str) -> None:
    """The public would be told less than it may know, or be shown a name."""
    assert REDACTOR.public(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "虚构二小率先开展",  # schools that no ledger knows
        "永和小学开设了舞龙课",
        "张家小学的经验",
        "育才中小学联合教研",
        "第三中学与第五中学结对",
        "溪禾的剪纸课",  # a known school without its kind
        "溪 禾 小 学的经验",
        "王老师牵头编写",  # persons
        "由李晓明同志负责",
        "联系人：略",
        "咨询请加微信",
        "为6名留守儿童减免费用",  # a handful of pupils
        "三名困难学生未减免",
    ],
)
def test_what_may_name_somebody_is_withheld(text: str) -> None:
    """A school, a person or a family would be known from the public edition."""
    assert REDACTOR.public(text) is None


@given(
    some.text("县乡的由与一二学校小中虚构0123456789 、", max_size=12),
    some.sampled_from(SCHOOLS),
    some.text(max_size=12),
)
def test_no_text_shows_a_known_school(before: str, school: str, after: str) -> None:
    """Something beside a name could keep it from being found."""
    shown = REDACTOR.public(before + school + after)
    assert shown is None or school == "镇中心小学" or school not in shown


def test_no_known_school_names_nothing() -> None:
    """A county without a ledger would break the public edition, or have every letter replaced."""
    assert Redactor(()).public("已印发通知") == "已印发通知"
    assert Redactor(("小学", "")).public("各小学已整改") == "各小学已整改"


def test_the_public_s_snapshot_names_no_school_and_says_what_is_withheld(known: PeriodData) -> None:
    """The names would reach the public through a table of free text, or vanish without a word."""
    schools = known.schools.assign(school_name=known.schools["school_id"].map("虚构{}小学".format))
    mine = pd.DataFrame(
        {
            "county": "990101",
            "period": "2022-04",
            "problem": ["虚构A1小学时间不足", "某某小学时间不足", "部分学校时间不足", None],
            "problem_state": ["reported", "reported", "reported", "not_submitted"],
        }
    )
    public = public_period_data(replace(known, schools=schools, tables={**known.tables, "problems": mine}))
    rows = cut_snapshot(public, "990101", "public")["problems"]
    assert rows["problem"].fillna("").tolist() == ["某校时间不足", "", "部分学校时间不足", ""]
    assert rows["problem_state"].tolist() == ["reported", "suppressed", "reported", "not_submitted"]


def test_course_names_that_name_a_school_are_left_out(known: PeriodData) -> None:
    """A choir called after its school would name it in the public catalogue of courses."""
    schools = known.schools.assign(course_names="合唱、永和小学合唱、剪纸")
    public = public_period_data(replace(known, schools=schools))
    assert set(public.schools["course_names"]) == {"合唱、剪纸"}

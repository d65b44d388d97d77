"""What counties wrote freely: the public reads what a person has passed, and that person is told what it may betray."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.analysis.free_text import Betrayal, Redactor
from reporting.disclosure.public_texts import free_texts
from reporting.disclosure.public_view import public_period_data
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData

SCHOOLS = (
    "桃源坪乡溪禾小学（虚构）",
    "虚构县第一初级中学",
    "岚枫双语",
    "镇中心小学",
    "柳溪乡小学",
    "柳溪乡中心小学（虚构）",
)
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
        ("三至六年级作业公示", "三至六年级作业公示"),
        # known names, in the forms in which people write them
        ("桃源坪乡溪禾小学（虚构）开设剪纸课", "某校开设剪纸课"),
        ("桃源坪乡溪禾小学开设剪纸课", "某校开设剪纸课"),
        ("溪禾小学、岚枫双语等学校", "某校、某校等学校"),
        ("由第一初级中学承办", "由某校承办"),
        # called after their township alone
        ("柳溪乡小学、柳溪乡中心小学开设剪纸课", "某校、某校开设剪纸课"),
    ],
)
def test_what_names_nobody_is_let_alone(text: str, shown: str) -> None:
    """Whoever decides would be warned of everything, and look at nothing; or a known name be shown."""
    assert REDACTOR.shown(text) == shown
    assert REDACTOR.betrayals(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "每周5天、每天不少于2小时",
        "拟定监测方案，选定样本学校",
        "随机抽取学校12所",
        "遴选优质学校",
        "1名教师负责",
        "学生代表参加",
    ],
)
def test_plain_words_are_no_names(text: str) -> None:
    """小时 would be a school called 二小, 样本学校 one called 样本, and 师负责 a person."""
    assert REDACTOR.betrayals(text) == ()


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("虚构二小率先开展", Betrayal.SCHOOL),  # schools that no ledger knows
        ("永和小学开设了舞龙课", Betrayal.SCHOOL),
        ("育才中小学联合教研", Betrayal.SCHOOL),
        ("第三中学与第五中学结对", Betrayal.SCHOOL),
        ("溪禾的剪纸课", Betrayal.SCHOOL),  # a known school without its kind
        ("溪 禾 小 学的经验", Betrayal.SCHOOL),
        ("县直第二小", Betrayal.SCHOOL),
        ("三实小", Betrayal.SCHOOL),
        ("全县唯一民办初中未减免", Betrayal.SCHOOL),
        ("xihe xiaoxue", Betrayal.SCHOOL),
        ("王老师牵头编写", Betrayal.PERSON),
        ("由李晓明同志负责", Betrayal.PERSON),
        ("联系人：略", Betrayal.PERSON),
        ("在职教师邸小满有偿补课被查处", Betrayal.PERSON),
        ("教师关山月违规", Betrayal.PERSON),
        ("班主任欧阳雪体罚学生", Betrayal.PERSON),
        ("学生尧舜禹受伤", Betrayal.PERSON),
        ("约谈佟大为", Betrayal.PERSON),
        ("对管晓彤作出处分", Betrayal.PERSON),
        ("咨询请加微信", Betrayal.CONTACT),
        ("咨询0375-2345678", Betrayal.CONTACT),
        ("为6名留守儿童减免费用", Betrayal.FEW),
        ("三名困难学生未减免", Betrayal.FEW),
        ("应减免困难学生3人未减免到位", Betrayal.FEW),
        ("困难学生5名尚未减免", Betrayal.FEW),
        ("学生共3人", Betrayal.FEW),
        ("留守儿童4人未参加", Betrayal.FEW),
        ("残疾学生1人", Betrayal.FEW),
        ("学生三人", Betrayal.FEW),
        ("仅一名学生", Betrayal.FEW),
    ],
)
def test_what_may_betray_somebody_is_pointed_out(text: str, whom: Betrayal) -> None:
    """A school, a person or a family would be passed by somebody who overlooked it in a list of hundreds."""
    assert whom in REDACTOR.betrayals(text)


@given(
    some.text("县乡的由与一二学校小中虚构0123456789 、", max_size=12),
    some.sampled_from(SCHOOLS),
    some.text(max_size=12),
)
def test_no_text_shows_a_known_school(before: str, school: str, after: str) -> None:
    """Something beside a name could keep it from being found."""
    shown = REDACTOR.shown(before + school + after)
    assert school == "镇中心小学" or school not in shown


def test_no_known_school_names_nothing() -> None:
    """A county without a ledger would break the public edition, or have every letter replaced."""
    assert Redactor(()).shown("已印发通知") == "已印发通知"
    assert Redactor(("小学", "")).shown("各小学已整改") == "各小学已整改"


def problems(*texts: str | None) -> pd.DataFrame:
    states = ["reported" if text else "not_submitted" for text in texts]
    rows = {"county": "990101", "period": "2022-04", "problem": list(texts), "problem_state": states}
    return pd.DataFrame(rows).assign(no=["1", "13712345678", *["2"] * len(texts)][: len(texts)])


def without_numbers(known: PeriodData) -> PeriodData:
    """The same without what most of the public view's time goes to, and texts do not hang on."""
    return replace(known, observations=known.observations[:0], assessments=known.assessments[:0])


def shown(known: PeriodData, mine: pd.DataFrame) -> pd.DataFrame:
    public = public_period_data(without_numbers(replace(known, tables={**known.tables, "problems": mine})))
    return cut_snapshot(public, "990101", "public", b"key")["problems"]


def test_what_nobody_has_passed_is_left_out_and_says_so(known: PeriodData) -> None:
    """A harmless-looking line would stand in public because no rule knew what it says."""
    rows = shown(known, problems("部分学校时间不足", "三实小学生三人", None))
    assert rows["problem"].fillna("").tolist() == ["", "", ""]
    assert rows["problem_state"].tolist() == ["unreviewed", "unreviewed", "not_submitted"]
    assert rows["no"].fillna("").tolist() == ["1", "", "2"], "a number that is no ordinal is a text"


def test_what_was_passed_is_shown_without_the_names_of_schools(known: PeriodData) -> None:
    """Nobody would trouble to pass anything, or a slip of the hand name a school."""
    texts = ("虚构A1小学时间不足", "王老师牵头", "不宜公开")
    schools = known.schools.assign(school_name=known.schools["school_id"].map("虚构{}小学".format))
    decisions = {("990101", text): "approved" for text in texts[:2]} | {("990101", texts[2]): "refused"}
    rows = shown(replace(known, schools=schools, decisions=decisions), problems(*texts))
    assert rows["problem"].fillna("").tolist() == ["某校时间不足", "王老师牵头", ""]
    assert rows["problem_state"].tolist() == ["passed", "passed", "suppressed"]


def test_a_text_stays_in_its_row(known: PeriodData) -> None:
    """Rows that were chosen from a table would have one another's texts, or none."""
    mine = problems("时间不足", "减免不足", "师资不足")
    decisions = {("990101", text): "approved" for text in mine["problem"]}
    rows = shown(replace(known, decisions=decisions), mine.set_index(pd.Index([7, 3, 5])))
    assert rows["problem"].tolist() == mine["problem"].tolist()


def test_no_finding_tells_what_a_clerk_typed(known: PeriodData, seen_by_all: PeriodData) -> None:
    """A finding quotes a cell, which may name a school; how many there were may be known."""
    internal, public = known.findings, seen_by_all.findings
    quoted = ["found", "message", "cell"]
    assert (internal[quoted] != "").all(axis=None)
    assert (public[[*quoted, "sheet"]] == "").all(axis=None)
    assert public["check_id"].tolist() == internal["check_id"].tolist()


def test_how_many_schools_miss_a_target_of_pupils_is_told_only_where_none_does(
    known: PeriodData, seen_by_all: PeriodData
) -> None:
    """Two schools new to a count of pupils say more than the rounded count; none at all says that all is well."""
    changed = ["entered", "left"]
    of_pupils = known.assessments["indicator"] == "joined"
    internal = known.assessments[of_pupils].set_index("county")[changed]
    public = seen_by_all.assessments[of_pupils].set_index("county")[changed]
    assert (internal.loc["990101", "entered"], internal.loc["990101", "left"]) == (1, 0)
    assert public.loc["990101", "left"] == 0
    assert public.where(public.notna(), 0).eq(0).all(axis=None)


def test_a_text_passed_for_one_county_is_not_passed_for_another(known: PeriodData) -> None:
    """One bureau's harmless sentence names the only private school of another."""
    rows = shown(replace(known, decisions={("990102", "唯一民办学校"): "approved"}), problems("唯一民办学校"))
    assert rows["problem_state"].tolist() == ["unreviewed"]


def test_what_a_person_has_to_pass_is_listed_once_each(known: PeriodData) -> None:
    """Somebody would decide of the same sentence again and again, or not know whose it is."""
    form = known.settings.forms.table("problems")
    mine = pd.concat([problems("时间不足", "时间不足", None), problems("时间不足").assign(county="990102")])
    listed = free_texts(mine.assign(no="1"), form)  # type: ignore[arg-type]
    assert listed.columns.tolist() == ["county", "table", "field", "text"]
    assert listed.to_numpy().tolist() == [
        ["990101", "problems", "问题", "时间不足"],
        ["990102", "problems", "问题", "时间不足"],
    ]


def test_courses_are_passed_one_by_one_for_every_county(known: PeriodData) -> None:
    """A choir called after its school would name it, or each county's 合唱 have to be passed again."""
    schools = known.schools.assign(course_names="合唱、永和小学合唱、剪纸", course_names_state="reported")
    some_passed = {("", "合唱"): "approved", ("", "剪纸"): "approved"}
    known = without_numbers(known)
    public = public_period_data(replace(known, schools=schools, decisions=some_passed))
    assert set(public.schools["course_names"]) == {"合唱、剪纸"}
    assert set(public.schools["course_names_state"]) == {"unreviewed"}, "the page says that some are left out"
    none = public_period_data(replace(known, schools=schools))
    assert none.schools["course_names"].isna().all()


def test_whatever_its_unit_a_count_of_people_is_in_no_public_snapshot(
    known: PeriodData, seen_by_all: PeriodData
) -> None:
    """Enrolment stood in the public snapshots of a form that writes 名 instead of 人."""
    field = known.settings.forms.table("ledger").field("enrolled")  # type: ignore[union-attr]
    assert field.unit == "名"
    internal = cut_snapshot(known, "990101", "internal")["schools"]
    public = cut_snapshot(seen_by_all, "990101", "public", b"key")["schools"]
    assert {"enrolled", "participants"} <= set(internal)
    assert {"enrolled", "enrolled_state", "participants", "school_name", "school_code"}.isdisjoint(public)
    assert "fee" in public


def test_a_name_that_was_made_to_keep_patterns_busy_is_nobody_s() -> None:
    """A school called by fifty thousand brackets would keep intake busy for hours: this test would not end."""
    assert Redactor(("(" * 50_000, "甲" * 50_000, "向阳小学")).shown("向阳小学已整改") != "向阳小学已整改"

"""The master list of headline rules."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import Report
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.sentences import SUGGESTED_SENTENCES
from reporting.definitions.words import ChangeWord, CityWord, TargetWord
from reporting.definitions.words import SignalRule as SeriesRule
from reporting.report.sentences import headlines, is_compared
from reporting.report.words import Words

WORDS = Words("zh-Hans", policy=SUGGESTED)


def fact(invent: Any, identity: str, **known: Any) -> Any:
    """The usual fact of that indicator, judged otherwise."""
    plain = {"against_city": "similar", "against_target": "met", "gap": 0.0, "gained": 0.0, "lost": 0.0, "signal": ""}
    return replace(usual_facts(invent)[identity], **{**plain, **known})


@cache
def usual_facts(invent: Any) -> dict[str, Any]:
    """Facts by indicator; made once a test, since a property asks for them again and again."""
    return {one.indicator.id: one for one in Report(invent())._facts}


@pytest.mark.parametrize(
    ("rule", "identity", "known", "sentence"),
    [
        ("A1", "cases", {"against_target": "not_met", "gap": 2.0}, "，要求为零。"),
        ("A3", "minutes", {"against_target": "not_met", "gap": 3.0}, "；尚有3所超过60分钟的上限。"),
        (
            "A4",
            "time",
            {"against_target": "not_met", "against_city": "worse", "gap": 4.0},
            "，低于全市（90.0%）；尚有4所未达标。",
        ),
        (
            "A5",
            "time",
            {"against_target": "near", "against_city": "worse", "gap": 1.0},
            "，低于全市（90.0%）；尚有1所未达标。",
        ),
        ("A6", "time", {"against_target": "not_met", "gap": 4.0}, "；尚有4所未达标。"),
        ("A7", "time", {"signal": "trend", "direction": "down"}, "，连续下降。"),
        ("A7", "minutes", {"signal": "one_side", "direction": "up"}, "，持续高于平常水平。"),
        ("A8", "time", {"gained": 1.0, "lost": 2.0, "against_target": "near"}, "；2所上月达标、本月未达标。"),
        ("G1", "time", {"against_city": "better"}, "，优于全市（90.0%）。"),
        ("G2", "time", {"gained": 2.0}, "；较上月新增达标2所，已全部达标。"),
        ("G3", "time", {"signal": "trend", "direction": "up", "against_target": "near"}, "，连续上升。"),
    ],
)
def test_each_rule_says_what_it_means(invent: Any, rule: str, identity: str, known: Any, sentence: str) -> None:
    """A rule would be silent, speak for another, or say it wrongly."""
    found = headlines([fact(invent, identity, **known)], WORDS, SUGGESTED_SENTENCES)
    (said,) = (*found.attention, *found.good)
    assert (said.rule, said.predicate) == (rule, sentence)
    assert said.row == f"row-{identity}"


def test_a_loss_is_said_by_whatever_rule_speaks(invent: Any) -> None:
    """14/14 then 10/15 would read only that 5 are short: that 4 of them met it last month would be lost."""
    (said,) = headlines(
        [fact(invent, "time", against_target="not_met", gap=5.0, lost=4.0)], WORDS, SUGGESTED_SENTENCES
    ).attention
    assert (said.rule, said.predicate) == ("A6", "；尚有5所未达标，其中4所上月达标。")


def test_what_is_praised_says_what_is_still_short(invent: Any) -> None:
    """作业公示率 97.1% would stand under 做得好 as if nothing were missing."""
    (said,) = headlines(
        [fact(invent, "time", against_city="better", against_target="near", gap=2.0)], WORDS, SUGGESTED_SENTENCES
    ).good
    assert said.predicate == "，优于全市（90.0%）；尚有2所未达标。"


def test_beside_what_must_be_zero_stands_the_number_of_the_month_before(invent: Any) -> None:
    """A leader would not know whether one case is news."""
    (said,) = headlines(
        [fact(invent, "cases", against_target="not_met", gap=2.0, change=2.0)], WORDS, SUGGESTED_SENTENCES
    ).attention
    assert said.predicate == "，要求为零（上月0起）。"


def test_the_gravest_comes_first_whatever_its_number(invent: Any) -> None:
    """A violation would be the eleventh of twelve matters."""
    facts = [
        fact(invent, "time", against_target="not_met", gap=9.0),
        fact(invent, "cov", against_target="not_met", against_city="worse", gap=2.0),
        fact(invent, "cases", against_target="not_met", gap=1.0),
    ]
    found = headlines(facts, WORDS, SUGGESTED_SENTENCES)
    assert found.gravities == ("zero", "below", "unmet")
    assert [one.row for one in found.attention] == ["row-cases", "row-cov", "row-time"]


def test_sleep_and_satisfaction_that_are_low_are_said_and_not_blamed(invent: Any) -> None:
    """A significantly low satisfaction would be in no list at all."""
    found = headlines([fact(invent, "sorts", against_city="lower")], WORDS, SUGGESTED_SENTENCES)
    assert [one.rule for one in found.level] == ["L2"]
    assert found.attention == ()


@pytest.mark.parametrize("identity", ["joined", "sorts"])
def test_voluntary_and_context_are_no_merit_and_no_fault(invent: Any, identity: str) -> None:
    """Families who choose to stay at home would be counted against a county, or its pressure on them for it."""
    loud = {"against_city": "worse", "against_target": "not_met", "gap": 9.0, "signal": "trend", "direction": "down"}
    found = headlines([fact(invent, identity, **loud)], WORDS, SUGGESTED_SENTENCES)
    assert (found.attention, found.good, found.similar, found.missing) == ((), (), (), ())


def test_suspected_compulsion_is_to_be_verified(invent: Any) -> None:
    """Families made to take part would be told in a row of the table alone, or the county be praised for them."""
    found = headlines(
        [fact(invent, "time"), fact(invent, "joined", suspected=True, against_city="higher")],
        WORDS,
        SUGGESTED_SENTENCES,
    )
    (said,) = found.attention
    assert (said.rule, said.row) == ("A0", "row-joined")
    assert "疑似强制，请核实" in said.predicate
    assert [one.row for one in found.similar] == ["row-time"]


codes = st.fixed_dictionaries(
    {
        "identity": st.sampled_from(["cov", "time", "menu", "minutes", "cases", "joined"]),
        "against_city": st.sampled_from([str(word) for word in CityWord]),
        "against_target": st.sampled_from([str(word) for word in TargetWord]),
        "gap": st.sampled_from([None, 0.0, 3.0]),
        "gained": st.sampled_from([None, 0.0, 2.0]),
        "lost": st.sampled_from([None, 0.0, 2.0]),
        "signal": st.sampled_from(["", *(str(rule) for rule in SeriesRule)]),
        "direction": st.sampled_from([str(ChangeWord.UP), str(ChangeWord.DOWN)]),
    }
)


@given(codes)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_every_judged_indicator_is_in_one_list(invent: Any, known: dict[str, Any]) -> None:
    """An indicator would be told twice, be praised and blamed at once, or be forgotten."""
    one = fact(invent, known.pop("identity"), **known)
    found = headlines([one], WORDS, SUGGESTED_SENTENCES)
    lists: list[Any] = [found.attention, found.good, found.similar, found.uncompared, found.missing]
    assert all(is_compared(other) for other in found.similar), "what was not compared does not differ either"
    assert sum(map(len, lists)) == (one.indicator.kind != "voluntary")


def test_chance_is_told(invent: Any) -> None:
    """Readers would take each of many comparisons at 95 % for a finding."""
    html = Report(invent()).key_points().html
    assert "共3项指标按95%判断：若学校随机分布，平均至多约0.2项仅因偶然被标出" in html


def test_schools_come_before_cases(invent: Any) -> None:
    """Sixty cases would push one school from the head of the list."""
    one = fact(invent, "time", against_target="not_met", gap=1.0)
    many = replace(one, gap=64.0, indicator=one.indicator.model_copy(update={"id": "met", "counts": "cases"}))
    assert [sentence.row for sentence in headlines([many, one], WORDS, SUGGESTED_SENTENCES).attention] == [
        "row-time",
        "row-met",
    ]


def of_pupils(invent: Any, **known: Any) -> Any:
    """The fact of a target whose rate counts pupils."""
    one = fact(invent, "time", against_target="not_met", **known)
    return replace(one, indicator=one.indicator.model_copy(update={"counts": "pupils"}))


@pytest.mark.parametrize(
    ("gap", "sentence", "in_table"),
    [(3.0, "；尚有3所未达标。", "尚有3所"), (None, "；尚有部分学校未达标。", "尚有部分学校")],
)
def test_the_gap_of_a_pupils_rate_is_in_schools(invent: Any, gap: float | None, sentence: str, in_table: str) -> None:
    """A county would read 3 pupils where three schools are to act, or a number that is confidential would read 0."""
    one = of_pupils(invent, gap=gap)
    (said,) = headlines([one], WORDS, SUGGESTED_SENTENCES).attention
    assert (said.predicate, WORDS.gap(one)) == (sentence, in_table)


def test_a_county_without_a_mechanism_lacks_no_school(invent: Any) -> None:
    """否 would be followed by 尚有1所; of a total the counties are counted."""
    one = fact(invent, "time", against_target="not_met", gap=1.0, unit="yes_no", denominator=None)
    assert WORDS.gap(one) == ""
    assert WORDS.gap(replace(one, denominator=13.0)) == "尚有1个县（市、区）"


def test_the_largest_gap_comes_first(invent: Any) -> None:
    """What needs doing most would be at the end of the list."""
    facts = [
        fact(invent, "cov", against_target="not_met", gap=1.0),
        fact(invent, "time", against_target="not_met", gap=9.0),
    ]
    assert [sentence.row for sentence in headlines(facts, WORDS, SUGGESTED_SENTENCES).attention] == [
        "row-time",
        "row-cov",
    ]


def test_compulsion_is_said_with_its_schools_and_complaints(invent: Any) -> None:
    """A leader would not know how many schools to look at, nor why."""
    joined = fact(invent, "joined", suspected=True, suspected_schools=3.0, complaints=2.0)
    (said,) = headlines([joined], WORDS, SUGGESTED_SENTENCES).attention
    assert said.predicate == "；3所几乎全员参加，本期又收到有关投诉2件，疑似强制，请核实。"
    (public,) = headlines([replace(joined, suspected_schools=None)], WORDS, SUGGESTED_SENTENCES).attention
    assert "部分学校" in public.predicate


def test_what_the_city_has_is_told_with_what_it_is(invent: Any) -> None:
    """The bureau's own filing would be read as the city's total, and 近4000 as exactly so many."""
    own = fact(invent, "cases", city=79.0, city_made="own", city_qualifier="余", city_state="reported")
    assert (WORDS.city(own), WORDS.city_made(own)) == ("79余", "市本级")
    assert WORDS.city_with_unit(own).endswith("（市本级）")
    pooled = replace(own, city_made="rate", city_qualifier="")
    assert (WORDS.city(pooled), WORDS.city_made(pooled)) == ("79", "总体")
    silent = replace(own, city=None, city_state="not_submitted")
    assert (WORDS.city(silent), WORDS.city_made(silent)) == ("未报送", "")


def test_a_change_of_an_inexact_figure_is_told_as_one(invent: Any) -> None:
    """From 近4000 to 4100 would be said to have risen by exactly 100."""
    cases = fact(invent, "cases", change=2.0, change_word="up", change_about=True)
    assert WORDS.change(cases) == "上升约2起"
    assert WORDS.qualified("12", "约、未去重") == "约12（未去重）"


def test_what_is_worked_out_of_about_so_many_is_about_so_many(invent: Any) -> None:
    """A sum with an about in it would stand to the last person, and its gap would be counted out to schools."""
    about = fact(invent, "time", qualifier="约", against_target="not_met", gap=4.0)
    assert WORDS.fraction(about) == f"约{WORDS.fraction(replace(about, qualifier=''))}"
    assert WORDS.gap(about) == "尚有约4所"
    assert WORDS.gap(replace(about, qualifier="")) == "尚有4所"
    assert WORDS.fraction(replace(about, qualifier="未去重")) == WORDS.fraction(replace(about, qualifier=""))

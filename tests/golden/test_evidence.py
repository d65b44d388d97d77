"""What we say that the founding document says: each quotation is exact, and no figure of it is passed over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reporting.settings import Project, Settings, load_settings

REPLY = (Path(__file__).parent / "evidence" / "reply.txt").read_text("utf-8")
INDICATORS = """
ass_school_cov ass_time_ok ass_student_rate ass_fullweek ass_demand_met ass_teacher_rate ass_external ass_courses
ass_menu ass_cat_cov ass_summer ass_fund_mech ass_fee_ok ass_waiver ass_voluntary ass_ban_cases
hw_rules hw_public hw_time_ok hw_g12_zero hw_min_g36 hw_min_jh hw_done hw_no_parent hw_guides hw_designs hw_bank
hw_training obs_visits rsch_sessions rsch_onsite rsch_remote sleep_ok start_ok phone_ok book_ok fit_good
oc_cut_rate oc_prepay oc_price_contract oc_hidden_closed cmp_closed oc_attend oc_spend sat_parent sat_student
tch_allowance tch_flex safe_events bal_gap gov_meetings documents model_named eval_published
"""
"""Every indicator that a report has to have."""
REFERENCES = {
    "ass_student_rate": [85, 90],
    "ass_fullweek": [71.2],
    "ass_teacher_rate": [86.2],
    "ass_cat_cov": [92.7, 88.3, 87.3],
    "hw_rules": [98.2],
    "hw_public": [92.1],
    "hw_done": [90],
    "sleep_ok": [76.2],
    "start_ok": [96.1, 97.4],
    "phone_ok": [99.8],
    "book_ok": [99.63],
    "fit_good": [33],
    "oc_cut_rate": [92.14, 88.26],
    "sat_parent": [85],
}
KINDS = {
    "voluntary": {"ass_student_rate"},
    "ceiling": {"hw_min_g36", "hw_min_jh"},
    "zero": {"ass_ban_cases", "safe_events"},
}


@pytest.fixture(scope="module")
def real() -> Settings:
    return load_settings(Project.at(Path(__file__).parents[2]))


def test_quotations_are_exact(real: Settings) -> None:
    """We would put words into the bureau's mouth."""
    quoted = [one.quotation for one in real.claims.claims] + [one.quotation for one in real.commitments.commitments]
    assert [quotation for quotation in quoted if quotation not in REPLY] == []


def test_no_figure_of_the_document_is_passed_over(real: Settings) -> None:
    """A figure would be left unproved because nobody looked at it."""
    said = "".join(claim.quotation for claim in real.claims.claims)
    figures = set(re.findall(r"\d[\d.]*(?:余|万)?[所人次场个门](?:次)?", REPLY.replace("2022年4月", "")))
    assert {"3940所", "5次", "70余场", "7000余人", "3000人次", "4000人次", "12个", "694所", "200余门"} <= figures
    assert [figure for figure in figures if figure not in said] == []
    assert "在校生130.01万人" in said


def test_every_claim_says_whose_and_of_what_and_agrees_with_its_words(real: Settings) -> None:
    """余 would be held to an exact figure, or a scope be left to guess."""
    comparisons = {"余": "at_least", "近": "nearly", "约": "about"}
    for claim in real.claims.claims:
        assert claim.scope.zh
        assert claim.scope.en
        if claim.qualifier:
            assert claim.comparison == comparisons[claim.qualifier], claim.id
            assert claim.qualifier in claim.quotation, claim.id
        if claim.value and claim.value not in (1, 6, 9, 100, 1_300_100):
            assert f"{claim.value:g}" in claim.quotation, claim.id


def test_the_document_contradicts_itself(real: Settings) -> None:
    """3000 and nearly 4000 would be let stand as more than 7000."""
    by_id = {claim.id: claim.value or 0 for claim in real.claims.claims}
    assert by_id["research_onsite"] + by_id["research_remote"] <= by_id["research_attendance"]
    listed = " ".join(one.zh for one in real.claims.inconsistencies)
    for trap in ("7000余人", "人次", "含汝州", "694所不是全部学校", "未设量化目标", "未提供"):
        assert trap in listed


def test_five_commitments_without_numbers(real: Settings) -> None:
    """A target would stand there that nobody set."""
    commitments = real.commitments.commitments
    assert [one.key for one in commitments] == list("一二三四五")
    assert [one for one in commitments if one.target or one.due] == []
    assert all(one.indicators for one in commitments)


def test_every_indicator_of_the_domain_is_there(real: Settings) -> None:
    """A row of the domain's table would be in no report."""
    assert {one.id for one in real.indicators.indicators} == set(INDICATORS.split())
    for one in real.indicators.indicators:
        assert one.definition.en != one.definition.zh, one.id
        assert one.name.en != one.name.zh, one.id


def test_references_are_those_published_with_their_date_and_source(real: Settings) -> None:
    """A national value would be wrong, undated, or be taken for a target."""
    found = {one.id: [r.value for r in one.references] for one in real.indicators.indicators if one.references}
    assert found == REFERENCES
    for one in real.indicators.indicators:
        assert all(re.fullmatch(r"20\d\d-\d\d", r.when) and r.source.zh for r in one.references), one.id


def test_kinds_and_targets_are_those_of_the_domain(real: Settings) -> None:
    """Families' choice would be judged, or a ceiling be another."""
    of_kind = {kind: {one.id for one in real.indicators.indicators if one.kind == kind} for kind in KINDS}
    assert of_kind == KINDS
    for one in real.indicators.indicators:
        if one.kind == "target":
            assert one.target == (1 if one.unit == "yes_no" else 100), one.id
            assert one.unit == "yes_no" or one.nearly_met_from(real.policy.targets.near) == 95, one.id
    assert [real.indicators[one].ceiling for one in ("hw_min_g36", "hw_min_jh")] == [60, 90]
    assert real.indicators["ass_student_rate"].complaints == "service_complaints"
    assert len(real.indicators.tiles) == 4

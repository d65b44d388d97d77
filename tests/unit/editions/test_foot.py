"""Whom the foot of a page names."""

from __future__ import annotations

from reporting.definitions.periods import Period
from reporting.definitions.runs import Contact, RunSettings
from reporting.pagemaking.foot import contact_told, foot_told
from reporting.pages.stamp import EMPTY_FOOT, foot

OFFICE = Contact.model_validate(
    {"office": {"zh-Hans": "基教科", "en": "Schools"}, "telephone": "12345", "answer_by": 14}
)

ANSWER_BY = RunSettings(pages=(), contact=OFFICE).answer_day(Period("2022-04"))


def test_counties_are_told_whom_to_answer_and_by_when() -> None:
    """A county would not know where its answer goes, or be given a Saturday."""
    assert (
        contact_told(OFFICE, "zh-Hans", answer_by=ANSWER_BY)
        == "联系处室：基教科，电话：12345。对所列数字和问题有异议的，请于2022年5月16日前答复。"
    )
    assert (
        contact_told(OFFICE, "en", answer_by=ANSWER_BY)
        == "Contact: Schools, telephone 12345. Counties that contest a figure or finding answer by May 16, 2022."
    )


def test_the_public_is_asked_for_nothing_and_nobody_is_invented() -> None:
    """Parents would be given a county's deadline, or a foot without an office stand there empty."""
    assert contact_told(OFFICE, "zh-Hans", answer_by=ANSWER_BY, audience="public") == "联系处室：基教科，电话：12345。"
    assert contact_told(Contact(office=OFFICE.office), "zh-Hans") == "联系处室：基教科。"
    assert contact_told(None, "zh-Hans", answer_by=ANSWER_BY) == ""


def test_a_foot_says_who_made_the_page_and_that_it_is_a_demonstration() -> None:
    """A printed sheet would not say whose it is, or pass for real."""
    made = "编制及联系处室：基教科，电话：12345。"
    assert foot_told(OFFICE, "zh-Hans", demo=False) == made
    of_april = foot_told(OFFICE, "zh-Hans", answer_by=ANSWER_BY, demo=True)
    assert of_april == f"{made}对所列数字和问题有异议的，请于2022年5月16日前答复。 演示数据：学校与数值均为虚构"
    assert "答复" not in foot_told(OFFICE, "zh-Hans", answer_by=ANSWER_BY, audience="public", demo=True)
    assert foot_told(None, "en", demo=False) == ""
    silent = OFFICE.model_copy(update={"telephone": ""})
    assert foot_told(silent, "en", demo=False) == f"Made by {OFFICE.office.to('en')}."


def test_a_foot_is_escaped_and_put_in_again_as_it_is() -> None:
    """An office's name could break the page, or a page carried over keep the old contact."""
    page = foot(f"<body>{EMPTY_FOOT}</body>", "A<b>")
    assert page == '<body><footer id="foot">A&lt;b&gt;</footer></body>'
    assert foot(page, "B") == foot(f"<body>{EMPTY_FOOT}</body>", "B")

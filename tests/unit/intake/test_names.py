"""Names of places and periods: matched as listed, folded, and never by likeness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.widths import fold
from reporting.intake.recognition.names import periods_in, without_words
from reporting.settings import Settings


@pytest.fixture(scope="module")
def names(settings: Settings) -> PlaceNames:
    return PlaceNames(settings.city)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("叶县", "410422"),
        ("叶　县", "410422"),
        (" 叶 县 ", "410422"),
        ("平顶山市叶县", "410422"),
        ("郟縣", "410425"),
        ("410412", "410481"),
        ("４１０４２２", "410422"),
        ("410422.0", "410422"),
        ("叶县 Yexian County", "410422"),
        ("叶县 宝丰县", None),
        ("市直（局属学校）", "410400-D"),
        ("平顶山市", "410400"),
        ("市教育体育局", "410400"),
    ],
)
def test_a_listed_name_is_found_however_it_is_spaced_or_spelt(names: PlaceNames, typed: str, code: str | None) -> None:
    assert names.code(typed) == code


@pytest.mark.parametrize("typed", ["叶集县", "叶", "新华小学", "郏县教育局长", "", "县"])
def test_a_name_that_is_not_listed_is_nobody(names: PlaceNames, typed: str) -> None:
    assert names.code(typed) is None


def test_a_name_that_nobody_has_is_answered_with_the_nearest(names: PlaceNames) -> None:
    assert names.nearest("叶集县")[0] == "叶县"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("叶县2022年4月学校台账", ("410422",)),
        ("410400-D_2022-04.xlsx", ("410400-D",)),
        ("新华小学学校台账", ()),
        ("平顶山市叶县：台账", ("410422",)),
        ("叶县、郏县合报", ("410422",)),
    ],
)
def test_a_name_counts_only_where_it_stands_by_itself(names: PlaceNames, text: str, codes: tuple[str, ...]) -> None:
    assert names.named_in(without_words(text, ["学校台账"], months=True)) == codes


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022年4月", "2022-04"),
        ("２０２２年０４月", "2022-04"),
        ("2022-04", "2022-04"),
        ("报表202204.xlsx", "2022-04"),
        ("截至2022年4月30日", "2022-04"),
        ("二〇二二年十二月", "2022-12"),
        ("二○二二年十月", "2022-10"),
        ("2022_04_叶县", "2022-04"),
    ],
)
def test_a_period_is_read_however_it_is_written(text: str, period: str) -> None:
    assert periods_in(text, months=True) == (Period(period),)


@pytest.mark.parametrize("text", ["2022.1", "2022.4", "4月", "2021-2022学年", "2022年13月", "12022年4月份1", "2022年"])
def test_what_may_be_another_month_or_none_is_no_period(text: str) -> None:
    assert periods_in(text, months=True) in ((), (Period("2022-04"),)) and (
        "12022" in text or periods_in(text, months=True) == ()
    )


def test_a_bureau_that_reports_by_year_reads_years() -> None:
    assert periods_in("2022年度统计", months=False) == (Period("2022"),)


@given(st.text("叶县　 A（）()－-０1ａ郟、"))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.dates())
def test_every_month_that_is_written_in_full_is_read(day: object) -> None:
    year, month = day.year, day.month  # type: ignore[attr-defined]
    if 2000 <= year <= 2099:
        assert periods_in(f"某县{year}年{month}月报表", months=True) == (Period.of(year, month),)

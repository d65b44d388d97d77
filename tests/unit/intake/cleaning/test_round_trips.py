"""What is written in any spelling is read back, and nothing that can be typed breaks a reader."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.intake.cleaning.tables.columns import clean_column
from reporting.intake.cleaning.values.by_kind import Kind, clean
from reporting.intake.cleaning.values.doubts import DOUBTS, UNREADABLE
from reporting.workbooks.cells import ExcelError, Percentage

WIDE = str.maketrans("0123456789-,.%:/", "０１２３４５６７８９－，．％：／")
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2059, 12, 31))
KINDS: tuple[Kind, ...] = (
    "text", "code", "integer", "number", "percent", "boolean", "date", "month", "time", "choice", "list"
)  # fmt: skip

typed_cells = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.text(alphabet="0123456789.,-/%:年月日万亿余近约人次一二是否√□☑无同上、。（） ", max_size=12),
    st.integers(),
    st.floats(),
    st.floats().map(Percentage),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["#REF!", "#N/A"]).map(ExcelError),
)


@given(st.integers(-(10**12), 10**12), st.booleans(), st.booleans(), st.sampled_from(["", "余", "左右"]))
def test_counts(number: int, thousands: bool, wide: bool, mark: str) -> None:
    text = f"{number:,}" if thousands else str(number)
    cleaned = clean((text.translate(WIDE) if wide else text) + mark, "integer")
    assert (cleaned.value, bool(cleaned.qualifier), cleaned.doubts) == (number, bool(mark), ())


@given(st.integers(0, 10**8), st.sampled_from([("万", 4), ("亿", 8), ("千", 3)]))
def test_scales_are_exact(number: int, scale: tuple[str, int]) -> None:
    """1.3001万 would be 13000.999999999998 people."""
    name, power = scale
    digits = str(number).rjust(power + 1, "0")
    assert clean(f"{digits[:-power]}.{digits[-power:]}{name}", "integer").value == number


@given(DAYS, st.sampled_from(["%Y.%m.%d", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]), st.booleans())
def test_days(day: dt.date, spelling: str, wide: bool) -> None:
    text = day.strftime(spelling)
    assert clean(text.translate(WIDE) if wide else text, "date").value == day


@given(DAYS)
def test_serial_days(day: dt.date) -> None:
    cleaned = clean((day - dt.date(1899, 12, 30)).days, "date")
    assert (cleaned.value, [doubt.code for doubt in cleaned.doubts]) == (day, ["serial_date"])


@given(st.integers(6, 23), st.integers(0, 59), st.sampled_from(["{}:{:02}", "{}：{:02}", "{}时{:02}分", "{}点{:02}分"]))
def test_times(hour: int, minute: int, spelling: str) -> None:
    assert clean(spelling.format(hour, minute), "time").value == dt.time(hour, minute)


@given(st.from_regex(r"[0-9]{1,15}", fullmatch=True))
def test_codes(code: str) -> None:
    assert clean(code, "code").value == code
    assert clean(float(code), "code").value == str(int(code))


@given(
    st.lists(st.sampled_from(["足球", "合唱", "书法", "3D打印", "机器人"]), unique=True, min_size=1),
    st.sampled_from("、，,;；/\n"),
)
def test_lists(items: list[str], separator: str) -> None:
    assert clean(separator.join(items), "list").value == tuple(items)


@settings(deadline=None)
@given(
    st.lists(typed_cells.filter(lambda cell: cell is not None), max_size=6),
    st.sampled_from(KINDS),
    st.sampled_from(["", "人", "%"]),
)
def test_anything_typed_gives_a_value_or_a_reason(cells: list[object], kind: Kind, unit: str) -> None:
    """No cell may break a reader, vanish, or be unreadable without a code."""
    for cell, cleaned in zip(cells, clean_column(cells, kind, unit=unit, choices=["足球"], year=2022), strict=True):  # type: ignore[arg-type]
        codes = {doubt.code for doubt in cleaned.doubts}
        assert codes <= set(DOUBTS)
        assert (cleaned.value is None) is (cleaned.state != "reported")
        assert (cleaned.state == "unreliable") <= bool(codes & UNREADABLE)
        if isinstance(cell, str):
            assert cleaned.typed == cell


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_cell_is_a_gap_of_every_kind(kind: Kind) -> None:
    assert clean("", kind).state == "not_submitted"

"""What neighbours settle that a cell alone leaves open."""

from __future__ import annotations

from reporting.intake.cleaning.tables.columns import clean_column


def test_each_cell_is_read_as_if_alone() -> None:
    """1, 1.0 and True are equal to Python: a column would give all of them the reading of the first."""
    cleaned = clean_column([1, True, "1", 1.0, "是"], "boolean")
    assert [reading.value for reading in cleaned] == [True] * 5
    assert [len(reading.doubts) for reading in cleaned] == [1, 0, 1, 1, 0]
    assert [reading.typed for reading in cleaned] == ["1", "TRUE", "1", "1", "是"]


def test_the_same_as_above() -> None:
    cleaned = clean_column(["同上", "公办", "同上", "〃", "", "同上"], "text")
    assert [reading.value for reading in cleaned] == [None, "公办", "公办", "公办", None, None]
    assert [[doubt.code for doubt in reading.doubts] for reading in cleaned] == [
        ["nothing_above"], [], ["same_as_above"], ["same_as_above"], [], ["nothing_above"]
    ]  # fmt: skip
    assert cleaned[2].typed == "同上"


def test_a_column_of_fractions_is_read_as_percentages() -> None:
    cleaned = clean_column([0.95, 1, 0.8, 0], "percent", column_unit="%")
    assert [reading.value for reading in cleaned] == [95, 100, 80, 0]
    assert {doubt.code for reading in cleaned for doubt in reading.doubts} == {"fraction_as_percent"}


def test_a_fraction_among_percentages_stays_in_doubt() -> None:
    """0.95 beside 95 may be 0.95 %: it is flagged, not turned."""
    cleaned = clean_column([95, 0.95, 100], "percent", column_unit="%")
    assert [reading.value for reading in cleaned] == [95, 0.95, 100]
    assert [[doubt.code for doubt in reading.doubts] for reading in cleaned] == [[], ["fraction_or_percent"], []]


def test_a_column_of_ones_is_left_in_doubt() -> None:
    cleaned = clean_column([1, 1], "percent", column_unit="%")
    assert [reading.value for reading in cleaned] == [1, 1]
    assert all(reading.doubts for reading in cleaned)


def test_october_beside_a_january_of_two_digits() -> None:
    cleaned = clean_column(["2016.01", "2016.1", "2017.1"], "month")
    assert [reading.value for reading in cleaned] == ["2016-01", "2016-10", None]
    assert [[doubt.code for doubt in reading.doubts] for reading in cleaned] == [
        [], ["month_by_neighbours"], ["october_or_january"]
    ]  # fmt: skip


def test_an_empty_box_is_no_only_beside_ticked_ones() -> None:
    """A box that nobody has come to would count as a school that breaks the rule."""
    alone = clean_column(["□", "是", "√"], "boolean")
    assert [reading.value for reading in alone] == [None, True, True]
    assert [doubt.code for doubt in alone[0].doubts] == ["open_box"]
    beside = clean_column(["□", "☑", "☐"], "boolean")
    assert [reading.value for reading in beside] == [False, True, False]
    assert [doubt.code for doubt in beside[0].doubts] == ["unchecked_box"]

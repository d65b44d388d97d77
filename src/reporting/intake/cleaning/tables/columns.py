"""A column of cells: each distinct text is read once, and neighbours settle what a cell alone leaves open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from reporting.definitions.widths import narrow
from reporting.intake.cleaning.values.booleans import is_open_box, is_ticked_box
from reporting.intake.cleaning.values.by_kind import Kind, Wanted, clean_as, wanted
from reporting.intake.cleaning.values.cleaned import Cleaned, as_typed, read
from reporting.intake.cleaning.values.dates import is_october_or_january
from reporting.intake.cleaning.values.doubts import ReadingDoubt
from reporting.intake.cleaning.values.gaps import is_ditto
from reporting.workbooks.cells import CellValue


def clean_column(
    values: Sequence[CellValue],
    kind: Kind,
    *,
    unit: str = "",
    column_unit: str = "",
    choices: Collection[str] | Mapping[str, str] | None = None,
    year: int | None = None,
    label: str = "",
) -> list[Cleaned]:
    """Read the cells of a column from top to bottom; arguments as `values.clean`.

    Beyond what a cell says alone: 同上 takes the value above; a column of percentages none of which is above
    1 holds fractions; 2022.1 is October where the column writes January as 2022.01; □ is no where other boxes
    of the column are ticked; 书法与武术 may be two where the column has 书法 and 武术, and
    有书法 is 书法 there.
    """
    want = wanted(kind, unit=unit, column_unit=column_unit, choices=choices, year=year, label=label)
    readings = _distinct_readings(values, want)
    if kind == "percent":
        _settle_fractions(readings)
    elif kind == "month":
        _settle_octobers(readings)
    elif kind == "boolean":
        _settle_boxes(readings)
    elif kind == "list" and choices is None:
        _settle_names(readings)
    cleaned = list(map(readings.__getitem__, _keys(values)))
    return with_repeats(cleaned) if _has_repeats(readings) else cleaned


_TAKEN = frozenset({"reported", "not_applicable", "not_collected", "suppressed"})
"""What 同上 repeats: a value, or a gap that was stated; no blank, and nothing that could not be read."""

_Readings = dict[tuple[type, CellValue], Cleaned]


_REMEMBERED, _LONGEST_REMEMBERED = 30_000, 60
"""Readings kept for the files to come, in which the same schools say nearly the same again; and of how long a text."""


def _distinct_readings(values: Sequence[CellValue], want: Wanted) -> _Readings:
    return {
        key: clean_as(key[1], want)
        if isinstance(key[1], str) and len(key[1]) > _LONGEST_REMEMBERED
        else _remembered(*key, want)
        for key in set(_keys(values))
    }


@lru_cache(_REMEMBERED)
def _remembered(_type: type, value: CellValue, want: Wanted) -> Cleaned:
    return clean_as(value, want)


def _keys(values: Sequence[CellValue]) -> Iterator[tuple[type, CellValue]]:
    """Cells as keys. 1, 1.0 and True are equal to Python, so the type is part of the key."""
    return zip(map(type, values), values, strict=True)


def _settle_fractions(readings: _Readings) -> None:
    """Read the doubtful percentages of a column as fractions where none of it is above 1."""
    bare = {
        key: cleaned
        for key, cleaned in readings.items()
        if any(doubt.code == "fraction_or_percent" for doubt in cleaned.doubts)
    }
    others = [
        cleaned.value
        for key, cleaned in readings.items()
        if key not in bare and isinstance(cleaned.value, float) and cleaned.value > 0
    ]
    if others or not any(cleaned.value != 1 for cleaned in bare.values()):
        return
    for key, cleaned in bare.items():
        if isinstance(cleaned.value, float):
            percent = round(cleaned.value * 100, 10)
            readings[key] = replace(cleaned, value=percent, doubts=(ReadingDoubt("fraction_as_percent"),))


def _settle_octobers(readings: _Readings) -> None:
    """Read 2022.1 as October where the column writes months of that year with two digits."""
    spelt = {narrow(as_typed(value)) for _, value in readings}
    years = {text[:4] for text in spelt if len(text) == 7 and text[4:6] == ".0"}
    for key, cleaned in readings.items():
        plain = narrow(cleaned.typed)
        if is_october_or_january(plain) and plain[:4] in years:
            readings[key] = read(f"{plain[:4]}-10", cleaned.typed, "month_by_neighbours")


def _settle_boxes(readings: _Readings) -> None:
    """Read an empty box as no where the column has ticked ones: alone it may be a box that nobody has come to."""
    if any(isinstance(value, str) and is_ticked_box(value) for _, value in readings):
        for key, cleaned in readings.items():
            if is_open_box(cleaned.typed):
                readings[key] = read(False, cleaned.typed, "unchecked_box")


def _settle_names(readings: _Readings) -> None:
    """Compare names that may be more than one, or begin with 有, with those of other cells: 化石与矿物 stays one."""
    lists = {key: one.value for key, one in readings.items() if isinstance(one.value, tuple)}
    odd = {key: [item for item in items if "与" in item or item[:1] == "有"] for key, items in lists.items()}
    if not any(odd.values()):
        return
    known = {item for items in lists.values() for item in items}
    for key, names in odd.items():
        cleaned = readings[key]
        said = {doubt.parameters.get("typed") for doubt in cleaned.doubts}
        joined = [name for name in names if "与" in name and name not in said and known.issuperset(name.split("与"))]
        opened = {name: name[1:] for name in names if name[:1] == "有" and name[1:] in known}
        doubts = [ReadingDoubt("perhaps_several", {"typed": name}) for name in joined]
        doubts += [ReadingDoubt("remark", {"typed": name}) for name in opened]
        if doubts:
            items = tuple(dict.fromkeys(opened.get(item, item) for item in lists[key]))
            readings[key] = replace(cleaned, value=items, doubts=(*cleaned.doubts, *doubts))


def _has_repeats(readings: _Readings) -> bool:
    return any(cleaned.doubts and cleaned.doubts[0].code == "nothing_above" for cleaned in readings.values())


def with_repeats(cleaned: Sequence[Cleaned]) -> list[Cleaned]:
    """The column with 同上 replaced by the value above."""
    result: list[Cleaned] = []
    for reading in cleaned:
        if is_ditto(reading.typed) and result and result[-1].state in _TAKEN:
            above = result[-1]
            doubts = tuple(doubt for doubt in above.doubts if doubt.code != "same_as_above")
            reading = replace(above, typed=reading.typed, doubts=(*doubts, ReadingDoubt("same_as_above")))
        result.append(reading)
    return result

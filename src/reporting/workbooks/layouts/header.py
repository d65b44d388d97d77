"""Which rows are the header of a table, and what path of headings each column gets from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reporting.workbooks.cells import CellValue, ExcelError, column_letter, is_blank, shown
from reporting.workbooks.layouts.captions import is_key_value, is_unit_caption
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.merges import Merges
from reporting.workbooks.layouts.table import Column
from reporting.workbooks.layouts.words import ATTACHMENT, GAP, NOTE, SAMPLE, TOTAL
from reporting.workbooks.units import is_options, is_unit, split_unit
from reporting.workbooks.workbook import Sheet

_MAX_LEVELS = 8
_MAX_HEADING = 80
_NUMBER = re.compile(r"[-+(]?[\d,.]+\s*[%‰)]?")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;'’&()/%:+\-–]*")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[一-鿿]")
_LETTERED = tuple("甲乙丙丁戊己庚辛壬癸")
_PERIOD = re.compile(r"(?:19|20)\d\d(?:[.\-/](?:0?[1-9]|1[0-2]))?(?:\.0)?")
"""A year or month as a heading: 2016, 2016.09, 2016-9."""


_TIME = re.compile(
    r"(?:19|20)\d\d年?度?(?:(?:1[0-2]|0?[1-9])月份?|[上下]半年|[一二三四1-4]季度)?|(?:1[0-2]|0?[1-9])月份?|(?:[1-9]|1[0-2])-(?:[1-9]|1[0-2])月"
    r"|[上本当去今前](?:年|月|期|季度|学期|学年|年度)(?:同期|同月|末|底|累计)?数?|累计数?"
)
"""A time as a heading: 2021年, 4月, 本月, 上年同期."""
_AS_WHAT = re.compile(r"(?:计划|实际|目标|预计|完成|核定)(?:数|值|情况)?")
"""As what figures stand there, as a heading: 计划, 实际数."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was found.

    Attributes:
        first: its first row.
        last: its last row, the unit row included.
        unit_row: the row of units, None where there is none.
        columns: those with a heading.
        known: whether it was recognised by the headings of a form.
    """

    first: int
    last: int
    unit_row: int | None
    columns: tuple[Column, ...]
    known: bool


def filled(sheet: Sheet, row: int) -> dict[int, CellValue]:
    """The filled cells of a row, by column."""
    if not 1 <= row <= sheet.height:
        return {}
    return {index: value for index, value in enumerate(sheet.rows[row - 1], 1) if not is_blank(value)}


def is_recognised(cells: dict[int, CellValue], known: Collection[str]) -> bool:
    """Whether at least two cells, and at least half of the row, are headings of a form.

    Args:
        cells: a row.
        known: keys of headings, as `heading_keys` makes them.
    """
    hits = sum(isinstance(value, str) and any(key in known for key in heading_keys(value)) for value in cells.values())
    if hits < 2 or 2 * hits < len(cells):
        return False
    # names of figures with figures between them are two rows side by side
    return 2 * hits > len(cells) or all(is_label(value) for value in cells.values())


def looks_like_header(sheet: Sheet, merges: Merges, row: int) -> bool:
    """Whether a row could be the first of a header, judged by its shape alone."""
    cells = filled(sheet, row)
    if len(cells) < 2 or not all(is_label(value) for value in cells.values()):
        return False
    texts = [shown(value) for value in cells.values()]
    if any(ATTACHMENT.match(text) or NOTE.match(text) or is_unit_caption(text) for text in texts):
        return False
    if any(TOTAL.match(text) for text in texts[:1]) or any(SAMPLE.search(text) for text in texts):
        return False
    if 2 * sum(is_key_value(text) for text in texts) >= len(texts):
        return False
    if all(_PERIOD.fullmatch(text) for text in texts):
        return _stands_over_labels(sheet, row, cells, texts)
    below = filled(sheet, row + 1)
    if any(isinstance(value, str) and is_unit_caption(value) for value in below.values()):
        # titles of tables side by side, each with its unit below, and headings below that
        names = filled(sheet, row + 2)
        if len(names) > len(cells) and all(is_label(value) for value in names.values()):
            return False
    wider = len(below) >= 2 * len(cells) and all(is_label(value) for value in below.values())
    if wider and not _leaves_room(sheet, merges, row, cells, below):
        return False
    return not _is_split_title(sheet, merges, row, cells)


def _is_split_title(sheet: Sheet, merges: Merges, row: int, cells: dict[int, CellValue]) -> bool:
    """Whether a row is a title in pieces: the header below has other columns, and its figures stand below that."""
    if any(merges.width(row, column) > 1 or merges.height(row, column) > 1 for column in cells):
        return False
    header = next((r for r in range(row + 1, min(row + 3, sheet.height) + 1) if len(filled(sheet, r)) > 1), None)
    if header is None:
        return False
    names, body = filled(sheet, header), filled(sheet, header + 1)
    figures = any(isinstance(value, int | float) and not isinstance(value, bool) for value in body.values())
    return (
        figures
        and set(names) != set(cells)
        and set(body) <= set(names)
        and all(is_label(value) for value in names.values())
        and not any(is_unit(shown(value)) or is_options(shown(value)) for value in names.values())
        and not (header == row + 1 and _leaves_room(sheet, merges, row, cells, names))
    )


def _stands_over_labels(sheet: Sheet, row: int, cells: dict[int, CellValue], texts: list[str]) -> bool:
    """Whether a row of nothing but years stands over figures, with labels in the columns that it leaves free."""
    below = filled(sheet, row + 1)
    free = [value for column, value in below.items() if column < min(cells)]
    figures = [value for column, value in below.items() if column in cells]
    return (
        bool(free and figures)
        and len(set(texts)) == len(texts)
        and all(isinstance(value, str) and not _NUMBER.fullmatch(value.strip()) for value in free)
    )


def is_label(value: CellValue) -> bool:
    """Whether a cell can be a heading: short text that is no plain number, or a year or month."""
    if isinstance(value, ExcelError | bool):
        return False
    text = unicodedata.normalize("NFKC", shown(value))
    if _PERIOD.fullmatch(text):
        return True
    return isinstance(value, str) and len(text) <= _MAX_HEADING and not _NUMBER.fullmatch(text)


def read_header(sheet: Sheet, merges: Merges, first: int, known: Collection[str]) -> Header:
    """The header that starts in a row.

    Args:
        sheet: as it was read.
        merges: of the sheet.
        first: first row of the header.
        known: keys of headings of forms.
    """
    last, unit_row = first, None
    recognised = is_recognised(filled(sheet, first), known)
    while last - first < _MAX_LEVELS:
        reach = max((merge.last_row for merge in merges.starting(range(first, last + 1))), default=last)
        if last < reach <= first + _MAX_LEVELS and _can_be_level(sheet, reach):
            last = reach
            continue
        below = filled(sheet, last + 1)
        if not below or not all(is_label(value) for value in below.values()):
            break
        if is_recognised(below, known) and not recognised:
            last, recognised = last + 1, True
            continue
        if unit_row is None and _is_unit_row(sheet, merges, first, last, below):
            last = unit_row = last + 1
            break
        if (
            recognised
            and not _has_open_parents(merges, first, last)
            and not _stands_over_rounds(sheet, merges, last)
            and not _is_divided_by_time(sheet, merges, last, below)
            and not _divides_few(sheet, merges, last, below)
        ):
            break
        if not _is_level_below(sheet, merges, first, last, below):
            break
        last += 1
    if _is_translated(sheet, first, last) or (first == last and _is_named_below(sheet, first)):
        last += 1
    if unit_row is None and last > first and _is_unit_row(sheet, merges, first, last - 1, filled(sheet, last)):
        unit_row = last
    columns = _columns(sheet, merges, first, last, unit_row)
    if _counts_columns(sheet, last + 1, [column.index for column in columns]):
        last += 1
    return Header(first, last, unit_row, columns, recognised)


def _is_translated(sheet: Sheet, first: int, last: int) -> bool:
    """Whether the row below the header says it in another script, heading by heading: 地区, and Region below it."""
    below = filled(sheet, last + 1)
    if len(below) < 2 or not all(isinstance(value, str) and is_label(value) for value in below.values()):
        return False
    above = [shown(sheet.at(row, column)) for column in below for row in range(first, last + 1)]
    return (
        all(_LATIN.fullmatch(shown(value)) for value in below.values())
        and any(_HAN.search(text) for text in above)
        and not any(_LATIN.fullmatch(text) for text in above if text)
        and all(any(not is_blank(sheet.at(row, column)) for row in range(first, last + 1)) for column in below)
        and not any(GAP.fullmatch(shown(value)) for value in below.values())
        and sum(len(shown(value)) > 2 for value in below.values()) * 2 > len(below)
        and any(_HAN.search(shown(value)) for value in filled(sheet, last + 2).values())
    )


def _is_named_below(sheet: Sheet, row: int) -> bool:
    """Whether the row below names what a row of codes heads: xxmc over 学校名称, as portals export it."""
    codes, names = filled(sheet, row), filled(sheet, row + 1)
    return (
        len(codes) > 1
        and codes.keys() == names.keys()
        and all(isinstance(value, str) and _CODE.fullmatch(value.strip()) for value in codes.values())
        and all(isinstance(value, str) and _HAN.search(value) and is_label(value) for value in names.values())
        and len(set(names.values())) == len(names)
        and not any(GAP.fullmatch(shown(value)) for value in names.values())
        and heads_figures(sheet, row + 1)
    )


def heads_figures(sheet: Sheet, row: int) -> bool:
    """Whether a row says something else than the rows below it: words over a column in which those hold digits."""
    below = [filled(sheet, number) for number in range(row + 1, row + 4)]
    return any(
        len(under := [shown(cells[column]) for cells in below if column in cells]) > 1
        and all(_DIGIT.search(text) for text in under)
        for column, value in filled(sheet, row).items()
        if not _DIGIT.search(shown(value)) and not GAP.fullmatch(shown(value))
    )


def _is_divided_by_time(sheet: Sheet, merges: Merges, last: int, below: dict[int, CellValue]) -> bool:
    """Whether the row below is nothing but times, and divides a heading that nobody merged: 数值 over 2021年 2022年."""
    return (
        len(below) > 1
        and all(_TIME.fullmatch("".join(shown(value).split())) for value in below.values())
        and _leaves_room(sheet, merges, last, filled(sheet, last), below)
    )


def stands_over(sheet: Sheet, row: int) -> bool:
    """Whether the row above a header says of when, or of what, some of its columns are: 上学期, 计划."""
    above, names = filled(sheet, row - 1), filled(sheet, row)
    alone = len(above) == 1 and any(character.isdigit() for character in shown(next(iter(above.values()))))
    return (
        bool(above)
        and not alone
        and min(above) > min(names, default=0)
        and above.keys() <= names.keys()
        and all(
            isinstance(value, str) and (_TIME.fullmatch(text := "".join(value.split())) or _AS_WHAT.fullmatch(text))
            for value in above.values()
        )
    )


def _counts_columns(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Whether a row numbers the columns (甲 乙 1 2 3), as official forms do, and is no data."""
    cells = filled(sheet, row)
    if len(cells) < 3 or len(cells) != len(columns):
        return False
    texts = [shown(value) for value in cells.values()]
    letters = [text for text in texts if text in _LETTERED]
    numbers = [text for text in texts if text not in _LETTERED]
    counted = numbers == [str(n) for n in range(1, len(numbers) + 1)] and letters == list(_LETTERED[: len(letters)])
    if not counted or len(numbers) < 2:
        return False
    next_label = sheet.at(row + 1, min(cells))
    return isinstance(next_label, str) and next_label not in _LETTERED and bool(_HAN.search(next_label))


def _can_be_level(sheet: Sheet, row: int) -> bool:
    return all(is_label(value) for value in filled(sheet, row).values())


def _has_open_parents(merges: Merges, first: int, last: int) -> bool:
    """Whether a heading spans several columns and ends in the last row, so that the row below divides it."""
    return any(merge.width > 1 and merge.last_row == last for merge in merges.starting(range(first, last + 1)))


def _is_level_below(sheet: Sheet, merges: Merges, first: int, last: int, below: dict[int, CellValue]) -> bool:
    if _has_open_parents(merges, first, last):
        parents = [
            merge for merge in merges.starting(range(first, last + 1)) if merge.width > 1 and merge.last_row == last
        ]
        under = sum(any(m.first_column <= column <= m.last_column for m in parents) for column in below)
        return 2 * under >= len(below)
    if _divides_few(sheet, merges, last, below):
        return True
    unmerged = not merges.starting(range(first, last + 2))
    return unmerged and _leaves_room(sheet, merges, last, filled(sheet, last), below)


def _divides_few(sheet: Sheet, merges: Merges, last: int, below: dict[int, CellValue]) -> bool:
    """Whether the row below stands in gaps of the header alone, each right of a heading: #女 beside #专任教师."""
    above, body = filled(sheet, last), filled(sheet, last + 2)
    return (
        bool(above and body)
        and below.keys().isdisjoint(above)
        and min(below) > max(min(above), min(body))
        and not any(merges.covers(last, column) or merges.covers(last + 1, column) for column in below)
        and not any(GAP.fullmatch(shown(value)) for value in below.values())
        and isinstance(body[min(body)], str)
        and all(column in body and not is_label(body[column]) for column in below)
    )


def _leaves_room(
    sheet: Sheet, merges: Merges, row: int, cells: dict[int, CellValue], below: dict[int, CellValue]
) -> bool:
    """Whether the row has parents over the row below: merged ones, or in text files gaps that it fills."""
    if any(merges.width(row, column) > 1 for column in cells):
        return len(cells) > 1
    gaps = [column for column in range(min(cells), max([*cells, *below]) + 1) if column not in cells]
    only_above = [column for column in cells if column not in below]
    parents = [column for column in cells if column in below]
    within = bool(above := filled(sheet, row - 1)) and min(below) > min(above)  # a level below a heading of the labels
    if not (gaps and parents and (only_above or within)):
        return False
    open_gaps = {column for column in gaps if column not in below}
    if not open_gaps:
        return True
    deeper = filled(sheet, row + 2)
    return (
        open_gaps <= deeper.keys()
        and all(is_label(value) for value in deeper.values())
        and _leaves_room(sheet, merges, row + 1, below, deeper)
    )


def _is_unit_row(sheet: Sheet, merges: Merges, first: int, last: int, below: dict[int, CellValue]) -> bool:
    """Whether the cells under headings of their own are units or lists of options, one unit at least."""
    own = [shown(value) for column, value in below.items() if _has_own_heading(sheet, merges, first, last, column)]
    units = sum(is_unit(text) for text in own)
    return units > 0 and units + sum(is_options(text) for text in own) == len(own)


def _has_own_heading(sheet: Sheet, merges: Merges, first: int, last: int, column: int) -> bool:
    for row in range(last, first - 1, -1):
        if not is_blank(sheet.at(row, column)):
            return merges.width(row, column) == 1
    return False


def _columns(sheet: Sheet, merges: Merges, first: int, last: int, unit_row: int | None) -> tuple[Column, ...]:
    grid: dict[int, list[str]] = {}
    for row in range(first, last + 1):
        texts = {column: shown(value) for column, value in filled(sheet, row).items()}
        spread = dict(texts)
        for column, text in texts.items():
            for under in range(column, min(column + merges.width(row, column), sheet.width + 1)):
                spread[under] = text
        if row < last and row != unit_row:
            levels = [level for level in range(row + 1, last + 1) if level != unit_row or level == row + 1]
            spread = _spread_over_gaps(sheet, merges, row, spread, texts, levels)
        for column, text in spread.items():
            grid.setdefault(column, [])
            if row == unit_row and is_unit_cell(text):
                grid[column].append(f"\0{text}")
            elif not grid[column] or grid[column][-1] != text:
                grid[column].append(text)
    return tuple(_column(index, grid[index]) for index in sorted(grid))


def is_unit_cell(text: str) -> bool:
    """Whether a cell of a unit row is a unit or a list of options."""
    return is_unit(text) or is_options(text)


def _spread_over_gaps(
    sheet: Sheet, merges: Merges, row: int, spread: dict[int, str], texts: dict[int, str], levels: Sequence[int]
) -> dict[int, str]:
    """A heading that nobody merged also stands over the gaps to its right that the levels below it fill.

    Where the next level says the same words over again (2021 2022 2023, 2021 2022 2023) with one heading above each
    round of them, that heading stands over its round, be it written over the first, the middle or the last of them.
    """
    if rounds := _rounds(sheet, merges, row, texts):
        return _over_deeper(sheet, merges, row, spread | rounds, rounds, levels)
    parent = ""
    below = filled(sheet, row + 1)
    divides_few = bool(below) and below.keys().isdisjoint(spread) and not merges.starting([row])
    for column in range(1, sheet.width + 1):
        if column in texts:
            open_to_right = merges.width(row, column) == 1 and (divides_few or column in below)
            parent = texts[column] if open_to_right else ""
        elif column in spread or merges.covers(row, column):
            parent = ""
        elif parent and any(not is_blank(sheet.at(level, column)) for level in levels):
            spread[column] = parent
    return spread


def _over_deeper(
    sheet: Sheet, merges: Merges, row: int, spread: dict[int, str], rounds: dict[int, str], levels: Sequence[int]
) -> dict[int, str]:
    """The headings over rounds also over the gaps in these that a deeper level fills: 高中 beside 初中 under 中学."""
    found, over = dict(spread), ""
    for column in range(min(rounds), sheet.width + 1):
        over = rounds.get(column, "" if column in spread or merges.covers(row, column) else over)
        if over and any(not is_blank(sheet.at(level, column)) for level in levels):
            found[column] = over
    return found


def _stands_over_rounds(sheet: Sheet, merges: Merges, row: int) -> bool:
    return bool(_rounds(sheet, merges, row, {column: shown(value) for column, value in filled(sheet, row).items()}))


def _rounds(sheet: Sheet, merges: Merges, row: int, texts: dict[int, str]) -> dict[int, str]:
    """Column → the heading above its round of the words below; empty where these do not come again in rounds."""
    below = filled(sheet, row + 1)
    free = [column for column in below if not any(merges.width(row, at) > 1 for at in texts)]
    words = [shown(below[column]) for column in free]
    length = words.index(words[0], 1) if len(words) > 1 and words[0] in words[1:] else 0
    if length < 2 or len(words) % length or words != words[:length] * (len(words) // length):
        return {}
    parts = [free[start : start + length] for start in range(0, len(free), length)]
    heads = [[column for column in texts if part[0] <= column <= part[-1]] for part in parts]
    if any(len(over) != 1 for over in heads) or any(merges.covers(row, column) for column in free):
        return {}
    return {column: texts[over[0]] for part, over in zip(parts, heads, strict=True) for column in part}


def _column(index: int, pieces: list[str]) -> Column:
    path = tuple(piece for piece in pieces if not piece.startswith("\0"))
    units = [piece[1:] for piece in pieces if piece.startswith("\0")]
    unit = units[0] if units else next((u for piece in reversed(path) if (u := split_unit(piece)[1])), None)
    return Column(column_letter(index), index, path, " > ".join(path), unit)

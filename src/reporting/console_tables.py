"""Tables that fit the terminal: names and short columns whole, long texts folded, what is too wide in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

__all__ = ["fitting_tables"]

_GAP = 2
_FOLDED = 24
"""A column that is wider is folded to no less than this, unless it holds names."""
_NAMES = frozenset({"county", "id", "name", "period", "school_id", "submission"})


def fitting_tables(
    rows: Sequence[Mapping[str, str]], columns: Sequence[str], headings: Mapping[str, str], width: int
) -> Iterator[Table | Text]:
    """The rows as one table where it fits into ``width`` columns, else in blocks that begin with the same names.

    Args:
        rows: cells by column.
        headings: what is written above a column.
        width: of the terminal.
    """
    widest = {one: max(map(cell_len, (headings[one], *(row[one] for row in rows)))) for one in columns}
    least = {one: wide if one in _NAMES else min(wide, _FOLDED) for one, wide in widest.items()}
    has_breaks = any(mark in cell for row in rows for cell in row.values() for mark in "\n\t")
    for block in _blocks(columns, least, width):
        if not has_breaks and _room(block, widest) <= width:
            yield _unfolded(rows, block, headings, widest)
            continue
        table = Table(box=None, pad_edge=False, header_style="bold")
        for one in block:
            is_whole = least[one] == widest[one] <= width
            table.add_column(headings[one], overflow="fold", no_wrap=is_whole, min_width=min(least[one], width))
        for row in rows:
            table.add_row(*(row[one] for one in block))
        yield table


def _unfolded(
    rows: Sequence[Mapping[str, str]], block: Sequence[str], headings: Mapping[str, str], widest: Mapping[str, int]
) -> Text:
    """A table that needs no folding, as rich would set it: rich measures and cuts every cell all the same."""

    def line(cells: Mapping[str, str]) -> str:
        return (" " * _GAP).join(cells[one] + " " * (widest[one] - cell_len(cells[one])) for one in block)

    return Text("\n").join([Text(line(headings), style="bold"), *(Text(line(row)) for row in rows)])


def _blocks(columns: Sequence[str], least: Mapping[str, int], width: int) -> Iterator[list[str]]:
    """The columns in as many blocks as the width asks for; each begins with the names that the first begins with."""
    names = [one for number, one in enumerate(columns) if set(columns[: number + 1]) <= _NAMES] or list(columns[:1])
    if _room(names, least) > width // 2:
        names = names[-1:]
    block = list(columns[: len(names)])
    for one in columns[len(block) :]:
        if len(block) > len(names) and _room([*block, one], least) > width:
            yield block
            block = list(names)
        block.append(one)
    yield block


def _room(block: Sequence[str], least: Mapping[str, int]) -> int:
    # rich counts the gap of the last column too
    return sum(least[one] + _GAP for one in block)

"""Which item of a form a label means: 1. 学科类机构总数, and 其中:线上 below it; or the headings of a wide layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from reporting.definitions.forms import ItemTable
from reporting.workbooks.cells import is_blank, shown
from reporting.workbooks.layouts.everyday import everyday, unambiguous
from reporting.workbooks.layouts.heading_keys import heading_keys, own_words
from reporting.workbooks.layouts.table import Column, Row, Table
from reporting.workbooks.units import UnitWords, is_options, is_unit, split_unit, vocabulary

__all__ = [
    "LabelledRow",
    "WideColumn",
    "column_roles",
    "is_value_word",
    "item_of_path",
    "labelled_rows",
    "nearest_label",
    "says_now",
    "says_so_far",
    "wide_columns",
]

_NUMBERING = re.compile(
    r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[项条])\s*"
)
_AMONG = re.compile(r"^其\s*中\s*[:：]?\s*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;'’&()/%:+\-–]*")
_NOW = re.compile(r"(?:本|当)(?:年|年度|月|期|季度?)(?:数|值|数量|数值|实际[数值]?|完成[数值]?|情况)?")
"""Headings of figures of the period that a table is of, beside those of another (上年, 上年同期)."""
_LABELS = re.compile(r"(?:统计|工作|主要|考核|督导)?(?:指标|项目|内容|事项)(?:名称|内容|项目)?")
_FIGURES = re.compile(r"数[值量据]|结果|(?:实际|实绩|完成|现有)(?:完成)?(?:数|值|量|数量|数值|情况)?")
"""What people call the columns of labels and of figures, whatever a form calls them."""
_SO_FAR = re.compile(
    r"(?:本年|今年|全年|年初|自年初|本学[年期])?(?:至今|以来)?累计(?:数|数量|数值|完成数?|情况)?|截[至止](?:目前|期?末)累计数?"
)
"""Headings of everything so far, beside the figures of the period alone."""
_ITSELF = frozenset({"总数", "合计", "小计", "总计", "总量", "绝对值", "绝对数", "绝对量", "绝对额"})
"""What stands below an item for the item itself, beside its growth or its parts."""
_LIKENESS = 60
"""Least likeness (0–100) of a label that is worth suggesting; it decides nothing."""


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row of a vertical item table: its label as typed, and the item it means; None where the form has no such.

    ``unit`` is what the label gives in brackets: 外资（万美元）.
    """

    row: Row
    label: str
    item: str | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column of a wide item table: the item it holds, or the printed share of that item."""

    column: Column
    item: str
    share: bool


def column_roles(table: Table, definition: ItemTable) -> Mapping[str, tuple[Column, ...]]:
    """Role (item, value, unit, basis, note, share) → the columns that play it; only labels may have several.

    `so_far` is the column beside the values that counts everything so far.
    """
    wanted = {
        "item": definition.item_heading,
        "value": definition.value_heading,
        "unit": definition.unit_heading,
        "basis": definition.basis_heading,
        "note": definition.note_heading,
        "share": definition.share_heading,
    }
    roles = {key: role for role, headings in wanted.items() for text in headings for key in heading_keys(text)}
    found: dict[str, tuple[Column, ...]] = {}
    for column in table.columns:
        names = (column.heading, *_untranslated(column.path))
        role = next((roles[key] for name in names for key in heading_keys(name) if key in roles), None)
        if role is not None and (role == "item" or role not in found):
            found[role] = (*found.get(role, ()), column)
    for role, pattern in (("item", _LABELS), ("value", _NOW), ("value", _FIGURES)):
        called = _called(pattern, table) if role not in found and (role == "item" or "item" in found) else ()
        found |= {role: called} if len(called) == 1 else {}
    so_far = _called(_SO_FAR, table)
    if "value" in found and len(so_far) == 1 and so_far[0] not in found["value"]:
        found["so_far"] = so_far
    return found


def _called(pattern: re.Pattern[str], table: Table) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if pattern.fullmatch("".join(column.heading.split())))


def _untranslated(path: Sequence[str]) -> tuple[str, ...]:
    """The one heading of a path whose other levels say it in another script: 指标, and Item below it."""
    own = tuple(piece for piece in path if not _LATIN.fullmatch(piece))
    return own if len(own) == 1 < len(path) else ()


def labelled_rows(table: Table, definition: ItemTable, roles: Mapping[str, Sequence[Column]]) -> Iterator[LabelledRow]:
    """The rows that carry a label, each with its item. A label such as 其中:线上 belongs to the item above it."""
    items = _items(definition)
    parents: tuple[str, ...] = ()
    for row in table.rows:
        labels = [shown(row.at(column.index)) for column in roles["item"] if not is_blank(row.at(column.index))]
        if not labels:
            continue
        key = _found(parents, labels[-1], items)
        if key is not None and "/" not in key:
            # an item below 学科类机构总数 is below every other name of it
            parents = tuple(other for other, item in items.items() if item == items[key] and "/" not in other)
        yield LabelledRow(row, labels[-1], None if key is None else items[key], _unit_in(labels[-1]))


def _unit_in(label: str) -> str:
    unit = split_unit(label)[1] or ""
    return unit if unit and not (is_options(unit) and not is_unit(unit)) else ""


def wide_columns(table: Table, definition: ItemTable) -> tuple[WideColumn, ...]:
    """The columns whose header path names an item, or the printed share of one."""
    items = _items(definition)
    values = {_key(text) for text in definition.value_heading}
    shares = {_key(text) for text in definition.share_heading}
    found = []
    spans: dict[str, set[str]] = {}
    for column in table.columns:
        path = list(own_words(column.path))
        span = _span(path[-1]) if len(path) > 1 else ""
        if span:
            path.pop()
        share = bool(path) and _key(path[-1]) in shares
        if path and not (values | shares | _ITSELF).isdisjoint(_keys(path[-1])):
            path.pop()
        item = _named(path, items)
        if item is not None:
            found.append((WideColumn(column, item, share), span))
            spans.setdefault(item, set()).add(span)
    return tuple(wide for wide, span in found if _is_own(span, spans[wide.item], definition.item(wide.item).basis))


def _span(text: str) -> str:
    """What a heading below an item says of how long its figures are counted; empty where it says nothing of it."""
    return "so_far" if says_so_far(text) else "now" if says_now(text) else ""


def _is_own(span: str, spans: Set[str], basis: str) -> bool:
    """Whether figures of a span (本月, 累计) are what an item counts, of the spans that a table has of it.

    累计 is never the figure of a period alone; 本月 is taken for all so far where a table has nothing else.
    """
    if span == "so_far":
        return basis == "cumulative" or (not basis and "now" not in spans)
    return span != "now" or basis != "cumulative" or "so_far" not in spans


def item_of_path(path: Sequence[str], definition: ItemTable) -> str | None:
    """The item that the lower end of a path of headings names; words such as 数量 and 合计 below it left out."""
    values = {_key(text) for text in definition.value_heading}
    pieces = list(own_words(path))
    if len(pieces) > 1 and not (values | _ITSELF).isdisjoint(_keys(pieces[-1])):
        pieces.pop()
    return _named(pieces, _items(definition))


def is_value_word(text: str, definition: ItemTable) -> bool:
    """Whether a heading says no more than that figures stand below it: 数值, 数量."""
    return _key(text) in {_key(heading) for heading in definition.value_heading}


def says_now(text: str) -> bool:
    """Whether a heading says no more than that figures are of the period of its table: 本年, 本年数."""
    return _NOW.fullmatch(_key(text)) is not None


def says_so_far(text: str) -> bool:
    """Whether a heading says no more than that figures count everything so far: 累计."""
    return _SO_FAR.fullmatch(_key(text)) is not None


def nearest_label(label: str, definition: ItemTable) -> str:
    """The item label that looks most like ``label``, for a person to choose; empty where none does."""
    labels = [item.label for item in definition.items]
    found = process.extractOne(_key(label), labels, processor=_key, scorer=fuzz.WRatio, score_cutoff=_LIKENESS)
    return str(found[0]) if found else ""


def _found(parents: Sequence[str], label: str, items: Mapping[str, str]) -> str | None:
    """The key of the item that a label means below an item called as one of the ``parents``, or by itself."""
    under = [f"{parent}/{key}" for parent in parents for key in _keys(label)]
    # a template writes 举报线索总数/其中办结 in one cell
    whole = "/".join(map(_key, label.split("/"))) if "/" in label else ""
    exact = next((key for key in (*under, *_keys(label), whole) if key in items), None)
    return exact or _alike(items).get(everyday(_AMONG.sub("", _NUMBERING.sub("", label.strip()))))


def _named(path: Sequence[str], items: Mapping[str, str]) -> str | None:
    """The item that the lower end of a header path names."""
    if not path:
        return None
    *above, last = path
    parents = [key for part in reversed(above) for key in _keys(part)]
    found = next((key for parent in (*parents, "") if (key := _found([parent] if parent else [], last, items))), None)
    return None if found is None else items[found]


def _alike(items: Mapping[str, str]) -> Mapping[str, str]:
    """What comes out of labels that stand by themselves → the key of the item that alone is meant."""
    return _alike_of(tuple((key, item) for key, item in items.items() if "/" not in key), vocabulary())


@lru_cache(maxsize=64)
def _alike_of(items: tuple[tuple[str, str], ...], _words: UnitWords) -> Mapping[str, str]:
    first: dict[str, str] = {}
    for key, item in items:
        first.setdefault(item, key)
    return {alike: first[item] for alike, item in unambiguous(items).items()}


def _items(definition: ItemTable) -> Mapping[str, str]:
    """Folded label → item."""
    return _items_of(definition, vocabulary())


@lru_cache(maxsize=64)
def _items_of(definition: ItemTable, _words: UnitWords) -> Mapping[str, str]:
    return {"/".join(map(_key, label.split("/"))): item.name for item in definition.items for label in item.labels}


def _keys(label: str) -> tuple[str, ...]:
    """A label as it is compared, and without its bracketed unit: no numbering, no 其中, folded as headings are."""
    plain = _AMONG.sub("", _NUMBERING.sub("", label.strip()))
    return heading_keys(plain)


def _key(label: str) -> str:
    return _keys(label)[0]

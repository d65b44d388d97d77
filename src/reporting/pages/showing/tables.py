"""Tables that pandas, great_tables and Markdown make, rebuilt as ours are.

A caption, headings with their scope, figures aligned, a region that scrolls on a phone. What a Styler colours stays
coloured, with lettering that can be read on it by day and by night.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from markupsafe import escape

from reporting.pages.showing.plain import STATES
from reporting.pages.showing.styling import cell_style, styles_of
from reporting.pages.showing.surroundings import HEADING, Surroundings

__all__ = ["is_foreign", "with_house_tables"]

_UNSCOPED = re.compile(r"<th(?=[\s>])(?![^>]*\bscope=)")
_NUMBER = re.compile(
    r"^[<>≤≥≈~]?\s*[+\-\u2212]?\s*[¥$€]?[+\-\u2212]?\d[\d, \u00a0\u202f]*(?:\.\d+)?(?:e[+-]?\d+)?"
    r"\s*(?:%|‰|[A-Za-z\u4e00-\u9fff/·²]{0,4})$"
)
_PLAIN_NUMBER = re.compile(r"^-?\d+\.(\d+)$")
_SHAPE = re.compile(r"^\s*(\d+) rows × (\d+) columns\s*$")
_CUT = {"...", "…", "⋮", "⋯", "⋱"}
_PANDAS_CUTS_AT = 50
_BLANK = {"", "\xa0"}
_KEPT_IN_CELLS = {"a", "b", "strong", "em", "i", "br", "sub", "sup", "code", "span", "math", "svg", "img", "del", "p"}


def is_foreign(markup: str) -> bool:
    """Whether a fragment has a table that lacks its caption or the scope of a heading: one that is not ours."""
    markup = markup.lower()
    tables = markup.count("<table")
    return bool(tables) and (markup.count("<caption") < tables or bool(_UNSCOPED.search(markup)))


def with_house_tables(markup: str, place: Surroundings) -> str:
    """The fragment with each foreign table rebuilt."""
    soup = BeautifulSoup(markup, "html.parser")
    styles = styles_of(soup)
    for table in [one for one in soup.find_all("table") if is_foreign(str(one)) and one.find_parent("table") is None]:
        _say_if_cut(table, place)
        table.replace_with(BeautifulSoup(_House(table, styles, place).html(), "html.parser"))
    for style in soup.find_all("style"):
        style.decompose()
    _unwrap_alone(soup)
    return str(soup).strip() + "\n"


def _unwrap_alone(soup: BeautifulSoup) -> None:
    """Take away the boxes that a library has put around its table, with the measures that are its own."""
    for box in soup.find_all("div"):
        inside = [child for child in box.children if isinstance(child, Tag) or str(child).strip()]
        if "table-region" not in box.get_attribute_list("class") and any(
            isinstance(child, Tag) and "table-region" in child.get_attribute_list("class") for child in inside
        ):
            box.unwrap()
    for line in soup.find_all("p"):
        if _SHAPE.match(line.get_text()):
            line.decompose()


def _say_if_cut(table: Tag, place: Surroundings) -> None:
    """Remark on the rows and columns that pandas left out: nobody hid them."""
    beside = table.find_next_sibling("p")
    shape = _SHAPE.match(beside.get_text()) if isinstance(beside, Tag) else None
    cut = any(cell.get_text(strip=True) in _CUT for row in table.find_all("tr") for cell in row.find_all(["th", "td"]))
    if shape and cut:
        what = f"a table of {shape[1]} rows and {shape[2]} columns is shown in part"
        hint = "choose with .head(20) or .loc[…], or pd.set_option('display.max_rows', None)"
        place.note("table", what, hint, "lost")
    if any(_is_cut(cell.get_text(strip=True)) for cell in table.find_all("td")):
        what, hint = "text of a table is cut after 50 characters", "pd.set_option('display.max_colwidth', None)"
        place.note("table", what, hint, "lost")


class _House:
    """One table, in the house's hand."""

    def __init__(self, table: Tag, styles: dict[str, str], place: Surroundings) -> None:
        self.table, self.styles, self.place = table, styles, place
        self.notes: list[str] = []
        self.titles: list[str] = []
        head, body = _head_and_body(table)
        head = [row for row in head if not self._is_title(row)]
        self.head = [_cells(row) for row in head]
        self.body = [(row, _cells(row)) for row in body if not self._is_note(row)]
        # not by `select`, which compiles its grammar of selectors in every process, a quarter of a second
        feet = [cell for foot in table.find_all("tfoot") for cell in foot.find_all("td")]
        self.notes += [_inner(cell) for cell in feet if cell.get_text(strip=True)]
        self._name_index()
        self.stub = self._stub_width()

    def html(self) -> str:
        """The table in its region."""
        if not self.body and not self.head:
            return ""
        caption = self._caption()
        label = str(self.table.get("data-label", "")) or self.place.option("label")
        identity = f' id="{escape(label)}"' if label.startswith("tbl-") else ""
        name = escape(BeautifulSoup(caption, "html.parser").get_text(" ", strip=True))
        head = "".join(self._head_row(index, row) for index, row in enumerate(self.head))
        body = "".join(self._body_row(row, cells) for row, cells in self.body)
        notes = "".join(f'<p class="note">{note}</p>\n' for note in self.notes)
        return (
            f'<div class="table-region"{identity} role="region" aria-label="{name}" tabindex="0">\n'
            f'<table class="frame">\n<caption>{caption}</caption>\n<thead>\n{head}</thead>\n<tbody>\n{body}</tbody>\n'
            f"</table>\n</div>\n{notes}"
        )

    def _caption(self) -> str:
        own = self.table.find("caption")
        given = self.place.option("tbl-cap")
        if given and "data-label" not in self.table.attrs:
            return self.place.line(given)
        words = [_inner(own)] if isinstance(own, Tag) and own.get_text(strip=True) else self.titles
        if words:
            return " ".join(f"<span>{word}</span>" for word in words) if len(words) > 1 else words[0]
        self.place.note("caption", "a table without caption", "begin the cell with `#| tbl-cap: …`", "words")
        return HEADING

    def _is_title(self, row: Tag) -> bool:
        """Whether a row of the head is the title above a table of great_tables; kept as its caption."""
        found = row.find_all(class_=["gt_title", "gt_subtitle"])
        self.titles += [_inner(cell) for cell in found if cell.get_text(strip=True)]
        return bool(found)

    def _is_note(self, row: Tag) -> bool:
        found = row.find_all(class_=["gt_sourcenote", "gt_footnote"])
        return bool(found) and row.find_parent("tfoot") is not None

    def _name_index(self) -> None:
        """Put the names of the index, which pandas gives a row of their own, with the other headings."""
        if len(self.head) > 1 and self.body:
            *rows, last = self.head
            width = sum(_span(cell) for cell in last)
            named = [cell for cell in last if not _is_blank(cell)]
            index = sum(cell.name == "th" for cell in self.body[0][1])
            only_names = named and all(_is_blank(cell) for cell in last[index:]) and width > index
            above = rows[-1]
            if only_names and len(above) == len(last) and all(_is_blank(cell) for cell in above[:index]):
                self.head = [*rows[:-1], [*last[:index], *above[index:]]]

    def _stub_width(self) -> int:
        """How many columns name the rows; a counted index of pandas is dropped, for it says nothing."""
        if not self.body:
            return 0
        index = sum(cell.name == "th" for cell in self.body[0][1] if not self._is_group(self.body[0][1]))
        counted = [cells[0].get_text(strip=True) for _, cells in self.body if cells]
        unnamed = all(row and _is_blank(row[0]) for row in self.head)
        if index == 1 and unnamed and counted == [str(number) for number in range(len(self.body))]:
            self.head = [row[1:] for row in self.head]
            self.body = [(row, cells[1:]) for row, cells in self.body]
            index = 0
        if index == 0 and self._first_is_words():
            return 1
        return index

    def _first_is_words(self) -> bool:
        """Whether the first column is of words, each of them in one row: what the rows are about."""
        first = [cells[0].get_text(strip=True) for _, cells in self.body if cells]
        plain = all(_span(cell) == 1 for _, cells in self.body for cell in cells[:1])
        return plain and len(set(first)) == len(first) and not any(_is_number(text) or text in STATES for text in first)

    def _is_group(self, cells: Sequence[Tag]) -> bool:
        return len(cells) == 1 and _span(cells[0]) > 1

    def _numeric(self) -> set[int]:
        """The columns of figures."""
        columns: dict[int, list[str]] = {}
        for _, cells in self.body:
            if not self._is_group(cells):
                at = self._width() - sum(_span(cell) for cell in cells)
                for cell in cells:
                    columns.setdefault(at, []).append(cell.get_text(" ", strip=True))
                    at += _span(cell)
        known = {
            column: [text for text in texts if text not in STATES and text not in _BLANK and text not in _CUT]
            for column, texts in columns.items()
        }
        # words among figures say why one is missing
        return {column for column, texts in known.items() if texts and 2 * sum(map(_is_number, texts)) >= len(texts)}

    def _width(self) -> int:
        return max((sum(_span(cell) for cell in cells) for _, cells in self.body), default=0)

    def _head_row(self, index: int, cells: Sequence[Tag]) -> str:
        numeric, width = self._numeric(), self._width()
        # a heading that reaches down from the row above is not told again in this one
        at = width - sum(_span(cell) for cell in cells) if index else 0
        shown = []
        for cell in cells:
            span = _span(cell)
            scope = "colgroup" if span > 1 else "col"
            number = ' class="number"' if at in numeric and span == 1 else ""
            inner = _inner(cell) if not _is_blank(cell) else self._blank_heading(at)
            spans = (f' colspan="{span}"' if span > 1 else "") + _rowspan(cell)
            shown.append(f'<th scope="{scope}"{number}{spans}>{inner}</th>' if inner else f"<td{spans}></td>")
            at += span
        return f"<tr>{''.join(shown)}</tr>\n"

    def _blank_heading(self, at: int) -> str:
        """The word above what names the rows, in the last row of the head."""
        return f'<span class="unseen">{escape(self.place.word("Row"))}</span>' if at < max(self.stub, 1) else "·"

    def _body_row(self, row: Tag, cells: Sequence[Tag]) -> str:
        if self._is_group(cells):
            return f'<tr class="group"><th scope="colgroup" colspan="{self._width()}">{_inner(cells[0])}</th></tr>\n'
        numeric, decimals = self._numeric(), self._decimals()
        at = self._width() - sum(_span(cell) for cell in cells)
        shown = []
        for cell in cells:
            style = cell_style(self.styles.get(str(cell.get("id", "")), ""), str(cell.get("style", "")))
            kind = "number" if at in numeric else ""
            text = cell.get_text(" ", strip=True)
            if text in STATES or text in _BLANK:
                inner, style = str(escape(self.place.word(STATES.get(text, "no data")))), ""
                kind = f"{kind} state".strip()
            else:
                inner = _figures(_inner(cell), at in numeric, decimals.get(at))
                if kind and not _is_number(text):
                    # what a Styler colours by value says nothing of a value that is not there
                    kind, style = f"{kind} state", ""
            attributes = (f' class="{kind}"' if kind else "") + (f' style="{escape(style)}"' if style else "")
            attributes += (f' colspan="{_span(cell)}"' if _span(cell) > 1 else "") + _rowspan(cell)
            is_name = at < self.stub and (cell.name == "th" or at == 0)
            shown.append(f'<th scope="row"{attributes}>{inner}</th>' if is_name else f"<td{attributes}>{inner}</td>")
            at += _span(cell)
        return f"<tr>{''.join(shown)}</tr>\n"

    def _decimals(self) -> dict[int, int]:
        """Column → how many decimals say something: pandas writes a whole column with the same six."""
        found: dict[int, int] = {}
        for _, cells in self.body:
            at = self._width() - sum(_span(cell) for cell in cells)
            for cell in cells:
                if decimals := _PLAIN_NUMBER.match(cell.get_text(strip=True)):
                    found[at] = max(found.get(at, 0), len(decimals[1].rstrip("0")))
                at += _span(cell)
        return found


def _head_and_body(table: Tag) -> tuple[list[Tag], list[Tag]]:
    """The rows of headings, and the others; without a head the rows that are all headings."""
    rows = [row for row in table.find_all("tr") if row.find_parent("tfoot") is None]
    head = [row for row in rows if row.find_parent("thead") is not None]
    if not head:
        for row in rows:
            if row.find("td") is not None:
                break
            head.append(row)
    return head, [row for row in rows if not any(row is one for one in head)]


def _cells(row: Tag) -> list[Tag]:
    return list(row.find_all(["th", "td"], recursive=False))


def _span(cell: Tag) -> int:
    text = str(cell.get("colspan", "1"))
    return int(text) if text.isdigit() and int(text) else 1


def _rowspan(cell: Tag) -> str:
    text = str(cell.get("rowspan", "1"))
    return f' rowspan="{text}"' if text.isdigit() and int(text) > 1 else ""


def _is_blank(cell: Tag) -> bool:
    return cell.get_text(strip=True) in _BLANK and cell.find(["img", "svg"]) is None


def _is_cut(text: str) -> bool:
    """Whether pandas has cut the text as it does by itself."""
    return text.endswith("...") and _PANDAS_CUTS_AT - 3 < len(text) <= _PANDAS_CUTS_AT


def _is_number(text: str) -> bool:
    return bool(_NUMBER.match(text))


def _inner(cell: Tag) -> str:
    """What stands in a cell, without the classes, ids and measures of its library."""
    inner = BeautifulSoup(cell.decode_contents(), "html.parser")
    for tag in inner.find_all(True):
        if tag.name not in _KEPT_IN_CELLS and tag.find_parent(["svg", "math"]) is None:
            tag.unwrap()
        elif tag.name in ("span", "p", "b", "strong", "em", "i", "sub", "sup", "code", "del"):
            tag.attrs = {}
            if tag.name in ("span", "p"):
                tag.unwrap()
    return str(inner).strip()


def _figures(inner: str, is_number: bool, decimals: int | None) -> str:
    """A number with the minus sign of print, and without the trailing zeros that its whole column has."""
    if not is_number or "<" in inner:
        return inner
    if decimals is not None and _PLAIN_NUMBER.match(inner):
        whole, _, fraction = inner.partition(".")
        inner = f"{whole}.{fraction[:decimals]}" if decimals else whole
    return f"\u2212{inner[1:]}" if inner.startswith("-") else inner

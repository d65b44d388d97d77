"""What the reader sees in a workbook: what `reporting inspect FILE` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reporting.workbooks.cells import column_letter
from reporting.workbooks.formats.sheets import ranges
from reporting.workbooks.layouts.label_forms import label_form
from reporting.workbooks.layouts.table import Column, Dropped, Table
from reporting.workbooks.tables import find_layout
from reporting.workbooks.workbook import Notice, Sheet, Workbook

_BLANK = "blank"
_LABELS: Mapping[str, str] = {
    "beside": "each value stands beside its label; ingest asks for a row a school",
    "sideways": "labels are in the first column, and each record is a column; ingest asks to transpose it",
}


def inspect_workbook(workbook: Workbook, known_headings: Collection[str] = ()) -> dict[str, Any]:
    """Describe a workbook as the reader understands it, in plain values for JSON.

    Returns:
        `kind`, `encoding`, `notices`, `properties`, and `sheets`: each with `name`, `hidden`, `options` (a sheet
        that only feeds drop-down lists), `rows` and `columns` (its filled area), `merges`, `hidden_rows`,
        `hidden_columns`, `labels` (of a form of labels, where they stand: `beside` each value, or `sideways`, one
        record a column; else null), `loose` (rows of no table), and `tables`: each with `title`, `unit`, `captions`,
        `footer`, `header_rows` (first and last, or null), `columns` (`letter`, `heading`, `path`, `unit`), `twins`
        (hidden columns for which a visible one of the same heading stands),
        `rows` (number of data rows), `first_row`, `last_row`, and `dropped` (`row`, `reason`, `text`).
    """
    return {
        "kind": workbook.kind,
        "encoding": workbook.encoding,
        "properties": dict(workbook.properties),
        "notices": [_notice(notice) for notice in workbook.notices],
        "sheets": [_sheet(sheet, known_headings) for sheet in workbook.sheets],
    }


def render_text(description: Mapping[str, Any]) -> str:
    """The description as lines for the console, without control characters of the file's own."""
    return "\n".join("".join(c for c in line if c.isprintable()) for line in _lines(description))


def _notice(notice: Notice) -> dict[str, Any]:
    return {"code": notice.code, "sheet": notice.sheet, **notice.parameters}


def _sheet(sheet: Sheet, known_headings: Collection[str]) -> dict[str, Any]:
    layout = find_layout(sheet, known_headings)
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "options": sheet.options,
        "rows": sheet.height,
        "columns": sheet.width,
        "merges": len(sheet.merges),
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": [column_letter(index) for index in sorted(sheet.hidden_columns)],
        "labels": label_form(sheet, layout, known_headings),
        "tables": [_table(table) for table in layout.tables],
        "loose": [_dropped(row) for row in layout.loose],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": table.unit,
        "captions": dict(table.captions),
        "footer": dict(table.footer),
        "header_rows": list(table.header_rows) if table.header_rows else None,
        "columns": [_column(column) for column in table.columns],
        "twins": [_column(column) for column in table.twins],
        "rows": len(table.rows),
        "first_row": table.rows[0].number if table.rows else None,
        "last_row": table.rows[-1].number if table.rows else None,
        "dropped": [_dropped(row) for row in table.dropped],
    }


def _column(column: Column) -> dict[str, Any]:
    return {"letter": column.letter, "heading": column.heading, "path": list(column.path), "unit": column.unit}


def _dropped(row: Dropped) -> dict[str, Any]:
    return {"row": row.row, "reason": row.reason, "text": row.text}


def _lines(description: Mapping[str, Any]) -> Iterator[str]:
    encoding = f", {description['encoding']}" if description["encoding"] else ""
    yield f"{description['kind']}{encoding}, sheets: {len(description['sheets'])}"
    for name, value in description["properties"].items():
        yield f"  property {name}: {value}"
    for notice in description["notices"]:
        details = ", ".join(f"{key} {value}" for key, value in notice.items() if key not in ("code", "sheet"))
        place = f"{notice['sheet']}: " if notice["sheet"] else ""
        yield f"  notice {place}{notice['code']}{f' ({details})' if details else ''}"
    for sheet in description["sheets"]:
        yield from _sheet_lines(sheet)


def _sheet_lines(sheet: Mapping[str, Any]) -> Iterator[str]:
    marks = "".join(f", {mark}" for mark in ("hidden", "options") if sheet[mark])
    yield ""
    yield f"{sheet['name']}: {sheet['rows']} rows by {sheet['columns']} columns{marks}, tables: {len(sheet['tables'])}"
    if sheet["labels"]:
        yield f"  a form of labels, no table: {_LABELS[sheet['labels']]}"
    for number, table in enumerate(sheet["tables"], 1):
        yield f"  table {number}{': ' + table['title'] if table['title'] else ''}"
        header = table["header_rows"]
        yield f"    header rows: {f'{header[0]}–{header[1]}' if header else 'none'}"
        if table["unit"]:
            yield f"    unit: {table['unit']}"
        for name, pairs in (("above", table["captions"]), ("below", table["footer"])):
            if pairs:
                yield f"    {name}: {', '.join(f'{key}={value}' for key, value in pairs.items())}"
        for column in table["columns"]:
            unit = f"  [{column['unit']}]" if column["unit"] else ""
            yield f"    {column['letter']:>3}  {' > '.join(column['path']) or '(no heading)'}{unit}"
        for column in table["twins"]:
            yield f"    {column['letter']:>3}  {column['heading']}  hidden: the visible one is read"
        span = f", rows {table['first_row']}–{table['last_row']}" if table["rows"] else ""
        yield f"    data rows: {table['rows']}{span}"
        yield from _dropped_lines(table["dropped"], "    ")
    yield from _dropped_lines(sheet["loose"], "  ")


def _dropped_lines(dropped: Sequence[Mapping[str, Any]], indent: str) -> Iterator[str]:
    """Every dropped row on a line of its own, runs of blank ones together."""
    if dropped:
        counts = Counter(row["reason"] for row in dropped)
        yield f"{indent}dropped: {', '.join(f'{reason} {count}' for reason, count in counts.items())}"
    for row in dropped:
        if row["reason"] != _BLANK:
            yield f"{indent}  row {row['row']} {row['reason']}: {row['text']}"
    for first, last in ranges([row["row"] for row in dropped if row["reason"] == _BLANK]):
        yield f"{indent}  row {first}{f'–{last}' if last > first else ''} {_BLANK}"

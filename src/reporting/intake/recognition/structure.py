"""What is wrong with the make-up of a workbook: tables and headings that are missing or that nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reporting.intake.findings import Finding, Severity, located, say
from reporting.intake.recognition.found import Found, Recognition, RowsFound
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark
from reporting.workbooks.cells import column_letter
from reporting.workbooks.formats.sheets import ranges
from reporting.workbooks.workbook import Workbook

__all__ = ["COVER_SHEETS", "notice_findings", "structure_findings"]

COVER_SHEETS = (say("Instructions"), say("Receipt"))
"""Sheets that hold no tables: the cover of our template, and the receipt that a county got back."""

_FEW = 10
"""Runs of rows that a message lists."""
_UNSAID = frozenset({"phantom_area", "options_sheet", "excel_errors"})
"""Notices that a clerk need not hear: nothing is lost by the first two, each cell of the third has a finding."""


def structure_findings(recognition: Recognition, mark: TemplateMark | None) -> Iterator[Finding]:
    """Findings on tables as wholes."""
    for sheet, kind in recognition.label_forms:
        severity: Severity = "warning" if recognition.form else "error"
        yield Finding(severity, f"labels_{kind}", located(say(f"labels_{kind}"), sheet), sheet)
    if recognition.form is None and not recognition.incomplete and not recognition.label_forms:
        undated = any(one.years is not None and not one.years for one in recognition.strangers)
        yield Finding("error", "no_table", say("no_table") + (say("months_without_year") if undated else ""))
    for incomplete in recognition.incomplete:
        sheet = incomplete.table.sheet
        row = incomplete.table.header_rows[0] if incomplete.table.header_rows else 1
        message = say("required_heading", headings="、".join(incomplete.missing))
        lacking = {
            text
            for field in incomplete.definition.fields
            if field.heading in incomplete.missing
            for text in field.headings
        }
        near = [unknown for unknown in incomplete.matches.unknown if unknown.suggestion in lacking]
        for unknown in near:
            message += say("nearest_heading", heading=unknown.column.heading, suggestion=unknown.suggestion)
        cell = f"{near[0].column.letter}{row}" if near else f"A{row}"
        found = "、".join(unknown.column.heading for unknown in near)
        yield Finding("error", "required_heading", located(message, sheet, cell), sheet, cell, found=found)
    for other in recognition.others:
        sheet = other.table.sheet
        message = say("other_form", form=other.form.name.zh)
        yield Finding("warning", "other_form", located(message, sheet), sheet, found=other.form.title)
    for stranger in recognition.strangers:
        if stranger.sheet not in (*COVER_SHEETS, *dict(recognition.label_forms)) and stranger.rows:
            message = located(say("unknown_table", count=len(stranger.rows)), stranger.sheet)
            yield Finding("notice", "unknown_table", message, stranger.sheet)
    for one in recognition.tables:
        yield from _formula_rows(one)
        for twin in one.table.twins:
            sheet, cell = one.table.sheet, f"{twin.letter}{one.table.header_rows[0] if one.table.header_rows else 1}"
            message = located(say("hidden_column_twice", heading=twin.heading), sheet, cell)
            yield Finding("notice", "hidden_column_twice", message, sheet, cell, found=twin.heading)
    if mark and recognition.form and mark.form == recognition.form.id and mark.version != recognition.form.version:
        message = say("old_template", found=mark.version, version=recognition.form.version)
        yield Finding("notice", "old_template", message, found=mark.version)


def _formula_rows(one: Found) -> Iterator[Finding]:
    """Rows that nobody filled, though formulas stand in them."""
    columns = one.matches.columns.values() if isinstance(one, RowsFound) else one.table.columns
    sheet, first = one.table.sheet, min((column.index for column in columns), default=1)
    left_out = [row.row for row in one.table.dropped if row.reason == "formulas"]
    for code, numbers in (("formula_rows", left_out), ("formula_zeros", [*one.blanked])):
        if numbers:
            runs = ranges(numbers)
            listed = "、".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs[:_FEW])
            message = say(code, count=len(numbers), rows=listed + ("…" if len(runs) > _FEW else ""))
            cell = f"{column_letter(first)}{numbers[0]}"
            severity: Severity = "notice" if code == "formula_rows" else "warning"
            yield Finding(severity, code, located(message, sheet), sheet, cell, table=one.definition.name)


def notice_findings(workbook: Workbook, left_out: Collection[str] = ()) -> Iterator[Finding]:
    """What the reader noticed about the file; of sheets that were left out that is said elsewhere."""
    for notice in workbook.notices:
        if notice.code not in _UNSAID and notice.sheet != FINGERPRINT_SHEET and notice.sheet not in left_out:
            message = located(say(notice.code, **notice.parameters), notice.sheet)
            severity: Severity = "warning" if notice.code == "formulas_without_value" else "notice"
            cells = str(notice.parameters["cells"]).replace("、", " ") if severity == "warning" else ""
            yield Finding(severity, notice.code, message, notice.sheet, cells)

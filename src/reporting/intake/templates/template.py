"""Our own form as a workbook: blank for a county's clerk, or filled in.

Nothing here knows a heading: sheets, headings, kinds and advice are those of the form in ``params/forms.yaml``.
Cells that are to be filled in are open, everything else is locked (without a password: it is a guard rail, no safe).
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from reporting.definitions.counties import City, Place
from reporting.definitions.forms import Form, ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.execution.files import write_atomically
from reporting.intake.recognition.mark import TemplateMark
from reporting.intake.templates.sheets import DEFAULT_FORMAT, Filling, SheetWriter, WrittenFigure
from reporting.workbooks.written import WRITTEN_AS_IT_IS

__all__ = ["Filling", "WrittenFigure", "write_template", "write_workbook"]


def write_template(
    path: Path,
    form: Form,
    city: City,
    sender: Place,
    period: Period,
    known: Filling | None = None,
    *,
    due: date | None = None,
    demo: bool = False,
) -> None:
    """Write the blank workbook of ``sender`` for ``period``, with what is known of earlier periods filled in.

    Args:
        path: the .xlsx to write.
        form: the form to write; usually ``settings.forms.own``.
        city: its counties are the choices of county columns.
        sender: the county, or the city itself.
        period: what is to be reported.
        known: rows and figures of the last submission; of these only fields and items that the form calls
            ``carried`` are filled in.
        due: last day for sending it.
        demo: whether it is for a demonstration.
    """
    known = known or Filling()
    rows = {}
    for table in form.tables:
        if isinstance(table, RowTable) and table.name in known.rows:
            frame = known.rows[table.name]
            carried = [field.name for field in table.fields if field.carried and field.name in frame]
            rows[table.name] = frame[carried] if carried else frame.head(0)
    items = {item.name for table in form.tables if isinstance(table, ItemTable) for item in table.items if item.carried}
    figures = {name: figure for name, figure in known.figures.items() if name in items}
    write_workbook(path, form, city, sender, period, Filling(rows, figures), due=due, demo=demo)


def write_workbook(
    path: Path,
    form: Form,
    city: City,
    sender: Place,
    period: Period,
    filling: Filling,
    *,
    due: date | None = None,
    demo: bool = False,
) -> None:
    """Write a workbook of ``form`` with ``filling`` in it; the same arguments give the same bytes."""
    content = BytesIO()
    # xlsxwriter adds to the format
    options = {**WRITTEN_AS_IT_IS, "default_format_properties": dict(DEFAULT_FORMAT)}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": form.title, "created": datetime(period.year, period.month or 1, 1)})
        writer = SheetWriter(book, form, city, sender, period, filling)
        writer.cover(due, demo)
        sheets: dict[str, list[RowTable | ItemTable]] = {}
        for table in form.tables:
            if table.name not in filling.without:
                sheets.setdefault(table.sheets[0], []).append(table)
        for name, tables in sheets.items():
            writer.sheet(name, tables)
        writer.fingerprint(TemplateMark(form.id, form.version, sender.code, str(period), demo))
    write_atomically(path, content.getvalue())

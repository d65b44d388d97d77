"""A workbook of the schools that miss a requirement: one row a school and requirement, for whoever follows them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from reporting.definitions.indicators import Indicator
from reporting.definitions.periods import Period
from reporting.records import records
from reporting.report.numbers import rate
from reporting.report.words import Words
from reporting.settings import Settings
from reporting.snapshots.snapshot import Definitions
from reporting.translations import Translate
from reporting.workbooks.written import WRITTEN_AS_IT_IS

__all__ = ["school_rows", "schools_workbook"]

_WIDTHS = {"county": 16, "school": 34, "area": 8, "indicator": 30, "value": 12, "target": 12, "since": 14, "before": 12}
_CREATED = datetime(1980, 1, 1)
"""The same input makes the same bytes."""


def school_rows(
    short: pd.DataFrame, settings: Settings | Definitions, words: Words, _: Translate, due: str
) -> list[dict[str, str]]:
    """The rows of `reporting.snapshots.short_schools.short_schools` as readers see them."""
    indicators = {one.id: one for one in settings.indicators.indicators}
    names = {county.code: words.text(county.name) for county in settings.city.counties}
    states = {"short": _("was not met either"), "met": _("was met"), "new": _("was not judged")}
    return [
        {
            "code": str(row["county"]),
            "school_id": str(row["school_id"]),
            "id": str(row["indicator"]),
            "county": names[str(row["county"])],
            "school": _text(row.get("school_name")),
            "area": words.sent(_text(row.get("area"))) if _text(row.get("area")) else "",
            "indicator": words.text(indicators[str(row["indicator"])].name),
            "value": _value(row, indicators[str(row["indicator"])], words, _),
            "target": words.target(indicators[str(row["indicator"])]),
            "since": Period(str(row["since"])).label(words.language),
            "due": due,
            "before": states[str(row["before"])],
        }
        for row in records(short)
    ]


def schools_workbook(
    rows: Sequence[Mapping[str, str]], title: str, demo: str, _: Translate, *, with_county: bool
) -> bytes:
    """The workbook: a title, headings with filters, the first rows and the school's column kept in sight.

    Every cell is text, whatever it begins with: no name of a school is ever a formula or a link.
    """
    headings = {
        **({"county": _("County")} if with_county else {}),
        "school": _("School"),
        "area": _("Area"),
        "indicator": _("Indicator"),
        "value": _("Current value"),
        "target": _("Target"),
        "since": _("Not met since"),
        "due": _("To be reported by"),
        "before": _("The month before"),
    }
    made = BytesIO()
    book = xlsxwriter.Workbook(made, dict(WRITTEN_AS_IT_IS))
    book.set_properties({"title": title, "created": _CREATED, "comments": demo})
    sheet = book.add_worksheet(_("Schools"))
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "vcenter"})
    bold, mark = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#B45309"})
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, demo or _("Internal: not for publication."), mark)
    top = 2
    for column, (name, heading) in enumerate(headings.items()):
        sheet.set_column(column, column, _WIDTHS.get(name, 16))
        sheet.write_string(top, column, heading, head)
    for line, row in enumerate(rows, start=top + 1):
        for column, name in enumerate(headings):
            sheet.write_string(line, column, row[name])
    sheet.autofilter(top, 0, top + max(len(rows), 1), len(headings) - 1)
    sheet.freeze_panes(top + 1, 2 if with_county else 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    note = book.add_worksheet(_("About"))
    note.set_column(0, 0, 100)
    note.write_string(0, 0, _("One row a school and requirement that it does not meet in this period."))
    note.write_string(1, 0, _("Of rates of pupils and teachers only schools that are not near the target are listed."))
    note.write_string(2, 0, _("Internal: not for publication."))
    book.close()
    return made.getvalue()


def _value(row: Mapping[Any, Any], indicator: Indicator, words: Words, _: Translate) -> str:
    value = row.get("value")
    if not isinstance(value, float) or pd.isna(value):
        return words.state("not_collected")
    about = _text(row.get("qualifier"))
    if not indicator.is_rate:
        return words.qualified(words.plain(value, indicator.unit), about) + words.unit(indicator.unit)
    if indicator.counts == "schools":
        return (_("no") if value < 1 else _("yes")) + (words.aside(about) if about else "")
    x, n = (float(str(row[name])) for name in ("numerator", "denominator"))
    parts = words.counted(f"{x:g}/{n:g}", indicator.counts)
    return f"{words.qualified(rate(value, x, n, words.digits), about)}%{words.aside(parts)}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

"""A workbook that was read becomes what the store keeps of it, with everything there is to say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from reporting.definitions.forms import Form, RowTable
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.intake.checks.apply import check_findings
from reporting.intake.checks.base import CheckContext, CheckedTable
from reporting.intake.checks.history import History
from reporting.intake.checks.others import Others
from reporting.intake.checks.registry import BoundCheck
from reporting.intake.checks.school_identity import identified
from reporting.intake.checks.views import checked_items, checked_rows
from reporting.intake.cleaning.tables.doubtful import doubt_findings
from reporting.intake.cleaning.tables.gathered import gathered_totals
from reporting.intake.cleaning.tables.items import FIGURES, ItemFrames, item_frames
from reporting.intake.cleaning.tables.rows import COLUMN_PLACES, RowFrames, row_frames
from reporting.intake.doubted import disbelieved, without
from reporting.intake.findings import Finding, findings_frame, located, say
from reporting.intake.recognition.blank import blank_findings
from reporting.intake.recognition.copies import without_copies
from reporting.intake.recognition.division import (
    Part,
    divided,
    division_findings,
    lost_rows,
    of_the_period,
    others_alone,
)
from reporting.intake.recognition.form_tables import known_headings, recognise
from reporting.intake.recognition.found import Recognition
from reporting.intake.recognition.mark import FINGERPRINT_SHEET, TemplateMark, read_fingerprint
from reporting.intake.recognition.sender import Declared, Identity, expected_period, identify, undisputed_period
from reporting.intake.recognition.structure import COVER_SHEETS, notice_findings, structure_findings
from reporting.intake.recognition.titled import titled_apart
from reporting.intake.recognition.wide_sheets import by_county, rows_aside, rows_of_nobody
from reporting.settings import Settings
from reporting.store.submissions import Outcome
from reporting.workbooks.tables import find_layout
from reporting.workbooks.units import speaking
from reporting.workbooks.workbook import Workbook

__all__ = ["Examined", "Unchecked", "conclude", "examine", "nothing", "read_tables"]

HELD = frozenset(
    {
        "county_contradictory",
        "period_contradictory",
        "county_declared_otherwise",
        "period_declared_otherwise",
        "sheets_twice",
        "copy_of_earlier",
        "copy_of_other",
    }
)
"""Errors that a person settles, who knows whose the file is and of when: nothing need be sent again."""

Past = Callable[[str, Period], History]
"""What a county sent before, seen from a period."""


@dataclass(frozen=True)
class Examined:
    """What a workbook says; frames as in `reporting.store.submissions.Submission`.

    Attributes:
        demo: whether it says that it is a demonstration; None for a file of no known form
            or of nobody, which says nothing.
    """

    county: str | None
    period: Period | None
    form: str | None
    demo: bool | None
    outcome: Outcome
    rows: Mapping[str, pd.DataFrame]
    typed: Mapping[str, pd.DataFrame]
    figures: pd.DataFrame
    columns: pd.DataFrame
    findings: pd.DataFrame


@dataclass(frozen=True)
class Unchecked:
    """One sender's part of a workbook as it was read: nothing is held against rules or against other months yet.

    It travels between processes, so it names its form and holds values alone.

    Attributes:
        form: id; None for a workbook without any table of a form, which has nothing but findings.
        demo: as in `Examined`.
        marked: whether the workbook is our own template.
        findings: what reading found, in the order in which it is told.
        blanks: what to say of a workbook that holds nothing beyond its template; empty for all others.
        settled: whether a person has answered what was asked of it.
    """

    county: str | None
    period: Period | None
    form: str | None
    demo: bool | None
    marked: bool
    rows: Mapping[str, RowFrames]
    items: Mapping[str, ItemFrames]
    findings: tuple[Finding, ...]
    blanks: tuple[Finding, ...] = ()
    settled: bool = False


def examine(
    workbook: Workbook,
    file: str,
    declared: Declared,
    settings: Settings,
    checks: Mapping[str, Sequence[BoundCheck]],
    past: Past,
) -> tuple[Examined, ...]:
    """Say whose a workbook is, read its tables, and hold them against the rules of its form.

    There is more than one answer where a sheet that no single county sends brings the rows of several.

    Args:
        workbook: as it was read.
        file: its name.
        declared: what the command line says of it.
        settings: of the bureau.
        checks: form → its rules.
        past: what a county sent for other periods than the one given.
    """
    return tuple(conclude(one, settings, checks, past) for one in read_tables(workbook, file, declared, settings))


def read_tables(workbook: Workbook, file: str, declared: Declared, settings: Settings) -> tuple[Unchecked, ...]:
    """Say whose a workbook is, and read its tables; arguments as `examine`. What the store holds is not asked."""
    with speaking(settings.vocabulary):
        read = _tables_read(workbook, file, declared, settings)
    return tuple(replace(one, settled=True) for one in read) if declared.insisted else read


def _tables_read(workbook: Workbook, file: str, declared: Declared, settings: Settings) -> tuple[Unchecked, ...]:
    names = settings.names
    known = known_headings(settings.forms)
    sheets = [
        (sheet, find_layout(sheet, known))
        for sheet in workbook.sheets
        if sheet.rows and not sheet.options and sheet.name not in (FINGERPRINT_SHEET, *COVER_SHEETS[1:])
    ]
    mark = _fingerprint(workbook)
    expected = expected_period(mark, file, declared, months=names.months)
    undisputed = undisputed_period(mark, file, declared, months=names.months)
    known_tables = recognise(sheets, settings.forms, names, mark.form if mark else "", undisputed)
    known_tables = known_tables if expected else titled_apart(known_tables, file, months=names.months)
    chosen = without_copies(known_tables, expected, declared.sheet)
    recognition = chosen.recognition
    sheets = [(sheet, chosen.without(sheet, layout)) for sheet, layout in sheets if sheet.name not in chosen.left_out]
    identity = identify(sheets, recognition, mark, file, declared, settings.city, settings.forms, names)
    if declared.insisted:
        # a person has settled it, on record
        told = tuple(one for one in identity.findings if one.severity != "error")
        identity = replace(identity, county=declared.county, period=declared.period, findings=told)
    recognition, other_periods = of_the_period(recognition, identity.period)
    findings = [
        *chosen.findings,
        *other_periods,
        *structure_findings(recognition, mark),
        *notice_findings(workbook, chosen.left_out),
    ]
    form = recognition.form
    if form is None:
        # without a known form the sender does not matter
        return (_empty(identity.county, identity.period, identity.demo or None, findings),)
    marked = mark is not None
    parts = divided(recognition, names, identity.county, identity.period)
    if parts or any(lost_rows(recognition, names, identity.county)):
        parts = tuple(one for part in parts for one in _gathered(part, names))
        return _divided(parts, identity, declared, recognition, form, findings, marked, names)
    compiled = by_county(recognition, names) if identity.county in (None, names.city) else {}
    if not declared.insisted:
        findings += others_alone(recognition, names, identity.county)
    if not compiled:
        return (_read(identity, recognition, form, [*identity.findings, *findings], marked, names),)
    # Whose each row is, the row says: what could not be settled of the county no longer matters.
    findings = [*(one for one in identity.findings if one.check_id.startswith("period")), *findings]
    findings += [*gathered_totals(recognition, names), *rows_aside(recognition, names)]
    lost = [*rows_of_nobody(recognition, names)]
    return (
        *(
            _read(replace(identity, county=county), rows, form, findings, marked, names)
            for county, rows in compiled.items()
        ),
        *([_empty(None, identity.period, identity.demo or None, lost)] if lost else []),
    )


def _gathered(part: Part, names: PlaceNames) -> Iterator[Part]:
    """A part of a period, county by county where it gathers the rows of several."""
    compiled = by_county(part.recognition, names) if part.county in (None, names.city) else {}
    if not compiled:
        yield part
    for county, rows in compiled.items():
        yield replace(part, county=county, recognition=rows, own=part.own | {"county"})


def _divided(
    parts: Sequence[Part],
    identity: Identity,
    declared: Declared,
    recognition: Recognition,
    form: Form,
    findings: Sequence[Finding],
    marked: bool,
    names: PlaceNames,
) -> tuple[Unchecked, ...]:
    """What each county says of each period, where the cells of a table say whose and of when they are."""
    titled = identity.period if identity.period != declared.period else None
    said = [*findings, *division_findings(recognition, names, identity.county, titled)]
    said += [*gathered_totals(recognition, names), *rows_aside(recognition, names)]
    lost = [*lost_rows(recognition, names, identity.county), *rows_of_nobody(recognition, names)]
    return (
        *(
            _read(
                replace(identity, county=part.county, period=part.period),
                part.recognition,
                form,
                # what the cells say themselves need not be settled for the whole file
                [*(one for one in identity.findings if one.check_id.partition("_")[0] not in part.own), *said],
                marked,
                names,
            )
            for part in parts
        ),
        *([_empty(None, None, identity.demo or None, lost)] if lost else []),
    )


def conclude(
    one: Unchecked,
    settings: Settings,
    checks: Mapping[str, Sequence[BoundCheck]],
    past: Past,
    others: Others | None = None,
) -> Examined:
    """Hold what was read against the rules of its form and against other months; arguments as `examine`.

    Args:
        others: what other counties sent; without, nothing is held against that.
    """
    if one.form is None:
        return nothing(one.county, one.period, one.demo, [*one.findings])
    form, names = settings.forms.form(one.form), settings.names
    history = past(one.county, one.period) if one.county and one.period else None
    tables, more = _checked(one, history)
    context = CheckContext(
        settings.city,
        one.county,
        one.period,
        tables,
        whole=one.marked or len(tables) > 1,
        elsewhere=history.tables if history else frozenset(),
        earlier=history.earlier if history else lambda _: None,
        awaited=history.awaited if history else lambda _name, _here: (),
    )
    parts: list[RowFrames | ItemFrames] = [*one.rows.values(), *one.items.values()]
    doubtful = [cell for part in parts for cell in part.doubtful]
    # while nobody has said which of two sheets is meant, every row stands there twice
    open_copies = any(finding.check_id == "sheets_twice" for finding in one.findings)
    rules = () if open_copies else check_findings(checks[form.id], form, context)
    found = [
        *one.findings,
        *(() if open_copies else more),
        *_copies(one, tables, others, names),
        *(rule for rule in rules if not (one.settled and rule.check_id in HELD)),
        *doubt_findings(doubtful, lambda text: "、".join(names.nearest(text))),
    ]
    # Of a file that nobody can place, silence about demonstration says nothing either.
    placed = one.county is not None and one.period is not None
    return _examined(one, tables, found, one.demo if one.demo or placed else None)


def _copies(
    one: Unchecked, tables: Mapping[str, CheckedTable], others: Others | None, names: PlaceNames
) -> Iterator[Finding]:
    """The question whether a file is not another county's, which it repeats."""
    if others is None or one.settled or one.county is None or one.period is None:
        return
    if found := others.like({name: table.frame for name, table in tables.items()}, one.county, one.period):
        other, count = found
        message = say("copy_of_other", count=count, county=names.name(other), sender=names.name(one.county))
        yield Finding("error", "copy_of_other", message, found=names.name(other))


def _read(
    identity: Identity,
    recognition: Recognition,
    form: Form,
    findings: Sequence[Finding],
    marked: bool,
    names: PlaceNames,
) -> Unchecked:
    """The tables of one sender, as frames."""
    county, period = identity.county, identity.period
    year = period.year if period else None
    rows: dict[str, RowFrames] = {}
    items: dict[str, ItemFrames] = {}
    for table in form.tables:
        if isinstance(table, RowTable):
            if rows_found := recognition.rows(table):
                rows[table.name] = row_frames(rows_found, names, year)
        elif items_found := recognition.items(table):
            items[table.name] = item_frames(items_found, names, county, year)
    blanks = blank_findings([*rows.values()], [*items.values()])
    return Unchecked(county, period, form.id, identity.demo, marked, rows, items, tuple(findings), tuple(blanks))


def _checked(one: Unchecked, history: History | None) -> tuple[dict[str, CheckedTable], list[Finding]]:
    """The tables as checks see them, identities given; and what reading found."""
    tables: dict[str, CheckedTable] = {}
    findings: list[Finding] = []
    for name, part in one.rows.items():
        findings += part.findings
        table = checked_rows(part.definition, part.rows, part.columns, part.totals)
        findings += _required(table, part.definition)
        if part.definition.entity and one.county:
            # Without a code, the identity follows from the name: nobody need be asked.
            coded = len(part.definition.entity) > 1
            known = history.rows(part.definition) if history and coded else None
            given = identified(table, part.definition, one.county, known)
            table.frame["school_id"] = pd.Series(given.identities, dtype="object")
            findings += given.findings
        tables[name] = table
    for name, figures in one.items.items():
        findings += figures.findings
        tables[name] = checked_items(figures.definition, figures.figures, figures.shares)
    return tables, [*findings, *one.blanks]


def _examined(
    one: Unchecked, tables: Mapping[str, CheckedTable], findings: list[Finding], demo: bool | None
) -> Examined:
    """What is left when what the errors are about is taken out."""
    whole = [finding for finding in findings if finding.rejects_submission]
    asked = whole and all(finding.check_id in HELD for finding in whole)
    bad = [finding for finding in findings if finding.severity == "error"]
    rows = {name: without(tables[name].frame, part.definition, bad) for name, part in one.rows.items()}
    figures = _concatenated([part.figures for part in one.items.values()], FIGURES)
    columns = [*(part.columns for part in one.rows.values()), *(part.columns for part in one.items.values())]
    return Examined(
        one.county,
        one.period,
        one.form,
        demo,
        "held" if asked else "rejected" if whole else "partly" if bad else "accepted",
        rows,
        {name: part.typed for name, part in one.rows.items()},
        disbelieved(figures, bad),
        _concatenated(columns, COLUMN_PLACES),
        findings_frame(findings),
    )


def _empty(county: str | None, period: Period | None, demo: bool | None, findings: Sequence[Finding]) -> Unchecked:
    return Unchecked(county, period, None, demo, False, {}, {}, tuple(findings))


def nothing(county: str | None, period: Period | None, demo: bool | None, findings: list[Finding]) -> Examined:
    """A workbook without any table of a form."""
    figures, columns = pd.DataFrame(columns=list(FIGURES)), pd.DataFrame(columns=list(COLUMN_PLACES))
    return Examined(county, period, None, demo, "rejected", {}, {}, figures, columns, findings_frame(findings))


def _fingerprint(workbook: Workbook) -> TemplateMark | None:
    sheet = next((sheet.rows for sheet in workbook.sheets if sheet.name == FINGERPRINT_SHEET), ())
    return read_fingerprint(workbook.properties, sheet)


def _required(table: CheckedTable, definition: RowTable) -> Iterator[Finding]:
    """Rows without what a row must have."""
    for field in definition.fields:
        if not field.required:
            continue
        for row, value in enumerate(table.frame[field.name]):
            if not isinstance(value, str) or not value:
                sheet, cell = table.place(row, field.name)
                message = located(say("required", heading=field.heading), sheet, cell)
                number = table.row_number(row)
                yield Finding("error", "required", message, sheet, cell, field.name, table=definition.name, row=number)


def _concatenated(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(columns))

"""Headings and labels that no form knows: listed with what they may mean, accepted once, their files read anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.forms import Form, RowTable
from reporting.definitions.periods import Period
from reporting.errors import ReportingError, UsageError
from reporting.execution.files import write_atomically
from reporting.intake.archive import as_sent
from reporting.intake.ingest import Ingested, ingest
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store, utc_now
from reporting.store.view import SubmissionState, View
from reporting.workbooks.layouts.heading_keys import heading_keys
from reporting.workbooks.layouts.headings import nearest_heading

__all__ = ["OpenHeading", "accept_headings", "unknown_headings"]

_FILE = "headings.yaml"
_HEAD = """# yaml-language-server: $schema=../docs/schemas/headings.json
# Headings that were accepted for fields of forms.yaml, by whom and why; `reporting heading accept` adds to them.
# 经核定认可的表头、指标名：各属哪一栏、哪一项，由谁、何时、因何认可。
headings:
"""
_CHECKS = ("unknown_heading", "required_heading", "unknown_item")
_OPEN = ("accepted", "partly", "rejected", "held")


@dataclass(frozen=True)
class OpenHeading:
    """A heading, or label, that no form knows, where it stood, and the field or item that it is nearest to, if any."""

    heading: str
    form: str
    field: str
    candidate: str
    submissions: tuple[str, ...]
    files: tuple[str, ...]


def unknown_headings(view: View, settings: Settings) -> list[OpenHeading]:
    """The headings that nobody has accepted yet, of files that count or were refused; those with a candidate first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for submission, form, file, heading in _said(view):
        found.setdefault((heading, form), []).append((submission, file))
    rows = []
    for (heading, named), places in found.items():
        forms = [form for form in settings.forms.forms if named in ("", form.id)]
        known = {text: (form.id, field) for form in forms for field, texts in _fields(form) for text in texts}
        if {key for text in known for key in heading_keys(text)}.intersection(heading_keys(heading)):
            continue
        candidate = nearest_heading(heading, list(known))
        form_id, field = known.get(candidate, (named, ""))
        submissions, files = (tuple(dict.fromkeys(part)) for part in zip(*places, strict=True))
        rows.append(OpenHeading(heading, form_id, field, candidate, submissions, files))
    return sorted(rows, key=lambda row: (not row.candidate, row.form, row.field, row.heading))


def accept_headings(
    project: Project, settings: Settings, meant: Sequence[tuple[str, str, str]], *, by: str, because: str,
    receipts: Path | None = None,
) -> list[Ingested]:  # fmt: skip
    """Read headings as fields, and labels as items, from now on, and the files that had them anew.

    Args:
        meant: id of the form; name of the field or item, with ``table.`` before it where several tables have such a
            one; and the heading.

    Raises:
        UsageError: there is no such form or field, or a heading is known already; nothing is written then.
    """
    entries = []
    for form, field, heading in meant:
        table, name = _place(settings, form, field)
        keys = set(heading_keys(heading))
        for other, texts in _fields(settings.forms.form(form)):
            known = keys.intersection(key for text in texts for key in heading_keys(text))
            if known and other.partition(".")[0] == table:
                raise UsageError(f"{heading} is a heading of {other} already", hint="ingest the file again")
        entries.append({"form": form, "table": table, "field": name, "heading": heading, "by": by, "because": because})
    said = {(form, heading) for form, _field, heading in meant}
    with open_store(project.store, settings.forms) as store:
        view = View(store)
        wanted = {
            one
            for one, named, _file, found in _said(view)
            if {(form, found) for form, _ in said if named in ("", form)} & said
        }
        states = [row for row in view.submission_states() if row.submission in wanted]
    at = utc_now().isoformat(timespec="seconds")
    settings = _written(project, [{**entry, "at": at} for entry in entries])
    files: dict[str, list[SubmissionState]] = {}
    for row in states:
        files.setdefault(row.sha256, []).append(row)
    return [one for rows in files.values() for one in _again(project, settings, rows, receipts)]


def _said(view: View) -> Iterator[tuple[str, str, str, str]]:
    """Submission, form, file and heading of each heading that was not known and of which something may still come."""
    states = {row.submission: row for row in view.submission_states()}
    for submission, check, found in view.found_by(_CHECKS):
        row = states.get(submission)
        if row is not None and row.status in _OPEN:
            for heading in filter(None, found.split("、") if check == "required_heading" else [found]):
                yield submission, row.form or "", row.file, heading


def _fields(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    """``table.field`` and headings of each field, ``table.item`` and labels of each item."""
    for table in form.tables:
        if isinstance(table, RowTable):
            yield from ((f"{table.name}.{field.name}", field.headings) for field in table.fields)
        else:
            yield from ((f"{table.name}.{item.name}", item.labels) for item in table.items)


def _place(settings: Settings, form: str, field: str) -> tuple[str, str]:
    """The table and the field that are meant."""
    if form not in (ids := [one.id for one in settings.forms.forms]):
        raise UsageError(f"there is no form {form}", hint=f"forms: {', '.join(ids)}")
    names = [name for name, _texts in _fields(settings.forms.form(form))]
    meant = [name for name in names if field in (name, name.partition(".")[2])]
    if len(meant) != 1:
        what = f"several tables of {form} have a field {field}" if meant else f"{form} has no field {field}"
        raise UsageError(what, hint=f"one of: {', '.join(meant or names)}")
    table, _, name = meant[0].partition(".")
    return table, name


def _written(project: Project, entries: Sequence[dict[str, str]]) -> Settings:
    """The settings with more accepted headings; the file is as it was where they do not load."""
    path = project.params / _FILE
    before = path.read_text(encoding="utf-8") if path.exists() else None
    lines = (
        ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
        for entry in entries
    )
    text = (before or _HEAD).removesuffix("\n") + "\n" + "".join(f"  - {{{line}}}\n" for line in lines)
    write_atomically(path, text.encode())
    try:
        return load_settings(project)
    except ReportingError:
        if before is None:
            path.unlink()
        else:
            write_atomically(path, before.encode())
        raise


def _again(
    project: Project, settings: Settings, rows: Sequence[SubmissionState], receipts: Path | None
) -> list[Ingested]:
    """Read a file of the archive anew, as it was sent; one that the archive lost is left to whoever has it."""
    first = rows[0]
    with as_sent(project.archive, first.sha256, first.file) as path:
        if path is None:
            return []
        alone = len(rows) == 1
        return ingest(
            project,
            settings,
            [path],
            receipts=receipts,
            county=first.county if alone else None,
            period=Period(first.period) if alone and first.period else None,
            received_at=first.received_at,
            again=[row.submission for row in rows],
        )

"""Headings that no form knows: listed with what they may mean, accepted once by a person, their files read anew."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.forms import Form, RowTable
from reporting.definitions.periods import Period
from reporting.errors import ReportingError, UsageError
from reporting.execution.files import write_atomically
from reporting.intake.archive import archived, hash_of
from reporting.intake.ingest import Ingested, ingest
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store, utc_now
from reporting.store.view import View
from reporting.workbooks.heading_keys import heading_keys
from reporting.workbooks.headings import nearest_heading

__all__ = ["UnknownHeading", "accept_heading", "unknown_headings"]

_FILE = "headings.yaml"
_HEAD = """# yaml-language-server: $schema=../docs/schemas/headings.json
# Headings that were accepted for fields of forms.yaml, by whom and why; `reporting heading accept` adds to them.
# 经核定认可的表头：各属哪一栏，由谁、何时、因何认可。
headings:
"""
_CHECKS = ("unknown_heading", "required_heading")
_OPEN = ("accepted", "partly", "rejected", "held")


@dataclass(frozen=True)
class UnknownHeading:
    """A heading that no form knows, where it stood, and the field that it is nearest to; empty where none is near."""

    heading: str
    form: str
    field: str
    candidate: str
    submissions: tuple[str, ...]
    files: tuple[str, ...]


def unknown_headings(view: View, settings: Settings) -> list[UnknownHeading]:
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
        rows.append(UnknownHeading(heading, form_id, field, candidate, submissions, files))
    return sorted(rows, key=lambda row: (not row.candidate, row.form, row.field, row.heading))


def accept_heading(
    project: Project, settings: Settings, form: str, field: str, heading: str, *, by: str, because: str,
    receipts: Path | None = None,
) -> list[Ingested]:  # fmt: skip
    """Read a heading as a field from now on, and the files that had it anew.

    Args:
        form: its id.
        field: its name, with ``table.`` before it where several tables have such a field.

    Raises:
        UsageError: there is no such form or field, or the heading is known already.
    """
    table, name = _place(settings, form, field)
    keys = set(heading_keys(heading))
    for other, texts in _fields(settings.forms.form(form)):
        if other.partition(".")[0] == table and keys.intersection(key for text in texts for key in heading_keys(text)):
            raise UsageError(f"{heading} is a heading of {other} already", hint="ingest the file again")
    with open_store(project.store, settings.forms) as store:
        view = View(store)
        wanted = {one for one, named, _file, said in _said(view) if said == heading and named in ("", form)}
        states = [row for row in view.submission_states() if row[0] in wanted]
    entry = {"form": form, "table": table, "field": name, "heading": heading, "by": by, "because": because}
    settings = _written(project, {**entry, "at": utc_now().isoformat(timespec="seconds")})
    files: dict[str, list[Sequence[object]]] = {}
    for row in states:
        files.setdefault(str(row[8]), []).append(row)
    return [one for rows in files.values() for one in _again(project, settings, rows, receipts)]


def _said(view: View) -> Iterator[tuple[str, str, str, str]]:
    """Submission, form, file and heading of each heading that was not known and of which something may still come."""
    states = {str(row[0]): row for row in view.submission_states()}
    for submission, _check, found in view.found_by(_CHECKS):
        row = states.get(submission)
        if row is not None and row[5] in _OPEN:
            for heading in filter(None, found.split("、")):
                yield submission, str(row[3] or ""), str(row[7]), heading


def _fields(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    """``table.field`` and headings of each field."""
    for table in form.tables:
        if isinstance(table, RowTable):
            yield from ((f"{table.name}.{field.name}", field.headings) for field in table.fields)


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


def _written(project: Project, entry: dict[str, str]) -> Settings:
    """The settings with one more accepted heading; the file is as it was where they do not load."""
    path = project.params / _FILE
    before = path.read_text(encoding="utf-8") if path.exists() else None
    line = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
    text = before or _HEAD
    write_atomically(path, f"{text}{'' if text.endswith(chr(10)) else chr(10)}  - {{{line}}}\n".encode())
    try:
        return load_settings(project)
    except ReportingError:
        if before is None:
            path.unlink()
        else:
            write_atomically(path, before.encode())
        raise


def _again(
    project: Project, settings: Settings, rows: Sequence[Sequence[object]], receipts: Path | None
) -> list[Ingested]:
    """Read a file of the archive anew, as it was sent; one that the archive lost is left to whoever has it."""
    (_, county, period, *_), (file, sha256, received_at) = rows[0], rows[0][7:10]
    kept = archived(project.archive, str(sha256))
    if kept is None or hash_of(kept) != sha256:
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(str(file)).name
        shutil.copyfile(kept, path)
        alone = len(rows) == 1
        return ingest(
            project,
            settings,
            [path],
            receipts=receipts,
            county=str(county) if alone and county else None,
            period=Period(str(period)) if alone and period else None,
            received_at=received_at,  # type: ignore[arg-type]
            again=[str(row[0]) for row in rows],
        )

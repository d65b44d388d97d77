"""Texts that counties wrote, for a person to pass or refuse before the public reads them."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from reporting.analysis.free_text import Redactor
from reporting.definitions.forms import RowTable
from reporting.definitions.periods import Period
from reporting.disclosure.public_texts import EVERYBODY, free_texts
from reporting.errors import UsageError
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import digest
from reporting.settings import Project, Settings
from reporting.snapshots.exports import csv_bytes
from reporting.store.store import open_store, utc_now
from reporting.store.view import View
from reporting.translations import translator

__all__ = ["DECISIONS", "ReviewedText", "decide", "decisions_of", "reviewed_texts", "write_list"]

_ID_DIGITS = 8

DECISIONS = ("approved", "refused")


@dataclass(frozen=True)
class ReviewedText:
    """A text and what was decided of it.

    Attributes:
        id: by which it is passed or refused; of the text itself, so that it is the same next month.
        county: code; empty for an entry of a list, which is one text for every county.
        field: heading of the column that it stands in.
        shown: the text as the public would read it.
        betrays: whom or what it may give away, codes of `reporting.analysis.free_text.Betrayal`.
        decision: ``approved``, ``refused``, or empty where nobody has decided.
        decided_at: UTC, ISO 8601.
    """

    id: str
    county: str
    table: str
    field: str
    text: str
    shown: str
    betrays: tuple[str, ...]
    decision: str = ""
    decided_by: str = ""
    because: str = ""
    decided_at: str = ""


def reviewed_texts(project: Project, settings: Settings, period: Period) -> list[ReviewedText]:
    """Every text that the public edition of a period may show, those of the period before that it shows included."""
    periods = [str(settings.city.calendar.previous(period)), str(period)]
    with open_store(project.store, settings.forms) as store:
        view = View(store)
        tables = {
            table.name: (view.rows(table.name, periods=periods), table)
            for table in settings.forms.tables
            if isinstance(table, RowTable)
        }
        decided = {(one[0], one[1]): one for one in view.text_decisions()}
    redactors = _redactors(settings, tables)
    nobody = Redactor(())
    entities = set(_entities(settings))
    found = pd.concat([free_texts(frame, table) for frame, table in tables.values()], ignore_index=True)
    texts = []
    for county, table, field, text in found.itertuples(index=False, name=None):
        if (table, field) in entities:
            continue
        redactor = redactors.get(county, nobody)
        said = decided.get((county, text))
        texts.append(
            ReviewedText(
                id=_identity(county, text),
                county=county,
                table=table,
                field=field,
                text=text,
                shown=redactor.shown(text),
                betrays=tuple(map(str, redactor.betrayals(text))),
                **(_said(*said[2:]) if said else {}),
            )
        )
    return texts


def decide(
    project: Project,
    settings: Settings,
    texts: Sequence[ReviewedText],
    decisions: Mapping[str, str],
    *,
    by: str,
    because: str = "",
) -> int:
    """Put decisions on record; returns how many texts are decided otherwise than before.

    Args:
        decisions: id → ``approved`` or ``refused``.

    Raises:
        UsageError: nobody signs, or there is no such text.
    """
    if not by.strip():
        raise UsageError("a decision needs the name of whoever takes it", hint="--by NAME")
    known = {one.id: one for one in texts}
    if unknown := sorted(set(decisions) - set(known)):
        raise UsageError(f"there is no text {', '.join(unknown)}", hint="`reporting texts PERIOD` lists them")
    changed = 0
    with open_store(project.store, settings.forms, writing=True) as store:
        for decision in DECISIONS:
            mine = [known[one] for one, word in decisions.items() if word == decision and known[one].decision != word]
            store.decide_texts([(one.county, one.text) for one in mine], decision, by.strip(), because, utc_now())
            changed += len(mine)
    return changed


def write_list(texts: Sequence[ReviewedText], settings: Settings, path: Path) -> None:
    """A table to decide in, for a spreadsheet: every text with an empty column for the decision."""
    _ = translator("editions", "zh-Hans")
    names = {county.code: county.name.zh for county in settings.city.counties} | {
        settings.city.code: settings.city.name.zh,
        EVERYBODY: _("Any"),
    }
    rows = [
        {
            _("Id"): one.id,
            _("Decision"): _(f"text {one.decision}") if one.decision else "",
            _("County"): names.get(one.county, one.county),
            _("Field"): one.field,
            _("As the public would read it"): one.shown,
            _("May give away"): "、".join(_(f"betrays {kind}") for kind in one.betrays),
            _("As sent"): one.text,
        }
        for one in texts
    ]
    write_atomically(path, csv_bytes(pd.DataFrame(rows, dtype="str")))


def decisions_of(path: Path) -> dict[str, str]:
    """Id → decision, of a table as `write_list` writes it and somebody has filled it in.

    Raises:
        UsageError: it is no such table, or a word in it is no decision.
    """
    _ = translator("editions", "zh-Hans")
    words = {_(f"text {decision}"): decision for decision in DECISIONS}
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    rows = list(csv.DictReader(text.splitlines()))
    identity, decision = _("Id"), _("Decision")
    if not rows or not {identity, decision} <= set(rows[0]):
        raise UsageError(f"{path.name} has no columns {identity}, {decision}", hint="make it with `reporting texts -o`")
    found = {row[identity].strip(): (row[decision] or "").strip() for row in rows}
    if wrong := sorted({word for word in found.values() if word and word not in words}):
        raise UsageError(f"{wrong[0]!r} is no decision", where=path.name, hint=f"one of: {', '.join(words)}")
    return {one: words[word] for one, word in found.items() if word}


def _said(decision: str, by: str, because: str, at: datetime) -> dict[str, str]:
    return {
        "decision": decision,
        "decided_by": by,
        "because": because,
        "decided_at": at.isoformat(timespec="seconds"),
    }


def _identity(county: str, text: str) -> str:
    # a letter first, or a spreadsheet would take 12345678 and 1e234567 for numbers
    return "t" + digest(f"{county}\0{text}".encode())[:_ID_DIGITS]


def _entities(settings: Settings) -> Collection[tuple[str, str]]:
    """Table and heading of what names a school: it never reaches the public, so that nobody has to decide about it."""
    scope = settings.city.scope
    return [
        (table.name, field.heading)
        for table in settings.forms.tables
        if scope and table.name == scope.table and isinstance(table, RowTable)
        for field in table.fields
        if field.name in table.entity
    ]


def _redactors(settings: Settings, tables: Mapping[str, tuple[pd.DataFrame, RowTable]]) -> dict[str, Redactor]:
    if not (scope := settings.city.scope):
        return {}
    ledger, table = tables[scope.table]
    names = [field.name for field in table.fields if field.name in table.entity and field.kind == "text"]
    return {
        str(county): Redactor(school for name in names for school in schools[name].dropna())
        for county, schools in ledger.groupby("county")
    }

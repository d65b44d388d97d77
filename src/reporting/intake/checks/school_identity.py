"""One identity for a school over months: by its code, else by its name within the county; twins are only listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from reporting.definitions.forms import RowTable
from reporting.definitions.widths import fold
from reporting.intake.checks.base import CheckedTable
from reporting.intake.findings import Finding, located, say

__all__ = ["DOUBTED", "Identified", "identified"]

DOUBTED = ("twin_of_gone", "twin_in_sheet", "code_changed")
"""Codes of the findings that ask whether two names or codes are one school."""

_TWINS = 72
"""Likeness (0–100) from which a school that is new is shown beside one that is gone; it decides nothing."""

_TWINS_IN_ONE_SHEET = 90
"""The same for two schools of one sheet, one of which has no code."""

_MOST = 2000
"""Names that are compared with all others; more than a county has."""

_NUMERAL = re.compile(r"[0-9一二三四五六七八九十]+")


@dataclass(frozen=True)
class Identified:
    """Rows with their identity.

    Attributes:
        identities: one a row: the code by which the school was first known, or county and folded name.
        findings: codes that changed, and likely twins, for a person to look at.
    """

    identities: list[str | None]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says of its school."""

    at: int
    code: str
    name: str

    @property
    def key(self) -> str:
        return fold(self.name)


def identified(table: CheckedTable, definition: RowTable, county: str, known: pd.DataFrame | None) -> Identified:
    """Give each row the identity of its school.

    Args:
        table: of the submission.
        definition: whose ``entity`` names a code first (where there is one) and a name last.
        county: code of the sender.
        known: what it sent for other periods, latest first: school_id and the fields; None for nothing.
    """
    *codes, name = definition.entity
    code = codes[0] if codes else None
    here = _rows(table.frame, code, name)
    register = _Register(table.frame.head(0) if known is None else known, code, name)
    identities: list[str | None] = [None] * len(here)
    findings: list[Finding] = []
    coded = {row.code: row for row in here if row.code}
    taken = {register.by_code[row.code] for row in coded.values() if row.code in register.by_code}
    named_here: dict[str, str] = {}
    for row in sorted(here, key=lambda row: not row.code):
        identity = register.by_code.get(row.code) if row.code else None
        if identity is None and row.key:
            identity = named_here.get(row.key) if not row.code else None
            before = register.by_name.get(row.key)
            if identity is None and before is not None and before not in taken:
                identity = before
                was = register.codes.get(before, "")
                if row.code and was and was != row.code:
                    findings.append(_code_changed(row, was, table, code or name))
        if identity is None and (row.code or row.key):
            identity = row.code or f"{county}:{row.key}"
        identities[row.at] = identity
        if identity is not None:
            taken.add(identity)
            if row.key:
                named_here.setdefault(row.key, identity)
    findings += _twins(here, identities, register, table, name)
    return Identified(identities, tuple(findings))


class _Register:
    """Schools known before: their identities by code and by name; a name that two schools share tells nothing."""

    def __init__(self, known: pd.DataFrame, code: str | None, name: str) -> None:
        self.by_code: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.names: dict[str, str] = {}
        by_name: dict[str, set[str]] = {}
        for row, identity in zip(_rows(known, code, name), known.get("school_id", ()), strict=True):
            if not isinstance(identity, str):
                continue
            if row.code:
                self.by_code.setdefault(row.code, identity)
                self.codes.setdefault(identity, row.code)
            self.names.setdefault(identity, row.name)
            by_name.setdefault(row.key, set()).add(identity)
        self.by_name = {key: next(iter(found)) for key, found in by_name.items() if key and len(found) == 1}


def _rows(frame: pd.DataFrame, code: str | None, name: str) -> list[_Row]:
    names = frame[name] if name in frame else [None] * len(frame)
    codes = frame[code] if code and code in frame else [None] * len(frame)
    return [_Row(at, _text(c), _text(n)) for at, (c, n) in enumerate(zip(codes, names, strict=True))]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _code_changed(row: _Row, was: str, table: CheckedTable, field: str) -> Finding:
    sheet, cell = table.place(row.at, field)
    message = located(say("code_changed", found=row.code, before=was), sheet, cell, row.name)
    return Finding("warning", "code_changed", message, sheet, cell, field, row.code)


def _twins(
    here: Sequence[_Row], identities: Sequence[str | None], register: _Register, table: CheckedTable, field: str
) -> Iterator[Finding]:
    """Schools that may be one under two spellings: one new and one gone, or two of which one has no code."""
    present = set(identities)
    gone = {fold(name): name for identity, name in register.names.items() if identity not in present and name}
    new = [row for row in here if row.name and identities[row.at] not in register.names]
    if register.names:
        for row, other in _alike(new, gone, _TWINS):
            yield _twin("twin_of_gone", row, other, table, field)
    coded = {row.key: row.name for row in here if row.name}
    for row, other in _alike([row for row in here if row.name and not row.code], coded, _TWINS_IN_ONE_SHEET):
        yield _twin("twin_in_sheet", row, other, table, field)


def _alike(rows: Sequence[_Row], names: Mapping[str, str], likeness: int) -> Iterator[tuple[_Row, str]]:
    """Rows and the name most like theirs; 第一小学 and 第二小学 are not alike."""
    for row in rows[:_MOST]:
        choices = [key for key in names if key != row.key and _NUMERAL.findall(key) == _NUMERAL.findall(row.key)]
        found = process.extractOne(row.key, choices, scorer=fuzz.ratio, score_cutoff=likeness)
        if found:
            yield row, names[found[0]]


def _twin(code: str, row: _Row, other: str, table: CheckedTable, field: str) -> Finding:
    sheet, cell = table.place(row.at, field)
    message = located(say(code, found=row.name, other=other), sheet, cell)
    return Finding("notice", code, message, sheet, cell, field, f"{row.name} / {other}")

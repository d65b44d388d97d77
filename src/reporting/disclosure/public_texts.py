"""What counties wrote freely, as the public may read it: only what a person has passed (`reporting texts`).

A text that nobody has passed yet is left out with the state ``unreviewed``, one that was refused with ``suppressed``.
What is chosen from a list of the form's own is no free text; an entry of a free list, such as a course, is one text for
whichever county offers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from reporting.analysis.free_text import Redactor
from reporting.definitions.forms import Field, RowTable

__all__ = ["EVERYBODY", "PASSED", "UNREVIEWED", "Decisions", "free_texts", "public_rows"]

UNREVIEWED = "unreviewed"
"""The state of a text that nobody has passed."""
PASSED = "passed"
"""The state of a text that a person has passed."""
EVERYBODY = ""
"""Stands for the county of an entry of a list: the same word is the same wherever it is offered."""
Decisions: TypeAlias = Mapping[tuple[str, str], str]
"""County and text → ``approved`` or ``refused``."""
_SEPARATOR = "、"
_ORDINAL_DIGITS = 3


def free_texts(frame: pd.DataFrame, table: RowTable) -> pd.DataFrame:
    """Every text of a table's rows that a person has to pass, once each.

    Returns:
        county (empty for entries of lists), table, field (its heading), text; in the order of the rows.
    """
    columns = ["county", "table", "field", "text"]
    found: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for field in _free_fields(frame, table):
        for county, text in zip(frame["county"], _texts(frame, field), strict=True):
            for key in _keys(county, text, field):
                found.setdefault(key, (key[0], table.name, field.heading, key[1]))
    return pd.DataFrame(list(found.values()), columns=columns, dtype="str")


def public_rows(
    frame: pd.DataFrame, table: RowTable, redactors: Mapping[str, Redactor], decisions: Decisions
) -> pd.DataFrame:
    """Rows of a table as the public may read them.

    Args:
        frame: ``county`` and fields of the table.
        redactors: county → who knows its schools, and replaces their names even in what was passed.
    """
    done = frame.copy()
    nobody = Redactor(())
    whose = [redactors.get(county, nobody) for county in frame["county"]]
    for field in _free_fields(frame, table):
        shown, states = [], []
        for county, text, redactor in zip(frame["county"], _texts(frame, field), whose, strict=True):
            keys = list(_keys(county, text, field))
            passed = [redactor.shown(key[1]) for key in keys if decisions.get(key) == "approved"]
            if field.kind == "list":
                kept = [entry for entry in _entries(text) if entry in field.choices]
                shown.append(_SEPARATOR.join([*kept, *passed]) or (text and None))
            else:
                shown.append(passed[0] if passed else None if keys else text)
            missing = [decisions.get(key) for key in keys if decisions.get(key) != "approved"]
            states.append(_state(missing, passed))
        done[field.name] = pd.Series(shown, frame.index, dtype="str")
        state = f"{field.name}_state"
        before = done[state].astype("object") if state in done else pd.Series("reported", frame.index, dtype="object")
        left_out = pd.Series(states, frame.index, dtype="object")
        done[state] = left_out.where(left_out.notna(), before).astype("str")
    return done


def _state(missing: Sequence[str | None], passed: Sequence[str]) -> str | None:
    """Why something is left out of a cell, or that a person has passed it; None where there was nothing to pass."""
    if missing:
        return UNREVIEWED if None in missing else "suppressed"
    return PASSED if passed else None


def _free_fields(frame: pd.DataFrame, table: RowTable) -> Iterator[Field]:
    for field in table.fields:
        if field.name in frame and not field.private and field.kind in ("text", "list", "choice", "code"):
            yield field


def _texts(frame: pd.DataFrame, field: Field) -> list[str | None]:
    return [None if pd.isna(one) else str(one) for one in frame[field.name].astype("object")]


def _keys(county: str, text: str | None, field: Field) -> Iterator[tuple[str, str]]:
    """What has to be passed of a cell; nothing of what the form offers to choose, nor of an ordinal."""
    if field.kind == "list":
        yield from ((EVERYBODY, one) for one in dict.fromkeys(_entries(text)) if one not in field.choices)
    elif text and text not in field.choices and not (text.isdigit() and len(text) <= _ORDINAL_DIGITS):
        yield county, text


def _entries(text: str | None) -> list[str]:
    return [entry for part in (text or "").split(_SEPARATOR) if (entry := part.strip())]

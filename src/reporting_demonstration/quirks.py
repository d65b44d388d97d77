"""How clerks type: not applicable as a stroke, and the habits that a reader of their files has to cope with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from reporting.definitions.counties import County
from reporting_demonstration.county_facts import Quirk

__all__ = ["as_a_clerk_types", "round_figure", "with_visible_error"]

NOT_APPLICABLE = "/"
_BLANK = ("legal_county",)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SOME = 5  # every so many rows a habit shows


def as_a_clerk_types(ledger: pd.DataFrame, county: County, quirks: tuple[Quirk, ...]) -> pd.DataFrame:
    """The ledger of one county as its clerk types it: objects, with ``/`` where something does not apply."""
    typed = pd.DataFrame(
        {name: [_typed(value, str(name)) for value in column] for name, column in ledger.items()}, dtype=object
    )
    for quirk in quirks:
        typed = _QUIRKS[quirk](typed, county)
    return typed


def with_visible_error(typed: pd.DataFrame) -> pd.DataFrame:
    """The same with more participants than pupils in one school, as a slipped key makes them."""
    participants = typed["participants"].tolist()
    row = next(row for row, value in enumerate(participants) if isinstance(value, int) and value > 100)
    participants[row] *= 10
    return typed.assign(participants=pd.Series(participants, dtype=object))


def round_figure(value: float, word: str) -> object:
    """A count as people say it: ``近1500`` from below, ``1400余`` from above; small ones are told exactly."""
    if value < 100 or value % 100 == 0:
        return value
    hundreds = int(value // 100) * 100
    return f"{hundreds}余" if word == "余" else f"近{hundreds + 100}"


def _typed(value: Any, name: str) -> object:
    if isinstance(value, tuple):
        return "、".join(value)
    if pd.isna(value):
        return None if name in _BLANK else NOT_APPLICABLE
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _spaced_county(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    """``叶　县``: an ideographic space makes two characters as wide as three."""
    return typed.assign(county="\u3000".join(county.name.zh))


def _traditional_county(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    return _changed(typed, "county", typed.index[::_SOME], lambda _: county.aliases[0])


def _full_width_digits(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    for name in ("enrolled", "participants"):
        typed = _changed(typed, name, typed.index[::_SOME], lambda value: str(value).translate(_FULL_WIDTH))
    return typed


def _blank_minutes(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    """Not counted yet, so left blank."""
    given = typed.index[typed["hw_min_g36"] != NOT_APPLICABLE]
    return _changed(typed, "hw_min_g36", given[:3], lambda _: None)


def _closed_village_point(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    """A village point was closed, and its row deleted without a word."""
    points = typed.index[typed["village_point"].astype(bool)]
    remaining: pd.DataFrame = typed.drop(index=points[-1:])
    return remaining


def _merged_school(typed: pd.DataFrame, county: County) -> pd.DataFrame:
    """A boarding school took in another's pupils, so that its enrolment jumps."""
    boarding = typed.index[typed["boarding"].astype(bool)]
    return _changed(typed, "enrolled", boarding[:1], lambda value: round(value * 1.4))


def _changed(typed: pd.DataFrame, name: str, rows: pd.Index[Any], change: Callable[[Any], object]) -> pd.DataFrame:
    column = typed[name].copy()
    column[rows] = [change(value) for value in column[rows]]
    changed: pd.DataFrame = typed.assign(**{name: column})
    return changed


_QUIRKS = {
    "spaced_county": _spaced_county,
    "traditional_county": _traditional_county,
    "full_width_digits": _full_width_digits,
    "blank_minutes": _blank_minutes,
    "closed_village_point": _closed_village_point,
    "merged_school": _merged_school,
}

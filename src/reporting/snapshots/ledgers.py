"""What the tables of the store hold of some periods, and the ledgers of schools: as much at a time as memory takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from reporting.analysis.expressions import told_scope
from reporting.analysis.observations import joined_values, school_values
from reporting.definitions.counties import City
from reporting.definitions.forms import RowTable
from reporting.settings import Settings
from reporting.shared_texts import SharedTexts
from reporting.store.view import View

__all__ = ["KnownOfSchools", "in_parts", "known_of_schools", "rows_of"]

_MOST_PLACES = 500
"""County reports taken at once: many periods of a city, one of a nation."""


def in_parts(periods: Sequence[str], city: City) -> list[Sequence[str]]:
    """The periods, as many at a time as keep a nation's tables out of memory; where there is none, one part."""
    most = max(1, _MOST_PLACES // max(1, len(city.codes)))
    return [periods[first : first + most] for first in range(0, len(periods), most)] or [()]


class KnownOfSchools(NamedTuple):
    """What the ledgers of the last two periods say.

    Attributes:
        values: `school_values` of both.
        lists_before: county, school_id and the lists (course names, categories) of each school in the period before.
        now: the ledger of the period, in_scope first; without one its key columns and no row.
    """

    values: pd.DataFrame
    lists_before: pd.DataFrame
    now: pd.DataFrame


def known_of_schools(view: View, settings: Settings, periods: Sequence[str]) -> KnownOfSchools:
    """What the ledgers of the last two of the periods say; nothing of a topic without schools."""
    city, forms, scope = settings.city, settings.forms, settings.city.scope
    found, texts = [], SharedTexts()
    # of a nation the largest of all tables
    for some in in_parts(periods[-2:], city):
        ledger = _of_the_city(view.rows(scope.table, periods=some), settings) if scope else pd.DataFrame()
        found.append(
            KnownOfSchools(
                school_values(settings.indicators, city, forms, ledger),
                texts.shared(_lists_before(settings, ledger, periods)),
                texts.shared(_schools(settings, ledger[ledger["period"] == periods[-1]] if scope else ledger)),
            )
        )
        del ledger
    return KnownOfSchools(joined_values([one.values for one in found]), found[0].lists_before, found[-1].now)


def rows_of(view: View, settings: Settings, periods: Sequence[str], *, but: str = "") -> dict[str, pd.DataFrame]:
    """The current rows of every row table but one."""
    tables = [table.name for table in settings.forms.tables if isinstance(table, RowTable) and table.name != but]
    texts = SharedTexts()
    found = {name: texts.shared(view.rows(name, periods=periods)) for name in tables}
    return {name: _of_the_city(rows, settings) for name, rows in found.items()}


def _of_the_city(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The rows without those of counties that have been taken out of city.yaml; the store keeps them."""
    mine = rows["county"].isin([*settings.city.codes, settings.city.code])
    return rows if mine.all() else rows[mine]


def _lists_before(settings: Settings, ledger: pd.DataFrame, periods: Sequence[str]) -> pd.DataFrame:
    """county, school_id and the lists (course names, categories) of each school in the period before."""
    if ledger.empty or settings.city.scope is None:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ("county", "school_id")})
    table = settings.forms.table(settings.city.scope.table)
    lists = [field.name for field in table.fields if field.kind == "list"] if isinstance(table, RowTable) else []
    before = periods[-2] if len(periods) > 1 else ""
    return ledger.loc[ledger["period"] == before, ["county", "school_id", *lists]]


def _schools(settings: Settings, ledger: pd.DataFrame) -> pd.DataFrame:
    """The ledger of one period in its order, in_scope first; without one its key columns and no row."""
    scope = settings.city.scope
    if scope is None:
        columns = ["in_scope", "county", "period", "school_id"]
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns}).astype({"in_scope": "boolean"})
    table = settings.forms.table(scope.table)
    assert isinstance(table, RowTable)  # noqa: S101 - the settings were checked
    told = told_scope(table, scope, ledger)
    is_known = told.notna()
    state = pd.Series("reported", ledger.index, dtype="str").where(is_known, "unreliable")
    schools = ledger.assign(in_scope_state=state)
    schools.insert(0, "in_scope", told.astype("bool") if is_known.all() else told)
    return schools.reset_index(drop=True)

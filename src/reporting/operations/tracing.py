"""From a number of a report to the cells behind it, with the rule that counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from reporting.analysis.expressions import fields_of, fill
from reporting.analysis.observations import school_values
from reporting.definitions.indicators import Indicator, Indicators, Measure
from reporting.errors import UsageError
from reporting.intake.trace import trace
from reporting.settings import Settings
from reporting.snapshots.period_data import judged_values, observed
from reporting.store.view import View

__all__ = ["TracedNumber", "schools_short", "trace_number"]


@dataclass(frozen=True)
class TracedNumber:
    """A number and what it was made from.

    Attributes:
        observation: the number as reports show it: county, period, indicator, category, numerator, denominator,
            value, state, scope, source, counted, expected.
        measure: the rule that counted it.
        cells: as `reporting.intake.trace.trace` gives them, with the county in front.
    """

    observation: dict[str, object]
    measure: Measure
    cells: pd.DataFrame


def trace_number(
    view: View, settings: Settings, county: str, period: str, indicator: str, category: str = ""
) -> TracedNumber:
    """The cells behind an indicator of a county, or of a total, in a period.

    Raises:
        UsageError: there is no such indicator or category, or it is made of others (a gap).
    """
    known = _known(settings, indicator, category)
    observations = observed(view, replace(settings, indicators=_alone(settings, known)), [period])
    row = observations[(observations["county"] == county) & (observations["category"] == category)].iloc[0]
    measure = next((one for one in known.measures if one.table == row["source"]), known.measures[0])
    fields = [(measure.table, name) for name in _fields(settings, measure, category)]
    parts = [
        cells.assign(county=code)
        for code in _members(settings, county, known)
        if not (cells := trace(view, settings.forms, code, period, fields)).empty
    ]
    cells = pd.concat(parts, ignore_index=True) if parts else trace(view, settings.forms, county, period, [])
    cells = cells.assign(county=cells.get("county", ""))
    return TracedNumber(
        {str(name): None if pd.isna(value) else value for name, value in row.items()},
        measure,
        cells[["county", *(name for name in cells.columns if name != "county")]],
    )


def schools_short(view: View, settings: Settings, county: str, period: str, indicator: str) -> tuple[str, ...]:
    """The schools of a county that miss the indicator's target, by name; empty where schools are not judged by it."""
    scope, known = settings.city.scope, settings.indicators[indicator]
    if scope is None or not (known.nature.is_judged and known.nature.judges_schools(known)):
        return ()
    # the county's own ledger of this month is enough: comparing all counties over the years takes seconds
    ledger = view.rows(scope.table, periods=[period], counties=[county])
    values = judged_values(settings, school_values(_alone(settings, known), settings.city, settings.forms, ledger))
    short = values.loc[(values["category"] == "") & ~values["met"].astype("bool"), "school_id"]
    names = ledger.drop_duplicates("school_id").set_index("school_id")["school_name"]
    return tuple(str(names.get(identity, identity)) for identity in short)


def _alone(settings: Settings, indicator: Indicator) -> Indicators:
    """The indicator without the others, of which its numbers are not made."""
    return settings.indicators.model_copy(update={"indicators": (indicator,)})


def _known(settings: Settings, indicator: str, category: str) -> Indicator:
    try:
        known = settings.indicators[indicator]
    except KeyError:
        raise UsageError(f"there is no indicator {indicator!r}", hint="params/indicators.yaml lists them") from None
    if not known.measures:
        raise UsageError(f"{indicator} is made of {known.of}", hint=f"trace {known.of} instead")
    if category not in (known.categories or ("",)):
        raise UsageError(
            f"{indicator} has no category {category!r}", hint=f"--category: {', '.join(known.categories) or 'none'}"
        )
    return known


def _members(settings: Settings, county: str, indicator: Indicator) -> Iterator[str]:
    """The counties whose cells a number is made of: the county's own, or those of a total's counties."""
    for total in settings.city.totals:
        if total.code == county and indicator.total == "sum":
            yield from (code for code in settings.city.codes if code not in total.without)
            return
    yield county


def _fields(settings: Settings, measure: Measure, category: str) -> Iterator[str]:
    """The fields that a measure reads; of the scope, those of its condition."""
    scope = settings.city.scope
    for expression in (measure.numerator, measure.denominator, measure.among):
        for name in fields_of(fill(expression, category)) if expression else ():
            if name == "in_scope" and scope is not None and scope.table == measure.table:
                yield from fields_of(scope.condition)
            else:
                yield name

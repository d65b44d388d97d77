"""What of a city's data of a period may be made public (DOMAIN.md §6).

Small counts of pupils and of their answers are suppressed and the rest rounded, so that from all that is published at
least five values stay possible for each suppressed one; rates, words and changes come from what is left. Schools lose
their names, and whatever counts their pupils; of what counties wrote freely only what a person has passed stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from reporting.analysis.assessments import assess, spread
from reporting.analysis.free_text import Redactor
from reporting.definitions.counties import City
from reporting.definitions.forms import RowTable
from reporting.definitions.indicators import Indicator, Indicators
from reporting.disclosure.attack import SMALL, STEP, Cell, PublicCount, Suppression, breaches
from reporting.disclosure.public_texts import public_rows
from reporting.disclosure.suppression import Table, city_table, protected
from reporting.errors import WorkError
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData

__all__ = ["disclosures", "is_protected", "public_observations", "public_period_data"]

Item = str
Counts = Mapping[str, int]


def is_protected(indicator: Indicator) -> bool:
    """Whether an indicator counts pupils, or the answers of pupils and parents."""
    surveyed = any(measure.survey for measure in indicator.measures)
    counts_pupils = indicator.counts == "pupils" or bool(indicator.pupils)
    return counts_pupils or (indicator.counts == "persons" and surveyed)


def public_period_data(period_data: PeriodData) -> PeriodData:
    """The period_data as the public edition may use it; the spread between schools alone is taken from true counts."""
    settings = period_data.settings
    observations = public_observations(period_data.observations, settings.indicators, settings.city)
    hidden = {one.id for one in settings.indicators.indicators if is_protected(one) or one.counts == "teachers"}
    numbers = _school_numbers(period_data)
    texts = _public_texts(period_data)
    return replace(
        period_data,
        observations=observations,
        assessments=_without_school_gaps(
            assess(
                settings.indicators,
                settings.city,
                observations,
                period_data.school_history,
                period_data.periods,
                settings.policy,
            ),
            settings.indicators,
        ),
        spread=spread(observations, settings.city, str(period_data.period)),
        schools=_renumbered(_without_people(texts.get("schools", period_data.schools), settings), numbers),
        schools_before=_renumbered(texts.get("schools_before", period_data.schools_before), numbers),
        tables={name: texts[name] for name in period_data.tables},
        school_values=_renumbered(
            period_data.school_values[~period_data.school_values["indicator"].isin(hidden)], numbers
        ),
        school_lists=_renumbered(
            period_data.school_lists[~period_data.school_lists["indicator"].isin(hidden)], numbers
        ),
        missing_schools=period_data.missing_schools[:0],
        findings=period_data.findings.assign(found="", message="", cell="", sheet=""),
    )


def _without_school_gaps(assessments: pd.DataFrame, indicators: Indicators) -> pd.DataFrame:
    """The assessments without how many schools miss a target of pupils.

    Four schools that leave a pupil unserved say that at least four pupils are, which the rounded counts do not.
    """
    hidden = assessments["indicator"].isin([one.id for one in indicators.indicators if is_protected(one)])
    counted = ["gap", "gained", "lost"]
    return assessments.assign(**{name: assessments[name].mask(hidden & (assessments[name] > 0)) for name in counted})


def public_observations(observations: pd.DataFrame, indicators: Indicators, city: City) -> pd.DataFrame:
    """The observations with protected counts rounded or, with the state ``suppressed``, left out."""
    guarded = {one.id: one for one in indicators.indicators if is_protected(one)}
    mine = _counts_people(observations, guarded) & (observations["state"] == "reported")
    parts = [observations[~mine]]
    for _, period in observations[mine].groupby("period", sort=False):
        parts.append(_public_period(period, guarded, city))
    return pd.concat(parts).sort_index()


def _counts_people(observations: pd.DataFrame, guarded: Mapping[str, Indicator]) -> pd.Series[bool]:
    """Rows of the guarded indicators, without those of their categories that count something else."""
    mine = observations["indicator"].isin(guarded)
    for identity, indicator in guarded.items():
        if indicator.pupils:
            mine &= (observations["indicator"] != identity) | observations["category"].isin(indicator.pupils)
    return mine


def _public_period(rows: pd.DataFrame, indicators: Mapping[str, Indicator], city: City) -> pd.DataFrame:
    shown = [_shown(rows, group, indicators, city) for group in _linked(rows, indicators)]
    return pd.concat(shown)


def _shown(rows: pd.DataFrame, group: Sequence[str], indicators: Mapping[str, Indicator], city: City) -> pd.DataFrame:
    """The rows of indicators that share counts, protected together; all suppressed where nothing else is safe."""
    chosen = rows[rows["indicator"].isin(group)]
    table = _table(chosen, group, indicators, city)
    try:
        public = protected(table) if table else {}
    except (WorkError, ValueError):
        public = {}
    return _with_public_counts(chosen, public, indicators)


def _table(rows: pd.DataFrame, group: Sequence[str], indicators: Mapping[str, Indicator], city: City) -> Table | None:
    """The counts of indicators that share some, with all that readers know of them; None where that is no table."""
    items: dict[Item, dict[str, int]] = {}
    pairs = []
    try:
        for identity in group:
            numerator, denominator = _items(indicators[identity])
            for item, column in ((numerator, "numerator"), (denominator, "denominator")):
                if not item:
                    continue
                counts = _county_counts(rows[rows["indicator"] == identity], column, city)
                if items.setdefault(item, counts) != counts:
                    raise WorkError(f"{item} is counted over different rows")
            if denominator:
                pairs.append((numerator, denominator))
        without = next((line for line in city.totals if line.without), None)
        return city_table(
            items,
            parts=pairs,
            city=city.code,
            apart=without.without[0] if without else None,
            city_without=without.code if without else "",
        )
    except (WorkError, ValueError):
        return None


def disclosures(shown: pd.DataFrame, true: pd.DataFrame, indicators: Indicators, city: City) -> Iterator[str]:
    """What published observations betray of protected counts: found again from the numbers as they are printed.

    Args:
        shown: the observations as published.
        true: the same observations before anything was held back.
    """
    guarded = {one.id: one for one in indicators.indicators if is_protected(one)}
    key = ["period", "indicator", "category", "county"]
    mine = true[_counts_people(true, guarded) & (true["state"] == "reported")]
    printed = mine[key].merge(shown.drop_duplicates(key), how="left", on=key)
    for period, rows in mine.groupby("period", sort=False):
        for group in _linked(rows, guarded):
            chosen = rows[rows["indicator"].isin(group)]
            public = printed[(printed["period"] == period) & printed["indicator"].isin(group)]
            for wrong in _betrayed(_table(chosen, group, guarded, city), public, guarded):
                yield f"{period} {wrong}"


def _betrayed(table: Table | None, printed: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    counts: dict[Cell, int] = {}
    for row in printed.to_dict("records"):
        if pd.isna(row["numerator"]) and pd.notna(row["value"]):
            yield f"{row['county']} {row['indicator']}: its value is printed, its counts are held back"
        for item, column in zip(_items(indicators[row["indicator"]]), ("numerator", "denominator"), strict=True):
            if pd.isna(row[column]):
                continue
            counts[Cell(item, row["county"])] = int(row[column])
            if table is None or row[column] % STEP or 1 <= row[column] <= SMALL:
                yield f"{row['county']} {row['indicator']}: its {column} {row[column]:g} is printed"
    if table is None:
        return
    public: dict[Cell, PublicCount] = dict(counts)
    for cell, count in table.counts.items():
        if cell not in counts and 1 <= count <= SMALL:
            public[cell] = Suppression.SMALL
        elif cell not in counts and count and cell not in table.unprinted:
            # A zero beside a small whole is not printed either: nobody can tell it from any other count.
            public[cell] = Suppression.SECONDARY
    for cell, values in breaches(public, table.sums).items():
        yield f"{cell.unit} {cell.item}: only {len(values)} values stay possible for a count held back"


def _linked(rows: pd.DataFrame, indicators: Mapping[str, Indicator]) -> Iterator[list[str]]:
    """Groups of indicators that share a count; gaps between areas are groups of their own, which nothing protects."""
    groups: list[tuple[set[Item], list[str]]] = []
    for identity in rows["indicator"].unique():
        items = set(_items(indicators[identity])) - {""}
        touching = [group for group in groups if group[0] & items]
        for group in touching:
            groups.remove(group)
        merged = (items.union(*(group[0] for group in touching)), [*(one for g in touching for one in g[1]), identity])
        groups.append(merged)
    yield from (members for _, members in groups)


def _items(indicator: Indicator) -> tuple[Item, Item]:
    """What an indicator's numerator and denominator count; a plain count has no denominator."""
    if not indicator.measures:
        return f"{indicator.id} parts", f"{indicator.id} wholes"
    measure = indicator.measures[0]
    where = f"{measure.table} where {measure.among}: "
    return where + measure.numerator, measure.denominator and where + measure.denominator


def _county_counts(rows: pd.DataFrame, column: str, city: City) -> dict[str, int]:
    if rows["county"].duplicated().any() or rows[column].isna().any():
        raise WorkError("counts by category or area are not protected")
    counties = rows[rows["county"].isin(city.codes)]
    return {county: int(count) for county, count in zip(counties["county"], counties[column], strict=True)}


def _with_public_counts(
    rows: pd.DataFrame, public: Mapping[Cell, PublicCount], indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    done = rows.copy()
    for column, part in (("numerator", 0), ("denominator", 1)):
        done[column] = [
            float(count)
            if isinstance(count := public.get(Cell(_items(indicators[identity])[part], county)), int)
            else np.nan
            for identity, county in zip(rows["indicator"], rows["county"], strict=True)
        ]
    plain = done["indicator"].isin([one.id for one in indicators.values() if not _items(one)[1]])
    known = done["numerator"].notna() & (plain | (done["denominator"] > 0))
    rate = 100 * done["numerator"] / done["denominator"]
    done["value"] = done["numerator"].where(plain, rate).where(known)
    done["state"] = done["state"].where(known, "suppressed")
    done.loc[~known, ["numerator", "denominator"]] = np.nan
    return done


def _public_texts(period_data: PeriodData) -> dict[str, pd.DataFrame]:
    """The rows of every table, with what counties wrote freely as the public may read it."""
    settings = period_data.settings
    rows = {table.name: table for table in settings.forms.tables if isinstance(table, RowTable)}
    frames = {name: (frame, rows[name]) for name, frame in period_data.tables.items()}
    redactors: dict[str, Redactor] = {}
    if scope := settings.city.scope:
        ledger = rows[scope.table]
        frames |= {"schools": (period_data.schools, ledger), "schools_before": (period_data.schools_before, ledger)}
        names = [field.name for field in ledger.fields if field.name in ledger.entity and field.kind == "text"]
        for county, schools in period_data.schools.groupby("county"):
            redactors[str(county)] = Redactor(school for name in names for school in schools[name].dropna())
    return {
        name: public_rows(frame, table, redactors, period_data.decisions) for name, (frame, table) in frames.items()
    }


def _without_people(schools: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The schools without names and codes, and without any count of people."""
    scope = settings.city.scope
    table = next((one for one in settings.forms.tables if scope and one.name == scope.table), None)
    if not isinstance(table, RowTable):
        return schools
    named = set(table.entity) | {field.name for field in table.fields if field.unit == "人" or field.private}
    return schools.drop(columns=[column for name in named for column in (name, f"{name}_state") if column in schools])


def _school_numbers(period_data: PeriodData) -> dict[str, str]:
    """A number within its county for each school, in the order of the ledger, instead of an identity."""
    known = pd.concat(
        [frame[["county", "school_id"]] for frame in (period_data.schools, period_data.school_lists)]
    ).drop_duplicates("school_id")
    return dict(zip(known["school_id"], (known.groupby("county").cumcount() + 1).map("{:03d}".format), strict=True))


def _renumbered(frame: pd.DataFrame, numbers: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(school_id=frame["school_id"].map(numbers))

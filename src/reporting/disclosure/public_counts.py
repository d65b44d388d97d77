"""The public edition's counts of pupils: which indicators share counts, what of them is shown, what that betrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from reporting.definitions.counties import City
from reporting.definitions.indicators import Indicator, Indicators
from reporting.definitions.policy import Disclosure
from reporting.disclosure.attack import CountCell, PublicCount
from reporting.disclosure.earlier import KnownTable, Publication, betrayed, lost_already, protected_beside
from reporting.disclosure.suppression import LinkedTable, city_table, protected
from reporting.errors import WorkError

__all__ = ["disclosures", "is_protected", "public_observations", "withheld"]

Item = str
_KEY = ["period", "indicator", "category", "county"]


def is_protected(indicator: Indicator) -> bool:
    """Whether an indicator counts pupils, or the answers of pupils and parents."""
    surveyed = any(measure.survey for measure in indicator.measures)
    counts_pupils = indicator.counts == "pupils" or bool(indicator.pupils)
    return counts_pupils or (indicator.counts in ("persons", "answers") and surveyed)


def public_observations(
    observations: pd.DataFrame,
    indicators: Indicators,
    city: City,
    rules: Disclosure,
    earlier: Sequence[Publication] = (),
) -> pd.DataFrame:
    """The observations with protected counts rounded or, with the state ``suppressed``, left out.

    Args:
        rules: what is small, how the rest is rounded, and how many values stay possible.
        earlier: what was published before of these periods, and stays readable.
    """
    guarded = {one.id: one for one in indicators.indicators if is_protected(one)}
    mine = _counts_people(observations, guarded) & (observations["state"] == "reported")
    parts = [observations[~mine]]
    before: list[KnownTable] = []
    for period, rows in observations[mine].groupby("period", sort=True):
        month: list[KnownTable] = []
        for group in _linked(rows, guarded):
            chosen = rows[rows["indicator"].isin(group)]
            known = [*_known(chosen, guarded, city, earlier), *before]
            shown, table = _shown(chosen, group, guarded, city, rules, known)
            parts.append(shown)
            if table is not None:
                month.append(KnownTable(table, _printed(shown, guarded), _rolls(group, guarded), str(period)))
        before = month
    return pd.concat(parts).sort_index()


def _counts_people(observations: pd.DataFrame, guarded: Mapping[str, Indicator]) -> pd.Series[bool]:
    """Rows of the guarded indicators, without those of their categories that count something else."""
    mine = observations["indicator"].isin(guarded)
    for identity, indicator in guarded.items():
        if indicator.pupils:
            mine &= (observations["indicator"] != identity) | observations["category"].isin(indicator.pupils)
    return mine


def _shown(
    chosen: pd.DataFrame,
    group: Sequence[str],
    indicators: Mapping[str, Indicator],
    city: City,
    rules: Disclosure,
    known: Sequence[KnownTable],
) -> tuple[pd.DataFrame, LinkedTable | None]:
    """The rows of indicators that share counts, protected together; all suppressed where nothing else is safe."""
    table = _table(chosen, group, indicators, city, rules)
    if table is None:
        return _with_public_counts(chosen, {}, indicators), None
    try:
        public = protected(table)
        shown = _with_public_counts(chosen, public, indicators)
        printed = _printed(shown, indicators)
        beside = [one for one in known if one.tells_more_than(table, printed)]
        # a line is printed whole or not at all, so that a count may be held back which the table as such would print
        is_cut = any(
            isinstance(n, int) and cell not in printed for cell, n in public.items() if cell not in table.unprinted
        )
        if beside or is_cut:
            lines = _lines(shown, indicators)
            kept = protected_beside(table, lines, printed, beside)
            left_out = [key not in kept for key in zip(shown["indicator"], shown["county"], strict=True)]
            shown = _held_back(shown, pd.Series(left_out, shown.index))
    except (WorkError, ValueError):
        shown = _with_public_counts(chosen, {}, indicators)
    return shown, table


def _lines(shown: pd.DataFrame, indicators: Mapping[str, Indicator]) -> dict[tuple[str, str], tuple[CountCell, ...]]:
    """Indicator and unit of each line that is printed, and its counts."""
    printed = shown[shown["numerator"].notna()]
    return {
        (str(identity), str(unit)): tuple(CountCell(item, unit) for item in _items(indicators[identity]) if item)
        for identity, unit in zip(printed["indicator"], printed["county"], strict=True)
    }


def _held_back(shown: pd.DataFrame, left_out: pd.Series[bool]) -> pd.DataFrame:
    done = shown.copy()
    done.loc[left_out, ["numerator", "denominator", "value"]] = np.nan
    done["state"] = done["state"].mask(left_out, "suppressed")
    return done


def _known(
    chosen: pd.DataFrame, indicators: Mapping[str, Indicator], city: City, earlier: Sequence[Publication]
) -> Iterator[KnownTable]:
    """The tables of the same period and indicators that were published before, each once, by the rules of then."""
    seen: list[tuple[Mapping[CountCell, int], Mapping[CountCell, int]]] = []
    for one in earlier:
        shown = chosen[_KEY].merge(one.shown.drop_duplicates(_KEY), how="inner", on=_KEY)
        if one.true is None:
            true = _supposed(chosen, shown, one.rules)
        else:
            true = chosen[_KEY].merge(one.true.drop_duplicates(_KEY), how="inner", on=_KEY)
            true = true[true["state"] == "reported"]
        true = true[true["indicator"].isin(shown["indicator"])]
        if true.empty or (table := _table(true, list(true["indicator"].unique()), indicators, city, one.rules)) is None:
            continue
        printed = {cell: n for cell, n in _printed(shown, indicators).items() if cell in table.counts}
        if (table.counts, printed) not in seen:
            seen.append((table.counts, printed))
            yield KnownTable(table, printed, mark=one.name)


def _supposed(true: pd.DataFrame, shown: pd.DataFrame, rules: Disclosure) -> pd.DataFrame:
    """The counts behind an old table of which none were kept: today's where they fit the print, else the print."""
    both = true.merge(shown[[*_KEY, "numerator", "denominator"]], on=_KEY, suffixes=("", "_shown"))
    for column in ("numerator", "denominator"):
        printed = both[f"{column}_shown"]
        fits = printed.isna() | (both[column] - printed).between(-rules.down, rules.up)
        both[column] = both[column].where(fits, printed)
    return both


def _rolls(group: Sequence[str], indicators: Mapping[str, Indicator]) -> frozenset[str]:
    """What of a group is counted on rolls: denominators that are nobody's numerator, much the same each month."""
    items = [_items(indicators[identity]) for identity in group]
    return frozenset(whole for _, whole in items if whole) - {part for part, _ in items}


def _printed(shown: pd.DataFrame, indicators: Mapping[str, Indicator]) -> dict[CountCell, int]:
    """The counts that published rows print."""
    return {
        CountCell(item, row["county"]): int(row[column])
        for row in shown[["county", "indicator", "numerator", "denominator"]].to_dict("records")
        for item, column in zip(_items(indicators[row["indicator"]]), ("numerator", "denominator"), strict=True)
        if item and pd.notna(row[column])
    }


def _table(
    rows: pd.DataFrame, group: Sequence[str], indicators: Mapping[str, Indicator], city: City, rules: Disclosure
) -> LinkedTable | None:
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
        return city_table(
            items,
            rules,
            parts=pairs,
            city=city.code,
            without={line.code: line.without for line in city.totals if line.without},
        )
    except (WorkError, ValueError):
        return None


def disclosures(
    shown: pd.DataFrame,
    true: pd.DataFrame,
    indicators: Indicators,
    city: City,
    rules: Disclosure,
    earlier: Sequence[Publication] = (),
) -> Iterator[str]:
    """What published observations betray of protected counts: found again from the numbers as they are printed.

    Args:
        shown: the observations as published.
        true: the same observations before anything was held back.
        rules: by which that was done.
        earlier: what was published before; what that betrays by itself is not held against ``shown``.
    """
    guarded = {one.id: one for one in indicators.indicators if is_protected(one)}
    before: list[KnownTable] = []
    for period, rows, printed in _by_period(shown, true, guarded):
        month = []
        for group in _linked(rows, guarded):
            chosen = rows[rows["indicator"].isin(group)]
            public = printed[printed["indicator"].isin(group)]
            table = _table(chosen, group, guarded, city, rules)
            for wrong in _misprinted(table, public, rules):
                yield f"{period} {wrong}"
            if table is None:
                continue
            known = [*_known(chosen, guarded, city, earlier), *before]
            counts = _printed(public, guarded)
            beside = [one for one in known if one.tells_more_than(table, counts)]
            for cell, values in betrayed(table, counts, beside).items():
                few = f"only {len(values)} values stay possible for a count held back"
                yield f"{period} {cell.unit} {cell.item}: {few}"
            month.append(KnownTable(table, counts, _rolls(group, guarded), period))
        before = month


def withheld(
    shown: pd.DataFrame,
    true: pd.DataFrame,
    indicators: Indicators,
    city: City,
    rules: Disclosure,
    period: str,
    earlier: Sequence[Publication] = (),
) -> Iterator[str]:
    """What of a period could not be protected: indicators of which nothing is printed, and what is betrayed already."""
    guarded = {one.id: one for one in indicators.indicators if is_protected(one)}
    for at, rows, printed in _by_period(shown, true, guarded):
        for group in _linked(rows, guarded) if at == period else ():
            chosen = rows[rows["indicator"].isin(group)]
            table = _table(chosen, group, guarded, city, rules)
            largest = max(table.counts.values(), default=0) if table else 0
            if largest > rules.small and printed.loc[printed["indicator"].isin(group), "numerator"].isna().all():
                yield f"{', '.join(group)}: withheld whole"
            if known := list(_known(chosen, guarded, city, earlier)):
                for cell, values in lost_already(known, rules.fewest).items():
                    yield f"{cell.unit} {cell.item}: earlier revisions leave {len(values)} values for a count held back"


def _by_period(
    shown: pd.DataFrame, true: pd.DataFrame, guarded: Mapping[str, Indicator]
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Period, its true rows that are protected, and the same rows as printed; in order of time."""
    mine = true[_counts_people(true, guarded) & (true["state"] == "reported")]
    printed = mine[_KEY].merge(shown.drop_duplicates(_KEY), how="left", on=_KEY)
    for period, rows in mine.groupby("period", sort=True):
        yield str(period), rows, printed[printed["period"] == period]


def _misprinted(table: LinkedTable | None, printed: pd.DataFrame, rules: Disclosure) -> Iterator[str]:
    for row in printed.to_dict("records"):
        if pd.isna(row["numerator"]) and pd.notna(row["value"]):
            yield f"{row['county']} {row['indicator']}: its value is printed, its counts are held back"
        for column in ("numerator", "denominator"):
            if pd.isna(row[column]):
                continue
            if table is None or row[column] % rules.step or 1 <= row[column] <= rules.small:
                yield f"{row['county']} {row['indicator']}: its {column} {row[column]:g} is printed"


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
    rows: pd.DataFrame, public: Mapping[CountCell, PublicCount], indicators: Mapping[str, Indicator]
) -> pd.DataFrame:
    done = rows.copy()
    for column, part in (("numerator", 0), ("denominator", 1)):
        done[column] = [
            float(count)
            if isinstance(count := public.get(CountCell(_items(indicators[identity])[part], county)), int)
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

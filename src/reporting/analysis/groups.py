"""The second benchmark: counties held against those of their own group, by the rules that hold them against the city.

Pure: DataFrames in, DataFrames out. A group is a small city here: its value comes from its counties' numerators and
denominators, its limits from its own schools.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reporting.analysis.assessments import assess
from reporting.analysis.panels import CountedPeriods
from reporting.analysis.totals import qualified_sum
from reporting.definitions.counties import CountyGroup, Total
from reporting.definitions.facts import GROUPED

__all__ = ["against_groups"]

_FEWEST = 2
"""A county alone is not compared with itself."""
_KEY = ["indicator", "category"]


def against_groups(counted: CountedPeriods) -> pd.DataFrame:
    """Every county of a group against its group in the last period, for rates and means that the city adds up.

    Returns:
        One row a county of a group × indicator × category of which the county and another of its group have a value
        that is counted as the city's, with the columns of `reporting.definitions.facts.GROUPED`.
    """
    divided = [one.id for one in counted.indicators.indicators if one.is_divided and one.total != "own"]
    period, observations, schools = counted.periods[-1], counted.observations, counted.school_values
    now = replace(
        counted,
        observations=observations[(observations["period"] == period) & observations["indicator"].isin(divided)],
        school_values=schools[schools["period"] == period],
        periods=[period],
    )
    parts = [_against(group, now) for group in counted.city.groups]
    columns = {column.name: "float64" if column.kind == "number" else "object" for column in GROUPED}
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(columns))
    kinds = {"text": "str", "number": "float64", "flag": "boolean"}
    return frame[list(columns)].astype({column.name: kinds[column.kind] for column in GROUPED})


def _against(group: CountyGroup, now: CountedPeriods) -> pd.DataFrame:
    """The counties of one group, judged as if it were a city of its own."""
    city, observations, schools = now.city, now.observations, now.school_values
    members = [code for code in city.codes if code in group.counties]
    small = city.model_copy(
        update={
            "code": group.code,
            "name": group.name,
            "counties": tuple(county for county in city.counties if county.code in members),
            "totals": (Total(code=group.code, name=group.name),),
            "groups": (),
        }
    )
    mine = observations[observations["county"].isin(members)]
    whole = _whole(group.code, mine, observations[observations["county"] == city.code])
    judged = assess(
        replace(
            now,
            city=small,
            observations=pd.concat([mine, whole], ignore_index=True),
            school_values=schools[schools["county"].isin(members)],
        )
    )
    told = whole.loc[whole["counties"] >= _FEWEST, [*_KEY, "value", "qualifier", "counties"]]
    both = judged[judged["county"].isin(members) & (judged["state"] == "reported")].drop(columns="value")
    named = {"value": "group_value", "qualifier": "group_qualifier"}
    both = both.merge(told.rename(columns=named), on=_KEY)
    said = {"against_city": "against_group", "city_doubt": "group_doubt"}
    return both.rename(columns=said).assign(group=group.code)


def _whole(code: str, members: pd.DataFrame, of_city: pd.DataFrame) -> pd.DataFrame:
    """What the counties of a group add up to, as observations; only those counted as the city is are added."""
    scopes = of_city[[*_KEY, "scope", "unit"]].drop_duplicates(_KEY)
    alike = members[members["state"] == "reported"].merge(scopes[[*_KEY, "scope"]], on=[*_KEY, "scope"])
    by_line = alike.groupby(_KEY, sort=False)
    added = by_line[["numerator", "denominator"]].sum(min_count=1)
    added["clusters"] = float("nan")
    added["counties"] = by_line["county"].nunique()
    added["qualifier"] = by_line["qualifier"].agg(qualified_sum)
    # every indicator keeps its row: a missing value is told by its state
    whole = scopes.merge(added.reset_index(), how="left", on=_KEY).fillna({"counties": 0, "qualifier": ""})
    hundred = (whole["unit"] == "percent").map({True: 100.0, False: 1.0})
    divided = whole["denominator"].where(whole["denominator"] > 0)
    whole["value"] = whole["numerator"] / divided * hundred
    whole["state"] = divided.notna().map({True: "reported", False: "not_submitted"})
    return whole.assign(county=code, period=members["period"].iloc[0] if len(members) else "", completeness=1.0)

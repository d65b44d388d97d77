"""Which schools are named as short of a target: the same on the first screen, in frames and in the lists of schools."""

from __future__ import annotations

import pandas as pd

from reporting.snapshots.snapshot import Snapshot

__all__ = ["named_short"]


def named_short(snapshot: Snapshot) -> pd.DataFrame:
    """School and indicator of all that miss a target; of rates of pupils and teachers those that are not near it.

    A single pupil would name most schools of a county: `reporting.snapshots.short_schools` leaves them out too.

    Returns:
        school_id, indicator, in the order of the list of schools.
    """
    lists, values = snapshot["school_lists"], snapshot["school_values"]
    short = lists.loc[lists["kind"] == "short", ["school_id", "indicator"]]
    usual = snapshot.definitions.policy.targets.near
    nearly = {
        one.id: one.nearly_met_from(usual)
        for one in snapshot.definitions.indicators.indicators
        if one.is_rate and one.counts in ("pupils", "teachers")
    }
    guarded = values["indicator"].isin(nearly) & (values["category"].fillna("") == "")
    of_people = values.loc[guarded, ["school_id", "indicator", "value"]]
    near = of_people[of_people["value"] >= of_people["indicator"].map(nearly)]
    known = set(zip(near["school_id"], near["indicator"], strict=True))
    pairs = zip(short["school_id"], short["indicator"], strict=True)
    kept = pd.Series([pair not in known for pair in pairs], index=short.index, dtype="bool")
    return short[kept].reset_index(drop=True)

"""同比: what a figure was in the same period of the year before, where that was reported."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.definitions.periods import Period
from reporting.definitions.words import ChangeWord
from reporting.records import records
from reporting.report.facts import Fact, number, text
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["since_the_year_before"]


def since_the_year_before(snapshot: Snapshot, facts: Sequence[Fact], words: Words) -> dict[str, str]:
    """Row of a fact → how far it moved in a year, in words; only what was reported then, of the same scope."""
    now = snapshot.period
    if not now.month:
        return {}
    observations = snapshot["observations"]
    then = observations[observations["period"] == str(Period(f"{now.year - 1}-{now.month:02}"))]
    before = {
        (text(row["county"]), text(row["indicator"]), text(row["category"])): (number(row["value"]), text(row["scope"]))
        for row in records(then[then["state"] == "reported"])
    }
    found = {}
    for fact in facts:
        value, scope = before.get((fact.county, fact.indicator.id, fact.category), (None, ""))
        if fact.unit == "yes_no" or not fact.is_reported or scope != fact.scope:
            continue
        if fact.value is not None and value is not None:
            found[fact.row] = _told(fact.value - value, fact, words)
    return found


def _told(difference: float, fact: Fact, words: Words) -> str:
    unit = "points" if fact.unit == "percent" else fact.unit
    size = words.amount(abs(difference), unit).lstrip("+")
    if not words.plain(abs(difference), unit).strip("+0.\u00a0"):
        return words.translate("since the year before {change}").format(change=words.change_word(ChangeWord.UNCHANGED))
    direction = words.change_word(ChangeWord.UP if difference > 0 else ChangeWord.DOWN)
    change = words.translate("{direction} {size}").format(direction=direction, size=size)
    return words.translate("since the year before {change}").format(change=change)

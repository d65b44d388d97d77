"""要点 of the city: the verdict, tiles, what to look at by gravity, which counties changed, and the totals."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.analysis.status import expected_false_flags
from reporting.records import records
from reporting.report.facts import Fact, number, text
from reporting.report.html import Section, render
from reporting.report.sections.city.briefing import CITY_RULES, FIRST, CityBriefing
from reporting.report.sections.city.overview import OverviewLine
from reporting.report.sections.key_points import MOST_SENTENCES
from reporting.report.sections.tiles import trend
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["headlines"]


def headlines(snapshot: Snapshot, found: CityBriefing, overview: Sequence[OverviewLine], words: Words) -> Section:
    """The first screen of the overview, in the hand of the counties'; the headline indicators' totals folded."""
    indicators = snapshot.definitions.indicators
    by_row = {line.city.row: line for line in overview}
    tiles = [by_row[row] for one in indicators.first_screen if (row := f"row-{one}") in by_row]
    return Section(
        render(
            "city_headlines.html",
            words,
            city=words.text(snapshot.definitions.city.name),
            found=found,
            tiles=[(line, trend(snapshot, line.city), _range(line, words)) for line in tiles],
            now=found.matters[:MOST_SENTENCES],
            later=found.matters[MOST_SENTENCES:],
            losing=[change for change in found.changes if change.lost],
            gaining=[change for change in found.changes if change.gained],
            first=FIRST if snapshot.definitions.city.is_large else len(found.changes),
            compared=(compared := sum(line.tally.compared for line in overview)),
            by_chance=expected_false_flags(compared, snapshot.definitions.policy),
            rules=CITY_RULES,
            totals=[words.text(total.name) for total in snapshot.definitions.city.totals],
            rows=_totals(snapshot, overview, words),
            internal=not snapshot.is_public,
        )
    )


def _range(line: OverviewLine, words: Words) -> str:
    """``42.9–94.1%``: how the counties lie; empty where that is one number, or nobody knows."""
    spread = line.city.spread
    if spread is None or spread.low == spread.high:
        return ""
    return f"{words.plain(spread.low, line.city.unit)}–{words.amount(spread.high, line.city.unit)}"


def _totals(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> list[tuple[Fact, list[str], str]]:
    """Headline indicator, its value and parts in each total, and the counties' numbers added up."""
    observations = snapshot["observations"]
    now = observations[observations["period"] == str(snapshot.period)]
    found = []
    for line in overview:
        fact = line.city
        if not fact.indicator.headline:
            continue
        mine = now[(now["indicator"] == fact.indicator.id) & (now["category"].fillna("") == fact.category)]
        of_place = {text(record["county"]): record for record in records(mine)}
        cells = [_total(of_place.get(total.code, {}), fact, words) for total in snapshot.definitions.city.totals]
        parts = words.about(
            f"{words.whole(line.tally.numerator)}/{words.whole(line.tally.denominator)}", fact.qualifier
        )
        found.append((fact, cells, words.counted(parts, fact.indicator.counts) if fact.indicator.is_rate else ""))
    return found


def _total(record: dict[object, object] | dict[str, object], fact: Fact, words: Words) -> str:
    value, numerator, denominator = (number(record.get(name)) for name in ("value", "numerator", "denominator"))
    state = text(record.get("state")) or "not_collected"
    if value is None or state != "reported":
        return words.state(state)
    qualifier = text(record.get("qualifier"))
    if not fact.indicator.is_rate or numerator is None or denominator is None:
        return words.qualified(words.plain(value, fact.unit), qualifier)
    shown = words.qualified(words.rate(value, numerator, denominator), qualifier)
    parts = words.about(f"{words.whole(numerator)}/{words.whole(denominator)}", qualifier)
    return shown + words.aside(words.counted(parts, fact.indicator.counts))

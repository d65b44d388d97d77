"""要点: at most four tiles, then what the rules say in three lists."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.sentences import headlines
from reporting.report.words import Words

__all__ = ["MOST_SENTENCES", "key_points"]

MOST_SENTENCES = 6
"""In full, a list; of the rest, the name and the rule, so that the lists stay on the first screen."""


def key_points(first_screen: Sequence[str], facts: Sequence[Fact], words: Words) -> Section:
    """Tiles of the indicators of the first screen, and the lists 需关注, 做得好, 无显著差异."""
    by_row = {fact.row: fact for fact in facts}
    tiles = [by_row[f"row-{identity}"] for identity in first_screen if f"row-{identity}" in by_row]
    return Section(render("key_points.html", words, tiles=tiles, found=headlines(facts, words), most=MOST_SENTENCES))

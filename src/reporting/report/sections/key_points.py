"""要点: at most four tiles, then what the rules say in three lists."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.report.facts import Fact
from reporting.report.html import Section, render
from reporting.report.sentences import headlines
from reporting.report.words import Words

__all__ = ["MOST_SENTENCES", "MOST_TILES", "key_points"]

MOST_TILES = 4
MOST_SENTENCES = 6
"""In full, a list; of the rest, the name and the rule, so that the lists stay on the first screen."""


def key_points(facts: Sequence[Fact], words: Words) -> Section:
    """Tiles of the headline indicators, and the lists 需关注, 做得好, 无显著差异."""
    tiles = [fact for fact in facts if fact.indicator.headline][:MOST_TILES]
    return Section(render("key_points.html", words, tiles=tiles, found=headlines(facts, words), most=MOST_SENTENCES))

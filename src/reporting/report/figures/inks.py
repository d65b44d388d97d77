"""The colours of the house style, and what a page makes of them in light, in dark and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

__all__ = ["BETTER", "INK", "LINE", "MUTED", "PAPER", "RULE", "SERIES", "WORSE", "fill_of", "ink"]

INK, PAPER, MUTED, RULE, LINE = "#17202b", "#ffffff", "#595959", "#d9dee4", "#76838f"
BETTER, WORSE = "#12436d", "#f46a25"
SERIES = (BETTER, WORSE, LINE, "#2f7cb8", "#a6541c", "#4d5761")
"""Colours of lines and bars in turn; each has 3:1 against paper, in light and in dark."""

# A page sets the variables for light, dark and paper; in JupyterLab the light ones stand.
_THEMED = {
    "#000000": "currentColor",
    INK: "currentColor",
    PAPER: "var(--paper,#fff)",
    MUTED: f"var(--muted,{MUTED})",
    RULE: f"var(--rule,{RULE})",
    LINE: f"var(--line,{LINE})",
    BETTER: f"var(--better,{BETTER})",
    WORSE: f"var(--worse-fill,{WORSE})",
    SERIES[3]: f"var(--series-4,{SERIES[3]})",
    SERIES[4]: f"var(--series-5,{SERIES[4]})",
    SERIES[5]: f"var(--series-6,{SERIES[5]})",
}


def ink(colour: Sequence[float]) -> str:
    """A colour of matplotlib (red, green, blue, 0-1) as a page has it: one of ours follows the page, others stay."""
    return _ink(tuple(round(255 * part) for part in colour[:3]))


@lru_cache(maxsize=256)
def _ink(parts: tuple[int, ...]) -> str:
    written = "#" + "".join(f"{part:02x}" for part in parts)
    return _THEMED.get(written, written)


def fill_of(tone: str) -> str:
    """The colour of a mark: only better and worse have one."""
    return {"better": BETTER, "worse": WORSE}.get(tone, INK)

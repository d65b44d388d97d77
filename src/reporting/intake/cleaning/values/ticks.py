"""Options that are ticked where they stand: 是（√）否（ ）, ☑小学 □初中, 是■否□, [x]是 [ ]否."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["CROSSED", "FULL", "ticked", "without_ticks"]

FULL = frozenset("√✓✔☑■●✅")
CROSSED = frozenset("x×✗✘☒❌✖╳✕ⅹ❎")
_MARKS = "√✓✔☑■●✅×✗✘☒❌✖╳✕ⅹ❎"
_PARTS = re.compile(
    r"(?P<open>\[\s*\]|\(\s*\)|【\s*】|[□☐○◯])"
    rf"|[\[(【]?(?P<mark>[{_MARKS}vx])\ufe0f?(?P<boxed>[\])】])?"
    r"|(?P<gap>\s+)"
    rf"|(?P<word>[^\s\[\]()【】{_MARKS}□☐○◯]+)"
)
_TICK = re.compile("[√✓✔☑■●✅]")


def ticked(text: str) -> str:
    """The one option that is ticked of several; empty where that is not plain, or there is no choice to tick."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    told = _told(plain)
    if told is None:
        return ""
    words = [one for kind, one in told if kind == "word"]
    marks = [kind for kind, _ in told if kind not in ("word", "gap")]
    if len(words) < 2 or len(set(words)) != len(words) or not marks:
        return ""
    if "full" not in marks:
        told = [("full" if kind == "boxed" else kind, one) for kind, one in told]
        marks = ["full" if kind == "boxed" else kind for kind in marks]
    kinds = [kind for kind, _ in told if kind != "gap"]
    if len(marks) == len(words):
        pairs = list(zip(kinds[::2], kinds[1::2], strict=False))
        if all(first == "word" and second != "word" for first, second in pairs):
            chosen = [word for word, (_, mark) in zip(words, pairs, strict=True) if mark == "full"]
        elif all(first != "word" and second == "word" for first, second in pairs):
            chosen = [word for word, (mark, _) in zip(words, pairs, strict=True) if mark == "full"]
        else:
            return ""
        return chosen[0] if len(chosen) == 1 else ""
    return _beside(told) if marks == ["full"] else ""


def without_ticks(text: str) -> str:
    """The text without the ticks before or behind it: √小学, 公办√."""
    return _TICK.sub("", text).strip()


def _told(plain: str) -> list[tuple[str, str]] | None:
    told: list[tuple[str, str]] = []
    at = 0
    while at < len(plain):
        match = _PARTS.match(plain, at)
        if match is None:
            return None
        if match["open"]:
            told.append(("open", ""))
        elif match["mark"]:
            full = match["mark"] in FULL
            told.append(("full" if full else "boxed" if match["boxed"] or match["mark"] == "☒" else "crossed", ""))
        elif match["gap"]:
            told.append(("gap", ""))
        else:
            told.append(("word", match["word"].strip("/、,，;；")))
        at = match.end()
    return [(kind, one) for kind, one in told if kind != "word" or one]


def _beside(told: list[tuple[str, str]]) -> str:
    """The option that the only tick stands beside, nearer than any other."""
    at = next(index for index, (kind, _) in enumerate(told) if kind == "full")
    before = told[at - 1][0] if at else ""
    behind = told[at + 1][0] if at + 1 < len(told) else ""
    if before == "word" and behind != "word":
        return told[at - 1][1]
    if behind == "word" and before != "word":
        return told[at + 1][1]
    return ""

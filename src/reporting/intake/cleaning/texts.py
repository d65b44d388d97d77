"""Texts, codes, choices, and lists of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rapidfuzz import fuzz, process

from reporting.definitions.widths import narrow, tidy
from reporting.intake.cleaning.cleaned import Cleaned, as_typed, read, unreadable
from reporting.intake.cleaning.doubts import Doubt
from reporting.workbooks.cells import CellValue

_EXACT_DIGITS = 15
"""Digits that a number of the spreadsheet program keeps."""
_COUNTED_DIGITS = 4
"""Digits up to which a number counts rows (序号 1): no code that is that short has lost a zero."""
_SEPARATORS = re.compile(r"[、，,;；/／|\n\r\t]+")
_NUMBERED = re.compile(r"\s*[(（]\d{1,2}[)）]\s*|(?:^|[\s;；，,。]+)\d{1,2}[)）.．、](?!\d)\s*")
_AND_OTHERS = re.compile(r"等(?:\d+[门类项个种])?(?:课程|活动|项目|社团)?[.。]?$")
_FLOAT_CODE = re.compile(r"(\d+)\.0+")
_LONG, _LIKENESS, _MOST = 4, 75, 0.6
"""Characters of a word that may be told by likeness, how like it must be (0-100), and how much of it must be there."""
_TURNS = "不未非无没否高幼"
"""What turns a choice into another thing where it stands before it."""
_POWER = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


def clean_text(typed: CellValue) -> Cleaned:
    """Read a text: no white space around it, single spaces in it."""
    text = as_typed(typed)
    return read(tidy(text), text)


def clean_code(typed: CellValue) -> Cleaned:
    """Read a code: text in half-width capitals and digits, whatever the cell made of it."""
    text = as_typed(typed)
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        if not 0 <= typed < 10**_EXACT_DIGITS or typed != int(typed):
            return unreadable("code_digits_lost", text)
        doubts = ("code_was_number",) if typed >= 10**_COUNTED_DIGITS else ()
        return read(str(int(typed)), text, *doubts)
    plain = narrow(text).strip("'`").upper()
    if match := _FLOAT_CODE.fullmatch(plain):
        return read(match[1], text, "code_was_number")
    if _POWER.fullmatch(plain):
        return unreadable("code_digits_lost", text)
    return read(plain, text)


def clean_choice(typed: CellValue, choices: Mapping[str, str]) -> Cleaned:
    """Read one of the choices.

    Args:
        typed: the cell; no gap.
        choices: folded spellings, as `folded_choices` makes them, and the choice that each means.
    """
    text = as_typed(typed)
    found = choices.get(_fold(text))
    if found is not None:
        return read(found, text)
    return unreadable("not_a_choice", text, _listed(choices) | _suggestion(text, choices))


def clean_list(typed: CellValue, choices: Mapping[str, str] | None) -> Cleaned:
    """Read a list: items once each, in order, split at 、 ， ； / and line breaks or at their numbers.

    Args:
        typed: the cell; no gap.
        choices: as for `clean_choice`; items that are none of them are left out with a doubt. None for free items.
    """
    text = as_typed(typed)
    whole = "\n".join(tidy(line) for line in text.replace("\t", "\n").splitlines())
    body = _AND_OTHERS.sub("", whole)
    pieces = _NUMBERED.split(body) if len(_NUMBERED.findall(body)) > 1 else [body]
    items: dict[str, str] = {}
    doubts = [Doubt("list_goes_on")] if body != whole else []
    for piece in (piece for part in pieces for piece in _SEPARATORS.split(part)):
        item = tidy(piece)
        if not item:
            continue
        if choices is None:
            items.setdefault(_fold(item), item)
        elif (found := choices.get(_fold(item))) is not None:
            items.setdefault(found, found)
        else:
            doubts.append(Doubt("not_a_choice", {"typed": item, **_listed(choices), **_suggestion(item, choices)}))
    return replace(read(tuple(items.values()), text), doubts=tuple(doubts))


def folded_choices(choices: Mapping[str, str]) -> dict[str, str]:
    """Spellings folded for comparison, and the choice that each means."""
    return {_fold(spelling): choice for spelling, choice in choices.items()}


def _fold(text: str) -> str:
    return narrow(text).lower()


def _listed(choices: Mapping[str, str]) -> dict[str, str]:
    return {"choices": "、".join(dict.fromkeys(choices.values()))}


def _suggestion(text: str, choices: Mapping[str, str]) -> dict[str, str]:
    """The one choice that a text is likely to mean: one it contains or abbreviates, or a long one mistyped.

    Short words that differ in one character are as likely to be opposites (高中, 初中; 未整改, 已整改) as slips, and
    a 不 or 未 turns a choice round: neither is ever offered.
    """
    typed = _fold(text)
    likely = {choice for spelling, choice in choices.items() if _contains(typed, spelling) or _cut(typed, spelling)}
    if not likely:
        found = process.extractOne(
            typed, [one for one in choices if len(one) >= _LONG], scorer=fuzz.ratio, score_cutoff=_LIKENESS
        )
        likely = {choices[found[0]]} if found and len(typed) >= _LONG and _keeps_its_sense(typed, found[0]) else set()
    return {"suggestion": likely.pop()} if len(likely) == 1 else {}


def _contains(typed: str, spelling: str) -> bool:
    """Whether the choice stands in the text, and nothing about it says that it is not meant."""
    return len(spelling) > 1 and spelling in typed and _keeps_its_sense(typed, spelling)


def _cut(typed: str, spelling: str) -> bool:
    """Whether the text is most of the choice, some characters left out."""
    left = iter(spelling)
    return _MOST * len(spelling) <= len(typed) < len(spelling) and all(character in left for character in typed)


def _keeps_its_sense(typed: str, spelling: str) -> bool:
    return {one for one in typed if one in _TURNS} <= set(spelling)

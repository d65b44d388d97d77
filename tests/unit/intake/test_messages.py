"""Every code and word that a clerk may meet has its Chinese, and its Chinese asks for no fact that is not given."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import reporting.intake
from reporting.intake.cleaning.values.doubts import DOUBTS, UNREADABLE
from reporting.translations import read_catalogue
from reporting.workbooks.workbook import NOTICES

PACKAGE = Path(reporting.intake.__file__).parent
CATALOGUE = read_catalogue(PACKAGE.parent / "locale" / "zh_Hans" / "intake.po")
SAID = {
    message
    for path in PACKAGE.rglob("*")
    if path.suffix in (".py", ".html")
    for message in re.findall(r'\b(?:say|_)\(\s*"([^"]+)"', path.read_text(encoding="utf-8"))
}
HINTED = {
    "not_a_choice": {"typed", "choices"},
    "unit_differs": {"typed", "unit", "wanted"},
    "scale_twice": {"typed", "unit"},
}


@pytest.mark.parametrize(
    "message", sorted(SAID | set(DOUBTS) | set(NOTICES) | {"unknown_place", "qualified_number", "qualified_threshold"})
)
def test_it_is_said_in_chinese(message: str) -> None:
    said = CATALOGUE[message]
    assert not re.search("[A-Za-z]", re.sub(r"{.*?}|#REF!|Excel|WPS|xls[bx]", "", said))


@pytest.mark.parametrize("code", sorted(DOUBTS))
def test_a_doubt_s_message_asks_only_for_what_it_is_given(code: str) -> None:
    asked = {name for _, name, _, _ in Formatter().parse(CATALOGUE[code]) if name}
    assert asked <= HINTED.get(code, {"typed"})


@pytest.mark.parametrize("code", sorted(UNREADABLE))
def test_an_unreadable_cell_s_message_says_what_to_do(code: str) -> None:
    assert re.search("请|核对|可填", CATALOGUE[code])

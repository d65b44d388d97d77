"""The Chinese words of the messages."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.extract import extract

import reporting.operations
from reporting.editions.manifest import PageStatus
from reporting.store.submissions import Outcome
from reporting.translations import read_catalogue

PACKAGE = Path(reporting.operations.__file__).parent
CATALOGUE = PACKAGE.parent / "locale" / "zh_Hans" / "operations.po"
HAN = re.compile(r"[\u4e00-\u9fff]")


def spoken() -> set[str]:
    """Every message that the templates speak, and the codes that they speak by name."""
    found = {
        str(message)
        for path in (PACKAGE / "templates").glob("*.txt.j2")
        for _line, message, _comments, _context in extract(
            "jinja2.ext:babel_extract", BytesIO(path.read_bytes()), {"_": None}, options={"trim_blocks": "true"}
        )
        if not str(message).endswith(" ")
    }
    return (
        found | {f"status {code}" for code in get_args(PageStatus)} | {f"outcome {code}" for code in get_args(Outcome)}
    )


def test_every_message_is_translated_and_none_is_left_over() -> None:
    """A county would be written to in English, or the catalogue keep words that nobody says."""
    assert read_catalogue(CATALOGUE).keys() == spoken()


def test_translations_are_chinese_and_keep_their_places() -> None:
    """A date would vanish from a reminder, or the message break on an unknown name."""
    messages = read_catalogue(CATALOGUE)
    assert [text for text in messages.values() if not HAN.search(text.replace("：", ""))] == []
    places = re.compile(r"{\w+}")
    differing = {key for key, text in messages.items() if set(places.findall(key)) != set(places.findall(text))}
    assert differing == set()


def test_chinese_stands_in_the_catalogue_only() -> None:
    """A word would stand where a bureau cannot change it."""
    assert [path.name for path in (PACKAGE / "templates").iterdir() if HAN.search(path.read_text("utf-8"))] == []

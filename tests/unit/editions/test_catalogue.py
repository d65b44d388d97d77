"""The Chinese words of editions: indexes, reviews, corrections, findings of gates."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.extract import extract

import reporting.editions
from reporting.analysis.free_text import Betrayal
from reporting.analysis.measuring import _REASONS
from reporting.banner import DEMONSTRATION
from reporting.definitions.runs import Audience
from reporting.editions.corrections import Reason
from reporting.editions.gates.gates import GATES
from reporting.editions.gates.review_page import ACTS
from reporting.editions.index import _WORDS
from reporting.editions.manifest import REASONS, PageStatus
from reporting.editions.texts import DECISIONS
from reporting.translations import read_catalogue

PACKAGE = Path(reporting.editions.__file__).parent
LOCALE = PACKAGE.parent / "locale"
CATALOGUE = LOCALE / "zh_Hans" / "editions.po"
HAN = re.compile(r"[\u4e00-\u9fff]")
NOBODYS = {"", "gate ", "reason ", "page ", "audience ", "text ", "betrays ", "act ", "how "}


def coded() -> set[str]:
    """The messages that are spoken by a code."""
    return (
        {f"gate {name}" for name in GATES}
        | {f"reason {name}" for name in get_args(Reason)}
        | {f"page {status}" for status in (*get_args(PageStatus), "kept")}
        | {f"audience {name}" for name in get_args(Audience)}
        | {f"text {decision}" for decision in DECISIONS}
        | {f"betrays {kind}" for kind in Betrayal}
        | {f"{kind} {act}" for kind in ("act", "how") for act in (*ACTS, "mend")}
        | {f"state {name}" for name in ("reported", *_REASONS)}
        | {word for word, *_ in _WORDS}
        | set(REASONS)
        | {DEMONSTRATION}
    )


def spoken() -> set[str]:
    """Every message of modules and templates: what is looked up, and what a gate finds."""
    found = set()
    # the stamp and the foot of a page speak from this catalogue too
    pagemaking = PACKAGE.parent / "pagemaking"
    for path in [*PACKAGE.rglob("*"), *(pagemaking / "templates").iterdir(), pagemaking / "foot.py"]:
        method = {".py": "python", ".j2": "jinja2.ext:babel_extract"}.get(path.suffix)
        options = {} if method == "python" else {"trim_blocks": "true", "lstrip_blocks": "true"}
        if method:
            keywords = {"_": None, "found": None, "GateFinding": None, "of_count": (1,)}
            found |= {str(one[1]) for one in extract(method, BytesIO(path.read_bytes()), keywords, options=options)}
    return (found - NOBODYS) | coded()


def test_every_message_is_translated_and_none_is_left_over() -> None:
    """A reviewer would meet English in a Chinese page, or the catalogue keep words that nobody says."""
    assert read_catalogue(CATALOGUE).keys() == spoken()


def test_codes_have_english_words() -> None:
    """An English page would show a code."""
    english = read_catalogue(LOCALE / "en" / "editions.po")
    assert english.keys() == coded() - {DEMONSTRATION, *REASONS} | {"held", "status failed"}


@pytest.mark.parametrize("lang", ["zh_Hans", "en"])
def test_translations_keep_their_places(lang: str) -> None:
    """A file would vanish from a finding, or the review break on an unknown name."""
    places = re.compile(r"{\w+}")
    messages = read_catalogue(LOCALE / lang / "editions.po")
    differing = {key for key, text in messages.items() if set(places.findall(key)) != set(places.findall(text))}
    assert differing == set()


def test_translations_are_chinese() -> None:
    """A message could be filled in with its own English."""
    messages = read_catalogue(CATALOGUE)
    assert [key for key, text in messages.items() if key != ": " and not HAN.search(text)] == []


def test_chinese_stands_in_the_catalogue_only() -> None:
    """A word would stand where a bureau cannot change it."""
    assert [path.name for path in (PACKAGE / "templates").iterdir() if HAN.search(path.read_text("utf-8"))] == []

"""The Chinese words of the reports, and the English of the notebooks."""

from __future__ import annotations

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
import yaml
from babel.messages.extract import extract

import reporting.report
from reporting.translations import read_catalogue

PACKAGE = Path(reporting.report.__file__).parent
DECLARED = [PACKAGE.parent / "definitions" / name for name in ("facts.py", "kinds.py")]
CATALOGUE = PACKAGE.parent / "locale" / "zh_Hans" / "report.po"
PROJECT = Path(__file__).parents[3]
NOTEBOOKS = PROJECT / "notebooks"
KEYWORDS = {"_": None, "N_": None, "translate": None, "counting": (1,)}
HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def extracted() -> frozenset[str]:
    """Every message that the package's modules and templates speak."""
    found = set()
    for path in [*PACKAGE.rglob("*"), *DECLARED]:
        method = {".py": "python", ".html": "jinja2.ext:babel_extract"}.get(path.suffix)
        if method:
            options = {} if method == "python" else {"trim_blocks": "true", "lstrip_blocks": "true"}
            for _line, message, _comments, _context in extract(
                method, BytesIO(path.read_bytes()), KEYWORDS, options=options
            ):
                found.add(str(message))
    return frozenset(found)


def test_every_message_is_translated_and_none_is_left_over() -> None:
    """A Chinese page would show English words, or the catalogue would keep words that nobody says."""
    assert read_catalogue(CATALOGUE).keys() == extracted()


def test_translations_are_chinese() -> None:
    """A message could be filled in with its own English."""
    wordy = {
        message: words
        for message, words in read_catalogue(CATALOGUE).items()
        if re.search("[a-z]{2}", re.sub(r"{\w+}", "", message))
    }
    assert [message for message, words in wordy.items() if not HAN.search(words)] == []


def test_counties_are_called_what_a_bureau_can_rename() -> None:
    """A project of provinces says once what its units are called; words that the map does not know stay counties."""
    named = re.compile(r"县（市、区）|各县|本县|县级|县域|县内")
    assert [words for words in read_catalogue(CATALOGUE).values() if "县" in named.sub("", words)] == []


def test_translations_keep_their_places() -> None:
    """A number would vanish from a sentence, or the page break on an unknown name."""
    places = {
        message: (set(re.findall(r"{\w+}", message)), set(re.findall(r"{\w+}", words)))
        for message, words in read_catalogue(CATALOGUE).items()
    }
    assert {message for message, (asked, given) in places.items() if asked != given} == set()


def test_chinese_stands_in_the_catalogue_only() -> None:
    """A word would stand where a bureau cannot change it; what counties choose from in the workbook is data."""
    sent = {"余", "近", "约", "已整改", "已完成", "、"}
    assert [path.name for path in PACKAGE.rglob("*.html") if HAN.search(path.read_text("utf-8"))] == []
    modules = [path for path in PACKAGE.rglob("*.py") if "figures" not in path.parts]
    assert {text for path in modules for text in literals(path) if HAN.search(text)} <= sent


def test_what_counties_choose_has_its_english() -> None:
    """An English page would show 城区 or 整改中."""
    forms = yaml.safe_load((PROJECT / "params" / "forms.yaml").read_text("utf-8"))["forms"]
    shown = {"stage", "area", "categories", "state"}
    choices = {
        choice
        for form in forms
        for table in form["tables"]
        for field in table.get("fields", [])
        if field["name"] in shown
        for choice in field.get("choices", [])
    }
    assert choices - read_catalogue(PACKAGE.parent / "locale" / "en" / "report.po").keys() == set()


def literals(path: Path) -> set[str]:
    """The strings of a module that are no docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    }


@pytest.mark.parametrize("name", ["county_report", "city_overview"])
def test_notebook_prose_is_translated(name: str) -> None:
    """An English page would keep Chinese prose."""
    english = read_catalogue(NOTEBOOKS / "locale" / "en.po")
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells  # type: ignore[no-untyped-call]
    prose = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [source for source in prose if source not in english] == []
    assert [source for source in prose if HAN.search(english[source].replace("“双减”", ""))] == []


COUNTS = PACKAGE.parent / "locale" / "en" / "report.counts.po"
# a number that stands before a noun in the plural, or is what something "are"
SEVERAL = re.compile(r"\{(count|days|problems|losses|gains)\} (\w+ )*?(are|have|\w*[a-rt-z]s)\b")
MANY_ALWAYS = {
    "A plot; its numbers are the {count} rows of its data table.",
    "Rates of {count} counties in code order with {level} intervals, beside the city's {city}.",
    "{count} rates of {place} are short of their target; the largest gap is {gap}, in {name}.",
    "{count} rates of {place} over {periods} school periods, on one axis in per cent.",
    "{count} schools of {place} by stage and area; middle school {median}, from {low} to {high}.",
    "Pages made: {made} of {all} counties",
    "{reported} of {expected} schools on the register reported",
    "{digits} digits",
}
"""Descriptions of drawings, which are made of several only; parts of a whole that is never one; codes of schools."""


def test_what_is_counted_has_words_for_one() -> None:
    """An English page would say 1 cases, 1 problems or 1 are met."""
    of_one = read_catalogue(COUNTS)
    told = {message for message in extracted() if SEVERAL.search(message)}
    alone = {message for message in told - of_one.keys() - MANY_ALWAYS if "compar" not in message}
    assert alone == set()
    assert of_one.keys() <= extracted()
    assert [one for message, one in of_one.items() if one == message or " are " in one] == []


ANY_NUMBER = re.compile(r"\{(\w+)\} (?:(?:more|further|different) )?(\w*[a-rt-z]s|people|counties|are|have|were|do)\b")
NO_NUMBER = {
    *(
        "files",
        "form",
        "group",
        "indicator",
        "level",
        "name",
        "period",
        "place",
        "reason",
        "strong_level",
        "what",
        "word",
    ),
    *("address", "because", "county", "file", "language", "revision", "zone"),
}
"""Places for what is no number."""


def test_no_catalogue_counts_one_thing_as_several() -> None:
    """A circular, a review or a receipt would say 1 errors, 1 days overdue: a number stands behind its noun."""
    folder = CATALOGUE.parent
    found = {}
    for path in sorted(folder.glob("*.po")):
        of_one = folder.parent / "en" / f"{path.stem}.counts.po"
        spoken = read_catalogue(of_one) if of_one.exists() else {}
        messages = [m for m in read_catalogue(path) if m not in spoken and m not in MANY_ALWAYS and "compar" not in m]
        found[path.stem] = [m for m in messages for place, _ in ANY_NUMBER.findall(m) if place not in NO_NUMBER]
    assert found.keys() >= {"editions", "intake", "operations", "pages", "report"}
    # what the console prints is for whoever runs it, in a language of columns
    assert {stage: said for stage, said in found.items() if said and stage != "console"} == {}


def test_our_own_chinese_has_full_width_brackets() -> None:
    """县(市、区) would stand beside （演示）: two kinds of brackets in one sentence."""
    narrow = re.compile(r"[\u4e00-\u9fff”》}]\([^()]*\)|\([^()]*[\u4e00-\u9fff][^()]*\)")
    catalogues = sorted(CATALOGUE.parent.glob("*.po"))
    found = {path.name: [w for w in read_catalogue(path).values() if narrow.search(w)] for path in catalogues}
    assert len(found) > 3
    assert {name: words for name, words in found.items() if words} == {}
    texts = {
        f"{path.name} {text}"
        for path in sorted((PROJECT / "params").glob("*.yaml"))
        for text in told_in(yaml.safe_load(path.read_text("utf-8")))
        if narrow.search(text)
    }
    assert texts == set()


def told_in(content: object) -> list[str]:
    """What params tell readers in Chinese: names and texts, not headings of forms nor words of documents."""
    if isinstance(content, dict):
        mine = [content["zh-Hans"]] if isinstance(content.get("zh-Hans"), str) else []
        mine += [text for key in ("message", "todo", "why") if isinstance(text := content.get(key), str)]
        return mine + [text for part in content.values() for text in told_in(part)]
    return [text for part in content for text in told_in(part)] if isinstance(content, list) else []

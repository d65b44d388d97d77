"""What a page must keep to before anybody reads it: one function a rule, findings out.

The rules are what a page promises its readers, as far as the text of a document shows them; colour contrast, scrolling
and paper need a browser (``tests/browser``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporting.pages.fonts import embedded_characters, without_glyph
from reporting.pages.outline import Outline, outline
from reporting.pages.shell import content_security_policy
from reporting.pages.text import GETA, seen_text

__all__ = ["PageFault", "check_page"]


@dataclass(frozen=True)
class PageFault:
    """One thing that a page does wrong.

    Attributes:
        severity: an ``error`` is not fit to be read; a ``notice`` is to be known.
        check: name of the rule.
        message: what was found, and on which line.
    """

    severity: Literal["error", "notice"]
    check: str
    message: str


@dataclass(frozen=True)
class _Page:
    text: str
    outline: Outline
    lang: str
    largest: int


Check: TypeAlias = Callable[[_Page], Iterator[str]]


def check_page(document: str, *, lang: str, largest: int) -> list[PageFault]:
    """All that a finished page does wrong; empty for a good page.

    Args:
        document: the page.
        lang: the language it should be in.
        largest: its size at most, in bytes.
    """
    page = _Page(document, outline(document), lang, largest)
    errors = [PageFault("error", name, message) for name, check in _CHECKS.items() for message in check(page)]
    sent = [
        PageFault("notice", "sent_glyphs", f"line {line}: a character that was sent has no glyph, shown as {GETA}")
        for line, text in page.outline.sent
        if GETA in text
    ]
    return errors + sent


def _policy(page: _Page) -> Iterator[str]:
    head = [index for index, tag in enumerate(page.outline.tags) if tag.name == "head"]
    following = page.outline.tags[head[0] + 1 : head[0] + 2] if head else []
    scripts = page.outline.raw["script"]
    wanted = content_security_policy(scripts[0] if scripts else "")
    if not following or following[0].attributes.get("http-equiv") != "Content-Security-Policy":
        yield "the first element of head is no Content-Security-Policy"
    elif following[0].attributes.get("content") != wanted:
        yield "the Content-Security-Policy is not the one that this page needs"


_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]{0,80})|@import\s+([^;]{0,80})")
_LOADING = frozenset({"src", "srcset", "poster", "data", "action", "background", "xlink:href"})


def _outside(page: _Page) -> Iterator[str]:
    if page.outline.cut:
        yield "it is nested too deeply to be read to its end, so nobody knows what it loads there"
    for tag in page.outline.tags:
        for name, address in tag.attributes.items():
            loads = name in _LOADING or (name == "href" and tag.name not in ("a", "area"))
            if loads and not address.startswith(("data:", "#")):
                yield f"line {tag.line}: {tag.name} loads {address[:80]}"
    styles = [
        *page.outline.raw["style"],
        *(style for tag in page.outline.tags if (style := tag.attributes.get("style"))),
    ]
    for style in styles:
        for address in _ADDRESS.findall(style):
            if not address[0].startswith(("data:", "#")):
                yield f"a style loads {address[0] or address[1]}"


_JAVASCRIPT = re.compile(r"\s*javascript:", re.IGNORECASE)


def _scripts(page: _Page) -> Iterator[str]:
    if len(page.outline.named("script")) > 1:
        yield "more than one script"
    for tag in page.outline.tags:
        for name, value in tag.attributes.items():
            if name.startswith("on") or _JAVASCRIPT.match(value):
                yield f"line {tag.line}: {tag.name} has a script in {name}"


_CODE = re.compile(
    r"Traceback \(most recent call last\)|\b[A-Z]\w+(?:Error|Warning|Exception)\b|^(?:In|Out) ?\[\d*\]:|site-packages"
    r"|(?<![\w/.])/(?:home|root|tmp|usr|var|opt|work|mnt|Users)/\w|\b[A-Za-z]:\\\w|<[\w.]+ object at 0x[0-9a-f]+>"
)


def _code(page: _Page) -> Iterator[str]:
    for line, text in page.outline.texts:
        if found := _CODE.search(text):
            yield f"line {line}: code or a machine's path: {found.group()[:80]}"
    for tag in page.outline.named("pre"):
        # what its author meant to be read so has a class
        if tag.attributes.get("class") != "listing":
            yield f"line {tag.line}: preformatted output"


_PLACEHOLDER = re.compile(
    r"^(?:nan|none|null|nat|<na>|undefined|true|false)$|\{\w*\}|\b(?:todo|lorem|tbd)\b", re.IGNORECASE
)


def _placeholders(page: _Page) -> Iterator[str]:
    for line, text in page.outline.texts:
        if found := _PLACEHOLDER.search(text):
            yield f"line {line}: a placeholder: {found.group()}"


def _blank_cells(page: _Page) -> Iterator[str]:
    for tag in page.outline.named("td"):
        if not tag.sent and {"svg", "input"}.isdisjoint(tag.names) and tag.text.strip() in ("", "-", "–", "—"):
            yield f"line {tag.line}: a cell that does not say why it is empty"


def _glyphs(page: _Page) -> Iterator[str]:
    if missing := without_glyph(seen_text(page.text), embedded_characters(page.text)):
        yield f"characters without a glyph in the page's font: {' '.join(sorted(missing))}"


def _language(page: _Page) -> Iterator[str]:
    found = [tag.attributes.get("lang", "") for tag in page.outline.named("html")]
    if found != [page.lang]:
        yield f"the page is in {', '.join(found) or 'no language'}, not {page.lang}"


def _headings(page: _Page) -> Iterator[str]:
    headings = page.outline.named("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(tag.name[1]) for tag in headings]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"{levels.count(1)} headings of level 1; the page begins with one"
    for before, level, tag in zip(levels, levels[1:], headings[1:], strict=False):
        if level > before + 1:
            yield f"line {tag.line}: a heading of level {level} after one of level {before}"
    for tag in headings:
        if not tag.text.strip():
            yield f"line {tag.line}: an empty heading"


def _landmarks(page: _Page) -> Iterator[str]:
    if len(page.outline.named("main")) != 1:
        yield "a page has one main"
    links = page.outline.named("a")
    if not links or links[0].attributes.get("href") != "#main":
        yield "the first link does not skip to main"


def _tables(page: _Page) -> Iterator[str]:
    for tag in page.outline.named("table"):
        if "caption" not in tag.names:
            yield f"line {tag.line}: a table without caption"
    for tag in page.outline.named("th"):
        if "scope" not in tag.attributes:
            yield f"line {tag.line}: a heading cell without scope"


def _figures(page: _Page) -> Iterator[str]:
    for tag in page.outline.named("img"):
        if not tag.attributes.get("alt", "").strip():
            yield f"line {tag.line}: a picture without words"
    for tag in page.outline.named("svg"):
        if tag.attributes.get("role") == "img" and not {"title", "desc"}.issubset(tag.names):
            yield f"line {tag.line}: a drawing without title and description"


_POINTING = {"href", "aria-labelledby", "aria-describedby"}


def _links(page: _Page) -> Iterator[str]:
    ids = Counter(tag.attributes["id"] for tag in page.outline.tags if "id" in tag.attributes)
    for identity, count in ids.items():
        if count > 1:
            yield f"{count} elements have the id {identity}"
    for tag in page.outline.tags:
        for name, value in tag.attributes.items():
            if name not in _POINTING:
                continue
            targets = value.split() if name != "href" else [value[1:]] if value.startswith("#") else []
            for target in targets:
                if target and target not in ids:
                    yield f"line {tag.line}: {tag.name} points to {target}, which is not there"


def _size(page: _Page) -> Iterator[str]:
    size = len(page.text.encode())
    if size > page.largest:
        yield f"the page has {size / 1024:.0f} KiB, {page.largest / 1024:.0f} are allowed"


_CHECKS: dict[str, Check] = {
    "policy": _policy,
    "outside_addresses": _outside,
    "scripts": _scripts,
    "code": _code,
    "placeholders": _placeholders,
    "blank_cells": _blank_cells,
    "glyphs": _glyphs,
    "language": _language,
    "headings": _headings,
    "landmarks": _landmarks,
    "tables": _tables,
    "figures": _figures,
    "links": _links,
    "size": _size,
}

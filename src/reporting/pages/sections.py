"""From the pieces that cells show to the body of a page: sections, their list, its one title, numbers of figures.

The pieces carry marks that cannot stand in HTML: where a section begins, whether an output of it says something, what
refers to a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markupsafe import escape

from reporting.pages.prose.headings import name_of
from reporting.pages.remarks import Note
from reporting.pages.showing.surroundings import HEADING
from reporting.pages.text import plain_text
from reporting.translations import Translate

__all__ = ["NOTHING", "SECTION", "SOMETHING", "body_of", "reference", "title_of"]

SECTION, SOMETHING, NOTHING = "\x00", "\x01", "\x02"
_REFERS = "\x04"
_H1 = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_H1_TAG = re.compile(r"<h1\b([^>]*)>(.*?)</h1>", re.DOTALL)
_H2 = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_ANY_HEADING = re.compile(r"<h[1-6]\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_ID = re.compile(r'id="([^"]+)"')
_LINK = re.compile(r'<a href="#([^"]*)"')
_REFERENCE = re.compile(f"{_REFERS}([^{_REFERS}]+){_REFERS}")
_LABELLED = re.compile(r'<(figure|div)\b[^>]*\sid="((?:fig|tbl)-[^"]+)"')
_CAPTION = re.compile(r"<(?:figcaption|caption)\b[^>]*>")
_MORE_THAN_WORDS = re.compile(r"<(?:table|img|ul|ol|dl|pre|blockquote|details|math|h[3-6]|div)\b|doc-noteref")
_FEWEST_LISTED = 4
"""Sections; a page with fewer is seen at a glance and needs no list of them."""


def reference(label: str) -> str:
    """What stands for a reference until the page is whole."""
    return f"{_REFERS}{label}{_REFERS}"


def body_of(pieces: str, title: str, word: Translate, note: Note) -> str:
    """The body of a page, from the pieces of its cells in their order.

    A section whose outputs are all empty is left out, its heading and the words under it too: it is about something
    that the project does not have. One whose prose has more than words (a list, a table, a picture, a note) stays.

    Args:
        pieces: with their marks.
        title: of a page whose cells show no heading of level 1.
        word: translates a word of the shell.
        note: takes remarks on the page as a whole.
    """
    before, *sections = _one_title(pieces, title, note).split(SECTION)
    sections = [
        _unmarked(one) for one in sections if SOMETHING in one or NOTHING not in one or _MORE_THAN_WORDS.search(one)
    ]
    body = _unmarked(before) + SECTION + "".join(f"<section>\n{section}</section>\n" for section in sections)
    body = _linked(_headed(_numbered(body, word, note)), note)
    return _anchored(body).replace(SECTION, _contents(sections, word))


def _anchored(body: str) -> str:
    """Each section's heading as a link to itself, to be copied; the list of sections is there for keyboards."""
    return _H2.sub(_anchor, body)


def _anchor(found: re.Match[str]) -> str:
    if "<a " in found[2]:
        return found[0]
    return f'<h2 id="{found[1]}"><a class="anchor" href="#{found[1]}" tabindex="-1">{found[2]}</a></h2>'


def title_of(body: str) -> str:
    """The words of the one heading of level 1."""
    found = _H1.search(body)
    return plain_text(found[1]) if found else ""


def _one_title(pieces: str, title: str, note: Note) -> str:
    """One heading of level 1: the first, or the notebook's own title; further ones begin a section each."""
    headings = list(_H1_TAG.finditer(pieces))
    if not headings:
        return f'<header class="report-head"><h1>{escape(title)}</h1></header>\n{pieces}'
    if len(headings) > 1:
        what = f"{len(headings)} headings of level 1; the further ones are shown at level 2"
        note("headings", what, "keep one # and make the others ##", "words")
        first = headings[0].end()
        pieces = pieces[:first] + _H1_TAG.sub(rf"{SECTION}<h2\1>\2</h2>", pieces[first:])
    return pieces


def _unmarked(section: str) -> str:
    return section.replace(SOMETHING, "").replace(NOTHING, "")


def _contents(sections: Sequence[str], word: Translate) -> str:
    """Links to the sections, under what stands before the first of them."""
    headings = [found.groups() for section in sections if (found := _H2.match(section))]
    if len(headings) < _FEWEST_LISTED:
        return ""
    name = word("Contents")
    links = "".join(
        f'<li><a href="#{identity}">{escape(plain_text(heading))}</a></li>' for identity, heading in headings
    )
    listed = f"<details><summary>{name}</summary><ol>{links}</ol></details>"
    return f'<nav class="contents" aria-label="{name}">{listed}</nav>\n'


def _headed(body: str) -> str:
    """Give tables and figures without a caption the heading that they stand under."""
    parts = body.split(HEADING)
    done = parts[0]
    for part in parts[1:]:
        last = ""
        for found in _ANY_HEADING.finditer(done):
            last = found[1]
        done += str(escape(plain_text(last))) + part
    return done


def _numbered(body: str, word: Translate, note: Note) -> str:
    """Number what has a label, in the order of the page, and put the numbers where it is referred to."""
    numbers: dict[str, str] = {}
    for kind, name in (("fig", word("Figure {number}")), ("tbl", word("Table {number}"))):
        labels = [found[2] for found in _LABELLED.finditer(body) if found[2].startswith(f"{kind}-")]
        numbers |= {label: name.format(number=number) for number, label in enumerate(dict.fromkeys(labels), 1)}
    if numbers:
        body = _with_numbers(body, numbers)
    if _REFERS not in body:
        return body
    headings = {found[1]: plain_text(found[2]) for found in _H2.finditer(body)}

    def refer(found: re.Match[str]) -> str:
        label = found[1]
        if label in numbers:
            return f'<a href="#{escape(label)}">{escape(numbers[label])}</a>'
        section = label.removeprefix("sec-")
        if section in headings:
            return f'<a href="#{escape(section)}">{escape(headings[section])}</a>'
        note("reference", f"@{label} refers to nothing on the page", f"give a cell `#| label: {label}`", "lost")
        return f"@{escape(label)}"

    return _REFERENCE.sub(refer, body)


def _with_numbers(body: str, numbers: dict[str, str]) -> str:
    done, at, met = [], 0, set[str]()
    for found in _LABELLED.finditer(body):
        caption = _CAPTION.search(body, found.end())
        label = found[2]
        if caption and label not in met and caption.end() > at:
            met.add(label)
            done += [body[at : caption.end()], f'<span class="label">{escape(numbers[label])}</span> ']
            at = caption.end()
    return "".join(done) + body[at:]


def _linked(body: str, note: Note) -> str:
    """Let links within the page lead to what they mean, however it is spelt; remark on those that lead nowhere."""
    wanted = {target for target in _LINK.findall(body) if target}
    known = set(_ID.findall(body)) | {"main"}
    lost = wanted - known
    if not lost:
        return body
    by_name = {name_of(identity): identity for identity in sorted(known, reverse=True)}
    settled = {}
    for target in sorted(lost):
        near = by_name.get(name_of(unquote(target)))
        if near:
            settled[target] = near
        else:
            note("link", f"#{target} leads nowhere on the page", "link to a heading that the page has", "lost")
    return _LINK.sub(lambda found: f'<a href="#{settled.get(found[1], found[1])}"', body)

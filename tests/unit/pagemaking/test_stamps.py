"""What is stamped on a page: the links that there are, its revision, and that it no longer stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from reporting.definitions.base import Text
from reporting.definitions.runs import Contact, EditionNotebook
from reporting.pagemaking.stamping import Link, Stamp, reserved_characters, revision_fact, stamp_fragment

DRAFT = Stamp(0, None, datetime(2022, 5, 9, 12, 30), ())


@pytest.mark.parametrize(
    ("href", "is_page"),
    [("410421.html", True), ("../", True), ("410421.docx", False), ("html", False), ("files/a.html/b.xlsx", False)],
)
def test_a_link_leads_to_a_page_or_takes_a_file_along(href: str, is_page: bool) -> None:
    """A workbook would stand among the pages, or a page in the list of files."""
    assert Link(href, "x").is_page is is_page


@pytest.mark.parametrize(
    ("revision", "supersedes", "numbers"),
    [(0, None, []), (1, None, ["r1"]), (2, 1, ["r2", "r1"]), (3, 2, ["r3", "r2"])],
)
def test_a_page_says_which_revision_it_is(revision: int, supersedes: int | None, numbers: list[str]) -> None:
    """Two printed sheets of one month could not be told apart."""
    fact = revision_fact(replace(DRAFT, revision=revision, supersedes=supersedes), "zh-Hans")
    words = fact.split("<dd>")[1].split(" <span")[0]
    assert re.findall(r"r\d", words) == numbers
    assert ("草稿" in words) == (not revision)
    assert "2022年5月9日" in fact
    assert fact == fact.strip()


def test_links_files_and_what_no_longer_stands_are_above_the_page() -> None:
    """A reader would not find the Word file, nor see that what follows was withdrawn."""
    assert stamp_fragment(DRAFT, "en").strip() == ""
    links = (Link("index.html", "All counties"), Link("410421.en.html", "English", "en"), Link("a.xlsx", "Schools"))
    both = stamp_fragment(replace(DRAFT, links=links), "en")
    pages, files = both.split("<details")
    assert pages.count("<a ") == 2
    assert '<a href="410421.en.html" lang="en" hreflang="en">English</a>' in pages
    assert files.count("<a ") == 1
    assert "a.xlsx" in files
    assert "<details" not in stamp_fragment(replace(DRAFT, links=links[:2]), "en")
    old = replace(DRAFT, carried_from="March 2022", version="2022-04-02", withdrawn="It no longer stands.")
    assert "<strong>It no longer stands.</strong>" in stamp_fragment(old, "en")
    assert "Carried over from March 2022" in stamp_fragment(old, "en")
    assert "2022-04-02" in stamp_fragment(old, "en")
    assert "Kept from the revision before" in stamp_fragment(replace(old, is_of_this_period=True), "en")


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_every_character_that_a_stamp_may_bring_has_a_glyph(lang: str) -> None:
    """A word of the stamp would be drawn in another font, or as a box."""
    contact = Contact(office=Text.model_validate({"zh-Hans": "龘科", "en": "Office Q"}), telephone="0375#7")
    pages = [
        EditionNotebook.model_validate(
            {"notebook": f"{name}.ipynb", "per": per, "page": name, "title": {"zh-Hans": title, "en": title}}
        )
        for name, per, title in (("a", "county", "甪页"), ("b", "county", "犇页"), ("c", "city", "骉页"))
    ]
    known = reserved_characters(lang, pages, contact)
    links = (Link("a.html", "甪页"), Link("b.html", "犇页"), Link("c.docx", "Word"))
    stamp = replace(DRAFT, links=links, carried_from="", version="2022", supersedes=1, revision=2)
    shown = stamp_fragment(stamp, lang) + revision_fact(stamp, lang)
    assert {one for one in shown if ord(one) > 127} <= set(known)
    assert set("〇一二三四五六七八九十年月日·中文PDF0375#7") <= set(known)
    assert ("龘" in known) == (lang == "zh-Hans")
    assert {"甪", "犇"} <= set(known)
    assert "骉" not in known, "no county's page links to it"
    assert "甪" not in reserved_characters(lang, pages[:1]), "the only page of a county links to no other"
    assert set("答复演示数据" if lang == "zh-Hans" else "answer by Demonstration data") <= set(known)

"""The document around a body: self-contained, the same every time, with the characters it needs."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from reporting.errors import PageError
from reporting.pages.checks import check_page
from reporting.pages.fonts import embedded_characters
from reporting.pages.shell import page
from reporting.pages.stamp import stamp

BODY = "<h1>宝丰县 2022年4月</h1><p>九成七</p>"
RARE = "\U00031350"  # in no font that we carry


def test_the_same_body_gives_the_same_bytes() -> None:
    """A page that changes by itself would be published again each night."""
    assert page(title="月报", lang="zh-Hans", body=BODY) == page(title="月报", lang="zh-Hans", body=BODY)


def test_the_policy_comes_before_anything_that_could_load() -> None:
    """A browser applies the policy only to what follows it."""
    html = page(title="月报", lang="zh-Hans", body=BODY)
    assert re.search(r"<head>\s*<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ", html)
    assert "script-src" not in html


def test_a_script_is_allowed_by_its_hash_alone() -> None:
    """Any other script would run too, or the page's own would not."""
    script = 'document.title = "a < b";'
    html = page(title="月报", lang="zh-Hans", body=BODY, script=script)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert f"<script>{script}</script>" in html


def test_title_and_banner_are_text() -> None:
    """A county's name with a tag in it would become part of the page."""
    html = page(title="<b>县</b>", lang="zh-Hans", body=BODY, banner="<script>演示</script>")
    assert "<b>" not in html
    assert "<script>" not in html


@pytest.mark.parametrize(("lang", "words"), [("zh-Hans", "跳到正文"), ("en", "Skip to the content")])
def test_the_page_speaks_its_language(lang: str, words: str) -> None:
    """A screen reader would pronounce Chinese as English, and offer a link in the wrong language."""
    html = page(title="月报", lang=lang, body=BODY)
    assert f'<html lang="{lang}">' in html
    assert words in html


def test_the_font_has_what_the_page_shows_and_what_is_reserved() -> None:
    """Readers without a Chinese font would see empty boxes, in the stamp at least."""
    known = embedded_characters(page(title="月报", lang="zh-Hans", body=BODY, reserve="修订"))
    assert set(map(ord, "宝丰县年月九成七跳到正文修订0Az")) <= known
    assert ord("丑") not in known


def test_a_character_of_ours_without_glyph_stops_the_page() -> None:
    """We would print an empty box in our own text."""
    with pytest.raises(PageError, match=r"U\+31350"):
        page(title="月报", lang="zh-Hans", body=f"<h1>{RARE}</h1>")


def test_a_character_that_was_sent_without_glyph_is_shown_as_such() -> None:
    """One rare character in a village's name would stop a whole county's page."""
    body = BODY + f'<ul class="as-sent"><li>张<b>{RARE}&amp;</b>村</li></ul><p>正文</p>'
    html = page(title="月报", lang="zh-Hans", body=body)
    assert "<li>张<b>〓&amp;</b>村</li>" in html
    assert [finding.severity for finding in check_page(html, lang="zh-Hans", largest=10**6)] == ["notice"]


def test_a_rare_character_beside_what_was_sent_is_ours() -> None:
    """The mark would leak out of the element, and hide a fault of our own."""
    body = BODY + f'<p class="as-sent">张<br>村<img alt="x" src="#"></p><p>{RARE}</p>'
    with pytest.raises(PageError):
        page(title="月报", lang="zh-Hans", body=body)


def test_a_stamp_replaces_the_one_before() -> None:
    """A page carried over from the last edition would show two revisions."""
    html = page(title="月报", lang="zh-Hans", body=BODY)
    assert stamp(stamp(html, "<p>r1</p>"), "<p>r2 \\1</p>") == stamp(html, "<p>r2 \\1</p>")


def test_only_a_page_of_ours_can_be_stamped() -> None:
    """The revision would be lost without a word."""
    with pytest.raises(PageError, match="this one has 0"):
        stamp("<p>another page</p>", "<p>r1</p>")


def test_the_font_of_a_page_near_its_budget_is_packed_tighter() -> None:
    """The counties with the longest names of schools would not be let out, for the sake of a few bytes."""
    han = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    pages = [page(title="T", lang="en", body=f"<h1>{han}</h1>" + "<hr>" * count) for count in (0, 62_000)]
    small, large = (len(re.findall(r"base64,([^)]+)", one)[0]) for one in pages)
    assert large < small
    assert embedded_characters(pages[0]) == embedded_characters(pages[1])


def test_a_chinese_page_carries_no_rules_for_english() -> None:
    """Two kilobytes of every Chinese page would be for nobody, and the largest county's over what it may weigh."""
    chinese, english = (page(title="x", lang=lang, body="<h1>x</h1>") for lang in ("zh-Hans", "en"))
    rule = "body:lang(en){line-height"
    assert rule in english
    assert rule not in chinese

"""The index: every county in report order, hostile names as text, one script and no other."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest

from reporting.editions.index import edition_index
from reporting.editions.manifest import Manifest
from reporting.pagemaking.stamping import _WORDS, Link, Stamp, reserved_characters, stamp_fragment
from reporting.pages.checks import check_page
from reporting.settings import Project, Settings, load_settings
from reporting.translations import translator

ALL = {"990101": "甲", "990102": "乙", "990103": "丙", "990104": "丁"}


def test_every_county_stands_in_report_order_without_a_rank(desk: Any) -> None:
    """A county would be left out, or readers see a league table."""
    html = edition_index(desk.draft({"990104": "丁", "990101": "甲"}), desk.settings, "zh-Hans")
    assert re.findall(r'<span class="code">([^<]+)</span>', html) == list(ALL)
    assert "不作排名" in html
    assert not re.search(r"名次|第一名|rank", html)


def test_the_index_keeps_to_the_rules_for_pages(desk: Any) -> None:
    """The first page that anybody opens would be the one that nobody checked."""
    for lang in ("zh-Hans", "en"):
        html = edition_index(desk.draft(ALL, languages=("zh-Hans", "en")), desk.settings, lang)
        errors = [one for one in check_page(html, lang=lang, largest=60 * 1024) if one.severity == "error"]
        assert errors == []


def test_only_its_own_script_may_run(desk: Any) -> None:
    """Whatever a name smuggles in would run in the reader's browser."""
    html = edition_index(desk.draft(ALL), desk.settings, "zh-Hans")
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert f"script-src 'sha256-{digest}'" in policy.replace("&#39;", "'")
    assert policy.count("script-src") == 1
    assert "unsafe-inline" not in policy.split("script-src")[1]
    assert script == (files("reporting.editions") / "templates" / "index.js").read_text(encoding="utf-8")


def test_hostile_names_are_text(make_project: Callable[..., Project], desk: Any) -> None:
    """A county's name, or what failed in its run, would be taken for markup."""
    hostile = "\"'><script>alert(1)</script>"
    project = make_project(replace={"city.yaml": ("zh-Hans: 南县", f"zh-Hans: {json.dumps(hostile)}")}, name="hostile")
    settings: Settings = load_settings(project)
    manifest: Manifest = desk.draft({"990101": "甲"}, missing={"990103": hostile})
    html = edition_index(manifest, settings, "zh-Hans")
    assert "alert(1)" in html
    assert html.count("<script>") == 1
    assert hostile not in html


def test_a_county_without_figures_says_so(desk: Any) -> None:
    """A silent county would seem to have no school and no unmet target."""
    html = edition_index(desk.draft({"990101": "甲"}), desk.settings, "zh-Hans")
    first, second, *_ = re.findall(r"<tr><th scope=\"row\">.*?</tr>", html, re.DOTALL)
    assert "4/4" in first
    assert second.count("未报送") >= 3


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_the_font_has_what_a_stamp_may_bring(lang: str) -> None:
    """Revision or date would be drawn in another font, or not at all, on a machine without a Chinese one."""
    from datetime import datetime

    _ = translator("editions", lang)
    stamp = Stamp(
        revision=12,
        supersedes=11,
        generated_at=datetime(2022, 5, 6),
        links=tuple(Link("x", _(word)) for word in ("All counties", "Corrections", "Previous", "Chinese")),
        carried_from="2022年4月" if lang == "zh-Hans" else "April 2022",
    )
    shown = set(re.sub(r"<[^>]*>", "", stamp_fragment(stamp, lang)))
    beyond_latin = {character for character in shown if ord(character) > 0x7E}
    assert beyond_latin <= set(reserved_characters(lang))
    template = (files("reporting.pagemaking") / "templates" / "stamp.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'_\("([^"]+)"\)', template)) <= set(_WORDS)

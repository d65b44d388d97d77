"""Remarks told once: by cell and kind, with the pages that have them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from reporting.execution.tasks import remarks_file
from reporting.pagemaking.remarks import kept_remarks, told_once
from reporting.pages.remarks import Remark

LOST = Remark(3, "script", "a script is left out", "show a figure", "lost")
PRINTED = [Remark(2, "print", f"{place}\nmore", grade="desk") for place in ("东区", "西县")]


def test_a_remark_of_many_pages_is_told_once() -> None:
    """A hundred pages would bury what is wrong with one of them."""
    told = told_once({"a": [LOST], "b": [asdict(LOST), PRINTED[1]], "c": [LOST, LOST]})
    assert told == {PRINTED[1].__class__(2, "print", "西县", grade="desk"): ["b"], LOST: ["a", "b", "c"]}
    assert list(told) == sorted(told), "in the order of cells"


@pytest.mark.parametrize("kind", ["print", "warning", "value"])
def test_of_what_differs_from_page_to_page_the_first_is_enough(kind: str) -> None:
    """Each county prints another number: a remark for each would be told."""
    pages = {place: [Remark(2, kind, f"{place}\nmore", grade="desk")] for place in ("东区", "西县")}
    assert told_once(pages) == {Remark(2, kind, "东区", grade="desk"): ["东区", "西县"]}
    other = Remark(4, kind, "西县", grade="desk")
    assert told_once({**pages, "c": [other]})[other] == ["c"], "another cell's is another"


def test_kinds_that_say_what_is_wrong_are_told_apart() -> None:
    """Two pictures without words in one cell would seem one."""
    first, second = (Remark(2, "picture", what, grade="words") for what in ("one", "two"))
    assert told_once({"a": [second, first]}) == {first: ["a"], second: ["a"]}


def test_only_the_grades_asked_for_are_told() -> None:
    """Who asks what readers miss would be told what a cell printed."""
    empty = Remark(1, "link", "", grade="words")
    pages = {"a": [LOST, PRINTED[0], empty]}
    assert list(told_once(pages, ["lost"])) == [LOST]
    assert list(told_once(pages, ["words"])) == [empty]
    assert len(told_once(pages)) == 3
    assert told_once({}) == {}


def test_remarks_are_read_from_beside_their_page(tmp_path: Path) -> None:
    """A page that is reused would lose its remarks, or an old file stop the run."""
    page = tmp_path / "410421.html"
    assert kept_remarks(page) == ()
    remarks_file(page).parent.mkdir(parents=True, exist_ok=True)
    remarks_file(page).write_text(json.dumps([asdict(LOST)]), encoding="utf-8")
    assert kept_remarks(page) == (LOST,)
    for broken in ("[{", '[{"cell": 1, "of": "another version"}]'):
        remarks_file(page).write_text(broken, encoding="utf-8")
        assert kept_remarks(page) == ()

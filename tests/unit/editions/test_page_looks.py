"""What is found on the pages of a draft by a second process, before anybody asks."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reporting.editions.gates import edition as editions
from reporting.editions.gates import page_looks
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.gates import review
from reporting.editions.gates.page_looks import LooksAhead, PageLook, look_at, looking_ahead
from reporting.editions.manifest import PageEntry
from reporting.errors import EditionError
from reporting.pages.checks import PageFault

WRONG = '甲 <img src="https://elsewhere.example/a.png" alt="a">'
TEXTS = {"990101": WRONG, "990102": "乙", "990103": "丙" * 200, "990104": "丁"}


def told_by(ahead: LooksAhead, pages: int) -> dict[str, PageLook]:
    """What a process finds, waited for as no command does; nothing where there is none."""
    told: dict[str, PageLook] = {}
    end = time.monotonic() + 60
    while len(told) < pages and time.monotonic() < end:
        is_looking = bool(multiprocessing.active_children())
        if found := ahead.found():
            told[found[0]] = found[1]
        elif is_looking:
            time.sleep(0.02)
        else:
            break
    return told


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_looks, "available_cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_a_second_process_finds_what_this_one_does(desk: Any) -> None:
    """A page would pass because nobody had looked, or be held back for what is not on it."""
    manifest = desk.draft(TEXTS)
    draft, run = desk.places().draft, desk.settings.run
    here = {entry.file: look_at(draft, entry, run) for entry in manifest.counties}
    assert {fault.check for fault in here["990101.html"].faults} & {"outside_addresses"}
    with looking_ahead(draft, run) as ahead:
        assert told_by(ahead, len(here)) == (here if sys.platform == "linux" else {})


@pytest.mark.usefixtures("two_cores")
def test_gates_stand_as_they_do_without_it(desk: Any) -> None:
    """A draft that is held back by its desk would be let out by a quicker one."""
    desk.draft(TEXTS)
    alone = review(desk.places(), desk.settings)
    with looking_ahead(desk.places().draft, desk.settings.run) as ahead:
        assert review(desk.places(), desk.settings, ahead) == alone
    assert "self_contained" in {one.gate for one in alone[1] if not one.passed}


@pytest.mark.usefixtures("two_cores")
def test_where_there_is_no_draft_the_review_says_so(desk: Any) -> None:
    """The second process would end in a traceback, or the command wait for it."""
    with looking_ahead(desk.places().draft, desk.settings.run) as ahead, pytest.raises(EditionError):
        review(desk.places(), desk.settings, ahead)


@pytest.mark.parametrize("lacking", ["cores", "Linux", "fork"])
@pytest.mark.usefixtures("two_cores")
def test_where_a_second_process_is_no_help_there_is_none(
    desk: Any, monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    """Two would take turns on one core; macOS hangs in a fork, and Windows has none and would end in a traceback."""
    if lacking == "cores":
        monkeypatch.setattr(page_looks, "available_cores", lambda: 1)
    elif lacking == "Linux":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.delattr(os, "fork", raising=False)
    desk.draft(TEXTS)
    alone = review(desk.places(), desk.settings)
    with looking_ahead(desk.places().draft, desk.settings.run) as ahead:
        assert multiprocessing.active_children() == []
        assert review(desk.places(), desk.settings, ahead) == alone


class Told(LooksAhead):
    """What it is told to tell, once each."""

    def __init__(self, looks: Mapping[str, PageLook]) -> None:
        super().__init__()
        self._looks = list(looks.items())

    def found(self) -> tuple[str, PageLook] | None:
        return self._looks.pop(0) if self._looks else None


def test_what_was_found_on_another_page_counts_for_nothing(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page changed after somebody had looked would be published with what was said of the one before."""
    manifest = desk.draft(TEXTS)
    places = desk.places()
    here = {entry.file: look_at(places.draft, entry, desk.settings.run) for entry in manifest.counties}
    bad = PageFault("error", "scripts", "a script")
    said = {
        "990102.html": replace(here["990102.html"], faults=(bad,)),
        "990103.html": replace(here["990103.html"], sha256="0" * 64, faults=(bad,)),
        "of-nobody.html": replace(here["990104.html"], faults=(bad,)),
    }
    looked: list[str] = []

    def told(folder: Any, entry: PageEntry, run: Any) -> PageLook:
        looked.append(entry.file)
        return look_at(folder, entry, run)

    monkeypatch.setattr(editions, "look_at", told)
    edition = Edition(places.draft, places.bodies, manifest, desk.settings, desk.project, Told(said))
    assert [one.values["file"] for one in edition.wrong({"scripts"})] == ["990102.html"]
    assert sorted(looked) == ["990101.html", "990103.html", "990104.html"]
    assert list(edition.texts) == [f"{code}.html" for code in TEXTS]

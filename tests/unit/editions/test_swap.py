"""Exchanging folders: a reader finds the old one or the new one, never half of either."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from reporting.editions import swap
from reporting.editions.swap import link_tree, swap_in


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "page.html").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("atomic", [True, False], ids=["exchanged", "renamed"])
def test_the_new_folder_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, atomic: bool
) -> None:
    """Old pages would stay among the new ones, or a half-made folder be left behind."""
    if not atomic:
        monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    place = folder(tmp_path / "2022-04", "old")
    (place / "gone.html").write_text("old", encoding="utf-8")
    swap_in(folder(tmp_path / ".made", "new"), place)
    assert [path.name for path in tmp_path.iterdir()] == ["2022-04"]
    assert {path.name: path.read_text(encoding="utf-8") for path in place.iterdir()} == {"page.html": "new"}


def test_the_first_folder_needs_no_exchange(tmp_path: Path) -> None:
    """The first edition of all could not be published."""
    swap_in(folder(tmp_path / ".made", "new"), tmp_path / "outputs" / "2022-04")
    assert (tmp_path / "outputs" / "2022-04" / "page.html").read_text(encoding="utf-8") == "new"


def test_a_reader_never_finds_the_place_empty(tmp_path: Path) -> None:
    """For a moment every link to the edition would be dead; Linux exchanges two names in one step."""
    place = folder(tmp_path / "2022-04", "0")
    if not swap._exchanged(folder(tmp_path / "a", "a"), folder(tmp_path / "b", "b")):
        pytest.skip("this system cannot exchange two names")
    misses: list[OSError] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                place.stat()
            except OSError as error:
                misses.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(200):
        swap_in(folder(tmp_path / f".made{number}", str(number)), place)
    done.set()
    reader.join()
    assert not misses


def test_where_the_second_rename_fails_the_old_folder_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition would be gone because the disk said no half way."""
    monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    place = folder(tmp_path / "2022-04", "old")
    with pytest.raises(OSError, match=r".*"):
        swap_in(tmp_path / "never-made", place)
    assert (place / "page.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["2022-04"]


def test_links_share_what_they_hold(tmp_path: Path) -> None:
    """Each revision would take the disk twice."""
    source = folder(tmp_path / "r1", "x")
    (source / "data").mkdir()
    (source / "data" / "a.csv").write_text("1", encoding="utf-8")
    link_tree(source, tmp_path / "2022-04")
    assert (tmp_path / "2022-04" / "data" / "a.csv").samefile(source / "data" / "a.csv")


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick or a network drive could not hold an edition."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    link_tree(folder(tmp_path / "r1", "x"), tmp_path / "2022-04")
    assert (tmp_path / "2022-04" / "page.html").read_text(encoding="utf-8") == "x"

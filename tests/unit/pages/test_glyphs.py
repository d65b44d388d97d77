"""Glyphs kept between processes: what is read back is what was drawn, or is drawn again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reporting.pages import glyphs
from reporting.pages.glyphs import glyph, kept_glyphs

TEXT = "宝丰县"


@pytest.fixture(autouse=True)
def nothing_at_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where set-up could not write: what it drew would hide whether anything else is kept."""
    monkeypatch.setattr(glyphs, "_of_set_up", dict)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of glyphs after three glyphs were drawn, as a new process finds it."""
    monkeypatch.setattr(glyphs, "_known", {})
    with kept_glyphs(tmp_path):
        for name in names():
            glyph(name)
    (path,) = tmp_path.glob("glyphs-*.txt")
    _forget(monkeypatch)
    return path


def names() -> list[str]:
    every: dict[int, str] = glyphs.whole_font().getBestCmap()
    return [every[ord(character)] for character in TEXT]


def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_known", {})
    glyphs._read.cache_clear()


def drawn(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The glyphs that had to be drawn although the file was there."""
    again: list[str] = []
    draw = glyphs._drawn

    def noted(name: str) -> glyphs.Glyph:
        again.append(name)
        return draw(name)

    monkeypatch.setattr(glyphs, "_drawn", noted)
    with kept_glyphs(path.parent):
        found = [glyph(name) for name in names()]
    assert found == [draw(name) for name in names()]
    return again


def test_what_was_kept_is_not_drawn_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every preview would draw hundreds of characters, which takes as long as the notebook."""
    assert drawn(file, monkeypatch) == []
    assert len(file.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(" ", "  ", 1).replace("A", "B", 1),
        lambda text: "nonsense\n" + text.partition("\n")[2],
        lambda text: "",
        lambda text: "\x00\xff",
    ],
    ids=["cut off", "changed", "no outline", "empty", "binary"],
)
def test_a_spoiled_line_is_drawn_again(file: Path, spoil: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong outline shows readers another character, or makes their browser refuse the whole font."""
    assert callable(spoil)
    file.write_text(spoil(file.read_text()), encoding="latin-1")
    assert drawn(file, monkeypatch)
    _forget(monkeypatch)
    monkeypatch.undo()


def test_a_spoiled_line_costs_one_glyph_and_not_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process would draw everything anew and add it to the file, without end."""
    first, *others = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"\xff" + first + b"".join(others))
    assert len(drawn(file, monkeypatch)) == 1
    monkeypatch.undo()
    _forget(monkeypatch)
    assert drawn(file, monkeypatch) == []


def test_what_was_drawn_at_set_up_is_not_drawn_again_and_not_kept_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every receipt would draw the characters that all receipts have, or every project keep what set-up has."""
    ready = {name: glyphs._drawn(name) for name in names()}
    monkeypatch.setattr(glyphs, "_known", {})
    monkeypatch.setattr(glyphs, "_of_set_up", lambda: ready)
    monkeypatch.setattr(glyphs, "_drawn", lambda name: pytest.fail(f"{name} was drawn again"))
    with kept_glyphs(tmp_path):
        assert [glyph(name) for name in names()] == list(ready.values())
    assert not list(tmp_path.iterdir())


def test_what_an_earlier_program_kept_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every upgrade would leave a file behind."""
    (tmp_path / "glyphs-0.txt").touch()
    monkeypatch.setattr(glyphs, "_known", {})
    with kept_glyphs(tmp_path):
        glyph(names()[0])
    assert [path.name == "glyphs-0.txt" for path in tmp_path.glob("glyphs-*.txt")] == [False]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a cluster would write folders of another machine onto its own."""
    monkeypatch.setattr(glyphs, "_known", {})
    with kept_glyphs(tmp_path / "elsewhere"):
        glyph(names()[0])
    assert not (tmp_path / "elsewhere").exists()


def test_processes_add_to_one_file_without_cutting_each_others_lines(tmp_path: Path) -> None:
    """Two workers finish pages at the same moment."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom reporting.pages.glyphs import *\n"
        "every = whole_font().getBestCmap()\n"
        "for code in range(0x4E00 + int(sys.argv[2]), 0x4E00 + int(sys.argv[2]) + 40):\n"
        "    with kept_glyphs(Path(sys.argv[1])):\n        glyph(every[code])\n"
    )
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}  # without what set-up drew
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(first)], env=environment) for first in (0, 100)
    ]
    assert [process.wait() for process in started] == [0, 0]
    (path,) = tmp_path.glob("glyphs-*.txt")
    glyphs._read.cache_clear()
    assert len(glyphs._read(path)) == len(path.read_text().splitlines()) == 80

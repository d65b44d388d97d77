"""What the command line prints: text as it is, whoever wrote it."""

from __future__ import annotations

import io
import itertools
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from reporting.console import print_json, print_table, progress, say, warn
from reporting.console_tables import fitting_tables


def test_text_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A file called [red] or :x: would lose its name."""
    say("[red]叶县[/red] :x: 4月.xlsx")
    warn("[/] :smile:")
    shown = capsys.readouterr()
    assert shown.out == "[red]叶县[/red] :x: 4月.xlsx\n"
    assert shown.err == "[/] :smile:\n"


def test_a_file_name_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A name with an escape sequence would rewrite the operator's screen."""
    say("a\x1b[2Jb\rc")
    print_table([{"file": "\x1b]0;title\x07"}], ["file"])
    assert not {"\x1b", "\r", "\x07"} & set(capsys.readouterr().out)


def test_a_table_has_its_columns_and_leaves_gaps_empty(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing value would be printed as nan or <NA>, or stop the table."""
    rows: list[dict[str, object]] = [
        {"county": "叶县", "n": float("nan")},
        {"county": "[x]", "n": pd.NA},
        {"county": None},
    ]
    print_table(rows, ["county", "n"])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["county  n", "叶县", "[x]", ""]


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """Chinese would be escaped, and a date stop the command."""
    print_json({"county": "叶县", "at": pd.Timestamp("2022-05-03")})
    text = capsys.readouterr().out
    assert "叶县" in text
    assert json.loads(text) == {"county": "叶县", "at": "2022-05-03 00:00:00"}


def test_progress_elsewhere_than_on_a_terminal_is_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A log would be full of a bar's control characters, or miss that the run ended."""
    with progress("run") as bar:
        bar.start(30)
        for number in range(30):
            bar.step(f"county {number}")
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("run 30/30 county 29")
    assert len(lines) < 30, "at most one a second"
    assert not any("left" in line for line in lines), "a second says nothing of the time to come"


def test_the_time_left_is_told_once_it_means_something(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step, which loads everything, would promise an hour that the run does not take."""
    clock = itertools.count(0, 2)
    monkeypatch.setattr("reporting.console.time.monotonic", lambda: float(next(clock)))
    with progress("run") as bar:
        bar.start(7)
        for number in range(7):
            bar.step(f"county {number}")
    lines = capsys.readouterr().err.splitlines()
    assert ["left" in line for line in lines] == [False, False, False, False, True, True, False]
    assert lines[4] == "run 5/7 county 4 (4 s left)"


def test_what_comes_before_the_first_step_is_no_part_of_the_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A nation's run, which adds up for ten minutes first, would promise ten hours."""
    clock = iter([0.0, 600.0, *(600.0 + 2 * step for step in range(1, 6))])
    monkeypatch.setattr("reporting.console.time.monotonic", lambda: next(clock))
    with progress("run") as bar:
        bar.start(2846)
        for number in range(5):
            bar.step(f"county {number}")
    assert capsys.readouterr().err.splitlines()[-1] == "run 5/2846 county 4 (5682 s left)"


def _printed(rows: list[dict[str, str]], columns: list[str], width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    for table in fitting_tables(rows, columns, {one: one for one in columns}, width):
        console.print(table)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return [line.rstrip() for line in text.splitlines()]


def test_a_board_of_a_year_fits_the_terminal() -> None:
    """County names would be broken over lines, or columns run over the edge."""
    periods = [f"2022-{month:02}" for month in range(1, 13)]
    names = ["新华区", "城乡一体化示范区", "平顶山高新技术产业开发区"]
    rows = [
        {"county": f"41040{number}", "name": name} | dict.fromkeys(periods, "received, late, r2")
        for number, name in enumerate(names)
    ]
    lines = _printed(rows, ["county", "name", *periods], 80)
    assert max(map(cell_len, lines)) <= 80
    blocks = [line for line in lines if line.startswith("county")]
    assert sorted(word for line in blocks for word in line.split() if word[0] == "2") == periods
    for name in names:
        assert sum(name in line for line in lines) == len(blocks)


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=9),
    st.sampled_from(["县", "a", "x y"]),
)
def test_no_table_is_wider_than_the_terminal(lengths: list[int], filling: str) -> None:
    """A long text would run over the edge, or lose its end."""
    columns = [f"c{number}" for number in range(len(lengths))]
    row = {one: filling * length for one, length in zip(columns, lengths, strict=True)}
    lines = _printed([row], columns, 80)
    assert max(map(cell_len, lines)) <= 80
    blocks = sum(line.startswith("c0") for line in lines)
    for letter in set(filling) - {" ", "c"}:
        assert sum(line.count(letter) for line in lines) == sum(lengths) + (blocks - 1) * lengths[0], "nothing is lost"

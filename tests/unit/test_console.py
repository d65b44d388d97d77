"""What the command line prints: text as it is, whoever wrote it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from reporting.console import print_json, print_table, progress, say, warn


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

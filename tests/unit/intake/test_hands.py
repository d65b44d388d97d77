"""Calls done by other processes come back in order, and one that kills its process fails alone."""

from __future__ import annotations

import operator
import os
from pathlib import Path
from typing import Any

import pytest

from reporting.intake.hands import Call, Hands, HandsDiedError

# what other processes do must be importable there, which tests are not
_DIES_ONCE = "path.exists() or (path.touch(), exit(9))"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_results_come_in_the_order_of_the_calls(count: int) -> None:
    """Revisions would be numbered by which core was quicker."""
    with Hands(count, 2) as hands:
        calls = hands.in_order(operator.mul, ((n,) for n in range(12)))
        assert [call.result() for call in calls] == [*range(0, 24, 2)]


@pytest.mark.parametrize("count", [0, 2])
def test_what_a_call_raises_is_raised_where_it_was_asked(count: int) -> None:
    with Hands(count, {}) as hands, pytest.raises(KeyError, match="7"):
        hands.ask(operator.getitem, 7).result()


def test_a_call_that_kills_its_process_fails_alone() -> None:
    """One file that no library survives would end the intake of a whole folder."""
    with Hands(2, 1) as hands:
        fatal: Call[Any] = hands.ask(os._exit)
        calls = [hands.ask(operator.mul, n) for n in range(9)]
        with pytest.raises(HandsDiedError):
            fatal.result()
        assert [call.result() for call in calls] == [*range(9)]


def test_a_call_whose_process_was_killed_by_somebody_is_done_again(tmp_path: Path) -> None:
    with Hands(1, _DIES_ONCE) as hands:
        assert hands.ask(eval, {"path": tmp_path / "once", "exit": os._exit}).result() is True

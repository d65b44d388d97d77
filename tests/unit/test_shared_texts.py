"""SharedTexts in memory."""

from __future__ import annotations

import pandas as pd

from reporting.shared_texts import SharedTexts

WORDS = ["已完成", None, "未开始", ""]


def fresh(words: list[str | None], rows: int) -> pd.DataFrame:
    """A frame in which each cell is an object of its own."""
    cells = [None if word is None else "".join(list(word)) for _ in range(rows) for word in words]
    kinds = {"state": pd.Series(cells, dtype="str"), "value": pd.Series(range(len(cells)), dtype="float64")}
    return pd.DataFrame(kinds | {"met": pd.Series([None] * len(cells), dtype="boolean")}).iloc[::-1]


def test_the_same_word_is_kept_once_and_every_cell_stands() -> None:
    """A nation's states would take a hundred times their memory, or a gap would become a word."""
    frame, other = fresh(WORDS, 50), fresh(WORDS, 3)
    known = SharedTexts(fewest=2)
    shared, beside = known.shared(frame), known.shared(other)
    pd.testing.assert_frame_equal(shared, fresh(WORDS, 50))
    pd.testing.assert_frame_equal(beside, fresh(WORDS, 3))
    kept = {id(word) for one in (shared, beside) for word in one["state"].tolist() if word == "已完成"}
    assert len({id(word) for word in frame["state"].tolist() if word == "已完成"}) == 50
    assert len(kept) == 1


def test_a_small_frame_is_left_alone() -> None:
    """A county's report would pay for what only a nation needs."""
    frame = fresh(WORDS, 2)
    assert SharedTexts().shared(frame) is frame

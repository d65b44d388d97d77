"""Which cells are free texts, kind by kind, and what the public reads of each."""

from __future__ import annotations

import pandas as pd
import pytest

from reporting.analysis.free_text import Redactor
from reporting.definitions.forms import RowTable
from reporting.disclosure.public_texts import free_texts, public_rows

TABLE = RowTable.model_validate(
    {
        "layout": "rows",
        "name": "problems",
        "sheets": ["问题"],
        "fields": [
            {"name": "text", "heading": "问题", "kind": "text"},
            {"name": "words", "heading": "课程", "kind": "list", "choices": ["合唱"]},
            {"name": "state", "heading": "状态", "kind": "choice", "choices": ["已整改"]},
            {"name": "no", "heading": "序号", "kind": "code"},
            {"name": "count", "heading": "人数", "kind": "integer", "counts": "people"},
            {"name": "note", "heading": "备注", "kind": "text", "private": True},
        ],
    }
)
ROW = {
    **{"county": "x", "text": "时间不足", "words": "合唱、剪纸、 剪纸、", "state": "在改", "no": "1234"},
    **{"count": 5.0, "note": "电话"},
}


def test_what_a_person_has_to_pass() -> None:
    """A word that a form does not offer would be shown to everybody because it stands in a column of choices."""
    rows = pd.DataFrame([ROW, {**ROW, "county": "y", "text": None, "state": "已整改", "no": "123", "words": None}])
    assert free_texts(rows, TABLE).to_numpy().tolist() == [
        ["x", "problems", "问题", "时间不足"],
        ["", "problems", "课程", "剪纸"],
        ["x", "problems", "状态", "在改"],
        ["x", "problems", "序号", "1234"],
    ]
    assert free_texts(rows.drop(columns="state"), TABLE)["field"].tolist() == ["问题", "课程", "序号"]


@pytest.mark.parametrize(
    ("decided", "shown", "states"),
    [
        ({}, (None, "合唱", None, None), ("unreviewed",) * 4),
        (
            {
                ("x", "时间不足"): "approved",
                ("", "剪纸"): "approved",
                ("x", "在改"): "approved",
                ("x", "1234"): "approved",
            },
            ("时间不足", "合唱、剪纸", "在改", "1234"),
            ("passed",) * 4,
        ),
        (
            {
                ("x", "时间不足"): "refused",
                ("", "剪纸"): "refused",
                ("y", "在改"): "approved",
                ("x", "1234"): "refused",
            },
            (None, "合唱", None, None),
            ("suppressed", "suppressed", "unreviewed", "suppressed"),
        ),
    ],
)
def test_what_the_public_reads(
    decided: dict[tuple[str, str], str], shown: tuple[str | None, ...], states: tuple[str, ...]
) -> None:
    """A refused text would be told as one that nobody has looked at, or a list lose what the form offers."""
    rows = public_rows(pd.DataFrame([ROW]), TABLE, {"x": Redactor(())}, decided)
    names = ("text", "words", "state", "no")
    assert [None if pd.isna(rows[name].iloc[0]) else rows[name].iloc[0] for name in names] == list(shown)
    assert [rows[f"{name}_state"].iloc[0] for name in names] == list(states)
    assert rows["count"].tolist() == [5.0]
    assert "count_state" not in rows


def test_what_needs_nobody_keeps_its_state_and_names_of_schools_go() -> None:
    """An empty cell would be called unreviewed, or a school stand in what was passed."""
    empty = {**ROW, "text": None, "text_state": "not_submitted", "words": "合唱", "state": "已整改", "no": "12"}
    rows = public_rows(pd.DataFrame([empty]), TABLE, {}, {})
    assert rows[["text_state", "words_state", "state_state", "no_state"]].to_numpy().tolist() == [
        ["not_submitted", "reported", "reported", "reported"]
    ]
    assert rows[["words", "state", "no"]].to_numpy().tolist() == [["合唱", "已整改", "12"]]
    text = "永和小学时间不足"
    rows = public_rows(
        pd.DataFrame([{**ROW, "text": text}]), TABLE, {"x": Redactor(["永和小学"])}, {("x", text): "approved"}
    )
    assert rows["text"].tolist() == ["某校时间不足"]

"""As of a moment: any earlier report can be made again from what was known then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some

from reporting.definitions.forms import Forms
from reporting.store.store import Store
from reporting.store.submissions import Submission
from reporting.store.view import View

FORM = """
forms:
  - id: own
    name: {zh-Hans: 表}
    title: 表
    tables:
      - {layout: rows, name: ledger, sheets: [a], fields: [{name: school_name, heading: 校, kind: text}]}
      - {layout: items, name: figures, sheets: [b], item_heading: [i], value_heading: [v],
         items: [{name: cases, label: 违规}]}
"""
FORMS = Forms.model_validate(yaml.safe_load(FORM))
START = datetime(2022, 5, 1)
NO_FINDINGS = ["severity", "check_id", "sheet", "cell", "field", "found", "message"]
NO_COLUMNS = ["table_name", "field", "sheet", "heading", "letter"]


class Sent(NamedTuple):
    """A file comes in: of which county, with which tables."""

    county: str
    file: int
    tables: frozenset[str]
    outcome: str


class Withdrawn(NamedTuple):
    """The submission that came so many before is withdrawn, if it is there and was not."""

    back: int


SENT = some.builds(
    Sent,
    some.sampled_from(["990101", "990102"]),
    some.integers(0, 5),
    some.frozensets(some.sampled_from(["ledger", "figures"]), min_size=1),
    some.sampled_from(["accepted", "accepted", "partly", "rejected"]),
)
HISTORY = some.lists(SENT | some.builds(Withdrawn, some.integers(0, 4)), min_size=1, max_size=7)


@contextmanager
def empty_store() -> Iterator[Store]:
    """A store in memory, which is quicker than a file."""
    with duckdb.connect() as connection:
        store = Store(connection, FORMS)
        store.prepare()
        yield store


def handed_over(sent: Sent, number: int) -> Submission:
    line = {"sheet": "a", "row_number": 2, "school_name": f"第{number}次"}
    item = {"table_name": "figures", "item": "cases", "value": float(number), "state": "reported"}
    return Submission(
        county=sent.county,
        period="2022-04",
        form="own",
        outcome=sent.outcome,  # type: ignore[arg-type]
        late=False,
        file=f"{sent.file}.xlsx",
        sha256=f"{sent.county}-{sent.file}",
        size=1,
        received_at=START,
        demo=False,
        rows={"ledger": pd.DataFrame([line])} if "ledger" in sent.tables else {},
        typed={},
        figures=pd.DataFrame([item] if "figures" in sent.tables else [], columns=list(item)),
        columns=pd.DataFrame(columns=NO_COLUMNS),
        findings=pd.DataFrame(columns=NO_FINDINGS),
    )


def happens(store: Store, event: Sent | Withdrawn, number: int, known: list[str]) -> None:
    moment = START + timedelta(minutes=number)
    if isinstance(event, Sent):
        kept = store.add(handed_over(event, number), moment)
        known += [] if kept.known else [kept.submission]
    elif event.back < len(known):
        store.withdraw(known.pop(-1 - event.back), "because", moment)


def seen(store: Store, moment: datetime) -> list[Any]:
    view = View(store, moment)
    frames = [view.submissions(), view.current(), view.rows("ledger")]
    return [frame.astype("str").to_numpy().tolist() for frame in frames]


@given(HISTORY)
@effort(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_earlier_moment_is_seen_as_it_was(history: Sequence[Sent | Withdrawn]) -> None:
    """A report made again with --as-of would know what came later, or forget what was withdrawn later."""
    with empty_store() as store:
        then: list[list[Any]] = []
        known: list[str] = []
        for number, event in enumerate(history):
            happens(store, event, number, known)
            # the store stops here: what it shows now is what it must show of this moment for ever
            then.append(seen(store, START + timedelta(minutes=number)))
        for number, before in enumerate(then):
            assert seen(store, START + timedelta(minutes=number, seconds=59)) == before


@given(HISTORY)
@effort(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_submission_counts_for_each_table(history: Sequence[Sent | Withdrawn]) -> None:
    """A table would be counted twice, or a withdrawn or rejected one be counted."""
    with empty_store() as store:
        known: list[str] = []
        for number, event in enumerate(history):
            happens(store, event, number, known)
        view = View(store)
        current = view.current()
        assert not current.duplicated(["county", "period", "table_name"]).any()
        status = view.submissions().set_index("submission")["status"]
        assert set(status.loc[current["submission"]]) <= {"accepted", "partly"}
        assert set(status[~status.index.isin(current["submission"])]) <= {"superseded", "withdrawn", "rejected"}

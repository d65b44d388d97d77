"""docs/facts.md: what is known of every indicator, from the classes that declare it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.definitions.facts import ASSESSMENTS, GROUPED, OBSERVATIONS, SPREAD, FactColumn

__all__ = ["facts_reference"]

_HEAD = """\
# What is known of an indicator

Made from `reporting.definitions.facts` by `reporting check --fix`. The tables of a snapshot, the files of an edition,
the exports and the `Fact` that a section of a notebook gets have these names and no others. A text is empty where
there is nothing to say, a number is missing where it is unknown.
"""


def facts_reference() -> str:
    """The page: a table a kind of row."""
    tables = (
        ("Observations: what was counted", OBSERVATIONS),
        ("Assessments: what is said of it", ASSESSMENTS),
        ("Groups: a county against similar ones, where params name groups", GROUPED),
        ("Spread: how the counties lie", SPREAD),
    )
    return "\n".join([_HEAD, *(line for title, columns in tables for line in _table(title, columns))])


def _table(title: str, columns: Sequence[FactColumn]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| column | is | says |"
    yield "|---|---|---|"
    for column in columns:
        yield f"| `{column.name}` | {column.kind} | {column.meaning} |"
    yield ""

"""Which files the store has, and the numbers that the next submission gets: read once, kept while it is written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reporting.store.submissions import Submission

if TYPE_CHECKING:
    import duckdb

__all__ = ["Register"]

Key = tuple[str | None, str | None, str | None]
"""County, period and form."""


@dataclass
class Register:
    """What is known of submissions, without their rows.

    Attributes:
        by_file: hash, county and period → submission and revision, of the last that brought it.
        counts: how many submissions there are of a county, period and form.
        revisions: the highest revision of each of their tables.
    """

    by_file: dict[tuple[str, str | None, str | None], tuple[str, int]] = field(default_factory=dict)
    counts: dict[Key, int] = field(default_factory=dict)
    revisions: dict[tuple[Key, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> Register:
        """Of a store."""
        register = cls()
        for submission, sha256, county, period, form, revision in connection.execute(
            "SELECT submission, sha256, county, period, form, revision FROM submissions "
            "ORDER BY recorded_at, submission"
        ).fetchall():
            register.by_file[sha256, county, period] = submission, revision
            key = (county, period, form)
            register.counts[key] = register.counts.get(key, 0) + 1
        for county, period, form, table, revision in connection.execute(
            "SELECT county, period, form, table_name, max(revision) FROM submissions JOIN submission_tables "
            "USING (submission) GROUP BY ALL"
        ).fetchall():
            register.revisions[(county, period, form), table] = revision
        return register

    def next(self, submission: Submission) -> tuple[str, int]:
        """The id and the revision that a submission gets."""
        key = (submission.county, submission.period, submission.form)
        stem = "-".join(part or "unknown" for part in key)
        before = max((self.revisions.get((key, table), 0) for table in submission.tables), default=0)
        return f"{stem}-{self.counts.get(key, 0) + 1}", before + 1

    def add(self, submission: Submission, identity: str, revision: int) -> None:
        """Know of one more."""
        key = (submission.county, submission.period, submission.form)
        self.by_file[submission.sha256, submission.county, submission.period] = identity, revision
        self.counts[key] = self.counts.get(key, 0) + 1
        for table in submission.tables:
            self.revisions[key, table] = max(self.revisions.get((key, table), 0), revision)

"""What the store knew at a moment: for each county, period and table, the submission that counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reporting.definitions.columns import QUALIFIER, ROW_KEY, STATE, columns_of, quoted
from reporting.definitions.forms import RowTable
from reporting.store.schema import FIXED
from reporting.store.store import Store, utc_now

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SubmissionState", "View"]

_LIVE = """
    SELECT s.*, t.table_name
    FROM submissions s JOIN submission_tables t USING (submission)
    WHERE s.outcome NOT IN ('rejected', 'held') AND s.recorded_at <= $moment
      AND (SELECT count(*) FROM withdrawals w WHERE w.submission = s.submission AND w.recorded_at <= $moment) % 2 = 0
"""

_CURRENT = f"""
    CREATE OR REPLACE TEMP TABLE current_tables AS
    SELECT * FROM ({_LIVE})
    QUALIFY row_number() OVER (
        PARTITION BY county, period, table_name ORDER BY revision DESC, received_at DESC, recorded_at DESC, submission
    ) = 1
"""  # noqa: S608

_SUBMISSIONS = """
    SELECT submission, county, period, form, revision,
           CASE WHEN (SELECT count(*) FROM withdrawals w
                      WHERE w.submission = s.submission AND w.recorded_at <= $moment) % 2 = 1
                    THEN 'withdrawn'
                WHEN outcome IN ('rejected', 'held') THEN outcome
                WHEN NOT EXISTS (FROM current_tables c WHERE c.submission = s.submission) THEN 'superseded'
                ELSE outcome END AS status,
           late, file, sha256, received_at, recorded_at, demo
    FROM submissions s
    WHERE recorded_at <= $moment
    ORDER BY period, county, form, received_at, revision, submission
"""

_LAST = (
    "SELECT max(recorded_at) FROM (SELECT recorded_at FROM submissions UNION ALL SELECT recorded_at FROM withdrawals)"
)

_DECISIONS = """
    SELECT county, text, decision, decided_by, because, recorded_at FROM text_decisions WHERE recorded_at <= $moment
    ORDER BY recorded_at, county, text
"""

_PARTS = """
    SELECT DISTINCT submission, sheet, table_name FROM columns
    UNION SELECT DISTINCT submission, sheet, table_name FROM figures
"""

_NO_ROWS = "(SELECT submission FROM submissions LIMIT 0)"


class SubmissionState(NamedTuple):
    """One row of `View.submissions`; county, period and form are None where nobody knows them."""

    submission: str
    county: str | None
    period: str | None
    form: str | None
    revision: int
    status: str
    late: bool
    file: str
    sha256: str
    received_at: datetime
    recorded_at: datetime
    demo: bool


class View:
    """The store as of a moment (default: now). Frames come back ordered, so that the same view reads the same."""

    def __init__(self, store: Store, as_of: datetime | None = None) -> None:
        self.store = store
        self._connection = store.connection.cursor()
        self.as_of = as_of or self._now()
        self._connection.execute(_CURRENT, {"moment": self.as_of})

    @cached_property
    def _stored(self) -> set[tuple[str, str]]:
        """Every table and column that there is; looked for when a frame is asked for that an old store may lack."""
        return set(self.store.columns())

    def _now(self) -> datetime:
        # a clock that was set back must not hide what the store knows already
        (last,) = self._connection.execute(_LAST).fetchall()[0]
        return max(utc_now(), last or datetime.min)

    def submissions(self) -> pd.DataFrame:
        """submission, county, period, form, revision, status, late, file, sha256, received_at, recorded_at, demo."""
        return self._frame(_SUBMISSIONS, {"moment": self.as_of})

    def submission(self, submission: str) -> dict[str, Any]:
        """What was recorded of one submission, by column, missing values None; its outcome is that of its day."""
        cursor = self._connection.execute("SELECT * FROM submissions WHERE submission = $id", {"id": submission})
        names = [column[0] for column in cursor.description or ()]
        return dict(zip(names, cursor.fetchall()[0], strict=True))

    def found_in(self, submission: str) -> pd.DataFrame:
        """Findings of one submission, gravest first, otherwise as they were found."""
        return self._frame(
            "SELECT severity, check_id, sheet, cell, field, found, message FROM findings WHERE submission = $id "
            "ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rowid",
            {"id": submission},
        )

    def found_by(self, checks: Collection[str]) -> list[tuple[str, str, str]]:
        """Submission, check and what was found, of each finding of some checks."""
        return self._connection.execute(
            "SELECT submission, check_id, found FROM findings WHERE list_contains($checks, check_id) ORDER BY rowid",
            {"checks": list(checks)},
        ).fetchall()

    def sizes(self, submission: str) -> dict[str, tuple[int, int, int]]:
        """Table → rows or filled figures that a submission sent, those taken in, and cells of them in doubt."""
        given = {"id": submission}
        sizes: dict[str, tuple[int, int, int]] = {
            name: (sent, accepted, 0)
            for name, sent, accepted in self._connection.execute(
                "SELECT table_name, count(*), count(*) FILTER (state <> 'unreliable') FROM figures "
                "WHERE submission = $id AND typed <> '' GROUP BY table_name",
                given,
            ).fetchall()
        }
        for table in self.store.forms.tables:
            if not isinstance(table, RowTable) or (table.name, "submission") not in self._stored:
                continue
            states = [name for name in columns_of(table) if name.endswith("_state")]
            doubts = [
                f"count(*) FILTER ({quoted(name)} = 'unreliable')"
                for name in states
                if (table.name, name) in self._stored
            ]
            queries = {f"{table.name}_typed": "count(*), 0", table.name: f"count(*), {' + '.join(doubts) or 0}"}
            (sent, _), (accepted, doubted) = (
                self._connection.execute(
                    f"SELECT {counted} FROM {quoted(name)} WHERE submission = $id",  # noqa: S608
                    given,
                ).fetchall()[0]
                for name, counted in queries.items()
            )
            if sent:
                sizes[table.name] = sent, accepted, doubted
        return sizes

    def submission_states(self) -> list[SubmissionState]:
        """The rows of `submissions`, for whoever needs no frame of them."""
        rows = self._connection.execute(_SUBMISSIONS, {"moment": self.as_of}).fetchall()
        return [SubmissionState(*row) for row in rows]

    def text_decisions(self) -> list[tuple[str, str, str, str, str, datetime]]:
        """county, text, decision, decided_by, because, recorded_at of every decision on a text, the latest last."""
        if ("text_decisions", "text") not in self._stored:
            return []
        return self._connection.execute(_DECISIONS, {"moment": self.as_of}).fetchall()

    def current(self) -> pd.DataFrame:
        """county, period, table_name, submission, form, revision, late, received_at of each table that counts."""
        return self._frame(
            """
            SELECT county, period, table_name, submission, form, revision, outcome, late, file, received_at, demo
            FROM current_tables ORDER BY period, county, table_name
            """
        )

    def tables(self) -> list[tuple[str, str, str]]:
        """County, period and name of each table that counts."""
        return self._connection.execute(
            "SELECT county, period, table_name FROM current_tables ORDER BY county, period, table_name"
        ).fetchall()

    def rows(
        self,
        table: str,
        *,
        periods: Collection[str] | None = None,
        counties: Collection[str] | None = None,
        fields: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """Current rows of a row table: county, period, submission, sheet, row_number, [school_id], fields, states.

        States and qualifiers are categories. With ``fields``, no other fields come, and neither states nor qualifiers.
        The county and period are the submission's, whatever a column of the sheet says. What the forms have got since
        the store was last written to is empty.
        """
        form = self.store.forms.table(table)
        if not isinstance(form, RowTable):
            raise TypeError(f"{table} is an item table: use figures()")
        columns = [
            _selected(name, kind, stored=(table, name) in self._stored)
            for name, kind in columns_of(form, STATE, QUALIFIER).items()
            if name not in {"county", "period"} and (fields is None or name in {*ROW_KEY, "school_id", *fields})
        ]
        known = quoted(table) if (table, "submission") in self._stored else _NO_ROWS
        return self._frame(
            f"""
            SELECT c.county, c.period, {", ".join(columns)}
            FROM {known} t JOIN current_tables c USING (submission)
            WHERE c.table_name = $table {_chosen(periods, counties)}
            ORDER BY c.period, c.county, submission, sheet, row_number
            """,  # noqa: S608
            _parameters(table, periods, counties),
        )

    def figures(
        self, table: str, *, periods: Collection[str] | None = None, counties: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Current items of an item table: county, period, submission, item, value, text, qualifier, unit, …, typed."""
        return self._frame(
            f"""
            SELECT c.county, c.period, f.submission, f.item, f.value, f.text, f.qualifier, f.unit, f.basis, f.note,
                   f.state, f.sheet, f.cell, f.typed
            FROM figures f JOIN current_tables c ON f.submission = c.submission AND f.table_name = c.table_name
            WHERE c.table_name = $table {_chosen(periods, counties)}
            ORDER BY c.period, c.county, f.item, f.sheet, length(f.cell), f.cell, f.typed
            """,  # noqa: S608
            _parameters(table, periods, counties),
        )

    def findings(
        self, *, periods: Collection[str] | None = None, counties: Collection[str] | None = None
    ) -> pd.DataFrame:
        """Findings of every submission known at the moment, also of rejected ones.

        county, period, revision, submission, severity, check_id, sheet, cell, field, found, message, file, status
        (as in `submissions`), current: whether what it was found in counts, a table of that sheet or, where none is
        known, anything of the submission.
        """
        return self._frame(
            f"""
            WITH parts AS ({_PARTS}),
                 counting AS (FROM parts SEMI JOIN current_tables USING (submission, table_name))
            SELECT c.county, c.period, c.revision, c.submission, f.severity, f.check_id, f.sheet, f.cell, f.field,
                   f.found, f.message, c.file, c.status,
                   c.status IN ('accepted', 'partly')
                       AND (EXISTS (FROM counting p WHERE p.submission = f.submission AND p.sheet = f.sheet)
                            OR NOT EXISTS (FROM parts p WHERE p.submission = f.submission AND p.sheet = f.sheet))
                       AS current
            FROM findings f JOIN ({_SUBMISSIONS}) c USING (submission)
            WHERE true {_chosen(periods, counties)}
            ORDER BY c.period, c.county, c.revision, f.severity, f.check_id, f.sheet, length(f.cell), f.cell, f.field,
                     f.found, f.message, c.submission
            """,  # noqa: S608
            {"moment": self.as_of} | _parameters(None, periods, counties),
        )

    def withdrawals(self) -> pd.DataFrame:
        """submission, county, period, form, because, recorded_at of what was withdrawn by the moment, oldest first."""
        return self._frame(
            "SELECT w.submission, s.county, s.period, s.form, w.because, w.recorded_at FROM withdrawals w "
            "JOIN submissions s USING (submission) WHERE w.recorded_at <= $moment ORDER BY w.recorded_at, w.submission",
            {"moment": self.as_of},
        )

    def since(self, moment: datetime, period: str) -> list[tuple[str, str, str, str]]:
        """What came after a moment and touches the period or one before it, oldest first.

        kind (``submission``, ``withdrawal``, ``answer``), county, submission (or school), and what was said.
        """
        answers = (
            "UNION ALL SELECT 'answer', county, school_id, because, recorded_at FROM school_answers "
            "WHERE since <= $period AND recorded_at > $moment"
            if ("school_answers", "school_id") in self._stored
            else ""
        )
        rows = self._connection.execute(
            f"""
            SELECT 'submission', coalesce(county, ''), submission, outcome, recorded_at FROM submissions
            WHERE recorded_at > $moment AND period <= $period AND outcome <> 'rejected'
            UNION ALL
            SELECT 'withdrawal', coalesce(s.county, ''), w.submission, w.because, w.recorded_at
            FROM withdrawals w JOIN submissions s USING (submission)
            WHERE w.recorded_at > $moment AND s.period <= $period
            {answers} ORDER BY 5, 3
            """,  # noqa: S608
            {"moment": moment, "period": period},
        ).fetchall()
        return [(kind, county, what, said) for kind, county, what, said, _ in rows]

    def school_names(self, table: RowTable, *, counties: Collection[str]) -> pd.DataFrame:
        """county, school_id, name: each school of a table's ``entity`` as the county last wrote it."""
        name = quoted(table.entity[-1])
        return self._frame(
            f"""
            SELECT c.county, t.school_id, arg_max({name}, c.period) AS name
            FROM {quoted(table.name)} t JOIN current_tables c USING (submission)
            WHERE c.table_name = $table AND t.school_id IS NOT NULL {_chosen(None, counties)}
            GROUP BY ALL ORDER BY ALL
            """,  # noqa: S608
            _parameters(table.name, None, counties),
        )

    def school_answers(self) -> pd.DataFrame:
        """What is on record of schools that no longer come, oldest first.

        county, school_id, answer (close, merge, move, reopen), since (period), into, because, answered_by, recorded_at.
        """
        kinds = FIXED["school_answers"]
        if ("school_answers", "school_id") not in self._stored:
            none = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in kinds.items())
            return self._frame(f"SELECT {none} WHERE false")
        columns = ", ".join(map(quoted, kinds))
        query = f"SELECT {columns} FROM school_answers WHERE recorded_at <= $moment"  # noqa: S608
        return self._frame(f"{query} ORDER BY recorded_at, county, school_id", {"moment": self.as_of})

    def columns(self, submission: str) -> pd.DataFrame:
        """table_name, field, sheet, heading, letter: where each field of a submission stood."""
        return self._frame(
            "SELECT table_name, field, sheet, heading, letter FROM columns WHERE submission = $submission "
            "ORDER BY table_name, sheet, length(letter), letter, field",
            {"submission": submission},
        )

    def typed(self, table: str, submission: str) -> pd.DataFrame:
        """The rows of a submission as typed: sheet, row_number, the fields as text."""
        return self._frame(
            f"SELECT * EXCLUDE (submission) FROM {quoted(table + '_typed')} WHERE submission = $submission "  # noqa: S608
            "ORDER BY sheet, row_number",
            {"submission": submission},
        )

    def _frame(self, query: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        return self._connection.execute(query, parameters or {}).df()


def _selected(name: str, kind: str, *, stored: bool) -> str:
    """A column of the stored rows ``t``; empty where the store does not have it."""
    if not stored:
        return f"NULL::{kind} AS {quoted(name)}"
    return f"t.{quoted(name)}{f'::{kind}' if kind in (STATE, QUALIFIER) else ''} AS {quoted(name)}"


def _chosen(periods: Collection[str] | None, counties: Collection[str] | None) -> str:
    """The conditions that limit ``c`` to some periods and counties."""
    period = "AND c.period IN (SELECT unnest($periods))" if periods is not None else ""
    county = "AND c.county IN (SELECT unnest($counties))" if counties is not None else ""
    return f"{period} {county}"


def _parameters(table: str | None, periods: Collection[str] | None, counties: Collection[str] | None) -> dict[str, Any]:
    given = {
        "table": table,
        "periods": None if periods is None else sorted(periods),
        "counties": None if counties is None else sorted(counties),
    }
    return {name: value for name, value in given.items() if value is not None}

"""Opening the store, and adding to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from reporting.definitions.columns import quoted
from reporting.definitions.forms import Forms
from reporting.errors import StoreError, UsageError
from reporting.execution.files import partial_folder, put_in_place
from reporting.store.faults import FAULTS, fault
from reporting.store.register import Register
from reporting.store.schema import create_statements
from reporting.store.submissions import Receipted, Submission

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Store", "open_store", "utc_now"]

_FORMAT = "1"


def utc_now() -> datetime:
    """The moment now, UTC without a zone, to the microsecond: how the store keeps time."""
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def open_store(path: Path, forms: Forms, *, writing: bool = False) -> Iterator[Store]:
    """The store at ``path``; made where there is none and ``writing`` is asked for.

    Raises:
        StoreError: there is none, another process is writing, it is damaged, or a newer version wrote it.
    """
    if not writing and not path.exists():
        raise StoreError("there is no store yet", hint="bring workbooks in first with `reporting ingest data/inbox`")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, forms)
    try:
        connection = duckdb.connect(str(path), read_only=not writing)
    except duckdb.ConnectionException:
        raise StoreError("this process has the store open already", hint="close it there first") from None
    except duckdb.Error as error:
        raise fault(error, path) from error
    try:
        store = Store(connection, forms)
        store.check_format()
        if writing:
            store.prepare()
        yield store
    except FAULTS as error:
        raise fault(error, path) from error
    finally:
        # a connection that failed for good fails once more when it is closed
        with suppress(duckdb.Error):
            connection.close()


def _make(path: Path, forms: Forms) -> None:
    """An empty store, whole or not at all: half a file would be taken for a damaged store ever after."""
    folder = partial_folder(path)
    made = folder / path.name
    try:
        with closing(duckdb.connect(str(made))) as connection:
            Store(connection, forms).prepare()
        # of two who make it at once, the first one's stands
        with suppress(FileExistsError):
            put_in_place(made, path)
    except duckdb.Error as error:
        raise fault(error, path) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Store:
    """Every submission, kept for ever. Made by `open_store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, forms: Forms) -> None:
        self.connection = connection
        self.forms = forms
        self._waiting: list[tuple[str, bool, Mapping[str, pd.DataFrame]]] = []

    def prepare(self) -> None:
        """Make what tables and columns the forms want and the store lacks."""
        wanted = sha256("\n".join(create_statements(self.forms, ())).encode()).hexdigest()
        # nothing is ever dropped: what was made for these forms is there still, and to look costs half an opening
        with suppress(duckdb.CatalogException):
            if self.meta("made_for") == wanted:
                return
        with self.transaction():
            for statement in create_statements(self.forms, self.columns()):
                self.connection.execute(statement)
            self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('format', ?)", [_FORMAT])
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('made_for', ?)", [wanted])

    def columns(self) -> list[tuple[str, str]]:
        """Every table and column that there is."""
        return self.connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE database_name = current_database() AND NOT internal"
        ).fetchall()

    def check_format(self) -> None:
        """Refuse what is no store of ours, or was written by a newer version; an empty one may become anything.

        Raises:
            StoreError: it is refused; nothing in it was changed.
        """
        try:
            found = self.meta("format")
        except duckdb.CatalogException:
            if self.columns():
                raise StoreError("the file is no store of ours", hint="name another project") from None
            return
        if found != _FORMAT:
            raise StoreError(f"the store has format {found}, this version reads {_FORMAT}", hint="upgrade the program")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        self.connection.begin()
        try:
            yield
            self.connection.commit()
        except BaseException:
            # after a commit that failed there is nothing left to roll back
            with suppress(duckdb.Error):
                self.connection.rollback()
            raise

    def meta(self, key: str) -> str | None:
        """A remark about the store itself."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return row[0] if row else None

    @property
    def demo(self) -> bool | None:
        """Whether it holds demonstration data; None while it is empty."""
        if self._waiting:
            return self._waiting[0][1]
        kind = self.meta("kind")
        return None if kind is None else kind == "demo"

    def refuse_mixture(self, demo: bool) -> None:
        """A store never holds both demonstration and real data.

        Raises:
            StoreError: it holds the other kind.
        """
        if self.demo is not None and self.demo != demo:
            mine, yours = ("demonstration", "real") if self.demo else ("real", "demonstration")
            raise StoreError(
                f"the store holds {mine} data; {yours} data was not taken in",
                hint="keep the two in projects of their own (reporting --project DIR …), or move data/ away first",
            )

    def find(self, sha256: str, county: str | None, period: str | None) -> Receipted | None:
        """The submission that the file with that hash brought of that county (None: of nobody), if there is one."""
        found = self._register.by_file.get((sha256, county, period))
        return Receipted(*found, known=True) if found else None

    def add(
        self, submission: Submission, recorded_at: datetime, *, flush: bool = True, again: bool = False
    ) -> Receipted:
        """Keep a submission; one whose file is already there changes nothing.

        A submission that brings a table which the county sent before for the period, in the same form, is a new
        revision; files that bring different tables of the form stand beside each other.

        Args:
            submission: what came.
            recorded_at: when, UTC.
            flush: whether to write it now; if not, it is written with the next one that is, or by `flush`.
            again: whether it is kept though its file is there already, as one that was read anew.
        """
        # a caller that only asks what is known, such as a run with nothing to do, does not wait for it
        import pandas as pd

        if not again and (known := self.find(submission.sha256, submission.county, submission.period)):
            return known
        self.refuse_mixture(submission.demo)
        identity, revision = self._register.next(submission)
        frames = {
            "submissions": pd.DataFrame(
                [
                    {
                        "submission": identity,
                        "county": submission.county,
                        "period": submission.period,
                        "form": submission.form,
                        "revision": revision,
                        "outcome": submission.outcome,
                        "late": submission.late,
                        "file": submission.file,
                        "sha256": submission.sha256,
                        "bytes": submission.size,
                        "received_at": submission.received_at,
                        "recorded_at": recorded_at,
                        "demo": submission.demo,
                    }
                ]
            ),
            "submission_tables": pd.DataFrame({"table_name": list(submission.tables)}, dtype="str"),
            "findings": submission.findings,
            "columns": submission.columns,
            "figures": submission.figures,
            **submission.rows,
            **{f"{name}_typed": frame for name, frame in submission.typed.items()},
        }
        self._waiting.append((identity, submission.demo, frames))
        self._register.add(submission, identity, revision)
        if flush:
            self.flush()
        return Receipted(identity, revision, known=False)

    def flush(self) -> None:
        """Write what was added and not written yet, all or nothing."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        together: dict[str, list[tuple[str, pd.DataFrame]]] = {}
        for identity, _demo, frames in waiting:
            for name, frame in frames.items():
                if not frame.empty:
                    together.setdefault(name, []).append((identity, frame))
        try:
            # one table after the other: no more than one is there twice
            self._insert(((name, _joined(parts)) for name, parts in together.items()), demo=waiting[0][1])
        except BaseException:
            self.__dict__.pop("_register", None)
            raise

    def append(self, frames: Mapping[str, pd.DataFrame], *, demo: bool) -> None:
        """Append rows to tables, all or nothing; columns are matched by name, those left out stay empty.

        Args:
            frames: table → its rows.
            demo: whether they are a demonstration.
        """
        self.refuse_mixture(demo)
        self._insert(((name, _arrays(frame)) for name, frame in frames.items() if not frame.empty), demo=demo)
        self.__dict__.pop("_register", None)

    def _insert(self, tables: Iterable[tuple[str, Mapping[str, Any]]], *, demo: bool) -> None:
        with self.transaction():
            self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('kind', ?)", ["demo" if demo else "real"])
            for name, columns in tables:
                self.connection.register("incoming", columns)
                self.connection.execute(f"INSERT INTO {quoted(name)} BY NAME SELECT * FROM incoming")  # noqa: S608
                self.connection.unregister("incoming")

    def decide_texts(
        self, texts: Sequence[tuple[str, str]], decision: str, decided_by: str, because: str, recorded_at: datetime
    ) -> None:
        """Put on record whether the public may read some texts; an earlier decision stays, and the later one counts.

        Args:
            texts: county (empty for any) and text.
            decision: ``approved`` or ``refused``.
        """
        rows = [(county, text, decision, decided_by, because, recorded_at) for county, text in texts]
        if rows:
            with self.transaction():
                self.connection.executemany("INSERT INTO text_decisions VALUES (?, ?, ?, ?, ?, ?)", rows)

    @cached_property
    def _register(self) -> Register:
        return Register.of(self.connection)

    def withdraw(self, submission: str, because: str, recorded_at: datetime, *, undo: bool = False) -> None:
        """Take a submission out of the current view, or with ``undo`` bring it back; both stay on record.

        Raises:
            UsageError: there is no such submission, or it is withdrawn already (with ``undo``: it is not).
        """
        known = self.connection.execute("SELECT 1 FROM submissions WHERE submission = ?", [submission]).fetchone()
        if not known:
            raise UsageError(f"there is no submission {submission!r}", hint="`reporting export submissions` lists them")
        if self._is_withdrawn(submission) != undo:
            raise UsageError(f"{submission} is not withdrawn" if undo else f"{submission} is withdrawn already")
        self.connection.execute("INSERT INTO withdrawals VALUES (?, ?, ?)", [submission, because, recorded_at])

    def _is_withdrawn(self, submission: str) -> bool:
        """Whether the entries on record, each of which turns the one before, end with a withdrawal."""
        query = "SELECT count(*) FROM withdrawals WHERE submission = ?"
        (count,) = self.connection.execute(query, [submission]).fetchall()[0]
        return bool(count % 2)

    def answer(self, rows: pd.DataFrame) -> None:
        """Put on record what became of schools: the columns of ``school_answers``; nothing on record ever changes."""
        with self.transaction():
            self.connection.register("incoming", rows)
            self.connection.execute("INSERT INTO school_answers BY NAME SELECT * FROM incoming")
            self.connection.unregister("incoming")


def _joined(parts: Sequence[tuple[str, pd.DataFrame]]) -> dict[str, Any]:
    """Frames one below the other as arrays, each with a column that says whose submission it is."""
    import numpy as np
    import pandas as pd

    # most have the same columns of the same kinds, and are laid together first: a frame costs more than its rows
    alike = [[frame for _, frame in same] for _, same in groupby(parts, key=lambda part: tuple(part[1].dtypes.items()))]
    together = [pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0] for frames in alike]
    arrays = [_arrays(frame) for frame in together]
    joined = {}
    for name in dict.fromkeys(name for columns in arrays for name in columns):
        pieces = [
            columns[name] if name in columns else np.full(len(frame), None, dtype="object")
            for columns, frame in zip(arrays, together, strict=True)
        ]
        if len({piece.dtype for piece in pieces}) > 1:
            pieces = [piece.astype("object") for piece in pieces]
        joined[name] = np.concatenate(pieces)
    lengths = [len(frame) for _identity, frame in parts]
    joined["submission"] = np.repeat(np.array([identity for identity, _frame in parts], dtype="object"), lengths)
    return joined


def _arrays(frame: pd.DataFrame) -> dict[str, Any]:
    """The columns as arrays, missing values None: DuckDB takes these in at half the cost of a DataFrame."""
    import numpy as np
    import pandas as pd

    # columns of objects lie beside each other: what is missing in them is looked for once
    objects = [name for name, dtype in frame.dtypes.items() if dtype == "object"]
    block = frame[objects].to_numpy(copy=True)
    block[pd.isna(block)] = None
    arrays = dict(zip(objects, block.T, strict=True))
    return {
        str(name): arrays[name]
        if name in arrays
        else column.to_numpy()
        if isinstance(column.dtype, np.dtype)
        else column.to_numpy(dtype="object", na_value=None)  # type: ignore[call-overload]
        for name, column in frame.items()
    }

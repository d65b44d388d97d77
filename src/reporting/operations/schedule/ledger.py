"""The ledger: which steps were claimed and how they ended, and which files of the inbox were taken in.

A step is claimed before it is done, under a unique key: of two copies that find the same step due, one does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from reporting.errors import WorkError
from reporting.operations.schedule.inbox import FileMark
from reporting.operations.schedule.steps import Step
from reporting.settings import Project

__all__ = ["Ledger", "StepState", "Written", "ledger_path", "open_ledger"]

StepState = Literal["claimed", "done", "failed", "stale"]

_TRIES = {"remind": 1, "run": 3}
"""How often a step is tried. A run repeats nothing that is done; a reminder sent twice is one too many."""

_TABLES = """
    CREATE TABLE IF NOT EXISTS began (only INTEGER PRIMARY KEY CHECK (only = 1), at TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS steps (
        step TEXT PRIMARY KEY, due TEXT NOT NULL, state TEXT NOT NULL, tries_left INTEGER NOT NULL, at TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE IF NOT EXISTS files (
        path TEXT NOT NULL, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
        PRIMARY KEY (path, size, changed_ns)
    );
"""
_CLAIM = """
    INSERT INTO steps VALUES (:step, :due, 'claimed', :tries - 1, :now, '')
    ON CONFLICT (step) DO UPDATE SET state = 'claimed', tries_left = tries_left - 1, at = :now
    WHERE state = 'failed' AND tries_left > 0
"""


@dataclass(frozen=True)
class Written:
    """What the ledger says of a step."""

    step: str
    due: str
    state: StepState
    tries_left: int
    at: str
    detail: str


def ledger_path(project: Project) -> Path:
    """The file of ledger and stored jobs."""
    return project.root / "data" / "schedule.sqlite"


@contextmanager
def open_ledger(path: Path) -> Iterator[Ledger]:
    """The ledger in that file, made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        connection.executescript(_TABLES)
        yield Ledger(connection)
    except sqlite3.Error as error:
        raise _fault(error, path) from error
    finally:
        if connection is not None:
            connection.close()


def _fault(error: sqlite3.Error, path: Path) -> WorkError:
    """The error as people should hear it."""
    match getattr(error, "sqlite_errorname", "").split("_")[:2]:
        case ["SQLITE", "FULL"]:
            what, hint = "the disk is full", "make room there and do it again; what was done is not done twice"
        case ["SQLITE", "CANTOPEN"]:
            what = "the ledger cannot be opened"
            hint = (
                "see that the disk is not full (files may have run out too: `df -i`) and that this user may write there"
            )
        case ["SQLITE", "READONLY" | "PERM" | "AUTH"]:
            what, hint = "the ledger may not be written to", "give this user the right to write there"
        case ["SQLITE", "BUSY" | "LOCKED"]:
            what, hint = "another process is using the ledger", "wait until it has finished"
        case ["SQLITE", "IOERR"]:
            what, hint = "the disk does not take what is written", "is it full? make room there and do it again"
        case _:
            what = f"the ledger is damaged: {error}"
            hint = "bring it back from a backup; without it, what is due now would be done once more, reminders too"
    return WorkError(what, where=path.name, hint=hint)


class Ledger:
    """What was done. Every call is one transaction. Made by `open_ledger`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def began(self, otherwise: datetime) -> datetime:
        """The moment from which steps are due here: ``otherwise`` if the ledger is new."""
        self._connection.execute("INSERT OR IGNORE INTO began VALUES (1, ?)", [otherwise.isoformat()])
        return datetime.fromisoformat(self._connection.execute("SELECT at FROM began").fetchone()[0])

    def claim(self, step: Step, now: datetime) -> bool:
        """Whether the step is now the caller's to do: nobody has done it, or it failed and may be tried again."""
        values = {"step": step.key, "due": step.at.isoformat(), "now": now.isoformat(), "tries": _TRIES[step.act]}
        return self._connection.execute(_CLAIM, values).rowcount == 1

    def close(self, step: Step, state: StepState, now: datetime, detail: str = "") -> None:
        """Write down how a claimed step ended."""
        self._connection.execute(
            "UPDATE steps SET state = ?, at = ?, detail = ? WHERE step = ?", [state, now.isoformat(), detail, step.key]
        )

    def fail_interrupted(self) -> None:
        """Count as failed what was claimed and not closed; for a caller who knows that nobody is at it."""
        self._connection.execute("UPDATE steps SET state = 'failed', detail = 'interrupted' WHERE state = 'claimed'")

    def steps(self) -> list[Written]:
        """Every step ever claimed, in order of time."""
        rows = self._connection.execute("SELECT step, due, state, tries_left, at, detail FROM steps ORDER BY due, step")
        return [Written(*row) for row in rows]

    def closed(self) -> set[str]:
        """Keys of the steps that need nothing more."""
        return {one.step for one in self.steps() if one.state in ("done", "stale") or not one.tries_left}

    def unknown(self, files: Collection[FileMark]) -> list[FileMark]:
        """Those of the files that were not taken in as they stand."""
        known = set(self._connection.execute("SELECT path, size, changed_ns FROM files"))
        return [one for one in files if (one.path, one.size, one.changed_ns) not in known]

    def take(self, file: FileMark) -> None:
        """Write down that a file was taken in as it stands."""
        self._connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)", [file.path, file.size, file.changed_ns]
        )

"""What went wrong with the store, said truly: busy, full, not to be written to, or damaged; and what helps."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from reporting.errors import StoreError

__all__ = ["FAULTS", "fault"]

FAULTS = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.TransactionException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
)
"""Errors that tell of the machine or of the file, not of the question."""

_BUSY = re.compile(r"could not set lock|conflicting lock", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk quota|disk is full", re.IGNORECASE)
_SHUT = re.compile(r"read-only file system|permission denied|operation not permitted", re.IGNORECASE)
_MEND = (
    "leave the file as it is and keep a copy of it; `reporting restore FILE` brings back a backup into another folder, "
    "or put the file aside and `reporting ingest data/archive` reads every file again"
)


def fault(error: duckdb.Error, path: Path) -> StoreError:
    """The error as people should hear it.

    Args:
        error: of DuckDB.
        path: of the store.
    """
    said = " ".join(_all_said(error))
    if _BUSY.search(said):
        return StoreError("another process is using the store", hint="wait until it has finished")
    if _FULL.search(said):
        hint = "make room and do it again; the store is as it was before"
        return StoreError("the disk is full: this was not written to the store", where=path.name, hint=hint)
    if _SHUT.search(said):
        hint = "give this user the right to write there, or do it where the disk may be written to; nothing is damaged"
        return StoreError("the store may not be written to", where=path.name, hint=hint)
    if isinstance(error, duckdb.OutOfMemoryException):
        hint = "close other programs and do it again; the store is as it was before"
        return StoreError("there is too little memory for this", where=path.name, hint=hint)
    problem = str(error).splitlines()[0]
    return StoreError(f"the store is damaged, or is no store: {problem}", where=path.name, hint=_MEND)


def _all_said(error: BaseException | None) -> list[str]:
    said: list[str] = []
    while error is not None and len(said) < 10:
        said.append(str(error))
        error = error.__cause__ or error.__context__
    return said

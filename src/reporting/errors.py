"""Every error this package raises on purpose, in one tree.

    ReportingError
      UsageError              the command or call is wrong (exit 2)
        SettingsError         a file of params/ is wrong: names file, line and key
        ParameterError        a notebook was given a parameter it does not declare, or of the wrong type
        EmptyStoreError       nothing has been taken in yet
      WorkError               some of the work failed or was refused (exit 1)
        UnreadableFileError   a file cannot be read as a workbook
        StoreError            the store refuses: mixed demonstration and real data, a newer format, a lock
        ExecutionError        notebooks cannot be run at all (one failing notebook is an Outcome, not an error)
        FigureError           a figure was made without title, description or table
        PageError             a page cannot be made, or is not fit to be read
        EditionError          an edition cannot be reviewed, published or found

Each says what is wrong, where, and what to do. The command line prints just that; a traceback is a bug.
"""

from __future__ import annotations

__all__ = [
    "EditionError",
    "EmptyStoreError",
    "ExecutionError",
    "FigureError",
    "PageError",
    "ParameterError",
    "ReportingError",
    "SettingsError",
    "StoreError",
    "UnreadableFileError",
    "UsageError",
    "WorkError",
]


class ReportingError(Exception):
    """What is wrong, where it is, and what to do about it.

    Args:
        what: one sentence, without the place.
        where: file, sheet and cell, or file, line and key; empty where there is no place.
        hint: what the reader can do next; empty where nothing is known.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" → {self.hint}" if self.hint else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling between processes (keyword arguments are lost by default)."""
        return _rebuild, (type(self), self.what, self.where, self.hint)


def _rebuild(kind: type[ReportingError], what: str, where: str, hint: str) -> ReportingError:
    return kind(what, where=where, hint=hint)


class UsageError(ReportingError):
    """The command or call is wrong; nothing was done."""


class SettingsError(UsageError):
    """A settings file is wrong."""


class ParameterError(UsageError):
    """A notebook was given a parameter that it does not declare, or of the wrong type."""


class EmptyStoreError(UsageError):
    """Nothing has been taken in yet."""


class WorkError(ReportingError):
    """Some of the work failed or was refused; the rest is done."""


class UnreadableFileError(WorkError):
    """A file cannot be read as a workbook."""


class StoreError(WorkError):
    """The store refuses what was asked of it."""


class ExecutionError(WorkError):
    """Notebooks cannot be run at all."""


class FigureError(WorkError):
    """A figure lacks its title, description or table."""


class PageError(WorkError):
    """A page cannot be made, or is not fit to be read."""


class EditionError(WorkError):
    """An edition cannot be reviewed, published or found."""

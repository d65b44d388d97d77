"""The log of a run: JSON lines, each with the run's id and whatever context the caller gave."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: time, level, logger, event, context, then its `extra` fields."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        super().__init__()
        self.context = dict(context)

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; what is no JSON value is written as its text."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **self.context,
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class _LogFile(logging.FileHandler):
    """A log that cannot be written, on a full disk say, stops nothing; the code that works there reports the disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Leave the line out."""

    def close(self) -> None:
        """Close the file, with what could be written."""
        with suppress(OSError):
            super().close()


@contextmanager
def run_log(path: Path, **context: Any) -> Iterator[str]:
    """Append what this package logs to the file at path while the block runs.

    Args:
        path: the log file; its folder is made where it is missing.
        **context: fields that every line carries (a period, say); fields of one line go into `extra=`.

    Yields:
        The run's id, which every line carries as `run`.
    """
    run = uuid.uuid4().hex[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(path, encoding="utf-8")
    handler.setFormatter(JsonLines({"run": run, **context}))
    logger = logging.getLogger("reporting")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield run
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
        handler.close()

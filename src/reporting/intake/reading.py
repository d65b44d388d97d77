"""One file read: archived, its tables found and cleaned. The store is not asked, so any process may do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reporting.ending import pass_on_interruption
from reporting.errors import ReportingError, UnreadableFileError, UsageError
from reporting.execution.fingerprint import file_digest
from reporting.intake.archive import archive
from reporting.intake.examination import Unchecked, read_tables
from reporting.intake.findings import Finding, say, why_unreadable
from reporting.intake.receipts.answers import ReceiptContent
from reporting.intake.receipts.write import write_receipts
from reporting.intake.recognition.sender import Declared, identify_unread
from reporting.settings import Settings
from reporting.store.store import utc_now
from reporting.workbooks.files import read_workbook

__all__ = ["Common", "SentFile", "answer_file", "not_examined", "read_file", "sent_files", "unreadable"]


@dataclass(frozen=True)
class SentFile:
    """A file to be taken in, and when it was received (UTC); one that cannot be opened has no hash."""

    path: Path
    received_at: datetime
    sha256: str
    size: int

    @classmethod
    def at(cls, path: Path, received_at: datetime | None, sha256: str, size: int, changed: float) -> SentFile:
        """A file; without another time it was received when it was last changed."""
        own = datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
        return cls(path, received_at or own, sha256, size)


@dataclass(frozen=True)
class Common:
    """What every file of a run is read with."""

    settings: Settings
    archive: Path
    receipts: Path | None
    declared: Declared


def sent_files(paths: Sequence[Path], received_at: datetime | None) -> Iterator[SentFile]:
    """The files that were named, and those in the folders that were."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
        found = (file for file in path.rglob("*") if not file.name.startswith((".", "~$")))
        for file in sorted(found) if path.is_dir() else [path]:
            if file.is_file():
                try:
                    status, sha256 = file.stat(), file_digest(file)
                except OSError:
                    yield SentFile(file, received_at or utc_now(), "", 0)
                    continue
                yield SentFile.at(file, received_at, sha256, status.st_size, status.st_mtime)


def read_file(common: Common, file: SentFile) -> tuple[Unchecked, ...]:
    """Archive a file and read it; whatever is wrong with it becomes a finding.

    Raises:
        ReportingError: settings are wrong.
        OSError: the archive cannot be written.
    """
    archive(file.path, common.archive, file.sha256)
    try:
        workbook = read_workbook(file.path)
        return read_tables(workbook, file.path.name, common.declared, common.settings)
    except UnreadableFileError as error:
        return (unreadable(common, file, why_unreadable(error)),)
    except ReportingError:
        raise
    except Exception as error:  # whatever a sheet may hold, the rest of the folder goes on
        pass_on_interruption(error)
        return (not_examined(file, error),)


def answer_file(common: Common, file: Path, answer: ReceiptContent) -> tuple[Path, ...]:
    """Write the receipt of a file."""
    return write_receipts(common.receipts or Path(), file, answer, common.settings)


def unreadable(common: Common, file: SentFile, reason: str) -> Unchecked:
    """A file that says nothing itself; whose it is, the operator or its name may tell."""
    name, city = file.path.name, common.settings.city
    county, period = identify_unread(name, common.declared, city, common.settings.forms, common.settings.names)
    finding = Finding("error", "unreadable", say("unreadable", reason=reason), found=name)
    return Unchecked(county, period, None, None, False, {}, {}, (finding,))


def not_examined(file: SentFile, error: BaseException) -> Unchecked:
    """A file that breaks the program."""
    message = say("examination_failed", error=f"{type(error).__name__}: {error}")
    finding = Finding("error", "examination_failed", message, found=file.path.name)
    return Unchecked(None, None, None, None, False, {}, {}, (finding,))

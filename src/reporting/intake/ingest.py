"""Files into the store: each archived, read, examined, kept, and answered; one bad file never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.errors import ReportingError, UnreadableFileError, UsageError
from reporting.intake.archive import archive, hash_of
from reporting.intake.checks.history import History
from reporting.intake.checks.registry import BoundCheck, bind_checks
from reporting.intake.examination import Examined, examine, nothing
from reporting.intake.findings import Finding, count_by_severity, say, why_unreadable
from reporting.intake.receipts.deadlines import is_late
from reporting.intake.receipts.write import write_receipts
from reporting.intake.recognition.sender import Declared, identify_unread
from reporting.settings import Project, Settings
from reporting.store.store import Store, open_store, utc_now
from reporting.store.submissions import Submission
from reporting.store.view import View
from reporting.translations import translator
from reporting.workbooks.files import read_workbook

__all__ = ["Ingested", "ingest"]

# Clerks read Chinese, whatever language a page is made in.
_ = translator("intake", "zh-Hans")


@dataclass(frozen=True)
class Ingested:
    """What became of a file, or in a file that brings several counties' rows of those of one.

    Attributes:
        file: its name.
        submission: its id in the store; None where nothing was stored.
        outcome: accepted, partly, rejected; of a known file the status it has now (superseded, withdrawn too).
        known: whether the store had it already, so that nothing was changed.
        counts: severity → number of findings.
        reason: why it was rejected, in one sentence; else empty.
        receipts: files written for the county, the marked workbook first.
    """

    file: str
    submission: str | None
    county: str | None
    period: str | None
    form: str | None
    revision: int | None
    outcome: str
    late: bool
    known: bool
    counts: Mapping[str, int]
    reason: str = ""
    receipts: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether all of the file is rejected, or some of it was now."""
        return self.outcome == "rejected" or (self.outcome == "partly" and not self.known)

    def summary(self) -> dict[str, object]:
        """The values in a flat form, for the console and for programs."""
        return {
            "file": self.file,
            "submission": self.submission,
            "county": self.county,
            "period": self.period,
            "form": self.form,
            "revision": self.revision,
            "outcome": self.outcome,
            "known": self.known,
            "late": self.late,
            "errors": self.counts.get("error", 0),
            "warnings": self.counts.get("warning", 0),
            "notices": self.counts.get("notice", 0),
            "reason": self.reason,
            "receipts": [str(path) for path in self.receipts],
        }


@dataclass(frozen=True)
class _File:
    """A file to be taken in, and when it was received (UTC); one that cannot be opened has no hash."""

    path: Path
    received_at: datetime
    sha256: str
    size: int


def ingest(
    project: Project,
    settings: Settings,
    paths: Sequence[Path],
    *,
    receipts: Path | None = None,
    county: str | None = None,
    period: Period | None = None,
    received_at: datetime | None = None,
    recorded_at: datetime | None = None,
    on_start: Callable[[int], None] = lambda count: None,
    on_file: Callable[[], None] = lambda: None,
) -> list[Ingested]:
    """Take files into the project's store, in the order in which they were received.

    Args:
        project: whose archive and store.
        settings: of the bureau.
        paths: files and folders; of folders every file in them, temporary files of Excel left out.
        receipts: folder for receipts; None for none.
        county, period: of files that do not say it themselves.
        received_at: UTC; else each file's own time.
        recorded_at: UTC; else now.
        on_start: told how many files there are.
        on_file: told of each that has been read.

    Raises:
        UsageError: a path does not exist.
        StoreError: demonstration and real data would be mixed; nothing of that file is stored.
    """
    files = sorted(_files(paths, received_at), key=lambda file: (file.received_at, file.path.name))
    with open_store(project.store, settings.forms, writing=True) as store:
        intake = _Intake(project, settings, store, Declared(county, period), receipts, recorded_at)
        on_start(len(files))
        done = []
        for file in files:
            done += [(file, one) for one in intake.take(file)]
            on_file()
        # What says nothing of itself is of the kind that the store holds, which the other files decide.
        return [one if isinstance(one, Ingested) else intake.keep(file, one) for file, one in done]


class _Intake:
    """One run of ingestion."""

    def __init__(
        self,
        project: Project,
        settings: Settings,
        store: Store,
        declared: Declared,
        receipts: Path | None,
        recorded_at: datetime | None,
    ) -> None:
        self.project, self.settings, self.store = project, settings, store
        self.declared, self.receipts, self.recorded_at = declared, receipts, recorded_at
        self._seen: tuple[View, pd.DataFrame] | None = None
        self._since_seen: set[str] = set()
        self._placed: dict[str, list[str]] = {}
        # Two counties may send the same empty file: what holds no form is told apart by whose it is.
        for one in View(store).submissions().dropna(subset=["county", "form"]).itertuples():
            self._placed.setdefault(str(one.sha256), []).append(str(one.submission))
        self.checks: Mapping[str, Sequence[BoundCheck]] = bind_checks(settings)

    def take(self, file: _File) -> list[Ingested | Examined]:
        """Archive, read and keep a file; one that does not say whether it is a demonstration is only examined."""
        if not file.sha256:
            return [self._left_out(file, self._unreadable(file, say("file_closed")))]
        archive(file.path, self.project.archive, file.sha256)
        if known := self._placed.get(file.sha256):
            return [self._known(file, submission) for submission in known]
        return [one if one.demo is None else self.keep(file, one) for one in self._examined(file)]

    def keep(self, file: _File, examined: Examined) -> Ingested:
        """Store what was found in a file, and answer it."""
        demo = examined.demo if examined.demo is not None else self.store.demo
        if demo is None:
            return self._left_out(file, examined)
        late = examined.period is not None and is_late(file.received_at, examined.period, self.settings)
        placed = examined.county is not None and examined.period is not None
        submission = Submission(
            county=examined.county,
            period=str(examined.period) if examined.period else None,
            form=examined.form,
            outcome=examined.outcome,
            late=late,
            file=file.path.name,
            sha256=file.sha256,
            size=file.size,
            received_at=file.received_at,
            demo=demo,
            rows=examined.rows if placed else {},
            typed=examined.typed if placed else {},
            figures=examined.figures if placed else examined.figures.head(0),
            columns=examined.columns,
            findings=examined.findings,
        )
        kept = self.store.add(submission, self.recorded_at or utc_now())
        if kept.known:
            return self._known(file, kept.submission)
        self._since_seen.add(submission.county or "")
        if submission.county and submission.form:
            self._placed.setdefault(submission.sha256, []).append(kept.submission)
        ingested = Ingested(
            file=file.path.name,
            submission=kept.submission,
            county=submission.county,
            period=submission.period,
            form=submission.form,
            revision=kept.revision,
            outcome=submission.outcome,
            late=late,
            known=False,
            counts=count_by_severity(submission.findings),
            reason=_reason(examined.outcome, examined.findings),
        )
        if self.receipts is None:
            return ingested
        return replace(ingested, receipts=write_receipts(self.receipts, file.path, kept, submission, self.settings))

    def _examined(self, file: _File) -> tuple[Examined, ...]:
        try:
            workbook = read_workbook(file.path)
        except UnreadableFileError as error:
            return (self._unreadable(file, why_unreadable(error)),)
        try:
            return examine(workbook, file.path.name, self.declared, self.settings, self.checks, self._past)
        except ReportingError:
            raise
        except Exception as error:  # whatever a sheet may hold, the rest of the folder goes on
            message = say("examination_failed", error=f"{type(error).__name__}: {error}")
            return (nothing(None, None, None, [Finding("error", "examination_failed", message, found=file.path.name)]),)

    def _unreadable(self, file: _File, reason: str) -> Examined:
        """A file that says nothing itself; whose it is, the operator or its name may tell."""
        name, city = file.path.name, self.settings.city
        county, period = identify_unread(name, self.declared, city, self.settings.forms, PlaceNames(city))
        message = say("unreadable", reason=reason)
        return nothing(county, period, None, [Finding("error", "unreadable", message, found=name)])

    def _past(self, county: str, period: Period) -> History:
        """What a county sent before; a view serves until the county in question has sent something new."""
        if self._seen is None or county in self._since_seen:
            view = View(self.store, self.recorded_at)
            self._seen = view, view.current()
            self._since_seen.clear()
        return History(*self._seen, self.settings.forms, county, period)

    def _known(self, file: _File, submission: str) -> Ingested:
        """What the store says of a file that it has."""
        view = View(self.store)
        row = view.submissions().set_index("submission").loc[submission]
        findings = view.findings(periods=[row["period"]] if isinstance(row["period"], str) else None)
        findings = findings[findings["submission"] == submission]
        return Ingested(
            file=file.path.name,
            submission=submission,
            county=_or_none(row["county"]),
            period=_or_none(row["period"]),
            form=_or_none(row["form"]),
            revision=int(str(row["revision"])),
            outcome=str(row["status"]),
            late=bool(row["late"]),
            known=True,
            counts=count_by_severity(findings),
            reason=_reason(str(row["status"]), findings),
        )

    def _left_out(self, file: _File, examined: Examined) -> Ingested:
        """What the store does not keep: a file that nobody could open, or one of no known form before it holds any."""
        return Ingested(
            file=file.path.name,
            submission=None,
            county=examined.county,
            period=str(examined.period) if examined.period else None,
            form=None,
            revision=None,
            outcome=examined.outcome,
            late=False,
            known=False,
            counts=count_by_severity(examined.findings),
            reason=_reason(examined.outcome, examined.findings),
        )


def _files(paths: Sequence[Path], received_at: datetime | None) -> Iterator[_File]:
    """The files that were named, and those in the folders that were."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}")
        found = (file for file in path.rglob("*") if not file.name.startswith((".", "~$")))
        for file in sorted(found) if path.is_dir() else [path]:
            if file.is_file():
                try:
                    status, sha256 = file.stat(), hash_of(file)
                except OSError:
                    yield _File(file, received_at or utc_now(), "", 0)
                    continue
                own = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None)
                yield _File(file, received_at or own, sha256, status.st_size)


def _reason(outcome: str, findings: pd.DataFrame) -> str:
    """Why a submission was rejected: its first error."""
    errors = findings.loc[findings["severity"] == "error", "message"]
    return str(errors.iloc[0]) if outcome == "rejected" and len(errors) else ""


def _or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None

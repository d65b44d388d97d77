"""Files into the store: each archived, read, examined, kept, and answered; one bad file never stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from reporting.definitions.periods import Period
from reporting.ending import pass_on_interruption
from reporting.errors import ReportingError
from reporting.execution.cores import available_cores
from reporting.execution.files import clear_partial
from reporting.intake.again import Again
from reporting.intake.archive import archive
from reporting.intake.checks.history import Past
from reporting.intake.checks.others import Others
from reporting.intake.checks.registry import BoundCheck, bind_checks
from reporting.intake.examination import Examined, Unchecked, conclude
from reporting.intake.findings import count_by_severity, say
from reporting.intake.hands import FEW, Call, Hands, HandsDiedError
from reporting.intake.reading import Common, SentFile, answer_file, not_examined, read_file, sent_files, unreadable
from reporting.intake.receipts.answers import ReceiptContent, answer_from_store, answer_to
from reporting.intake.receipts.deadlines import is_late
from reporting.intake.receipts.write import receipts_stand
from reporting.intake.recognition.sender import Declared, sender_meant
from reporting.settings import Project, Settings
from reporting.store.store import Store, open_store, utc_now
from reporting.store.submissions import Submission
from reporting.store.view import View

__all__ = ["Ingested", "ingest"]

_SMALL = 20_000_000
"""Bytes from which they are for fewer."""
_MOST_HANDS = 8
"""More read faster than one process can write to the store."""
_AT_ONCE = 32
"""Submissions that are written to the store together, and receipts that wait to be made."""
_ROWS_AT_ONCE = 50_000
_A_MINUTE = 60


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
        return self.outcome in ("rejected", "held") or (self.outcome == "partly" and not self.known)

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
    insisted: bool = False,
    sheet: str = "",
    again: Collection[str] = (),
    jobs: int | None = None,
    on_start: Callable[[int], None] = lambda count: None,
    on_file: Callable[[], None] = lambda: None,
) -> list[Ingested]:
    """Take files into the project's store, in the order in which they were received.

    Files are read, and receipts written, by all cores; one process writes to the store. What becomes of a file does
    not depend on how many there are. A file that was rejected, or is held, is read anew each time: forms may have
    changed, and what can be taken in now is, unless the county has sent another since.

    Args:
        project: whose archive and store.
        settings: of the bureau.
        paths: files and folders; of folders every file in them, temporary files of Excel left out.
        receipts: folder for receipts; None for none. A known file whose receipt is missing gets it again.
        county, period: of files that do not say it themselves.
        received_at: UTC; else each file's own time.
        recorded_at: UTC; else now.
        insisted: county and period are those given, whatever the files say: somebody has settled it.
        sheet: of two that answer one table, the one that is meant; again something that somebody has settled.
        again: submissions whose files are read anew, because what is known of their form has changed.
        jobs: processes that read; None for as many as help.
        on_start: told how many files there are.
        on_file: told of each that has been read.

    Raises:
        UsageError: a path does not exist.
        StoreError: demonstration and real data would be mixed; nothing of that file is stored.
    """
    files = sorted(sent_files(paths, received_at), key=lambda file: (file.received_at, file.path.name))
    common = Common(settings, project.archive, receipts, Declared(county, period, insisted, sheet))
    with (
        Hands(_helpful(files) if jobs is None else jobs, common) as hands,
        open_store(project.store, settings.forms, writing=True) as store,
    ):
        # nobody else writes there while the store is open for writing
        clear_partial(project.archive, below=True)
        if receipts is not None:
            clear_partial(receipts)
        # two that make the store at once do it side by side
        clear_partial(project.store.parent, older_than=_A_MINUTE)
        intake = _Intake(common, store, hands, recorded_at, again)
        on_start(len(files))
        try:
            for file, reading in intake.readings(files):
                intake.take(file, reading)
                on_file()
            return intake.finish()
        except BaseException:
            # what was done is kept, and answered: the files that are left are taken in another time
            with suppress(Exception):
                intake.save()
            raise


def _helpful(files: Sequence[SentFile]) -> int:
    """How many processes help: none for what is read sooner than they are started."""
    worth = len(files) >= FEW or (len(files) > 1 and sum(file.size for file in files) > _SMALL)
    cores = available_cores()
    return min(cores, len(files) // 2, _MOST_HANDS) if worth and cores > 1 else 0


class _Intake:
    """One run of ingestion: what is decided, and written, by one process."""

    def __init__(
        self, common: Common, store: Store, hands: Hands, recorded_at: datetime | None, again: Collection[str] = ()
    ) -> None:
        self.common, self.settings, self.store, self.hands = common, common.settings, store, hands
        self.recorded_at = recorded_at
        self._done: list[Ingested | None] = []
        self._undecided: list[tuple[int, SentFile, Examined]] = []
        self._unwritten: list[tuple[int, SentFile, ReceiptContent]] = []
        self._rows = 0
        self._known: tuple[View, Mapping[str, str]] | None = None
        self._receipts: deque[tuple[int, Call[tuple[Path, ...]]]] = deque()
        self._placed: dict[str, list[str]] = {}
        self._counties: dict[str, str] = {}
        self._replaced: list[tuple[str, str]] = []
        # Two counties may send the same empty file: what holds no form is told apart by whose it is.
        view = View(store)
        self._again = Again(view, again)
        sent = view.submissions().dropna(subset=["county", "form"]).sort_values("recorded_at", kind="stable")
        for one in sent.drop_duplicates(["sha256", "county", "period"], keep="last").itertuples():
            if not self._again.asked(str(one.submission)):
                self._placed.setdefault(str(one.sha256), []).append(str(one.submission))
                self._counties[str(one.submission)] = str(one.county)
        self._past = Past(self._look, self.settings.forms)
        self._others = Others(self._look, self.settings.forms, self.settings.policy.copies)
        self._checks: Mapping[str, Sequence[BoundCheck]] = bind_checks(self.settings)

    def readings(self, files: Sequence[SentFile]) -> Iterator[tuple[SentFile, Call[tuple[Unchecked, ...]] | None]]:
        """Each file in turn, with what was read; None for one that need not or cannot be read."""
        wanted = [bool(file.sha256) and not self._known_as(file) for file in files]
        calls = self.hands.in_order(read_file, ((file,) for file, read in zip(files, wanted, strict=True) if read))
        for file, read in zip(files, wanted, strict=True):
            yield file, next(calls) if read else None

    def take(self, file: SentFile, reading: Call[tuple[Unchecked, ...]] | None) -> None:
        """Keep what was read of a file; one that does not say whether it is a demonstration is only examined."""
        if not file.sha256:
            self._leave_out(file, self._conclude(unreadable(self.common, file, say("file_closed"))))
            return
        if known := self._known_as(file):
            archive(file.path, self.common.archive, file.sha256)
            for submission in known:
                self._recognise(file, submission)
            return
        for part in self._read(file, reading):
            examined = self._examined(file, part)
            if examined.demo is None:
                self._undecided.append((len(self._done), file, examined))
                self._done.append(None)
            else:
                self._keep(file, examined)

    def _known_as(self, file: SentFile) -> list[str]:
        """The submissions that a file is already; none where it comes again as another county's: that is a question."""
        known = self._placed.get(file.sha256, [])
        whose = {county for one in known if (county := self._counties.get(one))}
        meant = sender_meant(file.path.name, self.common.declared, self.settings)
        return known if not meant or meant in whose or len(whose) != 1 else []

    def finish(self) -> list[Ingested]:
        """Write what is not written yet, and say what became of each file."""
        # What says nothing of itself is of the kind that the store holds, which the other files decide.
        for at, file, examined in self._undecided:
            self._keep(file, examined, at)
        self.save()
        return [one for one in self._done if one is not None]

    def save(self) -> None:
        """Write what is not written yet, and wait for the receipts."""
        self._write()
        while self._receipts:
            self._await_receipt()

    def _read(self, file: SentFile, reading: Call[tuple[Unchecked, ...]] | None) -> tuple[Unchecked, ...]:
        try:
            return reading.result() if reading else ()
        except HandsDiedError as error:
            return (not_examined(file, error),)

    def _examined(self, file: SentFile, part: Unchecked) -> Examined:
        try:
            return self._conclude(part)
        except ReportingError:
            raise
        except Exception as error:  # whatever a sheet may hold, the rest of the folder goes on
            pass_on_interruption(error)
            return self._conclude(not_examined(file, error))

    def _conclude(self, part: Unchecked) -> Examined:
        return conclude(part, self.settings, self._checks, self._past, self._others)

    def _keep(self, file: SentFile, examined: Examined, at: int | None = None) -> None:
        """Store what was found in a file, and answer it."""
        demo = examined.demo if examined.demo is not None else self.store.demo
        if demo is None and examined.outcome == "held":
            # it is of our form and has no mark of a demonstration: the question that it puts may not be lost
            demo = False
        if demo is None:
            self._leave_out(file, examined, at)
            return
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
        kept = self.store.add(submission, self.recorded_at or utc_now(), flush=False)
        if kept.known and self._again.taken(kept.submission, submission):
            before, kept = kept, self.store.add(submission, self.recorded_at or utc_now(), flush=False, again=True)
            if self._again.asked_of_all(before.submission) and not self.common.declared.insisted:
                self._replaced.append((before.submission, kept.submission))
        if kept.known:
            self._recognise(file, kept.submission, at)
            return
        self._past.add(submission)
        self._others.add(submission)
        if submission.county and submission.form:
            self._placed.setdefault(submission.sha256, []).append(kept.submission)
            self._counties[kept.submission] = submission.county
        answer = answer_to(kept, submission, self.settings.forms)
        at = self._put(_ingested(answer), at)
        self._unwritten.append((at, file, answer))
        self._rows += sum(map(len, submission.rows.values())) + len(submission.figures)
        if len(self._unwritten) >= _AT_ONCE or self._rows >= _ROWS_AT_ONCE:
            self._write()

    def _write(self) -> None:
        """Write to the store what it was given, and have the receipts of that made."""
        self.store.flush()
        replaced, self._replaced = self._replaced, []
        for before, after in replaced:
            self.store.withdraw(before, say("read_again", submission=after), self.recorded_at or utc_now())
        self._known = None if self._unwritten else self._known
        unwritten, self._unwritten, self._rows = self._unwritten, [], 0
        for at, file, answer in unwritten:
            self._answer(at, file, answer)

    def _answer(self, at: int, file: SentFile, answer: ReceiptContent) -> None:
        if self.common.receipts is None:
            return
        self._receipts.append((at, self.hands.ask(answer_file, file.path, answer)))
        while len(self._receipts) > _AT_ONCE:
            self._await_receipt()

    def _await_receipt(self) -> None:
        at, call = self._receipts.popleft()
        one = self._done[at]
        if one is not None:
            self._done[at] = replace(one, receipts=call.result())

    def _recognise(self, file: SentFile, submission: str, at: int | None = None) -> None:
        """What the store says of a file that it has; a receipt that was never written, or was lost, is written now."""
        if self._unwritten or self._known is None:
            self._write()
            view = View(self.store)
            self._known = view, {one.submission: one.status for one in view.submission_states()}
        view, statuses = self._known
        answer = answer_from_store(view, submission, self.settings.forms, counted=False)
        status = statuses[submission]
        reason = _reason(status, answer.findings)
        at = self._put(replace(_ingested(answer), file=file.path.name, outcome=status, known=True, reason=reason), at)
        folder = self.common.receipts
        if folder and not receipts_stand(folder, answer):
            self._answer(at, file, answer_from_store(view, submission, self.settings.forms))

    def _leave_out(self, file: SentFile, examined: Examined, at: int | None = None) -> None:
        """What the store does not keep: a file that nobody could open, or one of no known form before it holds any."""
        left_out = Ingested(
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
        self._put(left_out, at)

    def _put(self, one: Ingested, at: int | None) -> int:
        """Put what became of a file into its place, else behind the others; the place."""
        if at is None:
            self._done.append(one)
            return len(self._done) - 1
        self._done[at] = one
        return at

    def _look(self) -> View:
        """The store with everything in it that this run has added."""
        self._write()
        return View(self.store, self.recorded_at)


def _ingested(answer: ReceiptContent) -> Ingested:
    return Ingested(
        file=answer.file,
        submission=answer.submission,
        county=answer.county,
        period=answer.period,
        form=answer.form,
        revision=answer.revision,
        outcome=answer.outcome,
        late=answer.late,
        known=False,
        counts=count_by_severity(answer.findings),
        reason=_reason(answer.outcome, answer.findings),
    )


def _reason(outcome: str, findings: pd.DataFrame) -> str:
    """Why a submission was rejected: its first error."""
    errors = findings.loc[findings["severity"] == "error", "message"]
    return str(errors.iloc[0]) if outcome in ("rejected", "held") and len(errors) else ""

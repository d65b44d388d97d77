"""What the schedule does: take in what has settled, remind counties, make the draft edition and say so."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.periods import Period
from reporting.editions.draft import run_edition
from reporting.editions.gates.gates import review
from reporting.ending import pass_on_interruption
from reporting.errors import StoreError
from reporting.intake.board import board
from reporting.intake.ingest import Ingested, ingest
from reporting.operations.addresses import addresses_hidden, role_of_county
from reporting.operations.messages import counties_failed, draft_ready, receipt, reminder, run_failed
from reporting.operations.schedule.steps import Step
from reporting.operations.sending import Post
from reporting.pagemaking.order import Request, make_order
from reporting.refusals import refusal
from reporting.settings import Project, Settings
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["Acts"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Acts:
    """The acts of one project. Nothing here publishes: that needs a name."""

    project: Project
    settings: Settings
    post: Post

    def take_in(self, files: Sequence[Path]) -> Mapping[Path, str]:
        """Take files in, write receipts and send them; returns those that need a second look, each with why.

        What the store or the disk refuses (somebody else is writing to it, demonstration and real data would be mixed,
        the disk is full) is left for the next time. A file that breaks the program is logged, and does not keep the
        others out.
        """
        try:
            self._answer(ingest(self.project, self.settings, files, receipts=self.project.receipts))
        except Exception as error:
            pass_on_interruption(error)
            found = ((path, self._refused_alone(path)) for path in files)
            return {path: why for path, why in found if why}
        return {}

    def do(self, step: Step) -> str:
        """Do a step; returns what came of it, in a few words."""
        return self._remind(step) if step.act == "remind" else self._run(step.period)

    def give_up(self, step: Step, reason: str) -> None:
        """Tell the bureau of a run that failed and is not tried again."""
        if step.act == "run":
            self.post.send("bureau", run_failed(self.settings, step.period, reason))

    def _refused_alone(self, path: Path) -> str:
        """Why a file is to be tried again; empty where it is taken in, or never can be."""
        try:
            self._answer(ingest(self.project, self.settings, [path], receipts=self.project.receipts))
        except (StoreError, OSError) as error:
            why = str(refusal(error) if isinstance(error, OSError) else error)
            _log.warning("a file was not taken in", extra={"file": path.name, "reason": why})
            return why
        except Exception as error:
            pass_on_interruption(error)
            _log.exception("a file broke the program", extra={"file": path.name})
        return ""

    def _answer(self, taken: Sequence[Ingested]) -> None:
        demo = self._is_demo()
        for one in taken:
            # a known file that is answered now was taken in when the machine stopped
            if one.known and not one.receipts:
                continue
            facts = {"file": one.file, "county": one.county, "period": one.period, "outcome": one.outcome}
            _log.info("a file was taken in", extra=facts)
            message = receipt(
                self.settings,
                county=one.county or "",
                period=one.period,
                file=one.file,
                outcome=one.outcome,
                reason=one.reason,
                late=one.late,
                demo=demo,
                attachments=one.receipts,
            )
            self.post.send(role_of_county(one.county) if one.county else "bureau", message)

    def _remind(self, step: Step) -> str:
        period, settings = Period(step.period), self.settings
        status = self._status(step.period)
        late = [code for code in settings.city.codes if status.get(code) != "received"]
        sent = [
            self.post.send(
                role_of_county(code),
                reminder(
                    settings,
                    code,
                    step.period,
                    due=settings.run.closing_day(period),
                    over=step.working_days > 0,
                    rejected=status.get(code) == "rejected",
                ),
            )
            for code in late
        ]
        return f"{len(late)} counties are missing, {sum(sent)} were written to"

    def _run(self, period: str) -> str:
        order = make_order(self.project, self.settings, Request(period=period))
        with addresses_hidden():
            report = run_edition(self.settings, order)
        manifest, verdicts = review(order.places, self.settings)
        failed_runs = {outcome.task_id: str(outcome.failure) for outcome in report.failed}
        failed = [
            one.model_copy(update={"reason": failed_runs[one.page]})
            for one in manifest.counties
            if one.page in failed_runs
        ]
        city = next((one.file for one in manifest.entries if one.place == self.settings.city.code and one.file), "")
        page = report.draft / (city or "index.html")
        self.post.send("bureau", draft_ready(self.settings, manifest, verdicts, page))
        if failed:
            self.post.send("bureau", counties_failed(self.settings, manifest, failed))
        return f"{len(report.outcomes)} pages, {len(report.failed)} failed"

    def _status(self, period: str) -> dict[str, str]:
        """County → its status on the board."""
        if not self.project.store.exists():
            return {}
        with open_store(self.project.store, self.settings.forms) as store:
            rows = board(View(store), self.settings, period)
        return dict(zip(rows["county"], rows["status"], strict=True))

    def _is_demo(self) -> bool:
        with open_store(self.project.store, self.settings.forms) as store:
            return bool(store.demo)

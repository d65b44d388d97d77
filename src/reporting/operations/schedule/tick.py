"""One look at the project: what has settled in the inbox is taken in, then every step that is due is done."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from reporting.ending import pass_on_interruption
from reporting.errors import ExecutionError
from reporting.execution.lock import run_lock
from reporting.operations.schedule.inbox import settled_files
from reporting.operations.schedule.ledger import Ledger, ledger_path, open_ledger
from reporting.operations.schedule.steps import Step, due_steps
from reporting.refusals import refusal
from reporting.settings import Project, Settings

__all__ = ["Did", "Doing", "tick"]

_log = logging.getLogger(__name__)


class Did(NamedTuple):
    """One thing done, in a line, and whether it failed."""

    line: str
    failed: bool = False


class Doing(Protocol):
    """Whoever does what is due; `reporting.operations.schedule.acts.Acts` in earnest."""

    def take_in(self, files: Sequence[Path]) -> Mapping[Path, str]:
        """Take files in; returns those that need a second look, each with why."""

    def do(self, step: Step) -> str:
        """Do a step; returns what came of it, in a few words."""

    def give_up(self, step: Step, reason: str) -> None:
        """Hear of a step that failed and is not tried again."""


def tick(project: Project, settings: Settings, doing: Doing, now: datetime) -> list[Did]:
    """Do whatever is due at ``now`` (with a zone) and was not done; returns what was done.

    Only one copy is at it at a time: a second one finds nothing to do. A step that was due for longer than the
    settings allow is written down as stale and not done.
    """
    with ExitStack() as held:
        try:
            held.enter_context(run_lock(project.root / "data" / "schedule.lock", "schedule"))
        except ExecutionError:
            return []
        ledger = held.enter_context(open_ledger(ledger_path(project)))
        ledger.fail_interrupted()
        return [*_take_in(project, settings, ledger, doing, now), *_do_due(settings, ledger, doing, now)]


def _take_in(project: Project, settings: Settings, ledger: Ledger, doing: Doing, now: datetime) -> list[Did]:
    settled_for = timedelta(seconds=settings.run.schedule.inbox.settled_seconds)
    new = ledger.unknown(list(settled_files(project.inbox, now, settled_for)))
    if not new:
        return []
    left = doing.take_in([project.inbox / one.path for one in new])
    for one in new:
        if project.inbox / one.path not in left:
            ledger.take(one)
    came = Did(f"took in {len(new) - len(left)} of {len(new)} files", failed=bool(left))
    # the log cannot say it where the disk is full
    return [came, *(Did(f"{path.name}: {why}", failed=True) for path, why in left.items())]


def _do_due(settings: Settings, ledger: Ledger, doing: Doing, now: datetime) -> list[Did]:
    stale_after = timedelta(hours=settings.run.schedule.stale_after_hours)
    since = ledger.began(otherwise=now - stale_after)
    return [
        _done(step, ledger, doing, now, stale=now - step.at > stale_after)
        for step in due_steps(settings, since, now, ledger.closed())
        if ledger.claim(step, now)
    ]


def _done(step: Step, ledger: Ledger, doing: Doing, now: datetime, *, stale: bool) -> Did:
    """Do a claimed step and write down how it ended; whatever goes wrong ends with this step."""
    facts = {"step": step.key, "due": step.at.isoformat()}
    if stale:
        ledger.close(step, "stale", now)
        _log.warning("a step was missed for too long and is not made up for", extra=facts)
        return Did(f"{step.key}: missed for too long", failed=True)
    try:
        came_of_it = doing.do(step)
    except Exception as problem:
        pass_on_interruption(problem)
        error = refusal(problem) if isinstance(problem, OSError) else problem
        ledger.close(step, "failed", now, str(error))
        _log.exception("a step failed", extra=facts)
        if step.key in ledger.closed():
            doing.give_up(step, str(error))
        return Did(f"{step.key}: failed: {error}", failed=True)
    ledger.close(step, "done", now, came_of_it)
    _log.info("a step was done", extra={**facts, "result": came_of_it})
    return Did(f"{step.key}: {came_of_it}")

"""The process that stays up and looks at the project every so often."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from reporting.ending import pass_on_interruption
from reporting.errors import ReportingError
from reporting.execution.logs import run_log
from reporting.operations.addresses import read_addresses
from reporting.operations.schedule.acts import Acts
from reporting.operations.schedule.steps import Step, next_step
from reporting.operations.schedule.tick import Did, tick
from reporting.operations.sending import Post
from reporting.refusals import refusal
from reporting.secrets_aside import secrets
from reporting.settings import Project, Settings, load_settings

__all__ = ["look", "now", "stay_up", "unknown_holidays"]

_log = logging.getLogger(__name__)


def now() -> datetime:
    """The moment now."""
    return datetime.now(UTC)


def look(root: str, clock: Callable[[], datetime] = now) -> list[Did]:
    """Do whatever is due in the project at ``root``; returns what was done.

    Settings and addresses are read anew each time, so that what a bureau changes counts at once.

    Raises:
        UsageError: settings or addresses are wrong.
    """
    project = Project.at(Path(root))
    settings = load_settings(project)
    post = Post(read_addresses(secrets()))
    with run_log(project.root / "data" / "schedule.jsonl"):
        return tick(project, settings, Acts(project, settings, post), clock())


def stay_up(project: Project, tell: Callable[[str], None], clock: Callable[[], datetime] = now) -> None:
    """Look at the project every few seconds until the process is asked to end (SIGTERM).

    Of several copies each finds nothing to do while another looks, and no step is done twice: `tick` and the ledger see
    to it. Between two looks nothing is done, so that a look may take as long as it needs.

    Args:
        tell: is given a line for each thing done.

    Raises:
        KeyboardInterrupt: it was interrupted (SIGINT).
    """
    every = load_settings(project).run.schedule.inbox.every_seconds
    interrupted = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = number == signal.SIGINT
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while True:
            for did in _look(str(project.root), clock):
                tell(did.line)
            time.sleep(every)
    except KeyboardInterrupt:
        _log.info("the schedule was stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if interrupted:
        raise KeyboardInterrupt


def unknown_holidays(settings: Settings, clock: Callable[[], datetime] = now) -> Step | None:
    """The next step, if it lies in a year whose holidays are not known: it goes by weekdays alone."""
    step = next_step(settings, clock())
    return step if step and not settings.run.working_days.is_known(step.at.date()) else None


def _look(root: str, clock: Callable[[], datetime]) -> list[Did]:
    """One look of the process; settings that are wrong just now, or a disk that is full, do not end it."""
    try:
        return look(root, clock)
    except ReportingError as error:
        return [Did(f"error: {error}", failed=True)]
    except OSError as error:
        return [Did(f"error: {refusal(error)}", failed=True)]
    except RuntimeError as error:
        pass_on_interruption(error)
        raise

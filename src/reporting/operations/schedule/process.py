"""The process that stays up and looks at the project every so often."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent  # type: ignore[import-untyped]
from apscheduler.executors.debug import DebugExecutor  # type: ignore[import-untyped]
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # type: ignore[import-untyped]
from apscheduler.schedulers.blocking import BlockingScheduler  # type: ignore[import-untyped]
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateTable

from reporting.definitions.working_days import is_known
from reporting.errors import ReportingError
from reporting.execution.logs import run_log
from reporting.operations.addresses import read_addresses
from reporting.operations.post import Post
from reporting.operations.schedule.acts import Acts
from reporting.operations.schedule.ledger import ledger_path
from reporting.operations.schedule.steps import Step, next_step
from reporting.operations.schedule.tick import Did, tick
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

    The job is stored beside the ledger, so that of several copies each looks only when no other just has. Jobs run
    in the main thread, one at a time: notebooks start processes, and the store has one writer.

    Args:
        tell: is given a line for each thing done.
    """
    settings = load_settings(project)
    path = ledger_path(project)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    store = SQLAlchemyJobStore(engine=engine)
    with engine.begin() as connection:  # the store would fail if two copies made its table at once
        connection.execute(CreateTable(store.jobs_t, if_not_exists=True))
    scheduler = BlockingScheduler(jobstores={"default": store}, executors={"default": DebugExecutor()}, timezone=UTC)
    scheduler.add_job(
        _look,
        "interval",
        seconds=settings.run.schedule.inbox.every_seconds,
        args=[str(project.root), clock],
        id="look",
        replace_existing=True,
        coalesce=True,
        misfire_grace_time=None,
        next_run_time=datetime.now(UTC),
    )
    scheduler.add_listener(lambda event: _tell(event, tell), EVENT_JOB_EXECUTED)
    interrupted = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = number == signal.SIGINT
        if scheduler.running:
            scheduler.shutdown(wait=False)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        scheduler.start()
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
    return step if step and not is_known(step.at.date()) else None


def _look(root: str, clock: Callable[[], datetime]) -> list[Did]:
    """One look of the process; settings that are wrong just now do not end it."""
    try:
        return look(root, clock)
    except ReportingError as error:
        return [Did(f"error: {error}", failed=True)]


def _tell(event: JobExecutionEvent, tell: Callable[[str], None]) -> None:
    for did in event.retval:
        tell(did.line)

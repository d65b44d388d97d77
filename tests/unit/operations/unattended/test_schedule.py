"""The schedule with a controlled clock: once each, after downtime, with several copies, not when it is too late."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reporting.execution.lock import run_lock
from reporting.operations.schedule.inbox import settled_files
from reporting.operations.schedule.ledger import ledger_path, open_ledger
from reporting.operations.schedule.steps import Step
from reporting.operations.schedule.tick import Did, tick
from reporting.settings import Project, Settings

BEFORE_RUN = datetime(2022, 5, 6, 11, 59, 59, tzinfo=UTC) - timedelta(hours=8)
RUN = datetime(2022, 5, 6, 12, tzinfo=UTC) - timedelta(hours=8)


@dataclass
class Diary:
    """Writes down what it is asked to do; fails as often as it is told to."""

    fails: int = 0
    done: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def take_in(self, files: Sequence[Path]) -> dict[Path, str]:
        self.taken += [path.name for path in files]
        return {path: "the disk is full" for path in files if "refused" in path.name}

    def do(self, step: Step) -> str:
        self.done.append(step.key)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the disk is full")
        return "well"

    def give_up(self, step: Step, reason: str) -> None:
        self.given_up.append(f"{step.key}: {reason}")


def states(project: Project) -> dict[str, str]:
    with open_ledger(ledger_path(project)) as ledger:
        return {one.step: one.state for one in ledger.steps()}


def test_a_step_is_done_at_its_moment_and_never_again(project: Project, settings: Settings) -> None:
    diary = Diary()
    tick(project, settings, diary, BEFORE_RUN)
    assert diary.done == ["2022-04 remind+1"]
    for seconds in (0, 1, 60, 3600):
        tick(project, settings, diary, RUN + timedelta(seconds=seconds))
    assert diary.done == ["2022-04 remind+1", "2022-04 run"]
    assert states(project) == {"2022-04 remind+1": "done", "2022-04 run": "done"}


def test_what_was_missed_while_nothing_ran_is_made_up_for(project: Project, settings: Settings) -> None:
    """A machine that was off at noon would cost the month its draft."""
    diary = Diary()
    tick(project, settings, diary, RUN - timedelta(days=3))
    tick(project, settings, diary, RUN + timedelta(hours=71))
    assert diary.done == ["2022-04 run"]


def test_what_was_missed_for_too_long_is_written_down_and_not_done(project: Project, settings: Settings) -> None:
    """Counties would be reminded of a month long since closed; or nobody would learn that a run was missed."""
    diary = Diary()
    tick(project, settings, diary, RUN - timedelta(days=30))
    lines = tick(project, settings, diary, RUN + timedelta(hours=73))
    assert Did("2022-04 run: missed for too long", failed=True) in lines
    assert states(project)["2022-04 run"] == "stale"
    assert "2022-04 run" not in diary.done


def test_a_new_ledger_makes_up_for_nothing_old(project: Project, settings: Settings) -> None:
    """On its first day the schedule would run every month since the beginning of time."""
    diary = Diary()
    assert tick(project, settings, diary, RUN + timedelta(days=20)) == []


def test_a_run_that_failed_is_tried_thrice_then_the_bureau_is_told(project: Project, settings: Settings) -> None:
    """A lock held for a minute would cost the draft; or a broken notebook be run every minute for ever."""
    diary = Diary(fails=99)
    tick(project, settings, Diary(), BEFORE_RUN)
    for minutes in range(6):
        tick(project, settings, diary, RUN + timedelta(minutes=minutes))
    assert diary.done == ["2022-04 run"] * 3
    assert diary.given_up == ["2022-04 run: the disk is full"]


def test_a_run_that_succeeds_on_the_second_try_is_done(project: Project, settings: Settings) -> None:
    diary = Diary(fails=1)
    tick(project, settings, Diary(), BEFORE_RUN)
    for minutes in range(4):
        tick(project, settings, diary, RUN + timedelta(minutes=minutes))
    assert (diary.done, diary.given_up) == (["2022-04 run"] * 2, [])


def test_a_reminder_that_failed_is_not_sent_again(project: Project, settings: Settings) -> None:
    """Half of the counties would be reminded twice."""
    diary = Diary(fails=1)
    tick(project, settings, diary, BEFORE_RUN)
    tick(project, settings, diary, BEFORE_RUN)
    assert diary.done == ["2022-04 remind+1"]


@pytest.mark.parametrize(("act", "again"), [("run", True), ("remind", False)])
def test_what_a_killed_process_left_undone(project: Project, settings: Settings, act: str, again: bool) -> None:
    """A power cut in the middle of a run would cost the draft; one in the middle of reminders would double them."""
    diary = Diary()
    now = RUN if act == "run" else BEFORE_RUN
    key = "2022-04 run" if act == "run" else "2022-04 remind+1"
    tick(project, settings, diary, now - timedelta(hours=4))
    with open_ledger(ledger_path(project)) as ledger:
        assert ledger.claim(Step(now, "2022-04", "run" if act == "run" else "remind", 1), now)
    tick(project, settings, diary, now + timedelta(minutes=1))
    assert (key in diary.done) is again


def test_of_many_copies_one_claims(project: Project, settings: Settings) -> None:
    """Two copies would both write to the counties."""
    path = ledger_path(project)
    step = Step(RUN, "2022-04", "run", 1)

    def claim(_: int) -> bool:
        with open_ledger(path) as ledger:
            return ledger.claim(step, RUN)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(32))) == 1


def test_a_copy_does_nothing_while_another_is_at_it(project: Project, settings: Settings) -> None:
    """The second copy would take a step in the making for one that was interrupted."""
    diary = Diary()
    with run_lock(project.root / "data" / "schedule.lock", "schedule"):
        assert tick(project, settings, diary, BEFORE_RUN) == []
    assert diary.done == []


def lay(project: Project, name: str, age: float, now: datetime) -> Path:
    """A file that was last written ``age`` seconds before ``now``."""
    path = project.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (now.timestamp() - age,) * 2)
    return path


def test_only_what_has_settled_is_taken(project: Project) -> None:
    """A workbook would be read while it is being copied, or a clerk's open file, or half a download."""
    future = datetime.now(UTC) + timedelta(hours=1)
    for name in ("2022-05/叶县.xlsx", "~$叶县.xlsx", ".hidden.xlsx", "a.xlsx.part", ".git/x.xlsx"):
        lay(project, name, 600, future)
    (project.inbox / "link.xlsx").symlink_to(project.root / "params" / "city.yaml")
    settled = list(settled_files(project.inbox, future, timedelta(seconds=120)))
    assert [one.path for one in settled] == ["2022-05/叶县.xlsx"]
    assert list(settled_files(project.inbox, future, timedelta(hours=2))) == []


def test_a_file_copied_with_its_old_time_is_new_all_the_same(project: Project) -> None:
    """`cp -p` of a large file would look settled from its first byte."""
    now = datetime.now(UTC)
    lay(project, "old.xlsx", 86400, now)
    assert list(settled_files(project.inbox, now, timedelta(seconds=60))) == []


def test_a_file_is_taken_in_once_until_it_changes(project: Project, settings: Settings) -> None:
    """Every file of the inbox would be read again every minute; or a corrected one under the same name never."""
    diary = Diary()
    later = datetime.now(UTC) + timedelta(hours=1)
    lay(project, "a.xlsx", 600, later)
    lay(project, "refused.xlsx", 600, later)
    assert tick(project, settings, diary, later)[0] == ("took in 1 of 2 files", True)
    assert tick(project, settings, diary, later)[0] == ("took in 0 of 1 files", True)
    assert diary.taken == ["a.xlsx", "refused.xlsx", "refused.xlsx"]
    (project.inbox / "a.xlsx").write_bytes(b"corrected")
    tick(project, settings, diary, later)
    assert diary.taken.count("a.xlsx") == 2


def test_the_ledger_is_a_plain_table(project: Project, settings: Settings) -> None:
    """Somebody with sqlite3 at hand could not see what the schedule did."""
    tick(project, settings, Diary(), BEFORE_RUN)
    connection = sqlite3.connect(ledger_path(project))
    assert connection.execute("SELECT step, state, detail FROM steps").fetchall() == [
        ("2022-04 remind+1", "done", "well")
    ]
    connection.close()

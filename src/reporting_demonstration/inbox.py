"""The demonstration's inbox: eight months of files as the clerks of all counties would send them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reporting.execution.cores import available_cores
from reporting.intake.hands import Hands
from reporting.settings import Project, Settings
from reporting_demonstration.facts import Facts, load_facts
from reporting_demonstration.figures import county_figures
from reporting_demonstration.life import live_month
from reporting_demonstration.narratives import problem_lists
from reporting_demonstration.schools import invent_schools
from reporting_demonstration.senders import File, Months, bureau_file, county_files

__all__ = ["DemoSummary", "invent_months", "write_demonstration", "write_period"]


@dataclass(frozen=True)
class DemoSummary:
    """What was written.

    Attributes:
        files: in the order of periods and counties.
        periods: first to last.
        counties: how many.
        schools: how many in the last period; ``in_scope`` of these.
    """

    files: tuple[Path, ...]
    periods: tuple[str, ...]
    counties: int
    schools: int
    in_scope: int


def write_demonstration(project: Project, settings: Settings, inbox: Path, *, seed: int) -> DemoSummary:
    """Write the files of every period into folders of ``inbox`` named by it; the same seed gives the same bytes.

    The time of a file is when it was received. Nothing else in ``inbox`` is touched.

    Raises:
        SettingsError: ``params/demonstration.yaml`` is missing or wrong.
    """
    cores = available_cores()
    helpers = cores if cores > 1 else 0
    months = invent_months(load_facts(project.params, settings.city), settings, seed)
    with Hands(helpers, months) as hands:
        calls = [hands.ask(write_period, index, inbox) for index in range(len(months.facts.months))]
        written = [path for call in calls for path in call.result()]
    last = months.ledgers[-1]
    return DemoSummary(
        files=tuple(written),
        periods=tuple(str(period) for period in months.facts.months),
        counties=len(months.facts.counties),
        schools=len(last),
        in_scope=int(last["in_scope"].sum()),
    )


def invent_months(facts: Facts, settings: Settings, seed: int) -> Months:
    """Everything that the files of all periods are going to say."""
    schools = invent_schools(facts, seed)
    ledgers = [live_month(facts, schools, index, seed) for index in range(len(facts.months))]
    figures = county_figures(facts, schools, seed)
    return Months(facts, settings, ledgers, figures, list(problem_lists(facts, ledgers)), seed)


def write_period(months: Months, index: int, inbox: Path) -> list[Path]:
    """Write the files of the period number ``index`` into its folder of ``inbox``; their paths."""
    folder = inbox / str(months.facts.months[index])
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in _files(months, index):
        path = folder / file.name
        file.write(path)
        os.utime(path, (file.received.timestamp(), file.received.timestamp()))
        written.append(path)
    return written


def _files(months: Months, index: int) -> Iterator[File]:
    for county in months.facts.counties:
        yield from county_files(months, index, county)
    yield bureau_file(months, index)

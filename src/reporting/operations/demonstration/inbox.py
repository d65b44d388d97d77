"""The demonstration's inbox: eight months of files as the clerks of all counties would send them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reporting.operations.demonstration.facts import Facts, load_facts
from reporting.operations.demonstration.figures import county_figures
from reporting.operations.demonstration.life import live_month
from reporting.operations.demonstration.narratives import problem_lists
from reporting.operations.demonstration.schools import invent_schools
from reporting.operations.demonstration.senders import File, Months, bureau_file, county_files
from reporting.settings import Project, Settings

__all__ = ["DemoSummary", "write_demonstration"]


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
    facts = load_facts(project.params, settings.city)
    schools = invent_schools(facts, facts.counties, seed)
    ledgers = [live_month(facts, facts.counties, schools, index, seed) for index in range(len(facts.months))]
    figures = county_figures(facts, facts.counties, schools, seed)
    months = Months(facts, settings, ledgers, figures, problem_lists(facts, ledgers), seed)
    written = []
    for index, period in enumerate(facts.months):
        folder = inbox / str(period)
        folder.mkdir(parents=True, exist_ok=True)
        for file in _files(months, facts, index):
            path = folder / file.name
            file.write(path)
            os.utime(path, (file.received.timestamp(), file.received.timestamp()))
            written.append(path)
    return DemoSummary(
        files=tuple(written),
        periods=tuple(str(period) for period in facts.months),
        counties=len(facts.counties),
        schools=len(schools),
        in_scope=int(schools["in_scope"].sum()),
    )


def _files(months: Months, facts: Facts, index: int) -> Iterator[File]:
    for county in facts.counties:
        yield from county_files(months, index, county)
    yield bureau_file(months, index)

"""Larger demonstrations, for measuring: a province or a nation of invented counties, written straight into a store."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import yaml

from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.errors import UsageError
from reporting.settings import Project, Settings
from reporting.store.store import open_store
from reporting_demonstration.county_facts import CountyFacts, Scale, SchoolCounts
from reporting_demonstration.facts import Facts, Span, load_facts
from reporting_demonstration.figures import county_figures
from reporting_demonstration.frames import month_frames
from reporting_demonstration.life import live_month
from reporting_demonstration.narratives import problem_lists, work_progress
from reporting_demonstration.schools import invent_schools

__all__ = ["StoreSummary", "write_demonstration_store"]

_OUTSIDE = {"village": 0.27, "boarding": 0.08, "other": 0.01}
_FEWEST = 10  # in-scope schools of a county: below that, no status is given


@dataclass(frozen=True)
class StoreSummary:
    """What was written: where the project is, and how much is in its store."""

    root: Path
    counties: int
    schools: int
    periods: tuple[str, ...]


def write_demonstration_store(
    project: Project, settings: Settings, target: Path, *, scale: Literal["province", "nation"], seed: int
) -> StoreSummary:
    """Write a whole project of invented counties into ``target``: params, notebooks and a filled store.

    The settings are those of ``project`` but for the city, which is invented, the claims, which speak of the
    founding document's city, and the facts of the demonstration itself, which are left out.

    Raises:
        UsageError: ``target`` holds something already.
        SettingsError: ``params/demonstration.yaml`` is missing or wrong.
    """
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"{target.name} is not empty", hint="name a new folder for the larger demonstration")
    facts = load_facts(project.params, settings.city)
    size = facts.scales[scale]
    counties = _invent_counties(facts, size, seed)
    _write_settings(project, target, _invent_city(facts, settings.city, size, counties))
    span = Span(first=str(facts.months[-size.periods]), last=facts.periods.last)
    facts = facts.model_copy(update={"counties": counties, "periods": span, "cases": (), "targets": ()})
    _fill_store(Project.at(target), settings.forms, facts, seed)
    return StoreSummary(
        root=target,
        counties=len(counties),
        schools=sum(sum(county.schools.model_dump().values()) for county in counties),
        periods=tuple(str(period) for period in facts.months),
    )


def _fill_store(project: Project, forms: Forms, facts: Facts, seed: int) -> None:
    """Write every period as submissions that were read without a finding, one period in memory at a time."""
    schools = invent_schools(facts, seed)
    figures = county_figures(facts, schools, seed)
    ledgers, same = tee(live_month(facts, schools, index, seed) for index in range(len(facts.months)))
    with open_store(project.store, forms, writing=True) as store:
        for index, (ledger, problems) in enumerate(zip(ledgers, problem_lists(facts, same), strict=True)):
            rows = {"ledger": ledger, "problems": problems, "progress": _progress_of_all(facts, index)}
            period = facts.months[index]
            store.append(month_frames(forms.own, period, figures[index], rows, facts.layouts.yes_no), demo=True)


def _progress_of_all(facts: Facts, index: int) -> pd.DataFrame:
    """Fields of 工作进展 and ``county``; counties of the same pace have come to the same steps."""
    counties = pd.DataFrame({"county": county.code, "pace": county.pace} for county in facts.counties)
    steps = [work_progress(facts, "", pace, index).assign(pace=pace) for pace in counties["pace"].unique()]
    return counties.merge(pd.concat(steps), on="pace", how="left")


def _invent_counties(facts: Facts, scale: Scale, seed: int) -> tuple[CountyFacts, ...]:
    """Counties of all sizes, each a little better or worse than usual at everything."""
    random = np.random.default_rng([seed, 9])
    weights = random.lognormal(0, 0.5, scale.counties)
    sizes = np.maximum(_FEWEST * 2, (weights / weights.sum() * scale.schools).round())
    most = sum(len(names) for names in facts.catalogue.values())
    counties = []
    for index, size in enumerate(sizes):
        kinds = {kind: int(size * share) for kind, share in _OUTSIDE.items()}
        kinds["in_scope"] = int(size) - sum(kinds.values())
        city, town = random.uniform(0.1, 0.6), random.uniform(0.2, 0.35)
        leaning = random.normal(0, 0.05)
        counties.append(
            CountyFacts(
                code=str(int(scale.code) + index + 1),
                schools=SchoolCounts(**kinds),
                areas=(city, town, 1 - city - town),
                courses=int(random.integers(40, most)),
                file="",
                pace=round(float(random.uniform(0.5, 1.1)), 1),
                coverage=float(np.clip(facts.usual.coverage + leaning, 0.3, 1)),
                participation=_shifted(facts.usual.participation, leaning, random),
                minutes_g36=_shifted(facts.usual.minutes_g36, -40 * leaning, random),
                minutes_jh=_shifted(facts.usual.minutes_jh, -50 * leaning, random),
                shares={fact: _shifted_share(pair, leaning, random) for fact, pair in facts.usual.shares.items()},
            )
        )
    return tuple(counties)


def _shifted(pair: tuple[float, float], by: float, random: np.random.Generator) -> tuple[float, float]:
    own = by * random.uniform(0.6, 1.4)
    return pair[0] + own, pair[1] + own


def _shifted_share(pair: tuple[float, float], by: float, random: np.random.Generator) -> tuple[float, float]:
    first, last = _shifted(pair, by, random)
    return min(1.0, max(0.02, first)), min(1.0, max(0.05, last))


def _invent_city(facts: Facts, city: City, scale: Scale, counties: Sequence[CountyFacts]) -> City:
    """The whole, with the calendar and the scope of the real city."""
    stems = [first + second for first in facts.names.first for second in facts.names.second]
    names = [stem + ending for ending in facts.county_endings for stem in stems]
    return City.model_validate(
        {
            "code": scale.code,
            "name": scale.name,
            "title": facts.scale_title,
            "counties": [
                {"code": county.code, "name": {"zh-Hans": name, "en": f"Invented county {number}"}}
                for number, (county, name) in enumerate(zip(counties, names, strict=False), start=1)
            ],
            "totals": [{"code": scale.code, "name": scale.name}],
            "words": scale.words,
            "calendar": city.calendar,
            "scope": city.scope,
        }
    )


def _write_settings(project: Project, target: Path, city: City) -> None:
    left_out = shutil.ignore_patterns("city.yaml", "claims.yaml", "demonstration.yaml")
    shutil.copytree(project.params, target / "params", ignore=left_out, dirs_exist_ok=True)
    if project.notebooks.is_dir():
        shutil.copytree(project.notebooks, target / "notebooks")
    _write_yaml(target / "params" / "city.yaml", city.model_dump(by_alias=True, mode="json", exclude_defaults=True))
    _write_yaml(target / "params" / "claims.yaml", {"source": city.name.model_dump(by_alias=True), "claims": []})


def _write_yaml(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")

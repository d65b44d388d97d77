"""What a notebook calls: one object a page, one call a section."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Self, TypeVar, get_args

from reporting.errors import ParameterError
from reporting.report.facts import Fact, county_facts
from reporting.report.figures.figure import Figure
from reporting.report.html import Section
from reporting.report.sections.annex import annex
from reporting.report.sections.city.changes import changes
from reporting.report.sections.city.completeness import completeness
from reporting.report.sections.city.drawings import funnels, intervals
from reporting.report.sections.city.evidence import claims, commitment_board, inconsistencies
from reporting.report.sections.city.headlines import headlines
from reporting.report.sections.city.matrix import matrix
from reporting.report.sections.city.overview import Line, lines
from reporting.report.sections.commitments import commitments
from reporting.report.sections.courses import courses
from reporting.report.sections.data_quality import data_quality
from reporting.report.sections.header import header
from reporting.report.sections.indicator_table import indicator_table
from reporting.report.sections.key_points import key_points
from reporting.report.sections.methods import methods
from reporting.report.sections.problems import problems
from reporting.report.sections.targets import targets
from reporting.report.sections.trends import trends
from reporting.report.sections.within_county import within_county
from reporting.report.words import Words
from reporting.settings import Project, load_settings
from reporting.snapshots.snapshot import Audience, Snapshot
from reporting.translations import LANGUAGES, Language

__all__ = ["CityReport", "EvidenceReport", "Report"]

T = TypeVar("T", bound=str)


class _Page:
    """One page about one snapshot, in one language."""

    def __init__(self, snapshot: Snapshot, lang: Language = "zh-Hans") -> None:
        self.snapshot = snapshot
        definitions = snapshot.definitions
        self.words = Words(lang, definitions.city.words.get(lang, {}), definitions.indicators.units)

    def header(self) -> Section:
        """Whose report, which period, as of when, how much of it was reported."""
        return header(self.snapshot, self.words)


class _FiguredPage(_Page):
    """A page that shows figures, each of which owes its readers a table."""

    def __init__(self, snapshot: Snapshot, lang: Language = "zh-Hans") -> None:
        super().__init__(snapshot, lang)
        self._figures: dict[str, Figure] = {}

    def annex(self) -> Section:
        """The numbers of every figure shown so far, one table each."""
        return annex(self._figures.values(), self.words)

    def _show(self, section: Section) -> Section:
        """Remember the figures for the annex; one shown again, in a cell run twice, is the same figure."""
        self._figures |= {figure.id: figure for figure in section.figures}
        return section


class Report(_FiguredPage):
    """A county's report: each call is a section of the page, in the order of REPORT.md.

    Example:
        >>> report = Report.open(county="410421", period="2022-04")
        >>> report.key_points()
    """

    @classmethod
    def open(
        cls, *, county: str, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = ""
    ) -> Self:
        """The report of a county's snapshot.

        Args:
            county: its code, such as ``410421``.
            period: such as ``2022-04``.
            lang: ``zh-Hans`` or ``en``.
            audience: ``internal`` (names schools) or ``public``.
            snapshot: file of a snapshot; empty to make it from the store of the project around the working folder,
                or of ``REPORTING_PROJECT``.

        Raises:
            ParameterError: a parameter is wrong, or the snapshot is about something else.
        """
        return cls(_snapshot(county, period, audience, snapshot), _one_of("lang", lang, LANGUAGES))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is known of each indicator, in report order."""
        return county_facts(self.snapshot)

    def key_points(self) -> Section:
        """At most four tiles, and what the rules say in three lists."""
        return key_points(self.facts, self.words)

    def indicator_table(self) -> Section:
        """Every indicator with its parts, its scope and its three facts."""
        return indicator_table(self.snapshot, self.facts, self.words)

    def targets(self) -> Section:
        """What is still short of its target, in schools, the largest gap first."""
        return self._show(targets(self.snapshot, self.facts, self.words))

    def trends(self) -> Section:
        """Small multiples of the rates that matter most, over the school periods."""
        return self._show(trends(self.snapshot, self.facts, self.words))

    def within_county(self) -> Section:
        """A dot a school, by stage and by urban or rural."""
        return self._show(within_county(self.snapshot, self.facts, self.words))

    def courses(self) -> Section:
        """The after-school catalogue and typical practice."""
        return courses(self.snapshot, self.facts, self.words)

    def problems(self) -> Section:
        """The list of problems with overdue days, and last period's followed up."""
        return problems(self.snapshot, self.words)

    def commitments(self) -> Section:
        """Each commitment: what the county did, its evidence, its state."""
        return commitments(self.snapshot, self.facts, self.words)

    def data_quality(self) -> Section:
        """Completeness, lateness, findings and the grade."""
        return data_quality(self.snapshot, self.facts, self.words)

    def methods(self) -> Section:
        """A card an indicator, and the rules of the sentences."""
        return methods(self.snapshot, self.facts, self.words)


class CityReport(_FiguredPage):
    """The overview of all counties of a city."""

    @classmethod
    def open(cls, *, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = "") -> Self:
        """The overview of the city's snapshot; parameters as in `Report.open`."""
        return cls(_snapshot("", period, audience, snapshot), _one_of("lang", lang, LANGUAGES))

    @cached_property
    def overview(self) -> tuple[Line, ...]:
        """Each indicator of the city beside the same of every county."""
        return lines(self.snapshot)

    def headlines(self) -> Section:
        """Tiles, what the rules say of the counties, and the totals."""
        return headlines(self.snapshot, self.overview, self.words)

    def matrix(self) -> Section:
        """Every indicator by every county, in words and shapes."""
        return matrix(self.overview, self.words)

    def funnels(self) -> Section:
        """A funnel for each headline rate."""
        return self._show(funnels(self.overview, self.words))

    def intervals(self) -> Section:
        """Every county's headline rates with their intervals, in code order."""
        return self._show(intervals(self.overview, self.words))

    def changes(self) -> Section:
        """Counties whose status changed."""
        return changes(self.overview, self.words)

    def completeness(self) -> Section:
        """Who reported, how much, and when."""
        return completeness(self.snapshot, self.words)


class EvidenceReport(_Page):
    """The claims of a public document held against the data, and its commitments county by county."""

    @classmethod
    def open(cls, *, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = "") -> Self:
        """The evidence in the city's snapshot; parameters as in `Report.open`."""
        return cls(_snapshot("", period, audience, snapshot), _one_of("lang", lang, LANGUAGES))

    def header(self) -> Section:
        """Which city and period the evidence is about."""
        return header(self.snapshot, self.words, subject=self.words.translate("Claims and evidence"))

    def claims(self) -> Section:
        """The figures of the document: supported, contradicted, or cannot be told."""
        return claims(self.snapshot, self.words)

    def inconsistencies(self) -> Section:
        """What the document says against itself."""
        return inconsistencies(self.snapshot, self.words)

    def commitment_board(self) -> Section:
        """Each commitment, county by county."""
        return commitment_board(self.snapshot, self.words)


def _snapshot(place: str, period: str, audience: str, path: str) -> Snapshot:
    """The snapshot in the file, which must be the one asked for, or a new one; no place means the city."""
    readers: Audience = _one_of("audience", audience, get_args(Audience))
    if not path:
        return _made(place, period, readers)
    if not Path(path).is_file():
        raise ParameterError("there is no such snapshot", where=path, hint="leave `snapshot` empty to make one")
    opened = Snapshot.open(Path(path))
    found = (opened.place, str(opened.period), opened.audience)
    if found != (place or opened.definitions.city.code, period, readers):
        raise ParameterError(
            f"the snapshot is about {' '.join(found)}, not {place or 'the city'} {period} {readers}",
            where=path,
            hint="leave `snapshot` empty to make one from the project's store",
        )
    return opened


def _made(place: str, period: str, audience: Audience) -> Snapshot:
    # Only a person in JupyterLab comes here: a worker gets its snapshot and needs no store.
    from reporting.snapshots.build import build_snapshot

    project = _project()
    settings = load_settings(project)
    code = settings.county_code(place) if place else settings.city.code
    return build_snapshot(project, settings, code, period, audience)


def _project() -> Project:
    """The project of ``REPORTING_PROJECT``, or the nearest folder upwards with ``params``."""
    if named := os.environ.get("REPORTING_PROJECT"):
        return Project.at(Path(named))
    here = Path.cwd()
    return Project.at(next((folder for folder in (here, *here.parents) if (folder / "params").is_dir()), here))


def _one_of(name: str, value: str, allowed: tuple[T, ...]) -> T:
    for choice in allowed:
        if choice == value:
            return choice
    raise ParameterError(f"`{name}` is {value!r}", hint=f"it is one of: {', '.join(map(str, allowed))}")

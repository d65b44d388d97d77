"""What a notebook calls: one object a page, one call a section."""

from __future__ import annotations

from functools import cached_property
from typing import Self

from reporting.report.briefing import Briefing, briefing
from reporting.report.data import city_tables, county_tables, series_of
from reporting.report.evidence_data import evidence_tables
from reporting.report.facts import Fact, county_facts
from reporting.report.frames import Frame, Tables
from reporting.report.html import Section
from reporting.report.opening import one_of, opened_snapshot
from reporting.report.page import FiguredPage, Page
from reporting.report.sections.city.briefing import CityBriefing, city_briefing
from reporting.report.sections.city.changes import changes
from reporting.report.sections.city.completeness import completeness
from reporting.report.sections.city.drawings import funnels, intervals
from reporting.report.sections.city.evidence import claims, commitment_board, inconsistencies
from reporting.report.sections.city.headlines import headlines
from reporting.report.sections.city.matrix import matrix
from reporting.report.sections.city.overview import OverviewLine, lines
from reporting.report.sections.city.tallies import changed, tallies
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
from reporting.translations import LANGUAGES

__all__ = ["CityReport", "EvidenceReport", "Report"]


class Report(FiguredPage):
    """A county's report.

    Begin with ``report.data`` (the tables to compute with; ``report.schools``, ``report.facts``, ``report.unmet`` and
    ``report.series("…")`` are asked for most) or with a section: each call, such as ``report.trends()``, shows what a
    reader will see. A plot of your own needs no call. `docs/analyst.md` goes from an idea to a figure in ten minutes.

    Example:
        >>> report = Report.open(county="410421", period="2022-04")
        >>> report
        <Report 410421 2022-04 internal>
    """

    @classmethod
    def open(
        cls, *, county: str, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = ""
    ) -> Self:
        """The report of a county's snapshot.

        Args:
            county: its code or its name, such as ``410421`` or ``宝丰县``.
            period: such as ``2022-04``.
            lang: ``zh-Hans`` or ``en``.
            audience: ``internal`` (names schools) or ``public``.
            snapshot: file of a snapshot; empty to make it from the store of the project around the working folder,
                or of ``REPORTING_PROJECT``.

        Raises:
            ParameterError: a parameter is wrong, or the snapshot is about something else.

        Example:
            >>> Report.open(county="410421", period="2022-04", lang="en")
            <Report 410421 2022-04 internal>
        """
        return cls(opened_snapshot(county, period, audience, snapshot), one_of("lang", lang, LANGUAGES))

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        """What is known of each indicator, in report order."""
        return county_facts(self.snapshot)

    @cached_property
    def data(self) -> Tables:
        """The frames of this county, by name: ``report.data.schools`` or ``report.data["schools"]``.

        Example:
            >>> list(report.data)[:3]
            ['schools', 'observations', 'facts']
        """
        return county_tables(self.snapshot, self._facts, self.words)

    @property
    def schools(self) -> Frame:
        """The county's schools, a row each, with the columns of the ledger; none in the public edition.

        Example:
            >>> "小学" in report.schools["stage"].tolist()
            True
        """
        return self.data["schools"]

    @property
    def observations(self) -> Frame:
        """What was counted of each indicator in every period, of this county and the totals.

        Example:
            >>> report.observations["period"].max()
            '2022-04'
        """
        return self.data["observations"]

    @property
    def facts(self) -> Frame:
        """What is known of each indicator this period, a row each, with its words.

        Example:
            >>> report.facts.query("against_target == 'met'")["indicator"].tolist()[:2]
            ['ass_school_cov', 'ass_time_ok']
        """
        return self.data["facts"]

    @property
    def unmet(self) -> Frame:
        """School × item: what each school misses; none in the public edition.

        Example:
            >>> report.unmet.columns.tolist()
            ['school_id', 'school_name', 'stage', 'area', 'indicator', 'name']
        """
        return self.data["unmet"]

    @property
    def beside_last(self) -> Frame:
        """This period beside the one before, indicator by indicator, with names and units.

        Example:
            >>> report.beside_last[["before", "now"]].shape[1]
            2
        """
        return self.data["beside_last"]

    def series(self, indicator: str, category: str = "") -> Frame:
        """One indicator over all periods, beside the city's value and the target.

        Args:
            indicator: its id, such as ``ass_student_rate``.
            category: of an indicator that has several.

        Raises:
            ParameterError: there is no such indicator; the nearest are named.

        Example:
            >>> report.series("ass_student_rate")["period"].iloc[-1]
            '2022-04'
        """
        return series_of(self.snapshot, self._facts, self.words, indicator, category)

    def _first(self) -> tuple[Section, ...]:
        return self.header(), self.key_points()

    @cached_property
    def briefing(self) -> Briefing:
        """What the first screen says, as plain values: verdict, actions by gravity, schools to see first, changes.

        Example:
            >>> [action.label for action in report.briefing.actions][:2]
            ['已逾期', '未达标']
        """
        return briefing(self.snapshot, self._facts, self.words)

    def key_points(self) -> Section:
        """The verdict, four tiles, what to do by gravity, which schools first; the rest folded.

        Example:
            >>> report.key_points()
            <Section>
        """
        return key_points(self.snapshot, self.briefing, self._facts, self.words)

    def indicator_table(self) -> Section:
        """Every indicator with its parts, its scope and its three facts.

        Example:
            >>> report.indicator_table()
            <Section>
        """
        return indicator_table(self.snapshot, self._facts, self.words)

    def targets(self) -> Section:
        """What is still short of its target, in schools, the largest gap first.

        Example:
            >>> report.targets()
            <Section, figures: 1>
        """
        return self._show(targets(self.snapshot, self._facts, self.words))

    def trends(self) -> Section:
        """Small multiples of the rates that matter most, over the school periods.

        Example:
            >>> report.trends()
            <Section>
        """
        return self._show(trends(self.snapshot, self._facts, self.words))

    def within_county(self) -> Section:
        """A dot a school, by stage and by urban or rural.

        Example:
            >>> report.within_county()
            <Section, figures: 2>
        """
        return self._show(within_county(self.snapshot, self._facts, self.words))

    def courses(self) -> Section:
        """The after-school catalogue and typical practice.

        Example:
            >>> report.courses()
            <Section>
        """
        return courses(self.snapshot, self._facts, self.words)

    def problems(self) -> Section:
        """The list of problems with overdue days, and last period's followed up.

        Example:
            >>> report.problems()
            <Section>
        """
        return problems(self.snapshot, self.words)

    def commitments(self) -> Section:
        """Each commitment: what the county did, its evidence, its state.

        Example:
            >>> report.commitments()
            <Section>
        """
        return commitments(self.snapshot, self._facts, self.words)

    def data_quality(self) -> Section:
        """Completeness, lateness, findings and the grade.

        Example:
            >>> report.data_quality()
            <Section>
        """
        return data_quality(self.snapshot, self._facts, self.words)

    def methods(self) -> Section:
        """A card an indicator, and the rules of the sentences.

        Example:
            >>> report.methods()
            <Section>
        """
        return methods(self.snapshot, self._facts, self.words)


class CityReport(FiguredPage):
    """The overview of all counties of a city.

    Example:
        >>> report = CityReport.open(period="2022-04")
        >>> report
        <CityReport 410400 2022-04 internal>
    """

    @classmethod
    def open(cls, *, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = "") -> Self:
        """The overview of the city's snapshot; parameters as in `Report.open`.

        Example:
            >>> CityReport.open(period="2022-04", lang="en")
            <CityReport 410400 2022-04 internal>
        """
        return cls(opened_snapshot("", period, audience, snapshot), one_of("lang", lang, LANGUAGES))

    @cached_property
    def overview(self) -> tuple[OverviewLine, ...]:
        """Each indicator of the city beside the same of every county.

        Example:
            >>> [line.city.indicator.id for line in report.overview][:2]
            ['ass_school_cov', 'ass_time_ok']
        """
        return lines(self.snapshot)

    @property
    def _is_large(self) -> bool:
        return self.snapshot.definitions.city.is_large

    @cached_property
    def data(self) -> Tables:
        """The frames of the city, by name: the facts of every county, their observations, how they lie.

        Example:
            >>> list(report.data)
            ['counties', 'observations', 'facts', 'spread']
        """
        return city_tables(self.snapshot, self.words)

    @property
    def facts(self) -> Frame:
        """What is known of each indicator in every county this period.

        Example:
            >>> "410421" in set(report.facts["county"])
            True
        """
        return self.data["facts"]

    def _first(self) -> tuple[Section, ...]:
        return self.header(), self.headlines()

    @cached_property
    def briefing(self) -> CityBriefing:
        """What the first screen says, as plain values: verdict, matters by gravity, counties that changed.

        Example:
            >>> report.briefing.matters[0].label
            '零容忍'
        """
        return city_briefing(self.snapshot, self.overview, self.words)

    def headlines(self) -> Section:
        """The verdict, four tiles, what to see to by gravity, which counties changed; the totals folded.

        Example:
            >>> report.headlines()
            <Section>
        """
        return headlines(self.snapshot, self.briefing, self.overview, self.words)

    def matrix(self) -> Section:
        """Every indicator by every county, in words and shapes; of a large city by how many counties stand how.

        Example:
            >>> report.matrix()
            <Section>
        """
        section = tallies if self._is_large else matrix
        return section(self.snapshot, self.overview, self.words)

    def funnels(self) -> Section:
        """A funnel for each headline rate.

        Example:
            >>> report.funnels()
            <Section, figures: 4>
        """
        return self._show(funnels(self.overview, self.words, is_large=self._is_large))

    def intervals(self) -> Section:
        """Every county's headline rates with their intervals, in code order; nothing of a large city.

        Example:
            >>> report.intervals()
            <Section, figures: 4>
        """
        return Section("") if self._is_large else self._show(intervals(self.overview, self.words))

    def changes(self) -> Section:
        """Counties whose status changed or whose series signals; of a large city how many.

        Example:
            >>> report.changes()
            <Section>
        """
        if self._is_large:
            return changed(self.snapshot, self.overview, self.words)
        return changes(self.overview, self.words)

    def completeness(self) -> Section:
        """Who reported, how much, and when.

        Example:
            >>> report.completeness()
            <Section>
        """
        return completeness(self.snapshot, self.words)


class EvidenceReport(Page):
    """The claims of a public document held against the data, and its commitments county by county.

    Example:
        >>> report = EvidenceReport.open(period="2022-04")
        >>> report
        <EvidenceReport 410400 2022-04 internal>
    """

    @classmethod
    def open(cls, *, period: str, lang: str = "zh-Hans", audience: str = "internal", snapshot: str = "") -> Self:
        """The evidence in the city's snapshot; parameters as in `Report.open`.

        Example:
            >>> EvidenceReport.open(period="2022-04", lang="en")
            <EvidenceReport 410400 2022-04 internal>
        """
        return cls(opened_snapshot("", period, audience, snapshot), one_of("lang", lang, LANGUAGES))

    @cached_property
    def data(self) -> Tables:
        """The frames of the evidence, by name: the claims with their verdicts, the counties' work on the commitments.

        Example:
            >>> list(report.data)
            ['claims', 'progress']
        """
        return evidence_tables(self.snapshot, self.words)

    def header(self) -> Section:
        """Which city and period the evidence is about.

        Example:
            >>> report.header()
            <Section>
        """
        return header(self.snapshot, self.words, subject=self.words.translate("Claims and evidence"))

    def claims(self) -> Section:
        """The figures of the document: supported, contradicted, or cannot be told.

        Example:
            >>> report.claims()
            <Section>
        """
        return claims(self.snapshot, self.words)

    def inconsistencies(self) -> Section:
        """What the document says against itself.

        Example:
            >>> report.inconsistencies()
            <Section>
        """
        return inconsistencies(self.snapshot, self.words)

    def commitment_board(self) -> Section:
        """Each commitment, county by county.

        Example:
            >>> report.commitment_board()
            <Section>
        """
        return commitment_board(self.snapshot, self.words)

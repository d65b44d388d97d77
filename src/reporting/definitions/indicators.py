"""Indicators: what is measured, among whom, against what.

A *measure* says where the numbers of an indicator come from: expressions in SQL (DuckDB's dialect) over one row of
a table of the store. A row whose numerator or denominator is missing counts in neither; ``completeness`` tells how
many rows were left. Measures are tried in order: the first whose table the county has sent is used.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from reporting.definitions.base import Definition, DefinitionError, Text, doubled
from reporting.definitions.kinds import KINDS, Kind

__all__ = ["UNITS", "Aggregate", "Indicator", "IndicatorGroup", "Indicators", "Measure", "Reference", "TopicUnit"]

Name = Annotated[str, Constraint(pattern=r"^[a-z][a-z0-9_]*$")]

MOST_TILES = 4
"""At most this many headline figures: where everything is important, nothing is."""

Aggregate = Literal["rate", "sum", "mean", "distinct", "flag", "gap"]

UNITS = ("percent", "points", "minutes", "yuan", "count", "people", "cases", "courses", "yes_no")
"""Units whose names and forms the reports know; others are named under ``units``."""


class Measure(Definition):
    """One source of an indicator's numbers.

    Attributes:
        table: a table of the store; an item table has one row a county, its items as columns.
        among: condition a row must meet to be looked at.
        numerator: what is added up (a condition counts 1 where true).
        denominator: what it is divided by, added up as well; empty where nothing is divided.
        scope: which schools or persons the number speaks of (a key of ``scopes``).
        clusters: of people whose schools nobody knows, how many schools they come from, where the form asks: without
            it (and without a design effect in policy.yaml) there is no comparison. Where it is missing nothing else is.
        survey: whether the numbers come from a sample, so that targets and changes carry an interval.
        aggregate: where this source is added up otherwise than the indicator says; ``qualifier`` then tells readers
            what is different, e.g. 未去重.
    """

    table: Name
    among: str = "true"
    numerator: str
    denominator: str = ""
    scope: Name
    clusters: str = ""
    survey: bool = False
    aggregate: Aggregate | None = None
    qualifier: str = ""


class Reference(Definition):
    """A published value to compare with; never a target."""

    value: float
    when: str
    source: Text


class Indicator(Definition):
    """One indicator: what it counts, how, and what is asked of it.

    Attributes:
        kind: what policy asks of it, as `reporting.definitions.kinds` says.
        aggregate: how rows become a value. ``rate``: Σ numerator ÷ Σ denominator × 100 (or not × 100 where the
            unit is no percentage); ``sum``; ``mean`` of rows; ``distinct`` names in lists; ``flag`` yes/no;
            ``gap`` between two areas of another indicator.
        counts: what the denominator counts: schools, pupils, …; chooses the words of a gap and small-number rules.
        categories: values for which the indicator is computed one by one; ``{category}`` in the expressions.
        pupils: those of the categories that count pupils, where others count something else: the public edition
            protects them.
        near: threshold from which a target counts as nearly met, where it is another than the policy's, in the
            indicator's unit.
        total: how the city's figure is made: added up from the counties, or the bureau's own.
        headline: drawn as funnel, intervals and trend, and told in the totals.
        frequency: how often its figures are gathered; a survey or test of a term stands in the months of the term.
        cumulative: whether its counts are added up from month to month: such a series can only rise, and no rule of
            series judges it.
        complaints: for a voluntary indicator, the item of a form that counts the complaints of the period about it (or
            an indicator, whose denominator does): where somebody complains, compulsion is suspected in schools in which
            nearly all take part. Complaints that are added up from month to month are of no period, and suspect nobody.
        of, by, areas: a gap is indicator ``of`` among rows whose field ``by`` is the first area, minus the last;
            every area's own value is an observation too, its name the category.
    """

    id: Name
    name: Text
    short: Text | None = None
    definition: Text
    group: Name
    kind: Annotated[str, Constraint(json_schema_extra={"enum": list(KINDS)})]
    unit: Name
    aggregate: Aggregate
    counts: Literal["schools", "pupils", "teachers", "institutions", "persons", "answers", "cases", "items", ""] = ""
    measures: tuple[Measure, ...] = ()
    categories: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    target: float | None = None
    ceiling: float | None = None
    near: float | None = None
    total: Literal["sum", "own"] = "sum"
    references: tuple[Reference, ...] = ()
    source: Text | None = None
    headline: bool = False
    frequency: Literal["month", "term", "year", "summer"] = "month"
    months: tuple[int, ...] = ()
    cumulative: bool = False
    complaints: Name | None = None
    of: Name | None = None
    by: Name | None = None
    areas: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Indicator:
        if self.kind not in KINDS:
            raise DefinitionError(f"{self.id}: no kind is called {self.kind}; known: {', '.join(KINDS)}", "kind")
        if (needed := KINDS[self.kind].needs) and getattr(self, needed) is None:
            raise DefinitionError(f"{self.id}: an indicator of kind {self.kind} needs a {needed}", "kind")
        for i in doubled(self.categories):
            raise DefinitionError(f"{self.id}: the category {self.categories[i]} stands twice", "categories", i)
        for i, category in enumerate(self.pupils):
            if category not in self.categories:
                raise DefinitionError(f"{self.id}: {category} is none of its categories", "pupils", i)
        if self.is_gap and (self.of is None or self.by is None or len(self.areas) < 2):
            raise ValueError(f"{self.id}: a gap needs `of` (an indicator), `by` (a field) and two or more `areas`")
        if not self.is_gap and not self.measures:
            raise ValueError(f"{self.id}: without measures there is nothing to compute")
        return self

    @property
    def is_rate(self) -> bool:
        """Whether the value is a percentage of something counted."""
        return self.aggregate == "rate" and self.unit == "percent"

    @property
    def is_gap(self) -> bool:
        """Whether it is the difference between the rates of two areas."""
        return self.aggregate == "gap"

    @property
    def is_mean(self) -> bool:
        """Whether the value is the mean of what its rows say."""
        return self.aggregate == "mean"

    @property
    def is_divided(self) -> bool:
        """Whether a numerator is divided by a denominator, each added up."""
        return self.aggregate in ("rate", "mean")

    @property
    def is_added_up(self) -> bool:
        """Whether the numbers of a total are the sums of its counties': not the bureau's own, nor distinct names."""
        return self.total == "sum" and self.aggregate != "distinct"

    @property
    def nature(self) -> Kind:
        """How an indicator of its kind behaves."""
        return KINDS[self.kind]

    def unit_of(self, category: str) -> str:
        """The unit of one of its categories: the areas of a gap are rates."""
        return "percent" if self.is_gap and category else self.unit

    def nearly_met_from(self, usual: float) -> float:
        """From where a target counts as nearly met: its own bound or the usual one, and never above the target."""
        bound = usual if self.near is None else self.near
        return bound if self.target is None else min(bound, self.target)


class IndicatorGroup(Definition):
    """A chapter of the indicator table: one of the pillars or of the five managements."""

    id: Name
    name: Text


class TopicUnit(Definition):
    """A unit that a topic brings along: how readers see it, and whether a value has a decimal or is counted whole."""

    name: Text
    decimal: bool = False


class Indicators(Definition):
    """All indicators, in report order, with their groups, the words for their scopes, and units of their own.

    Attributes:
        tiles: the indicators on the first screen, at most four, in this order; empty for the first headline ones.
    """

    groups: tuple[IndicatorGroup, ...]
    tiles: Annotated[tuple[Name, ...], Constraint(max_length=MOST_TILES)] = ()
    scopes: dict[str, Text]
    units: dict[Name, TopicUnit] = Constraint(default_factory=dict)
    indicators: tuple[Indicator, ...]

    @model_validator(mode="after")
    def _references_hold(self) -> Indicators:
        groups = [group.id for group in self.groups]
        ids = [indicator.id for indicator in self.indicators]
        for i in doubled(groups):
            raise DefinitionError(f"the group {groups[i]} stands twice", "groups", i, "id")
        for i in doubled(ids):
            raise DefinitionError(f"the indicator {ids[i]} stands twice", "indicators", i, "id")
        for i, tile in enumerate(self.tiles):
            if tile not in ids:
                raise DefinitionError(f"there is no indicator {tile} to make a tile of", "tiles", i)
        units = (*UNITS, *self.units)
        for i, indicator in enumerate(self.indicators):
            if indicator.unit not in units:
                known = ", ".join(units)
                raise DefinitionError(
                    f"{indicator.id}: unknown unit {indicator.unit}; known: {known}", "indicators", i, "unit"
                )
            if indicator.group not in groups:
                known = ", ".join(groups)
                raise DefinitionError(
                    f"{indicator.id}: unknown group {indicator.group}; known: {known}", "indicators", i, "group"
                )
            for j, measure in enumerate(indicator.measures):
                if measure.scope not in self.scopes:
                    key = ("indicators", i, "measures", j, "scope")
                    raise DefinitionError(
                        f"{indicator.id}: unknown scope {measure.scope}; known: {', '.join(self.scopes)}", *key
                    )
            if indicator.of and indicator.of not in ids:
                raise DefinitionError(
                    f"{indicator.id}: it names the unknown indicator {indicator.of}", "indicators", i, "of"
                )
            if indicator.of and not self[indicator.of].measures:
                raise DefinitionError(
                    f"{indicator.id}: {indicator.of} has no measures of its own", "indicators", i, "of"
                )
        return self

    def __getitem__(self, identity: str) -> Indicator:
        for indicator in self.indicators:
            if indicator.id == identity:
                return indicator
        raise KeyError(identity)

    @property
    def first_screen(self) -> tuple[str, ...]:
        """The indicators whose figures stand first, in their order."""
        return self.tiles or tuple(one.id for one in self.indicators if one.headline)[:MOST_TILES]

    def of_group(self, group: str) -> tuple[Indicator, ...]:
        """The indicators of a group, in report order."""
        return tuple(indicator for indicator in self.indicators if indicator.group == group)

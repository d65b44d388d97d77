"""Policy: every number by which a figure becomes a word, a grade or a secret, as one typed value.

The numbers stand in ``params/policy.yaml``, and as suggestions of this system in ``policy.yaml`` beside this module:
what a bureau leaves out is taken from there. No other module has a number of its own (a test looks for them).
"""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import Field as Constraint
from pydantic import model_validator

from reporting.definitions.base import Definition, DefinitionError, Text
from reporting.yaml_values import yaml_value

__all__ = [
    "SUGGESTED",
    "ClaimLimits",
    "Comparison",
    "Compulsion",
    "Copies",
    "DesignEffect",
    "Disclosure",
    "Display",
    "Grades",
    "Policy",
    "SeriesRules",
    "Targets",
    "suggested_policy",
]

Share = Annotated[float, Constraint(ge=0, le=1)]
Level = Annotated[float, Constraint(gt=0, lt=1)]
Percent = Annotated[float, Constraint(ge=0, le=100)]
AtLeastOne = Annotated[int, Constraint(ge=1)]


def suggested_policy() -> str:
    """The text of policy.yaml as a new project gets it."""
    return (files("reporting.definitions") / "policy.yaml").read_text(encoding="utf-8")


_SUGGESTED: dict[str, Any] = yaml_value(suggested_policy())


class Comparison(Definition):
    """Against the city (对标全市).

    Attributes:
        level: of the inner limits: inside them a county is similar.
        strong_level: of the outer limits: outside them a word is marked strong.
        least_units: units (schools, pupils, …) below which there is no word.
        least_difference: smallest difference from the city worth saying, in percentage points: limits are never
            nearer to the city's rate, so that no word speaks of a difference that the printed digits do not show.
        least_completeness: share of schools that must have reported (0-1): for a word against the city, for a target
            kept, and for the edition's gate.
    """

    level: Level = _SUGGESTED["comparison"]["level"]
    strong_level: Level = _SUGGESTED["comparison"]["strong_level"]
    least_units: AtLeastOne = _SUGGESTED["comparison"]["least_units"]
    least_completeness: Share = _SUGGESTED["comparison"]["least_completeness"]
    least_difference: Percent = _SUGGESTED["comparison"]["least_difference"]

    @model_validator(mode="after")
    def _levels_in_order(self) -> Comparison:
        if self.strong_level <= self.level:
            raise DefinitionError("the strong level must be above the level", "strong_level")
        return self


class Targets(Definition):
    """Against the target (对照目标).

    Attributes:
        near: percent from which a target is nearly met, where the indicator says nothing else.
    """

    near: Percent = _SUGGESTED["targets"]["near"]


class Compulsion(Definition):
    """A voluntary service in which nearly all take part and about which there are complaints (疑似强制).

    Attributes:
        percent: taking part from which it is suspected.
    """

    percent: Percent = _SUGGESTED["compulsion"]["percent"]


class Grades(Definition):
    """Grades of data quality, by the share of schools that reported (0-1).

    Attributes:
        first: from which grade 1 is given, if no error is open.
        second: from which grade 2 is given.
    """

    first: Share = _SUGGESTED["grades"]["first"]
    second: Share = _SUGGESTED["grades"]["second"]

    @model_validator(mode="after")
    def _in_order(self) -> Grades:
        if self.second > self.first:
            raise DefinitionError("grade 2 cannot ask for more than grade 1", "second")
        return self


class SeriesRules(Definition):
    """When a point of a series of months is more than noise.

    Attributes:
        least_points: fewer are not judged.
        xmr_points: from here on an XmR chart, below it a run chart.
        run_chart_trend: points in a row rising or falling, of a run chart.
        run_chart_shift: points in a row on one side of the median, of a run chart.
        xmr_run: points in a row rising, falling or on one side of the mean, of an XmR chart.
    """

    least_points: Annotated[int, Constraint(ge=2)] = _SUGGESTED["series"]["least_points"]
    xmr_points: Annotated[int, Constraint(ge=3)] = _SUGGESTED["series"]["xmr_points"]
    run_chart_trend: Annotated[int, Constraint(ge=3)] = _SUGGESTED["series"]["run_chart_trend"]
    run_chart_shift: Annotated[int, Constraint(ge=3)] = _SUGGESTED["series"]["run_chart_shift"]
    xmr_run: Annotated[int, Constraint(ge=3)] = _SUGGESTED["series"]["xmr_run"]


class ClaimLimits(Definition):
    """What a vague number of a public document may stand for (0-1, shares of it).

    Attributes:
        nearly_from: 近4000 is from so much of it up to itself.
        about_within: 约4000 is within so much of it, up or down.
    """

    nearly_from: Share = _SUGGESTED["claims"]["nearly_from"]
    about_within: Share = _SUGGESTED["claims"]["about_within"]


class Disclosure(Definition):
    """Counts of people in the public edition.

    Attributes:
        small: counts from 1 to here are suppressed.
        step: others are rounded to a multiple of it.
        fewest: so many values at least stay possible for whatever is suppressed.
    """

    small: AtLeastOne = _SUGGESTED["disclosure"]["small"]
    step: AtLeastOne = _SUGGESTED["disclosure"]["step"]
    fewest: AtLeastOne = _SUGGESTED["disclosure"]["fewest"]

    @model_validator(mode="after")
    def _keeps_what_it_promises(self) -> Disclosure:
        if self.fewest > self.small:
            raise DefinitionError("a suppressed count has only as many values as small counts there are", "fewest")
        if self.rounded(self.small + 1) <= self.small:
            raise DefinitionError(
                f"the least count that is printed, {self.small + 1}, would be rounded to a suppressed one", "step"
            )
        return self

    @property
    def up(self) -> int:
        """How much more than what is printed a rounded count may be."""
        return (self.step - 1) // 2

    @property
    def down(self) -> int:
        """How much less than what is printed a rounded count may be."""
        return self.step // 2

    def rounded(self, count: int) -> int:
        """A count as it is printed, halves up."""
        return (count + self.down) // self.step * self.step


class Copies(Definition):
    """A file that says what another county's says (两县雷同), and is held until a person has looked.

    Attributes:
        least: rows, or figures, from which chance makes no two tables alike.
        share: of them that are the same in a copy, in which a few were changed by hand.
    """

    least: AtLeastOne = _SUGGESTED["copies"]["least"]
    share: Level | Literal[1] = _SUGGESTED["copies"]["share"]


class Display(Definition):
    """Numbers as they are printed.

    Attributes:
        decimals: of rates and measured values, rounded half up.
    """

    decimals: Annotated[int, Constraint(ge=0, le=3)] = _SUGGESTED["display"]["decimals"]


class DesignEffect(Definition):
    """How much more a survey varies than a simple random sample of its size, because pupils of a school are alike.

    Attributes:
        value: factor of the variance, at least 1.
        source: who found it, and where.
    """

    value: Annotated[float, Constraint(ge=1)]
    source: Text


class Policy(Definition):
    """params/policy.yaml.

    Attributes:
        design_effects: id of an indicator → design effect, of surveys whose schools are not known.
    """

    comparison: Comparison = Comparison()
    targets: Targets = Targets()
    compulsion: Compulsion = Compulsion()
    grades: Grades = Grades()
    copies: Copies = Copies()
    series: SeriesRules = SeriesRules()
    claims: ClaimLimits = ClaimLimits()
    disclosure: Disclosure = Disclosure()
    display: Display = Display()
    design_effects: dict[str, DesignEffect] = Constraint(default_factory=dict)

    def told(self) -> dict[str, str]:
        """What messages call these numbers, such as ``level`` → ``95%``."""
        return {
            "level": _percent(self.comparison.level),
            "strong_level": _percent(self.comparison.strong_level),
            "least_units": str(self.comparison.least_units),
            "least_completeness": _percent(self.comparison.least_completeness),
            "compulsion": _percent(self.compulsion.percent / 100),
            "grade_first": _percent(self.grades.first),
            "grade_second": _percent(self.grades.second),
            "least_points": str(self.series.least_points),
            "rounding": str(self.disclosure.step),
        }


SUGGESTED = Policy()
"""What applies where a bureau says nothing."""


def _percent(share: float) -> str:
    """``99.8%``: as many digits as it needs."""
    return f"{round(100 * share, 6):g}%"

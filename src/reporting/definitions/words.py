"""The codes in which the statistics speak. Their Chinese and English words are in the catalogues."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "ChangeWord",
    "CityWord",
    "Comparing",
    "Direction",
    "Doubt",
    "Method",
    "Position",
    "SignalRule",
    "TargetWord",
]


class Direction(StrEnum):
    """Which way is up for an indicator that a policy judges."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class Position(StrEnum):
    """Where a rate lies against a pair of funnel limits (上限外, 范围内, 下限外)."""

    ABOVE_UPPER = "above_upper"
    WITHIN = "within"
    BELOW_LOWER = "below_lower"


class CityWord(StrEnum):
    """Against the city (对标全市). Better and worse are for targets, higher and lower for the rest."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    NOT_COMPARABLE = "not_comparable"


class Comparing(StrEnum):
    """Where the limits come from that a county is compared by."""

    EXACT = "exact"
    DEALT = "dealt"
    DESIGN_EFFECT = "design_effect"
    CLUSTERS = "clusters"


class TargetWord(StrEnum):
    """Against the target (对照目标)."""

    MET = "met"
    NEAR = "near"
    NOT_MET = "not_met"
    UNCERTAIN = "uncertain"
    NO_TARGET = "no_target"


class ChangeWord(StrEnum):
    """Against the month before (变化). A complete count is unchanged; a survey has no clear change.

    A rate that moved only because other schools are counted has changed schools, and neither risen nor fallen.
    """

    UP = "up"
    DOWN = "down"
    UNCHANGED = "unchanged"
    NO_CLEAR_CHANGE = "no_clear_change"
    OTHER_SCHOOLS = "other_schools"
    NOT_COMPARABLE = "not_comparable"


class Doubt(StrEnum):
    """Why a word is ``not_comparable`` or ``uncertain``."""

    TOO_FEW_UNITS = "too_few_units"
    INCOMPLETE = "incomplete"
    CITY_ALL_OR_NONE = "city_all_or_none"
    NOT_A_RATE = "not_a_rate"
    NO_SCHOOLS = "no_schools"
    WITHIN_ERROR = "within_error"
    NO_EARLIER_FIGURE = "no_earlier_figure"
    WITHHELD = "withheld"


class Method(StrEnum):
    """How a series of months was judged, by the number of its points."""

    TOO_FEW = "too_few"
    RUN_CHART = "run_chart"
    XMR = "xmr"


class SignalRule(StrEnum):
    """Which rule a point of a series broke, in the order in which the rules are tried."""

    OUTSIDE_LIMITS = "outside_limits"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    ONE_SIDE = "one_side"

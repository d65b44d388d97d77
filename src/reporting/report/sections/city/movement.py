"""Whether a county has come to meet a target since the period before, or no longer does."""

from __future__ import annotations

from reporting.analysis.words import TargetWord
from reporting.report.facts import Fact

__all__ = ["newly_met", "no_longer_met"]


def newly_met(fact: Fact) -> bool:
    """Met now and not before: a new school that meets the target at once changes no status."""
    return fact.against_target == TargetWord.MET and _was_met(fact) is False


def no_longer_met(fact: Fact) -> bool:
    """Met before and not now."""
    return fact.against_target in (TargetWord.NEAR, TargetWord.NOT_MET) and _was_met(fact) is True


def _was_met(fact: Fact) -> bool | None:
    """Whether the target was met the period before; None where nobody can tell."""
    indicator = fact.indicator
    if not indicator.nature.is_compared and indicator.nature.judges_schools(indicator):
        return None if fact.gained is None or fact.lost is None else _over_before(fact) == 0
    if fact.value is None or fact.change is None:
        return None
    before = fact.value - fact.change
    return indicator.nature.is_met_by(indicator, before)


def _over_before(fact: Fact) -> float:
    """Schools over the ceiling then, of those that are there now."""
    return (fact.gap or 0) + (fact.gained or 0) - (fact.lost or 0)

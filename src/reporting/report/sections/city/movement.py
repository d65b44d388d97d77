"""Whether a county has come to meet a target since the period before, or no longer does."""

from __future__ import annotations

from reporting.definitions.words import TargetWord
from reporting.report.facts import Fact

__all__ = ["newly_met", "no_longer_met"]

_MISSED = (TargetWord.NEAR, TargetWord.NOT_MET)


def newly_met(fact: Fact) -> bool:
    """Met now and not before; that a school came which meets it, or one left that did not, changes no status alone."""
    moved = bool(fact.gained) or fact.gained is None
    return fact.against_target == TargetWord.MET and fact.target_before in _MISSED and moved


def no_longer_met(fact: Fact) -> bool:
    """Met before and not now: a loss wherever it comes from."""
    return fact.against_target in _MISSED and fact.target_before == TargetWord.MET

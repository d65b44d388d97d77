"""The codes in which the statistics speak; they stand in `reporting.definitions.words`."""

from __future__ import annotations

from reporting.definitions.words import ChangeWord, CityWord, Direction, Doubt, Method, Position, SignalRule, TargetWord

__all__ = ["ChangeWord", "CityWord", "Direction", "Doubt", "Method", "Position", "SignalRule", "TargetWord"]

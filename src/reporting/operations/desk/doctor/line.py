"""What a probe found, as a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Line", "fail", "ok", "warn"]


@dataclass(frozen=True)
class Line:
    """One line of the doctor's.

    Attributes:
        state: ``fail`` where reports cannot be made, or what was published is not as it was; ``warn`` where something
            is slower or missing.
        mend: what to do; empty where all is well.
    """

    probe: str
    state: Literal["ok", "warn", "fail"]
    found: str
    mend: str = ""


def ok(probe: str, found: str) -> Line:
    """All is well."""
    return Line(probe, "ok", found)


def warn(probe: str, found: str, mend: str) -> Line:
    """Reports can be made all the same."""
    return Line(probe, "warn", found, mend)


def fail(probe: str, found: str, mend: str) -> Line:
    """Reports cannot be made."""
    return Line(probe, "fail", found, mend)

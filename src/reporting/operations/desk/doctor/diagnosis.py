"""Diagnosis: what one probe of the doctor found, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Diagnosis", "fail", "ok", "warn"]


@dataclass(frozen=True)
class Diagnosis:
    """What one probe found.

    Attributes:
        state: ``fail`` where reports cannot be made, or what was published is not as it was; ``warn`` where something
            is slower or missing.
        mend: what to do; empty where all is well.
    """

    probe: str
    state: Literal["ok", "warn", "fail"]
    found: str
    mend: str = ""


def ok(probe: str, found: str) -> Diagnosis:
    """All is well."""
    return Diagnosis(probe, "ok", found)


def warn(probe: str, found: str, mend: str) -> Diagnosis:
    """Reports can be made all the same."""
    return Diagnosis(probe, "warn", found, mend)


def fail(probe: str, found: str, mend: str) -> Diagnosis:
    """Reports cannot be made."""
    return Diagnosis(probe, "fail", found, mend)

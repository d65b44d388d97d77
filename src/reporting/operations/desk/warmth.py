"""What the desk's kernels inherit: every library, the fonts, and none of the code that an analyst edits."""

from __future__ import annotations

import importlib
import sys

from reporting.execution.parent import NEUTRAL, Warmth
from reporting.execution.warmup import rehearse

__all__ = ["FRESH", "INHERITED", "is_inherited", "warm_without_package"]

INHERITED = ("reporting.execution", "reporting.errors", "reporting.pages.fonts", "reporting.pages.woff2")
"""Modules that stay loaded: a change of them needs a new parent."""

_BRING_LIBRARIES = ("reporting.editions.rendering", "reporting.pages.exporter", "reporting.report.report")


def warm_without_package() -> None:
    """Rehearse, load the package for the sake of its libraries, and forget it again."""
    rehearse()
    for name in _BRING_LIBRARIES:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.startswith("reporting.") and not is_inherited(name)]:
        del sys.modules[name]


def is_inherited(module: str) -> bool:
    """Whether forks have this module from the parent."""
    return module == "reporting" or any(module == kept or module.startswith(f"{kept}.") for kept in INHERITED)


FRESH = Warmth(
    preload=(*NEUTRAL, "reporting.execution.notebook", "reporting.execution.kernelspec"),
    warm_up=f"{__name__}:{warm_without_package.__name__}",
)

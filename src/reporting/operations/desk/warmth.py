"""What the desk's kernels inherit: every library, the fonts, and none of the code that an analyst edits."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from reporting.execution.parent import NEUTRAL, Warmth
from reporting.execution.warmup import rehearse

__all__ = ["FRESH", "INHERITED", "is_inherited", "warm_without_reports"]

INHERITED = (
    "reporting.definitions",
    "reporting.errors",
    "reporting.execution",
    "reporting.pages",
    "reporting.params",
    "reporting.settings",
    "reporting.snapshots.snapshot",
    "reporting.translations",
)
"""Modules that stay loaded, for they are below what analysts edit: a change of them needs a new parent."""

_BRING_LIBRARIES = ("reporting.editions.rendering", "reporting.report.report")
_CATALOGUES = Path(__file__).parents[2] / "locale" / "zh_Hans"


def warm_without_reports() -> None:
    """Rehearse, load the package for the sake of its libraries, and forget again what an analyst may edit."""
    rehearse()
    for name in _BRING_LIBRARIES:
        importlib.import_module(name)
    _draw_words()
    for name in [name for name in sys.modules if name.startswith("reporting.") and not is_inherited(name)]:
        del sys.modules[name]


def is_inherited(module: str) -> bool:
    """Whether forks have this module from the parent."""
    return module == "reporting" or any(module == kept or module.startswith(f"{kept}.") for kept in INHERITED)


def _draw_words() -> None:
    """Read the outlines of the characters that our words are made of: most of what a page takes of the font."""
    from reporting.pages.fonts import face

    face({character for path in _CATALOGUES.glob("*.po") for character in path.read_text(encoding="utf-8")})


FRESH = Warmth(
    preload=(*NEUTRAL, "reporting.execution.notebook", "reporting.execution.kernelspec"),
    warm_up=f"{__name__}:{warm_without_reports.__name__}",
)

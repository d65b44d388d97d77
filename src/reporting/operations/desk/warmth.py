"""What the desk's processes inherit: every library and the fonts; what an analyst edits, in a layer of its own."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress

from reporting.execution.warm.parent import NEUTRAL, Warmth

__all__ = ["FRESH", "INHERITED", "REPORTS", "is_inherited", "load_reports", "warm_without_reports"]

INHERITED = (
    "reporting.definitions",
    "reporting.errors",
    "reporting.execution",
    "reporting.pages",
    "reporting.params",
    "reporting.settings",
    "reporting.snapshots.snapshot",
    "reporting.templating",
    "reporting.translations",
)
"""Modules that stay loaded, for they are below what analysts edit: a change of them needs a new parent."""

_REPORTS = ("reporting.report.report", "reporting.operations.desk.preview.making")


def warm_without_reports() -> None:
    """Rehearse a page, load the package for its libraries' sake, and forget again what an analyst may edit."""
    try:
        importlib.import_module("reporting.pagemaking.warmup").rehearse_pages()
        load_reports()
    finally:  # even if a template is broken just now
        for name in [name for name in sys.modules if name.startswith("reporting.") and not is_inherited(name)]:
            del sys.modules[name]


def load_reports() -> None:
    """Load what an analyst may edit, as it is now.

    A module that cannot be loaded is left to whoever needs it, and can show why.
    """
    for name in _REPORTS:
        with suppress(Exception):
            importlib.import_module(name)


def is_inherited(module: str) -> bool:
    """Whether forks have this module from the parent."""
    return module == "reporting" or any(module == kept or module.startswith(f"{kept}.") for kept in INHERITED)


FRESH = Warmth(
    preload=(*NEUTRAL, "reporting.execution.notebook", "reporting.execution.warm.kernelspec"),
    warm_up=f"{__name__}:{warm_without_reports.__name__}",
)
REPORTS = f"{__name__}:{load_reports.__name__}"
"""What a `FurtherWarmParent` of one that is `FRESH` calls."""

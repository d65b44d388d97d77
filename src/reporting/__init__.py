"""Notebook-made county reports: what a notebook may import.

Report          a county's report, one call a section
CityReport      the overview of all counties
EvidenceReport  claims of a public document held against the data

They are loaded when they are first asked for, so that the command line starts without pandas.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporting.report.report import CityReport as CityReport
    from reporting.report.report import EvidenceReport as EvidenceReport
    from reporting.report.report import Report as Report

__all__ = ["CityReport", "EvidenceReport", "Report"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("reporting.report.report"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _show_figures_as_pages_do() -> None:
    """Where a kernel imports the package, its matplotlib figures are shown as the page will show them."""
    shell = sys.modules["IPython"].get_ipython() if {"ipykernel", "IPython"} <= sys.modules.keys() else None
    if shell is not None:
        import_module("reporting.report.notebook_display").register(shell)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


_show_figures_as_pages_do()

"""What `reporting check --run` does in the warm parent of its kernels."""

from __future__ import annotations

import warnings

from reporting.execution.warm.extensions import load_in_kernels
from reporting.execution.warm.warmup import rehearse
from reporting.report.figures.rehearsal import rehearse_figures
from reporting.report.notebook_display import __name__ as display

__all__ = ["rehearse_strictly"]


def rehearse_strictly() -> None:
    """Warm up; from then on a warning of a cell or of this package is an error, those of libraries are theirs."""
    rehearse()
    rehearse_figures()
    load_in_kernels(display)
    warnings.filterwarnings("error", module=r"reporting(\.|$)|__main__$")
    # what the parent itself leaves open when it ends does not count
    warnings.filterwarnings("ignore", category=ResourceWarning, module="__main__$")

"""Tab completes the tables and columns of a report, before anything has been run with them.

IPython computes what stands before the cursor only where it knows that reading it does no harm. Reading a table of a
report does none.
"""

from __future__ import annotations

import sys
from typing import Any

from reporting.report.frames import Tables

__all__ = ["let_complete"]


def let_complete(kind: type) -> None:
    """Let this process's IPython, if there is one, look into reports of this kind."""
    if "IPython" not in sys.modules:
        return
    try:
        from IPython.core.guarded_eval import EVALUATION_POLICIES
    except ImportError:
        return
    policy: Any = EVALUATION_POLICIES.get("limited")
    for names, allowed in (("allowed_getattr", {kind, Tables}), ("allowed_getitem", {Tables})):
        known = getattr(policy, names, None)
        if isinstance(known, set):
            known |= allowed
    calls = getattr(policy, "allowed_calls", None)
    if isinstance(calls, set) and hasattr(kind, "series"):
        calls.add(kind.series)

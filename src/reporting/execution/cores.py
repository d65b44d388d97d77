"""How many processor cores there are to share work among."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["available_cores"]

# "200000 100000" for two cores, "max 100000" for all (control groups, version 2)
_CORES_OF_CONTAINER = Path("/sys/fs/cgroup/cpu.max")


def available_cores() -> int:
    """Processor cores that this process may use; a container's share of a large machine counts."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = _CORES_OF_CONTAINER.read_text("ascii").split()
        cores = min(cores, max(1, round(int(quota) / int(period))))
    return cores

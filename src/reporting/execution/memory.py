"""Memory that is freed and still counts as this process's."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

__all__ = ["release_memory"]


def release_memory() -> None:
    """Return freed memory to the system, so that workers can have it; glibc keeps a third of a nation's otherwise."""
    if sys.platform == "linux":
        # musl has no such call, and keeps nothing
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)

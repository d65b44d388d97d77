"""IPython extensions that the kernels of a warm parent load when they start.

A parent's warm-up names them; without a name a warm kernel is as any other.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

__all__ = ["load_extensions", "load_in_kernels"]

_names: list[str] = []


def load_in_kernels(module: str) -> None:
    """Let every kernel that is forked from this process load the extension in this module."""
    if module not in _names:
        _names.append(module)


def load_extensions(shell: Any) -> None:
    """Load them into the shell of a kernel; one that cannot be loaded is left out, for the kernel works without."""
    for name in _names:
        with suppress(Exception):
            shell.extension_manager.load_extension(name)

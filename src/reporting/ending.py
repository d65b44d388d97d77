"""The end of a process: as the interpreter would end it, but for taking apart every object that it holds.

And the wish to end it, where that comes while DuckDB works.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import NoReturn

__all__ = ["finish", "pass_on_interruption"]

_OF_DUCKDB = "Query interrupted"


def finish(code: int) -> NoReturn:
    """Leave with this code: threads are waited for, exit functions called and what was printed is written.

    A fork would copy all that it shares with its parent to take it apart; a command would wait a fifth of a second for
    what its end frees anyhow.
    """
    try:
        # idle threads of pools are told to end, all others are waited for
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
    finally:
        os._exit(code)


def pass_on_interruption(error: Exception) -> None:
    """For whoever catches every error and goes on: an interruption that came as one must end the command all the same.

    DuckDB looks for signals while it works, and makes a RuntimeError of what their handlers raise.

    Raises:
        KeyboardInterrupt: the error is of that kind.
    """
    if isinstance(error, RuntimeError) and str(error) == _OF_DUCKDB:
        raise KeyboardInterrupt from error

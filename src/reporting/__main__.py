"""The `reporting` command, also as `python -m reporting`: secrets are put aside before anything else is loaded."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from reporting.ending import finish
from reporting.secrets_aside import put_aside

__all__ = ["main"]

_OBJECTS = 50_000


def main() -> NoReturn:
    """Run the command."""
    put_aside()
    # the collector looks for cycles after 700 new objects; a command makes millions, and few cycles
    gc.set_threshold(_OBJECTS)
    from reporting.cli import main as run

    try:
        run()
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            # the interpreter prints what it is, and ends with 1
            raise
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
        except OSError:
            # the interpreter says so, and ends with a code of its own
            raise end from None
        finish(end.code or 0)


if __name__ == "__main__":
    main()

"""The `reporting` command, also as `python -m reporting`: secrets are put aside before anything else is loaded."""

from __future__ import annotations

import gc
from typing import NoReturn

from reporting.secrets_aside import put_aside

__all__ = ["main"]

_OBJECTS = 50_000


def main() -> NoReturn:
    """Run the command."""
    put_aside()
    # the collector looks for cycles after 700 new objects; a command makes millions, and few cycles
    gc.set_threshold(_OBJECTS)
    from reporting.cli import main as run

    run()


if __name__ == "__main__":
    main()

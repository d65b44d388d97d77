"""The `reporting` command, also as `python -m reporting`: secrets are put aside before anything else is loaded."""

from __future__ import annotations

from typing import NoReturn

from reporting.secrets_aside import put_aside

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command."""
    put_aside()
    from reporting.cli import main as run

    run()


if __name__ == "__main__":
    main()

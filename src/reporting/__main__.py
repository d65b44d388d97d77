"""``python -m reporting``: the same as the `reporting` command."""

from __future__ import annotations

from reporting.cli import main

main()

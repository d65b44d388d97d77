"""The line above everything that shows demonstration data: said once, for pages, lists, workbooks and boards."""

from __future__ import annotations

from reporting.translations import translator

__all__ = ["DEMONSTRATION", "demonstration_banner"]

DEMONSTRATION = "Demonstration data: everything is invented"


def demonstration_banner(lang: str, demo: bool = True) -> str:
    """What stands above a page in ``lang``; empty where the data is a bureau's own."""
    return translator("editions", lang)(DEMONSTRATION) if demo else ""

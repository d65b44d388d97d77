"""Workbooks that we write: what stands in a cell is what was put there."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["WRITTEN_AS_IT_IS"]

WRITTEN_AS_IT_IS: Mapping[str, bool] = {
    # a folder of temporary files that is full would end in the library's own words
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of xlsxwriter: a text is a text, never a formula that would run, a link or a number."""

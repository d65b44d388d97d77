"""Remarks on the pages of a run: read back from beside the pages, and told once for all pages that have them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from reporting.execution.tasks import remarks_file
from reporting.pages.remarks import Grade, Remark

__all__ = ["kept_remarks", "told_once"]

_AS_MANY = {"print", "warning", "value"}
"""Kinds of which one a cell is enough: what is printed differs from county to county."""


def kept_remarks(page: Path) -> tuple[Remark, ...]:
    """What was remarked on the page of this file; nothing where nothing is kept."""
    try:
        return tuple(Remark(**told) for told in json.loads(remarks_file(page).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return ()


def told_once(
    remarks: Mapping[str, Iterable[Remark | Mapping[str, Any]]], grades: Collection[Grade] = ("lost", "words", "desk")
) -> dict[Remark, list[str]]:
    """Each remark with the pages that have it.

    Args:
        remarks: page → what was remarked on it.
        grades: which of them.
    """
    pages: dict[Remark, list[str]] = {}
    first: dict[tuple[int, str], Remark] = {}
    for page, told in remarks.items():
        for one in told:
            remark = one if isinstance(one, Remark) else Remark(**one)
            if remark.grade not in grades:
                continue
            remark = dataclasses.replace(remark, what=remark.what.splitlines()[0] if remark.what else "")
            if remark.kind in _AS_MANY:
                remark = first.setdefault((remark.cell, remark.kind), remark)
            if page not in (having := pages.setdefault(remark, [])):
                having.append(page)
    return dict(sorted(pages.items()))

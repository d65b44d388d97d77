"""A rehearsal in the warm parent of what every page of an edition does, so that it is done once and not a page."""

from __future__ import annotations

from pathlib import Path

from reporting.execution.warmup import rehearse

__all__ = ["rehearse_pages"]

_CATALOGUES = Path(__file__).parents[1] / "locale" / "zh_Hans"


def rehearse_pages() -> None:
    """Rehearse a cell, read every template and catalogue, and the outlines of the characters our words are made of."""
    from reporting.pages.fonts import face
    from reporting.report.templating import load_templates
    from reporting.translations import read_catalogue

    rehearse()
    load_templates()
    words = [text for path in sorted(_CATALOGUES.glob("*.po")) for text in read_catalogue(path).values()]
    face(set("".join(words)))

"""The page that stands in for one that could not be made: which cell, its source, and the traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path

from reporting.console_words import console_language, shown
from reporting.errors import ReportingError
from reporting.execution.reading import notebook_text
from reporting.execution.tasks import Failure
from reporting.templating import templates

_FRAME = re.compile(r"^(?=Cell In\[|File )", re.MULTILINE)
_HELPER = re.compile(r"File [^\n]*\bnotebooks/")

__all__ = ["WORDS", "trouble_page", "words"]

WORDS = (
    "1 remark",
    "Audience",
    "Cell {0}",
    "County",
    "Language",
    "Period",
    "Show",
    "Stop",
    "The page",
    "The whole traceback",
    "Traceback",
    "Where it comes from, in what you wrote",
    "Which page",
    "cell {0}",
    "failed",
    "making the page",
    "the preview has stopped; start it again in the terminal",
    "{0} remarks",
    "{0} s",
)


def trouble_page(notebook: Path, failure: Failure) -> str:
    """A whole document, everything in it escaped, for nothing in it is ours."""
    source = _source(notebook, failure.cell) if failure.cell else ""
    lines = [(line, bool(failure.source_line) and line == failure.source_line) for line in source.splitlines()]
    heading = shown(f"{failure.name} of {notebook.name}")
    if failure.cell:
        heading = shown(f"{failure.name} in cell {failure.cell} of {notebook.name}")
    # what a cell raised is the analyst's own, and stays as it is
    ours = failure.cause in ("task", "worker")
    return (
        templates("reporting.operations.desk.preview", "page")
        .get_template("trouble.html.j2")
        .render(
            heading=heading,
            failure=failure,
            lines=lines,
            own=_own_frames(failure.traceback),
            message=(shown(failure.message) if ours else failure.message) or shown("no message"),
            words=words(),
            language=console_language(),
        )
    )


def _own_frames(traceback: str) -> str:
    """The frames of a traceback that the analyst wrote: cells and modules of the project."""
    frames = _FRAME.split(traceback)
    own = [one.strip() for one in frames[1:] if one.startswith("Cell In[") or _HELPER.match(one)]
    return "\n\n".join(own) if len(own) < len(frames) - 1 else ""


def words() -> dict[str, str]:
    """What the preview itself says, in the language of the desk."""
    return {word: shown(word) for word in WORDS}


def _source(notebook: Path, cell: int) -> str:
    try:
        source = json.loads(notebook_text(notebook))["cells"][cell - 1]["source"]
    except (
        ReportingError,
        OSError,
        ValueError,
        LookupError,
        TypeError,
    ):  # saved again meanwhile: the traceback has the line
        return ""
    return source if isinstance(source, str) else "".join(source)

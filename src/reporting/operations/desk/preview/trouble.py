"""The page that stands in for one that could not be made: which cell, its source, and the traceback."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reporting.execution.tasks import Failure

_FRAME = re.compile(r"^(?=Cell In\[|File )", re.MULTILINE)
_HELPER = re.compile(r"File [^\n]*\bnotebooks/")

__all__ = ["environment", "trouble_page"]


def trouble_page(notebook: Path, failure: Failure) -> str:
    """A whole document, everything in it escaped, for nothing in it is ours."""
    source = _source(notebook, failure.cell) if failure.cell else ""
    lines = [(line, bool(failure.source_line) and line == failure.source_line) for line in source.splitlines()]
    return (
        environment()
        .get_template("trouble.html.j2")
        .render(notebook=notebook.name, failure=failure, lines=lines, own=_own_frames(failure.traceback))
    )


def _own_frames(traceback: str) -> str:
    """The frames of a traceback that the analyst wrote: cells and modules of the project."""
    frames = _FRAME.split(traceback)
    own = [one.strip() for one in frames[1:] if one.startswith("Cell In[") or _HELPER.match(one)]
    return "\n\n".join(own) if len(own) < len(frames) - 1 else ""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the preview."""
    return Environment(
        loader=PackageLoader("reporting.operations.desk.preview", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(notebook: Path, cell: int) -> str:
    try:
        source = json.loads(notebook.read_text(encoding="utf-8"))["cells"][cell - 1]["source"]
    except (OSError, ValueError, LookupError, TypeError):  # saved again meanwhile: the traceback has the line
        return ""
    return source if isinstance(source, str) else "".join(source)

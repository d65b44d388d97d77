"""The page that stands in for one that could not be made: which cell, its source, and the traceback."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reporting.execution.tasks import Failure

__all__ = ["environment", "trouble_page"]


def trouble_page(notebook: Path, failure: Failure) -> str:
    """A whole document, everything in it escaped, for nothing in it is ours."""
    source = _source(notebook, failure.cell) if failure.cell else ""
    lines = [(line, bool(failure.source_line) and line == failure.source_line) for line in source.splitlines()]
    return environment().get_template("trouble.html.j2").render(notebook=notebook.name, failure=failure, lines=lines)


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

"""Nothing in the package is there for nobody: what only tests use, or a list of exports, is dead."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import chain
from keyword import iskeyword
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "src", ROOT / "benchmarks"]
REGISTERED = [
    "@*.command",
    "@*.callback",
    "@model_validator",
    "@field_validator",
    "@computed_field",
    "@default",
    "@validates",
    "@pass_context",
    "@overload",
]
"""Decorators that hand a function to somebody who calls it."""

HOOKS = {
    # Python and pydantic
    "model_config": "pydantic",
    "__getattr__": "Python asks the module",
    "__dir__": "Python asks the module",
    "_repr_html_": "IPython",
    "_ipython_key_completions_": "IPython",
    "load_ipython_extension": "IPython",
    "_constructor*": "pandas",
    # libraries whose classes ours extend
    "handleError": "logging",
    "preprocess*": "nbconvert",
    "*_default": "traitlets",
    "shutdown_requested": "jupyter_client",
    "visit_*": "ast and Jinja",
    "handle_*": "html.parser",
    "set_default_headers": "tornado",
    "compute_etag": "tornado",
    "get_content_type": "tornado",
    "set_extra_headers": "tornado",
    "_prepare_formula": "xlsxwriter",
    "_moveTo": "fontTools",
    "_lineTo": "fontTools",
    "_curveToOne": "fontTools",
    "_closePath": "fontTools",
    "_endPath": "fontTools",
    "pytest_runtestloop": "pytest",
    "block_*": "mistune",
    "inline_*": "mistune",
    "task_list_item": "mistune",
    "footnote_ref": "mistune",
    "get_canvas_width_height": "matplotlib",
    "open_group": "matplotlib",
    "close_group": "matplotlib",
    "draw_*": "matplotlib",
    "_get_font_height_metrics": "matplotlib",
    "get_renderer": "matplotlib",
    "set_default_locators_and_formatters": "matplotlib",
    "limit_range_for_scale": "matplotlib",
}
"""Names that somebody else calls, and who."""

DOORS = {
    "find_tables": "one of the two doors of `workbooks`, for any program with any workbook",
    "observe": "both halves of what a run does period by period, as the golden tables hold it",
    "show_values": "the cell that computes the values of prose calls it by name",
    "lower_tail": "the distribution behind the limits, as the golden tables hold it against published values",
    "prepare_pages": "`make setup` calls it",
    "serve_further": "a warm parent calls it by name",
}
"""What is there for others than this package, and for whom."""

KINDS = {"function", "method", "class", "property", "import", "unreachable_code"}
"""Attributes and variables are not looked at: libraries and templates read them."""


def spoken() -> str:
    """What is named in text that is no Python: entry points, ``module:function``, templates, and what analysts use."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    points = chain(project["scripts"].values(), *(group.values() for group in project["entry-points"].values()))
    notebooks = [json.loads(path.read_text("utf-8")) for path in (ROOT / "notebooks").rglob("*.ipynb")]
    cells = ["".join(cell["source"]) for one in notebooks for cell in one["cells"]]
    cells += [(ROOT / "docs" / page).read_text("utf-8") for page in ("analyst.md", "reference.md")]
    templates = [
        path.read_text("utf-8") for kind in ("*.j2", "templates/*.html") for path in (ROOT / "src").rglob(kind)
    ]
    texts = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]
    called = re.findall(r"[\w.]:(\w+)\"|\.(\w+)\"", "\n".join(texts))
    names = re.findall(r"\w+", " ".join([*points, *cells, *templates, *map("".join, called)]))
    return "\n".join(sorted({name for name in names if name.isidentifier() and not iskeyword(name)}))


def test_everything_is_used() -> None:
    """A newcomer would read, and mend, what nobody needs."""
    finder = Vulture(ignore_names=[*HOOKS, *DOORS], ignore_decorators=REGISTERED)
    for path in chain.from_iterable(folder.rglob("*.py") for folder in SOURCES):
        # to be exported is no use
        code = re.sub(r"(?m)^__all__ = (\[[^\]]*\]|\([^)]*\))", "", path.read_text("utf-8"))
        finder.scan(code, filename=path)
    finder.scan(spoken(), filename=ROOT / "spoken.py")
    dead = [one for one in finder.get_unused_code(min_confidence=60) if one.typ in KINDS]
    assert [f"{one.filename.relative_to(ROOT)}:{one.first_lineno} {one.typ} {one.name}" for one in dead] == []

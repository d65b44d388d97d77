"""Linting: notebooks by the rules, params by their models, without running anything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import reporting
from reporting.errors import ReportingError
from reporting.execution.files import write_atomically
from reporting.operations.desk.check.cells import read_notebook
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.check.params import check_params
from reporting.operations.desk.check.rules.base import KnownNames
from reporting.operations.desk.check.rules.registry import RULES
from reporting.report.columns import declared_columns
from reporting.settings import Project, load_settings

__all__ = ["lint", "project_notebooks", "strip_outputs"]


def lint(project: Project, notebooks: Sequence[Path] = ()) -> list[NotebookFinding]:
    """Everything wrong in these notebooks; with none named, in all of the project and in its params.

    Raises:
        UsageError: one of them is no notebook.
    """
    findings = [] if notebooks else list(check_params(project))
    public = {name: _members(getattr(reporting, name)) for name in reporting.__all__}
    known = _known(project, public)
    for path in notebooks or project_notebooks(project):
        notebook = read_notebook(path, project.root)
        findings += [finding for rule in RULES for finding in rule(notebook, known)]
    return sorted(findings)


def _members(kind: type) -> frozenset[str]:
    """What its instances have: methods, and the attributes that a class declares."""
    declared = {name for base in kind.__mro__ for name in vars(base).get("__annotations__", {})}
    return frozenset(dir(kind)) | declared


def project_notebooks(project: Project) -> list[Path]:
    """The notebooks of the project, in the order of their names."""
    return sorted(project.notebooks.glob("*.ipynb"))


def strip_outputs(path: Path) -> bool:
    """Take outputs and execution counts out of a notebook file; whether there were any."""
    document = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in document["cells"] if cell["cell_type"] == "code"]
    if not any(cell.get("outputs") or cell.get("execution_count") is not None for cell in code):
        return False
    for cell in code:
        cell.update(outputs=[], execution_count=None)
        cell["metadata"].pop("execution", None)
    # as JupyterLab writes it, so that the next save there changes nothing else
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode())
    return True


def _known(project: Project, public: Mapping[str, frozenset[str]]) -> KnownNames:
    try:
        settings = load_settings(project)
    except ReportingError:  # told by `check_params`
        return KnownNames(frozenset(), public)
    return KnownNames(
        counties=frozenset(name for county in settings.city.counties for name in county.names),
        public=public,
        columns=declared_columns(settings),
        indicators=frozenset(one.id for one in settings.indicators.indicators),
    )

"""Params against their models: each file by itself, then what they say of each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reporting.analysis.expressions import check_expressions
from reporting.errors import SettingsError
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.schemas import MODELS
from reporting.settings import Project, Settings, load_params, load_settings

__all__ = ["check_params"]

_MAY_BE_MISSING = frozenset({"headings.yaml", "policy.yaml", "sentences.yaml"})
"""As `load_settings` has it."""
# complaints of one file come joined, each with its place
_COMPLAINT = re.compile(r"(params/[\w.-]+)(?:, line (\d+))?(?:, ([^:]+))?: (.*?)(?=; params/|$)", re.DOTALL)


def check_params(project: Project) -> Iterator[NotebookFinding]:
    """The faults of every file, not only of the first; then names that lead nowhere, and expressions."""
    faults = [
        fault
        for name, model in MODELS.items()
        if name not in _MAY_BE_MISSING or (project.params / name).exists()
        for fault in _faults("params", lambda: load_params(project.params / name, model, {}))  # noqa: B023 - called at once
    ]
    faults = faults or _faults("references", lambda: load_settings(project))
    if faults:
        yield from faults
        return
    settings = load_settings(project)
    yield from _faults("params", lambda: check_expressions(settings))
    yield from _dangling(project, settings)


def _faults(rule: str, attempt: Callable[[], object]) -> list[NotebookFinding]:
    try:
        attempt()
    except SettingsError as error:
        text = f"{error.where}: {error.what}" if error.where else error.what
        found = [
            NotebookFinding(file, 0, int(line or 0), rule, f"{key}: {message}" if key else message, error.hint)
            for file, line, key, message in _COMPLAINT.findall(text)
        ]
        return found or [NotebookFinding("params", 0, 0, rule, text, error.hint)]
    return []


def _dangling(project: Project, settings: Settings) -> Iterator[NotebookFinding]:
    """What loading leaves open: categories of claims, and the notebooks of the edition."""
    for i, claim in enumerate(settings.claims.claims):
        if claim.indicator and claim.category not in ("", *settings.indicators[claim.indicator].categories):
            message = f"{claim.id}: {claim.indicator} has no category {claim.category}"
            yield _placed(settings, message, "claims.yaml", "claims", i, "category")
    for i, page in enumerate(settings.run.pages):
        if not (project.notebooks / page.notebook).is_file():
            yield _placed(settings, f"there is no notebook {page.notebook}", "run.yaml", "pages", i, "notebook")


def _placed(settings: Settings, message: str, file: str, *key: str | int) -> NotebookFinding:
    def complain() -> None:
        raise SettingsError(message, where=settings.place(file, *key))

    return _faults("references", complain)[0]

"""The cells of a notebook's file, of any format, or the reason why it is none that can be run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reporting.errors import ParameterError

__all__ = ["notebook_text", "read_cells"]

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_SCRIPTS = {".py", ".md", ".qmd"}
_PYTHON = {"python", "python2", "python3", "ipython", ""}


def read_cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells, as JSON of format 4.

    Raises:
        ParameterError: it cannot be read, is no notebook, or one of another language than Python.
    """
    # as JSON, for importing nbformat takes longer than a notebook takes to run
    try:
        document = json.loads(notebook_text(notebook))
    except OSError as error:
        raise ParameterError(f"not a readable notebook: {error.strerror}", where=str(notebook)) from error
    except UnicodeDecodeError as error:
        hint = "save it in JupyterLab, which writes UTF-8"
        raise ParameterError("not a readable notebook: it is no UTF-8 text", where=str(notebook), hint=hint) from error
    except ValueError as error:
        hint = "a notebook is a file that JupyterLab has saved as .ipynb"
        raise ParameterError(f"not a readable notebook: no JSON: {error}", where=str(notebook), hint=hint) from error
    if not isinstance(document, dict) or not ("cells" in document or "worksheets" in document):
        raise ParameterError("not a readable notebook: it has no cells", where=str(notebook))
    if "cells" not in document:
        document = _upgraded(document, notebook)
    metadata = document.get("metadata") or {}
    language = _language(metadata)
    if language not in _PYTHON:
        hint = "reports are made of Python notebooks; choose a Python kernel in JupyterLab"
        raise ParameterError(f"a notebook of {language}, not of Python", where=str(notebook), hint=hint)
    cells = document["cells"]
    if not isinstance(cells, list) or not all(isinstance(cell, dict) and "cell_type" in cell for cell in cells):
        raise ParameterError("not a readable notebook: its cells are none", where=str(notebook))
    for cell in cells:
        cell.setdefault("metadata", {})
        cell.setdefault("source", "")
    return cells


def notebook_text(notebook: Path) -> str:
    """The text of a notebook's file as JSON; percent scripts and Markdown notebooks are converted by jupytext.

    Raises:
        ParameterError: it is such a script, and jupytext is not installed or cannot read it.
        OSError: it cannot be read.
        UnicodeDecodeError: it is no UTF-8 text.
    """
    text = notebook.read_text(encoding="utf-8")
    if notebook.suffix not in _SCRIPTS:
        return text
    try:
        import jupytext  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        hint = "run `pip install jupytext`, or save it as .ipynb"
        what = "scripts and Markdown notebooks need jupytext, which is not installed"
        raise ParameterError(what, where=str(notebook), hint=hint) from None
    try:
        read = jupytext.reads(text, {"extension": notebook.suffix})
    except Exception as error:  # whatever jupytext and its parsers raise
        raise ParameterError(f"jupytext cannot read it: {error}", where=str(notebook)) from error
    for number, cell in enumerate(read.cells, 1):
        # its own are different each time
        cell["id"] = f"cell-{number}"
    # papermill asks a notebook for its language, which few scripts say
    read.metadata.setdefault("kernelspec", _KERNEL)
    return json.dumps({**read, "nbformat": 4, "nbformat_minor": 5}, ensure_ascii=False)


def _language(metadata: dict[str, Any]) -> str:
    told = (metadata.get("kernelspec") or {}).get("language") or (metadata.get("language_info") or {}).get("name")
    return str(told or "").lower()


def _upgraded(document: dict[str, Any], notebook: Path) -> dict[str, Any]:
    """One of format 3 or older in format 4."""
    import nbformat

    try:
        upgraded: dict[str, Any] = nbformat.convert(  # type: ignore[no-untyped-call]
            nbformat.from_dict(document),  # type: ignore[no-untyped-call]
            4,
        )
    except Exception as error:  # its converters index whatever they are given
        raise ParameterError(f"not a readable notebook of an old format: {error!r}", where=str(notebook)) from error
    return upgraded

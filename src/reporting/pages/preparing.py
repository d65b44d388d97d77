"""A notebook made ready to be run for a page: cells that compute the values in its prose, and its pictures with it.

What is put in are cells of the notebook like any other, so that an unmodified papermill runs them, in the same kernel
and at their place; the exporter takes them out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from reporting.pages.expressions import expressions_in, option_expressions
from reporting.pages.options import cell_options
from reporting.pages.showing.local_pictures import local_pictures, picture_finder

__all__ = ["picture_files", "pictures_digest", "prepared"]

_SIGNS = ("`{python}", "#|", "![", "<img")


def prepared(
    text: str,
    folder: Path,
    computing: Callable[[Sequence[str]], str],
    translate: Callable[[str], str] = lambda prose: prose,
) -> str:
    """The text of a notebook that is ready to be run.

    Args:
        text: of the file.
        folder: the notebook's, where its pictures are.
        computing: from expressions to the source of a cell that shows their values.
        translate: from the prose of a cell to the same in the language of the page.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    document = _document(text)
    if document is None:
        return text
    cells: list[dict[str, Any]] = []
    for cell in document["cells"]:
        source = _source(cell)
        if cell["cell_type"] == "markdown":
            _attach(cell, source, folder)
            if expressions := expressions_in(translate(source)):
                cells.append(_computing(computing(expressions), "prose", len(cells)))
            cells.append(cell)
        else:
            cells.append(cell)
            options = cell_options(source) if cell["cell_type"] == "code" and "#|" in source else {}
            if expressions := option_expressions(options, translate):
                cells.append(_computing(computing(expressions), "options", len(cells)))
    return json.dumps({**document, "cells": cells}, ensure_ascii=False)


def picture_files(text: str, folder: Path) -> Iterator[Path]:
    """The files beside the notebook that its prose shows, whether they are there or not."""
    document = _document(text) if any(sign in text for sign in ("![", "<img")) else None
    for cell in (document or {"cells": ()})["cells"]:
        if cell["cell_type"] == "markdown":
            for name in local_pictures(_source(cell)):
                if name not in cell.get("attachments", {}):
                    yield folder / name


def pictures_digest(notebook: Path) -> str:
    """The sha256 over the pictures beside a notebook that its page depends on."""
    total = sha256()
    for path in picture_files(notebook.read_text(encoding="utf-8"), notebook.parent):
        total.update(path.name.encode())
        if path.is_file():
            total.update(path.read_bytes())
    return total.hexdigest()


def _document(text: str) -> dict[str, Any] | None:
    """The notebook as JSON; None for one of an old format, which has none of all this."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    cells = document.get("cells") if isinstance(document, dict) else None
    return document if isinstance(cells, list) else None


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _attach(cell: dict[str, Any], source: str, folder: Path) -> None:
    """Put the pictures of files into the cell, as if they had been pasted."""
    find = picture_finder({}, folder)
    for name in local_pictures(source):
        if name not in cell.get("attachments", {}) and (found := find(name)):
            cell.setdefault("attachments", {})[name] = {found[0]: found[1]}


def _computing(source: str, of: str, number: int) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"computed-{number}",
        "metadata": {"tags": ["computed-values"], "computes": of},
        "outputs": [],
        "source": source,
    }

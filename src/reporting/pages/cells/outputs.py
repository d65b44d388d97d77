"""Each output in the form in which the page shows it, or named where it is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import escape
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from reporting.pages.cells.hiding import FOLDED
from reporting.pages.cells.values import VALUES
from reporting.pages.expressions import BRACES
from reporting.pages.options import cell_options, cell_tags
from reporting.pages.prose.prose import Prose, ProseCell
from reporting.pages.remarks import Grade, Remark
from reporting.pages.sections import NOTHING, SOMETHING
from reporting.pages.showing.kinds import show
from reporting.pages.showing.local_pictures import picture_finder
from reporting.pages.showing.markup import safe_markup
from reporting.pages.showing.plain import is_of_a_plot
from reporting.pages.showing.surroundings import Surroundings

__all__ = ["FRAGMENT", "ShowOutputs"]

FRAGMENT = "fragment"
"""Metadata of a cell: the HTML of all that it shows."""

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FRONT_MATTER = re.compile(r"^---\s*\n.*?\n---\s*$", re.DOTALL)
_LONGEST = 2000


class ShowOutputs(Preprocessor):
    """Gives each code and raw cell the fragment that stands for it on the page; remarks go to the resources."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """The fragment of one cell."""
        number = int(cell.metadata.get("number", index + 1))
        remarks: list[Remark] = resources["remarks"]

        def note(kind: str, what: str, hint: str, grade: Grade) -> None:
            remarks.append(Remark(number, kind, what, hint, grade))

        folder = Path(resources["metadata"].get("path") or ".")
        prose: Prose = resources["prose"]
        if cell.cell_type == "code":
            place = _surroundings(cell, prose, note, folder)
            cell.metadata[FRAGMENT] = _folded(_fragment(cell, place), cell, prose)
        elif cell.cell_type == "raw":
            cell.metadata[FRAGMENT] = _raw(cell, note, folder)
        return cell, resources


def _surroundings(
    cell: NotebookNode, prose: Prose, note: Callable[[str, str, str, Grade], None], folder: Path
) -> Surroundings:
    values = cell.metadata.get(VALUES, {})
    options = {
        name: BRACES.sub(lambda found: values.get(found[1].strip(), found[0]), prose.translate(value))
        if isinstance(value, str)
        else value
        for name, value in cell_options(cell.source).items()
    }
    finder = picture_finder({}, folder)
    within = ProseCell(note, finder, options)
    return Surroundings(
        word=prose.word,
        prose=lambda text: text,
        note=note,
        markdown=lambda text: prose.html(text, within),
        line=lambda text: prose.line(text, within),
        options=options,
        find_picture=finder,
    )


def _fragment(cell: NotebookNode, place: Surroundings) -> str:
    pieces = []
    forms = [output.get("data", {}) for output in cell.outputs]
    plots = any(kind.startswith("image/") or "<figure" in str(text) for data in forms for kind, text in data.items())
    for output in cell.outputs:
        if plots and set(output.get("data", {})) == {"text/plain"} and is_of_a_plot("".join(output.data["text/plain"])):
            continue
        if output.output_type == "stream":
            _remark_on_stream(output, place)
        elif output.output_type == "error":
            text = _COLOURS.sub("", "\n".join(output.get("traceback", ()))) or f"{output.ename}: {output.evalue}"
            place.note("error", f"{output.ename}: {output.evalue}", text[-_LONGEST:], "desk")
        else:
            shown = show(output.get("data", {}), place)
            if shown is not None:
                pieces.append(f"{SOMETHING}{shown}" if shown.strip() else NOTHING)
    return "".join(pieces)


def _remark_on_stream(output: NotebookNode, place: Surroundings) -> None:
    text = "".join(output.text).strip()
    if not text:
        return
    is_print = output.name == "stdout"
    hint = (
        "only the desk sees it: end the cell with the value, or display(Markdown(…))" if is_print else "mend its cause"
    )
    place.note("print" if is_print else "warning", text[:_LONGEST], hint, "desk")


def _folded(fragment: str, cell: NotebookNode, prose: Prose) -> str:
    if not cell.metadata.get(FOLDED) or SOMETHING not in fragment:
        return fragment
    label = cell_options(cell.source).get("summary")
    summary = escape(str(label) if label else prose.word("Show"))
    inner = fragment.replace(SOMETHING, "").replace(NOTHING, "")
    return f"{SOMETHING}<details>\n<summary>{summary}</summary>\n{inner}</details>\n"


def _raw(cell: NotebookNode, note: Callable[[str, str, str, Grade], None], folder: Path) -> str:
    kind = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "").lower()
    if kind == "text/html":
        return SOMETHING + safe_markup(cell.source, note, picture_finder({}, folder)) + "\n"
    if (
        cell.source.strip()
        and not _FRONT_MATTER.match(cell.source.strip())
        and "remove-input" not in cell_tags(cell.metadata)
    ):
        note(
            "raw",
            f"a raw cell is not shown: {cell.source.strip()[:60]}",
            "make it a Markdown cell, or remove it",
            "lost",
        )
    return ""

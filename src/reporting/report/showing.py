"""`report.show()`: the page of the notebook at hand, beside its cells in JupyterLab.

The notebook is taken as it was last saved, with the outputs that it shows; values in its prose are computed in its
kernel as that is now. The page is made by the exporter that runs make pages with.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from reporting.errors import UsageError
from reporting.pages.preparing import prepared
from reporting.report.computed import COMPUTED, shown
from reporting.report.current import current_words
from reporting.report.lab_look import undressed

__all__ = ["FRAME", "ShownPage", "page_of_notebook"]

FRAME = '<iframe class="county-report-page"'
"""How what `show` shows begins: a page does not contain itself."""

_MARK = "expressions"


@dataclass(frozen=True)
class ShownPage:
    """A page in a frame of its own; JupyterLab puts it beside the notebook by "Create New View for Cell Output"."""

    html: str

    def __repr__(self) -> str:
        return f"<page, {len(self.html.encode()) // 1024} KiB>"

    def _repr_html_(self) -> str:
        # without scripts, forms and the notebook's own address
        style = "width:100%;height:80vh;border:1px solid #76838f"
        return f'{FRAME} sandbox style="{style}" title="page" srcdoc="{escape(self.html)}"></iframe>'


def page_of_notebook(parameters: Mapping[str, str], language: str) -> ShownPage | None:
    """The page of the notebook whose kernel this is; None in a run, which makes its own.

    Args:
        parameters: county, period, lang, audience of the report.
        language: that values in prose are written in.

    Raises:
        UsageError: the notebook has not been saved.
    """
    named = os.environ.get("JPY_SESSION_NAME")
    if not named:
        return None
    path = Path(named)
    if not path.is_file():
        raise UsageError("the notebook is not saved", where=path.name, hint="save it, then call `report.show()` again")
    return ShownPage(_made(path, parameters, language))


def _made(path: Path, parameters: Mapping[str, str], language: str) -> str:
    # both are loaded for whoever asks for a page alone
    import nbformat
    from nbconvert.exporters import get_exporter

    text = prepared(path.read_text(encoding="utf-8"), path.parent, lambda asked: json.dumps({_MARK: list(asked)}))
    notebook: Any = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    if not any(cell.get("outputs") for cell in notebook.cells):
        raise UsageError(
            "the notebook was saved before it had outputs", where=path.name, hint="save it, then call it again"
        )
    for cell in notebook.cells:
        if "computed-values" in cell.metadata.get("tags", []):
            data = {COMPUTED: _values(json.loads(cell.source)[_MARK], language)}
            cell.outputs = [nbformat.v4.new_output("display_data", data=data)]  # type: ignore[no-untyped-call]
        elif cell.cell_type == "code":
            cell.outputs = [one for one in map(_as_run, cell.outputs) if one is not None]
    notebook.metadata["papermill"] = {"parameters": dict(parameters), "input_path": str(path)}
    exporter = get_exporter("county-report")()  # type: ignore[no-untyped-call]
    html, _ = exporter.from_notebook_node(notebook, {"metadata": {"path": str(path.parent), "name": path.stem}})
    return str(html)


def _as_run(output: Any) -> Any | None:
    """The output as a run would have it, without the look that JupyterLab was given; None for a page in a frame."""
    html = output.get("data", {}).get("text/html")
    if html is None:
        return output
    html = "".join(html)
    if html.startswith(FRAME):
        return None
    output["data"]["text/html"] = undressed(html)
    return output


def _values(expressions: list[str], language: str) -> dict[str, str]:
    """The values as the kernel has them now; an expression that it cannot tell is left out, and stays as written."""
    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    values = {}
    for expression in expressions:
        try:
            value = eval(expression, shell.user_ns)  # noqa: S307 - the notebook's own code
            values[expression] = shown(value, language, current_words(shell.user_ns).digits)
        except Exception:  # noqa: S112 - whatever it raises, the page is shown with its source
            continue
    return values

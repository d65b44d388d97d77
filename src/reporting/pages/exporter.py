"""The pages of reports, on nbconvert's own extension points: preprocessors, a template, filters.

A run, the preview and `check` make pages by it, and so does ``jupyter nbconvert --to county-report``. What a page needs
to know beyond its cells (the language, the banner, the words of its prose in another language) stands in the
notebook's metadata, under `WORDS`, so that an executed notebook makes the same page wherever it goes.

Importing nbconvert takes longer than making fifty pages: runs load this once, in the warm parent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from reporting.errors import PageError
from reporting.pages.cells.hiding import FOLDED, HideTagged
from reporting.pages.cells.outputs import ShowOutputs
from reporting.pages.cells.values import VALUES, PutValues, not_computed, with_values
from reporting.pages.prose.prose import Prose, ProseCell, footnotes_in
from reporting.pages.remarks import Grade, Remark
from reporting.pages.sections import body_of, title_of
from reporting.pages.shell import page
from reporting.pages.showing.local_pictures import picture_finder
from reporting.translations import translator

__all__ = ["WORDS", "PageExporter"]

WORDS = "county_report"
"""Metadata of a notebook: ``lang``, ``banner``, ``reserve``, ``prose`` (source of a cell → translation), ``name``,
``subject`` (county and period as a reader writes them, for a title where no cell gives one)."""

_PYTHON = {"python", "python3", "ipython", ""}
_FRONT_MATTER = re.compile(r"^\s*---\s*\n(.*?)\n---\s*$", re.DOTALL)
_ESCAPED = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@-])")


class PageExporter(TemplateExporter):
    """An executed notebook as one HTML document that needs nothing but itself; one exporter serves a process."""

    export_from_notebook = "County report"
    output_mimetype = "text/html"
    # after the last preprocessor alone: to hold a notebook against its schema takes longer than to make its page
    optimistic_validation = True

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "county-report"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(Path(__file__).parent / "templates")]

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[type]:
        return []

    @default("preprocessors")
    def _preprocessors_default(self) -> list[type]:
        return [PutValues, HideTagged, ShowOutputs]

    def default_filters(self) -> Any:
        """Nbconvert's own filters, for templates that extend ours, and our own."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "prose", _prose
        yield "body", _body

    def from_notebook_node(  # type: ignore[override] # nbconvert's own type is wrong: exporters give text
        self, nb: NotebookNode, resources: Mapping[str, Any] | None = None, **words: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of an executed notebook, and nbconvert's resources with its ``remarks``.

        Args:
            nb: of format 4.
            resources: passed on, with ``remarks`` and ``output_extension`` set.
            words: what stands in the metadata under `WORDS`; these are taken first.

        Raises:
            PageError: the notebook is of another language than Python, or has a character that no font has.
        """
        _refuse_other_languages(nb)
        known = dict(resources or {})
        given = {**self.page_words(nb, known), **nb.metadata.get(WORDS, {}), **words}
        lang = str(given.get("lang", "zh-Hans"))
        translations: Mapping[str, str] = given.get("prose", {})
        prose = Prose(
            translator("pages", lang),
            lambda text: translations.get(text.strip(), text),
            footnotes_in(
                translations.get(cell.source.strip(), cell.source) for cell in nb.cells if cell.cell_type == "markdown"
            ),
        )
        self.environment.globals["footnotes"] = _footnotes
        handed_on = {**known, "prose": prose, "title": _title(nb, given, known), "remarks": []}
        body, made = super().from_notebook_node(nb, handed_on)
        made.pop("prose")
        html = page(
            title=title_of(body),
            lang=lang,
            body=body,
            banner=str(given.get("banner", "")),
            reserve=str(given.get("reserve", "")),
        )
        made["remarks"] = sorted(dict.fromkeys(made["remarks"]))
        return html, made

    def page_words(self, nb: NotebookNode, resources: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of the page where the metadata do not say it; for classes that know the project."""
        return {}


def _refuse_other_languages(nb: NotebookNode) -> None:
    spec = nb.metadata.get("kernelspec", {})
    language = str(spec.get("language") or nb.metadata.get("language_info", {}).get("name") or "").lower()
    if language not in _PYTHON:
        raise PageError(f"this is a notebook of {language}", hint="reports are made of Python notebooks")


def _title(nb: NotebookNode, words: Mapping[str, Any], resources: Mapping[str, Any]) -> str:
    """The title of a notebook without a heading of level 1: as its metadata or front matter say, else its name."""
    first = next((cell for cell in nb.cells if cell.cell_type == "raw"), None)
    front = _FRONT_MATTER.match(first.source) if first is not None else None
    read: Any = None
    if front:
        try:
            read = yaml.safe_load(front[1])
        except yaml.YAMLError:
            read = None
    stated = (read if isinstance(read, dict) else {}).get("title") or nb.metadata.get("title")
    name = words.get("name") or resources.get("metadata", {}).get("name") or "Notebook"
    title = str(stated or str(name).replace("_", " "))
    translated = words.get("prose", {}).get(title.strip(), title)
    if not words.get("subject"):
        return str(translated)
    place, period = words["subject"]
    return f"{place} · {translated} {period}"


@pass_context
def _prose(context: Context, cell: NotebookNode) -> str:
    resources = context["resources"]
    prose: Prose = resources["prose"]
    number = int(cell.metadata.get("number", 0))
    remarks: list[Remark] = resources["remarks"]

    def note(kind: str, what: str, hint: str, grade: Grade) -> None:
        remarks.append(Remark(number, kind, what, hint, grade))

    folder = Path(resources["metadata"].get("path") or ".")
    within = ProseCell(note, picture_finder(cell.get("attachments", {}), folder))
    values = cell.metadata.get(VALUES, {})
    source = with_values(
        prose.translate(cell.source),
        values,
        lambda text: _ESCAPED.sub(r"\\\1", text),
        lambda expression: remarks.append(not_computed(number, expression)),
    )
    html = prose.html(source, within)
    if cell.metadata.get(FOLDED):
        return f"<details>\n<summary>{prose.word('Show')}</summary>\n{html}</details>\n"
    return html


@pass_context
def _footnotes(context: Context) -> str:
    resources = context["resources"]
    remarks: list[Remark] = resources["remarks"]
    return str(
        resources["prose"].footnotes(
            ProseCell(lambda kind, what, hint, grade: remarks.append(Remark(0, kind, what, hint, grade)))
        )
    )


@pass_context
def _body(context: Context, pieces: str) -> str:
    resources = context["resources"]
    remarks: list[Remark] = resources["remarks"]
    return body_of(
        str(pieces),
        resources["title"],
        resources["prose"].word,
        lambda kind, what, hint, grade: remarks.append(Remark(0, kind, what, hint, grade)),
    )

"""The exporter that ``jupyter nbconvert --to county-report`` finds: it makes of an executed notebook what a run makes.

A run writes into the notebook what its page is made with. Of a notebook that papermill or JupyterLab has executed, the
same is found out from its parameters and from the project around it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from reporting.banner import demonstration_banner
from reporting.errors import ReportingError
from reporting.pagemaking.rendering import prose_translator
from reporting.pagemaking.stamping import reserved_characters
from reporting.pages.exporter import WORDS, PageExporter
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import open_store

__all__ = ["CountyReportExporter"]


class CountyReportExporter(PageExporter):
    """``county-report``: a page that knows the project around its notebook."""

    def page_words(self, nb: NotebookNode, resources: Mapping[str, Any]) -> dict[str, Any]:
        """Language, banner and translated prose of a notebook that no run has executed."""
        if WORDS in nb.metadata:
            return {}
        papermill = nb.metadata.get("papermill", {})
        parameters = papermill.get("parameters", {})
        lang = str(parameters.get("lang", "zh-Hans"))
        words: dict[str, Any] = {"lang": lang, "reserve": reserved_characters(lang)}
        if papermill.get("input_path"):
            words["name"] = Path(papermill["input_path"]).stem
        project = next(_projects(Path(resources.get("metadata", {}).get("path") or ".")), None)
        if project is None:
            return words
        with suppress(ReportingError):
            settings = load_settings(project)
            words["reserve"] = reserved_characters(lang, settings.run.pages, settings.run.contact)
            words["subject"] = _subject(settings, parameters, lang)
        is_demo = _is_demo(project, str(parameters.get("snapshot") or ""))
        banner = demonstration_banner(lang, is_demo)
        return {**words, "banner": banner, "prose": prose_translator(project.notebooks, lang)}


def _subject(settings: Settings, parameters: Mapping[str, Any], lang: str) -> list[str]:
    """County and period of a notebook that has them as parameters, as a reader writes them; else nothing."""
    county, period = str(parameters.get("county") or ""), str(parameters.get("period") or "")
    if not county or not period:
        return []
    return [settings.city.county(settings.county_code(county)).name.to(lang), settings.period(period).label(lang)]


def _projects(folder: Path) -> Iterator[Project]:
    """The project that is named, or around the notebook, or around the working folder."""
    named = os.environ.get("REPORTING_PROJECT")
    starts = [Path(named)] if named else [folder.resolve(), Path.cwd()]
    for start in starts:
        for candidate in (start, *start.parents):
            if (candidate / "params").is_dir():
                yield Project(candidate)


def _is_demo(project: Project, snapshot: str) -> bool:
    """Whether the page is about invented data: as its snapshot says, or the store that it was made from."""
    with suppress(OSError, ValueError, LookupError):
        if snapshot:
            return bool(json.loads(Path(snapshot).read_bytes())["demo"])
    with suppress(ReportingError), open_store(project.store, load_settings(project).forms) as store:
        return bool(store.demo)
    return False

"""Real pages to look at: the demonstration's own figures of eight months, run through the notebooks of an edition.

The rows go straight into a store and the notebooks run in this process: what is tried here is pages, not intake or
execution, which have tests of their own.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from reporting.banner import demonstration_banner
from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.disclosure.public_view import public_period_data
from reporting.editions.index import edition_index
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.rendering import prose_translator
from reporting.pagemaking.stamping import Link, Stamp, reserved_characters, stamp_fragment
from reporting.pages.notebook import notebook_page
from reporting.pages.stamp import stamp
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import gather
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES, Language, translator
from reporting_demonstration.facts import load_facts
from reporting_demonstration.frames import month_frames
from reporting_demonstration.inbox import invent_months
from reporting_demonstration.narratives import progress

COUNTY = "410423"  # the largest page of the demonstration
CITY = "410400"
PERIOD = Period("2022-04")
REPOSITORY = Project.at(Path(__file__).parents[2])


@dataclass(frozen=True)
class Kind:
    """A kind of page: its notebook, whose it is, and for whom."""

    notebook: str
    place: str
    audience: Audience = "internal"

    @property
    def snapshot(self) -> str:
        return f"{self.place}-{self.audience}.json"


KINDS = {
    "county": Kind("county_report.ipynb", COUNTY),
    "county-public": Kind("county_report.ipynb", COUNTY, "public"),
    "city": Kind("city_overview.ipynb", CITY),
    "evidence": Kind("evidence.ipynb", CITY),
}


def main() -> None:
    """``edition.py FOLDER`` makes everything; ``edition.py FOLDER AGAIN`` the pages again, from the same snapshots."""
    folder, into = Path(sys.argv[1]), Path(sys.argv[-1])
    settings = load_settings(REPOSITORY)
    if folder == into:
        for name, encoded in _snapshots(folder / "store.duckdb", settings):
            (folder / name).write_bytes(encoded)
    for lang in LANGUAGES:
        pages = {name: _page(kind, lang, folder / kind.snapshot) for name, kind in KINDS.items()}
        pages["index"] = edition_index(_manifest(settings), settings, lang)
        for name, page in pages.items():
            (into / page_file(name, lang)).write_text(page, encoding="utf-8")


def _page(kind: Kind, lang: Language, snapshot: Path) -> str:
    """The page of a notebook, stamped."""
    notebook = nbformat.read(REPOSITORY.notebooks / kind.notebook, as_version=4)  # type: ignore[no-untyped-call]
    parameters = {
        "county": kind.place,
        "period": str(PERIOD),
        "lang": lang,
        "audience": kind.audience,
        "snapshot": str(snapshot),
    }
    _run(notebook, parameters)
    prose = prose_translator(REPOSITORY.notebooks, lang)
    _ = translator("editions", lang)
    page = notebook_page(
        notebook,
        lang=lang,
        prose=prose,
        banner=demonstration_banner(lang),
        reserve=reserved_characters(lang),
    ).html
    links = (Link("index.html", _("All counties")), Link("other.html", "中文" if lang == "en" else "English"))
    return stamp(page, stamp_fragment(Stamp(2, 1, datetime(2022, 5, 6), links), lang))


def _run(notebook: Any, parameters: dict[str, str]) -> None:
    """Run the code cells in this process and keep what each shows."""
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        *before, last = ast.parse(cell.source).body
        if not isinstance(last, ast.Expr):
            exec(cell.source, names)  # noqa: S102 - our own notebook
            names |= parameters if "parameters" in cell.metadata.get("tags", ()) else {}
            continue
        exec(compile(ast.Module(before, []), kind := "cell", "exec"), names)  # noqa: S102
        shown = eval(compile(ast.Expression(last.value), kind, "eval"), names)  # noqa: S307
        data = {"text/html": shown._repr_html_()}
        cell.outputs = [nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": data})]  # type: ignore[no-untyped-call]


def _snapshots(path: Path, settings: Settings) -> Iterator[tuple[str, bytes]]:
    months = invent_months(load_facts(REPOSITORY.params, settings.city), settings, seed=42)
    with open_store(path, settings.forms, writing=True) as store:
        for index, period in enumerate(months.facts.months):
            paces = [
                progress(months.facts, "", one.pace, index).assign(county=one.code) for one in months.facts.counties
            ]
            rows = {"ledger": months.ledgers[index], "problems": months.problems[index], "progress": pd.concat(paces)}
            layouts = months.facts.layouts.yes_no
            store.append(month_frames(settings.forms.own, period, months.figures[index], rows, layouts), demo=True)
    with open_store(path, settings.forms) as store:
        known = gather(View(store), settings, PERIOD)
    period_data = {"internal": known, "public": public_period_data(known)}
    for kind in KINDS.values():
        yield kind.snapshot, cut_snapshot(period_data[kind.audience], kind.place, kind.audience).encoded


def _manifest(settings: Settings) -> Manifest:
    """A published edition with a row of every kind: made, carried over, failed, silent."""
    special: dict[str, dict[str, Any]] = {
        "410402": {"status": "stale", "from_period": "2022-03", "reason": "silent"},
        "410403": {"status": "failed", "file": "", "reason": "MemoryError"},
        "410404": {"status": "silent", "file": "", "reason": "silent"},
    }
    entries = [
        PageEntry.model_validate(
            {
                "place": code,
                "page": code,
                "lang": lang,
                "status": "published",
                "file": page_file(code, lang),
                "data_as_of": "2022-05-05T10:00:00+08:00",
                "schools_reported": 40 + number,
                "schools_expected": 45 + number,
                "completeness": (40 + number) / (45 + number),
                "words": {"target.met": 20 - number, "target.not_met": number, "city.worse": number % 3},
                **special.get(code, {}),
            }
        )
        for lang in LANGUAGES
        for number, code in enumerate(settings.city.codes)
    ]
    others = [
        PageEntry(place=settings.city.code, page=page, lang=lang, status="published", file=page_file(page, lang))
        for page in ("city", "evidence")
        for lang in LANGUAGES
    ]
    first = len(settings.city.codes)
    return Manifest(
        period=str(PERIOD),
        audience="internal",
        languages=LANGUAGES,
        state="published",
        revision=2,
        supersedes=1,
        approved_by="张三",
        generated_at="2022-05-06T12:00:00+08:00",
        as_of="2022-05-06T04:00:00+00:00",
        data_as_of="2022-05-05T10:00:00+08:00",
        demo=True,
        counties=tuple(entries[:first]),
        pages=(*entries[first:], *others),
    )


if __name__ == "__main__":
    main()

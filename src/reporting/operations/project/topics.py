"""What a new project is about: the topic of another project without that project's own facts, or one to begin with.

A topic is forms, indicators and notebooks. Nothing that belongs to a bureau goes along: its units, what it promised and
said, where it publishes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from reporting.definitions.base import Text
from reporting.definitions.counties import City, Scope
from reporting.definitions.policy import suggested_policy
from reporting.definitions.runs import Published, RunSettings
from reporting.definitions.sentences import suggested_sentences
from reporting.operations.project.demonstrated import another_demonstration
from reporting.settings import Project, Settings
from reporting.yaml_values import yaml_value

__all__ = ["Topic", "starting_topic", "topic_of"]

_COPIED = ("*.ipynb", "*.py", "locale/*.po")
_FILES = ("forms.yaml", "indicators.yaml", "policy.yaml")
_COUNTY = re.compile(r'^(county: str = )"[^"]*"', re.M)
_EVIDENCE = "EvidenceReport"
"""What a notebook calls that holds a public document against the data: a bureau has its own, or none."""
_PERIOD = re.compile(r'^(period: str = )"[^"]*"', re.M)


@dataclass(frozen=True)
class Topic:
    """What is reported, whoever reports it.

    Attributes:
        params: name of a file of params/ → its text, to be copied as it stands.
        notebooks: path below notebooks/ → its text.
        title: of the reports; None where the topic suggests none.
        scope, school_months: which schools the rates speak of, and the months in which there is school.
        year_begins: the month with which a school year begins.
        table: in which progress on commitments is reported.
        demonstration: the text of demonstration.yaml; empty without one.
    """

    params: Mapping[str, str]
    notebooks: Mapping[str, str]
    run: RunSettings
    title: Text | None = None
    scope: Scope | None = None
    school_months: tuple[int, ...] = tuple(range(1, 13))
    year_begins: int | None = None
    table: str = ""
    demonstration: str = ""

    def files(self, city: City) -> Iterator[tuple[str, str]]:
        """Path below the project and text of each file that is copied, made to fit a city."""
        for name, text in self.params.items():
            yield f"params/{name}", text
        if self.is_demonstrated(city):
            yield "params/demonstration.yaml", another_demonstration(self.demonstration, city)
        for path, text in self.notebooks.items():
            yield f"notebooks/{path}", _opening(text, city) if path.endswith(".ipynb") else text

    def is_demonstrated(self, city: City) -> bool:
        """Whether `reporting demo` can invent data for a city: it does so by month."""
        return bool(self.demonstration) and city.calendar.is_monthly


def topic_of(project: Project, settings: Settings, name: Text) -> Topic:
    """The topic of another project; its title with ``name`` in place of that city's, its evidence left behind."""
    city = settings.city
    english = city.title.en.replace(city.name.en, name.en) if city.name.en and name.en else ""
    title = Text.model_validate({"zh-Hans": city.title.zh.replace(city.name.zh, name.zh), "en": english})
    demonstration = project.params / "demonstration.yaml"
    notebooks = {path: text for path, text in _texts(project.notebooks) if _EVIDENCE not in text}
    pages = tuple(page for page in settings.run.pages if page.notebook in notebooks)
    return Topic(
        params={
            "policy.yaml": suggested_policy(),
            "sentences.yaml": suggested_sentences(),
            **{path.name: path.read_text("utf-8") for name in _FILES if (path := project.params / name).exists()},
        },
        notebooks=notebooks,
        run=settings.run.model_copy(update={"pages": pages, "published_at": Published(), "contact": None}),
        title=title,
        scope=city.scope,
        school_months=city.calendar.school_months,
        year_begins=city.calendar.year_begins,
        table=settings.commitments.table,
        demonstration=demonstration.read_text("utf-8") if demonstration.is_file() else "",
    )


def starting_topic() -> Topic:
    """A small topic that works as it stands, to be replaced: two figures, a list of problems, two indicators."""
    folder = files(__package__) / "starter"
    run = RunSettings.model_validate(yaml_value((folder / "run.yaml").read_text("utf-8")))
    params = {file: (folder / file).read_text("utf-8") for file in ("forms.yaml", "indicators.yaml")}
    return Topic(
        {**params, "policy.yaml": suggested_policy(), "sentences.yaml": suggested_sentences()},
        dict(_packaged(folder / "notebooks")),
        run,
    )


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for pattern in _COPIED:
        for path in sorted(folder.glob(pattern)):
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")


def _packaged(folder: Traversable, below: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _packaged(entry, f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}", entry.read_text("utf-8")


def _opening(notebook: str, city: City) -> str:
    """The notebook with a county of the new project as its default, and the newest period of the store."""
    document = json.loads(notebook)
    for cell in document["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            source = _COUNTY.sub(rf'\1"{city.codes[0]}"', "".join(cell["source"]))
            source = _PERIOD.sub(r'\1""', source)
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

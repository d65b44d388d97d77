"""Where a project keeps its things, and what its ``params/*.yaml`` say, as typed values.

Every complaint about a settings file names file, line and key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from reporting.definitions.base import Definition
from reporting.definitions.claims import Claims
from reporting.definitions.commitments import Commitments
from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.definitions.indicators import Indicators
from reporting.definitions.periods import Period
from reporting.definitions.runs import RunSettings
from reporting.errors import SettingsError, UsageError

__all__ = ["Project", "Settings", "load_params", "load_settings"]

D = TypeVar("D", bound=Definition)
Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Project:
    """The folders of one bureau's project."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Project:
        """The project in ``root``, which must hold ``params/``."""
        if not (root / "params").is_dir():
            raise UsageError(
                f"{root.name or root} is no project: it has no params folder",
                hint="change into the project, name it with --project DIR, or make one with `reporting init DIR`",
            )
        return cls(root.resolve())

    @property
    def params(self) -> Path:
        """What a bureau edits."""
        return self.root / "params"

    @property
    def notebooks(self) -> Path:
        """The notebooks, and the words of their prose in other languages."""
        return self.root / "notebooks"

    @property
    def inbox(self) -> Path:
        """Where workbooks arrive."""
        return self.root / "data" / "inbox"

    @property
    def archive(self) -> Path:
        """Every file that was ever taken in, by its hash."""
        return self.root / "data" / "archive"

    @property
    def store(self) -> Path:
        """The DuckDB file."""
        return self.root / "data" / "store.duckdb"

    @property
    def outputs(self) -> Path:
        """Drafts and editions."""
        return self.root / "outputs"


@dataclass(frozen=True)
class Settings:
    """Everything a bureau decides, typed and checked.

    Attributes:
        places: (file, key) → line, for whoever finds a fault later, such as an expression that does not compute.
    """

    city: City
    forms: Forms
    indicators: Indicators
    commitments: Commitments
    claims: Claims
    run: RunSettings
    places: Mapping[tuple[str, Key], int] = field(default_factory=dict, repr=False, compare=False)

    def place(self, file: str, *key: str | int) -> str:
        """``params/indicators.yaml, line 12, indicators[3].numerator``: where ``key`` of ``file`` stands."""
        return _place(file, key, self.places)

    def period(self, text: str) -> Period:
        """The period written as ``text``, which must be of the length this bureau reports in.

        Raises:
            UsageError: it is no period, or of another length.
        """
        try:
            period = Period(text)
        except ValueError as error:
            raise UsageError(str(error)) from None
        if bool(period.month) != (self.city.calendar.period == "month"):
            wanted = "a month such as 2022-04" if self.city.calendar.period == "month" else "a year such as 2022"
            raise UsageError(f"{text!r} is not {wanted}", hint="the length of a period is set in params/city.yaml")
        return period

    def county_code(self, text: str) -> str:
        """The code of the county given as code, name or alias on the command line.

        Raises:
            UsageError: no county is so called; the nearest are suggested, none is guessed.
        """
        names = {name: county.code for county in self.city.counties for name in _names(county)}
        if text in names:
            return names[text]
        near = get_close_matches(text, names, n=3, cutoff=0.4)
        raise UsageError(
            f"no county is called {text!r}",
            hint=f"did you mean {', '.join(near)}?" if near else f"counties: {', '.join(self.city.codes)}",
        )

    @cached_property
    def content(self) -> dict[str, Any]:
        """What a page depends on, as plain values in a fixed order: the definitions part of a snapshot."""
        return {
            "city": self.city.model_dump(by_alias=True, mode="json"),
            "indicators": self.indicators.model_dump(by_alias=True, mode="json"),
            "commitments": self.commitments.model_dump(by_alias=True, mode="json"),
            "claims": self.claims.model_dump(by_alias=True, mode="json"),
        }


def load_settings(project: Project) -> Settings:
    """Read and check all of ``params/``.

    Raises:
        SettingsError: a file is missing, is no YAML, or holds something wrong; the first few faults are named.
    """
    places: dict[tuple[str, Key], int] = {}

    def load(name: str, model: type[D]) -> D:
        return load_params(project.params / name, model, places)

    return Settings(
        city=load("city.yaml", City),
        forms=load("forms.yaml", Forms),
        indicators=load("indicators.yaml", Indicators),
        commitments=load("commitments.yaml", Commitments),
        claims=load("claims.yaml", Claims),
        run=load("run.yaml", RunSettings),
        places=places,
    )


def _names(county: Any) -> tuple[str, ...]:
    return (county.code, county.name.zh, county.name.en, *county.aliases, *county.old_codes)


def load_params(path: Path, model: type[D], places: dict[tuple[str, Key], int]) -> D:
    """One file of ``params/`` as a value of ``model``; where each key stands is added to ``places``.

    Raises:
        SettingsError: the file is missing, is no YAML, or holds something wrong; the first few faults are named.
    """
    file = f"params/{path.name}"
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        raise SettingsError(
            "the file is missing", where=file, hint="copy it from the package's demonstration"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is not UTF-8 text"
        raise SettingsError(f"this is no YAML: {problem}", where=file + line) from None
    if node is None:
        raise SettingsError("the file is empty", where=file)
    mine = {(path.name, key): line for key, line in _lines(node, ())}
    places.update(mine)
    try:
        return model.model_validate(_plain(node, file))
    except ValidationError as error:
        complaints = [
            f"{_place(path.name, _in_file(fault['loc'], path.name, mine), mine)}: "
            + fault["msg"].removeprefix("Value error, ")
            for fault in error.errors(include_url=False)
        ]
        more = f" (and {len(complaints) - 5} more)" if len(complaints) > 5 else ""
        raise SettingsError("; ".join(complaints[:5]) + more) from None


def _plain(node: yaml.Node, file: str) -> Any:
    """The node's value; a key that stands twice is an error, where YAML lets the last one win."""
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key, value in node.value:
            name = _plain(key, file)
            if name in result:
                raise SettingsError(f"the key {name!r} stands twice", where=f"{file}, line {key.start_mark.line + 1}")
            result[name] = _plain(value, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, file) for item in node.value]
    return yaml.SafeLoader("").construct_object(node)


def _lines(node: yaml.Node, key: Key) -> Iterator[tuple[Key, int]]:
    yield key, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _lines(value, (*key, str(name.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*key, index))


def _in_file(loc: Key, file: str, places: Mapping[tuple[str, Key], int]) -> Key:
    """Pydantic's location without the names of union members that it inserts."""
    key: Key = ()
    for part in loc:
        if (file, (*key, part)) in places:
            key = (*key, part)
    return key


def _place(file: str, key: Key, places: Mapping[tuple[str, Key], int]) -> str:
    known = key
    while known and (file, known) not in places:
        known = known[:-1]
    line = places.get((file, known), 1)
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")
    return f"params/{file}, line {line}" + (f", {written}" if written else "")

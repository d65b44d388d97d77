"""Where a project keeps its things, and what its ``params/*.yaml`` say, as typed values.

Every complaint about a settings file names file, line and key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from reporting.definitions.base import Definition
from reporting.definitions.claims import Claims
from reporting.definitions.commitments import Commitments
from reporting.definitions.counties import City
from reporting.definitions.forms import SUGGESTED_CLOSED, Forms, ItemTable, RowTable
from reporting.definitions.headings import Headings, misplaced, with_headings
from reporting.definitions.indicators import Indicators
from reporting.definitions.periods import Period
from reporting.definitions.place_names import PlaceNames
from reporting.definitions.policy import SUGGESTED, Policy
from reporting.definitions.runs import RunSettings
from reporting.definitions.sentences import SUGGESTED_SENTENCES, Sentences
from reporting.definitions.widths import fold
from reporting.errors import SettingsError, UsageError
from reporting.params import Key, Places, load_params, place_of
from reporting.workbooks.units import OwnUnit, UnitWords, vocabulary_of

__all__ = ["Project", "Settings", "load_params", "load_settings"]

D = TypeVar("D", bound=Definition)


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
    def receipts(self) -> Path:
        """What goes back to the counties."""
        return self.root / "data" / "receipts"

    @property
    def store(self) -> Path:
        """The DuckDB file."""
        return self.root / "data" / "store.duckdb"

    @property
    def seal(self) -> Path:
        """The secret mixed into marks of what leaves the bureau, so that nobody works back from a mark."""
        return self.root / "data" / "seal.key"

    @property
    def true_counts(self) -> Path:
        """What was behind the rounded counts of each public revision, for whoever makes the next one safe beside it."""
        return self.root / "data" / "true-counts"

    @property
    def editions(self) -> Path:
        """Every published revision."""
        return self.outputs / "editions"

    @property
    def outputs(self) -> Path:
        """Drafts and editions."""
        return self.root / "outputs"

    @property
    def work(self) -> Path:
        """What a run leaves for the next one and for nobody else."""
        return self.outputs / ".work"


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
    policy: Policy = SUGGESTED
    sentences: Sentences = SUGGESTED_SENTENCES
    places: Places = field(default_factory=dict, repr=False, compare=False)

    def place(self, file: str, *key: str | int) -> str:
        """``params/indicators.yaml, line 12, indicators[3].numerator``: where ``key`` of ``file`` stands."""
        return place_of(file, key, self.places)

    def period(self, text: str) -> Period:
        """The period written as ``text``, which must be of the length this bureau reports in.

        Raises:
            UsageError: it is no period, or of another length.
        """
        try:
            period = Period(text)
        except ValueError as error:
            raise UsageError(str(error)) from None
        if bool(period.month) != self.city.calendar.is_monthly:
            wanted = "a month such as 2022-04" if self.city.calendar.is_monthly else "a year such as 2022"
            raise UsageError(f"{text!r} is not {wanted}", hint="the length of a period is set in params/city.yaml")
        return period

    @cached_property
    def vocabulary(self) -> UnitWords:
        """How units of measure are called."""
        return _vocabulary(self.forms)

    @cached_property
    def names(self) -> PlaceNames:
        """How places are called."""
        return PlaceNames(self.city)

    def county_code(self, text: str) -> str:
        """The code of the county given as code, name or alias, as in a workbook: ``平顶山市叶县``, ``叶 县``.

        Raises:
            UsageError: no county is so called; the nearest are suggested, none is guessed.
        """
        code = self.names.resolved(text)
        if code not in self.city.codes:
            raise UsageError(
                f"no county is called {text!r}: that is the whole", hint="leave it out to mean all counties"
            )
        return code

    def place_code(self, text: str) -> str:
        """The same of a county, the city itself or one of its totals: of whatever a number can belong to.

        Raises:
            UsageError: no place is called so.
        """
        totals = {fold(name): total.code for total in self.city.totals for name in (total.code, total.name.zh)}
        return totals.get(fold(text)) or self.names.resolved(text)

    def county_codes(self, names: Iterable[str]) -> tuple[str, ...]:
        """The codes of counties given as codes, names or aliases, in report order."""
        codes = {self.county_code(name) for name in names}
        return tuple(code for code in self.city.codes if code in codes)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What a page depends on, as plain values in a fixed order: the definitions part of a snapshot."""
        return {
            "city": self.city.model_dump(by_alias=True, mode="json"),
            "indicators": self.indicators.model_dump(by_alias=True, mode="json"),
            "commitments": self.commitments.model_dump(by_alias=True, mode="json"),
            "claims": self.claims.model_dump(by_alias=True, mode="json"),
            "policy": self.policy.model_dump(by_alias=True, mode="json"),
            "sentences": self.sentences.model_dump(by_alias=True, mode="json"),
            "forms": {form.id: form.name.model_dump(by_alias=True, mode="json") for form in self.forms.forms},
            "headings": self._headings(),
            "closed": sorted(self.closed),
        }

    @property
    def closed(self) -> frozenset[str]:
        """The words with which a problem or a work is done: those that the forms name, and the suggested ones."""
        rows = [table for table in self.forms.tables if isinstance(table, RowTable)]
        return SUGGESTED_CLOSED.union(word for table in rows for field in table.fields for word in field.closed)

    def _headings(self) -> dict[str, dict[str, str]]:
        """Table → column → its heading in the forms; the list that the scope is told of is ``schools``."""
        headings: dict[str, dict[str, str]] = {}
        for form in self.forms.forms:
            for table in form.tables:
                if isinstance(table, RowTable):
                    name = "schools" if self.city.scope and table.name == self.city.scope.table else table.name
                    known = headings.setdefault(name, {})
                    for one in table.fields:
                        known.setdefault(one.name, one.heading)
        return headings


def load_settings(project: Project) -> Settings:
    """Read and check all of ``params/``.

    Raises:
        SettingsError: a file is missing, is no YAML, or holds something wrong, or speaks of what another file does not
            have; the first few faults are named. Only headings.yaml, policy.yaml and sentences.yaml may be missing:
            for the last two the suggestions of this system apply.
    """
    places: Places = {}

    def load(name: str, model: type[D]) -> D:
        return load_params(project.params / name, model, places)

    run = load("run.yaml", RunSettings)
    settings = Settings(
        city=load("city.yaml", City),
        forms=_forms(load, project),
        indicators=load("indicators.yaml", Indicators),
        commitments=load("commitments.yaml", Commitments),
        claims=load("claims.yaml", Claims),
        run=run,
        policy=_policy(load("policy.yaml", Policy) if (project.params / "policy.yaml").exists() else SUGGESTED, run),
        sentences=load("sentences.yaml", Sentences)
        if (project.params / "sentences.yaml").exists()
        else SUGGESTED_SENTENCES,
        places=places,
    )
    if broken := next(_broken_references(settings), None):
        file, key, complaint = broken
        raise SettingsError(complaint, where=settings.place(file, *key))
    return settings


def _forms(load: Callable[[str, Any], Any], project: Project) -> Forms:
    """The forms, with the headings that were accepted since."""
    forms: Forms = load("forms.yaml", Forms)
    try:
        _vocabulary(forms)
    except ValueError as error:
        raise SettingsError(str(error), where="params/forms.yaml", hint="see `is` under units") from None
    if not (project.params / "headings.yaml").exists():
        return forms
    headings: Headings = load("headings.yaml", Headings)
    if (i := next(misplaced(forms, headings), None)) is not None:
        one = headings.headings[i]
        raise SettingsError(
            f"there is no field {one.table}.{one.field} in a form {one.form}, as headings[{i}] says",
            where="params/headings.yaml",
        )
    return with_headings(forms, headings)


def _vocabulary(forms: Forms) -> UnitWords:
    return vocabulary_of(
        tuple(
            OwnUnit(one.name, one.spellings, one.size, money=one.money, counter=one.counter, below=one.below)
            for one in forms.units
        )
    )


def _policy(policy: Policy, run: RunSettings) -> Policy:
    """The policy, with what an older project says of it in run.yaml."""
    if run.min_completeness is None:
        return policy
    comparison = policy.comparison.model_copy(update={"least_completeness": run.min_completeness})
    return policy.model_copy(update={"comparison": comparison})


def _wrong_complaints(settings: Settings, indicators: set[str]) -> Iterator[tuple[str, Key, str]]:
    """Each `complaints` of an indicator that names nothing known, or something that is not counted by period."""
    tables = [table for table in settings.forms.tables if isinstance(table, ItemTable)]
    bases = {item.name: item.basis for table in tables for item in table.items}
    for i, indicator in enumerate(settings.indicators.indicators):
        key, named = ("indicators", i, "complaints"), indicator.complaints
        if not named or named in indicators:
            continue
        if named not in bases:
            yield "indicators.yaml", key, f"{indicator.id}: no form has an item {named}, and no indicator is called so"
        elif bases[named] == "cumulative":
            what = f"{named} is added up from month to month; it takes the complaints of the period"
            yield "indicators.yaml", key, f"{indicator.id}: {what}"


def _broken_references(settings: Settings) -> Iterator[tuple[str, Key, str]]:
    """File, key and complaint of each reference to a name that its own file does not have."""
    city, indicators = settings.city, {one.id for one in settings.indicators.indicators}
    tables = {table.name: table for table in settings.forms.tables}
    if city.scope and not isinstance(tables.get(city.scope.table), RowTable):
        yield "city.yaml", ("scope", "table"), f"no form has a table of rows called {city.scope.table}"
    for i, indicator in enumerate(settings.indicators.indicators):
        for j, measure in enumerate(indicator.measures):
            if measure.table not in tables:
                key = ("indicators", i, "measures", j, "table")
                yield "indicators.yaml", key, f"{indicator.id}: no form has a table {measure.table}"
    yield from _wrong_complaints(settings, indicators)
    if (table := settings.commitments.table) and not isinstance(tables.get(table), RowTable):
        yield "commitments.yaml", ("table",), f"no form has a table of rows called {table}"
    yield from _never_closed(settings)
    for i, commitment in enumerate(settings.commitments.commitments):
        for j, indicator_id in enumerate(commitment.indicators):
            if indicator_id not in indicators:
                where: Key = ("commitments", i, "indicators", j)
                yield "commitments.yaml", where, f"there is no indicator {indicator_id}"
    for i, total in enumerate(city.totals):
        if not city.members(total):
            yield "city.yaml", ("totals", i, "without"), f"total {total.code} leaves out every county"
    for indicator_id in settings.policy.design_effects:
        if indicator_id not in indicators:
            yield "policy.yaml", ("design_effects", indicator_id), f"there is no indicator {indicator_id}"
    for indicator_id in settings.sentences.problems:
        if indicator_id not in indicators:
            yield "sentences.yaml", ("problems", indicator_id), f"there is no indicator {indicator_id}"
    places = {place.code for place in (*city.counties, *city.totals)}
    for i, claim in enumerate(settings.claims.claims):
        if claim.county not in places:
            yield "claims.yaml", ("claims", i, "county"), f"{claim.id}: there is no county or total {claim.county}"
        if claim.indicator is not None and claim.indicator not in indicators:
            yield "claims.yaml", ("claims", i, "indicator"), f"{claim.id}: there is no indicator {claim.indicator}"


def _never_closed(settings: Settings) -> Iterator[tuple[str, Key, str]]:
    """Lists of problems and of works of which nothing could ever be done: all of it would be overdue in the end."""
    for i, form in enumerate(settings.forms.forms):
        for j, table in enumerate(form.tables):
            if not isinstance(table, RowTable) or table.name not in ("problems", settings.commitments.table):
                continue
            for k, one in enumerate(table.fields):
                if one.name == "state" and one.choices and settings.closed.isdisjoint(one.choices):
                    key: Key = ("forms", i, "tables", j, "fields", k)
                    yield "forms.yaml", key, f"{table.name}.state: say under closed with which choice it is done"

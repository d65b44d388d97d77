"""What there is to choose from in the bar above the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, get_args

from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.errors import EmptyStoreError, ReportingError
from reporting.execution.parameters import declared
from reporting.operations.desk.preview.choice import Choice
from reporting.settings import Project, load_settings
from reporting.store.periods import stored_periods
from reporting.translations import LANGUAGES

__all__ = ["Offer", "Option", "make_offer", "renewed"]


class Option(NamedTuple):
    """One line of a drop-down."""

    value: str
    label: str


def _as_they_are(values: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(value, value) for value in values)


@dataclass(frozen=True)
class Offer:
    """What there is to choose from, by name of the choice."""

    places: Sequence[Option]
    periods: Sequence[Option]
    langs: Sequence[Option] = _as_they_are(LANGUAGES)
    audiences: Sequence[Option] = _as_they_are(get_args(Audience))

    def accept(self, choice: Choice) -> bool:
        """Whether there is such a page."""
        asked = (choice.place, choice.period, choice.lang, choice.audience)
        offered = (self.places, self.periods, self.langs, self.audiences)
        return all(value in dict(options) for value, options in zip(asked, offered, strict=True))

    def first(self, place: str | None, period: str | None, lang: str, audience: Audience) -> Choice:
        """The page asked for on the command line; the latest period unless one is named."""
        return Choice(place or self.places[0].value, period or self.periods[-1].value, lang, audience)


def make_offer(project: Project, notebook: Path, period: Period | None = None) -> Offer:
    """The counties of the settings (the city, for a notebook about all of them) and the periods of the store.

    Args:
        period: one more to offer, although nothing was sent for it.

    Raises:
        SettingsError: the settings are wrong.
        StoreError: there is no store to read.
        EmptyStoreError: nothing has been taken in yet.
    """
    settings = load_settings(project)
    try:
        periods = {str(one) for one in stored_periods(project, settings)}
    except EmptyStoreError:
        if period is None:
            raise
        periods = set()
    periods |= {str(period)} if period else set()
    city = settings.city
    units = city.counties if "county" in declared(notebook) else (city.place(city.code),)
    return Offer([Option(unit.code, unit.name.zh) for unit in units], _as_they_are(sorted(periods)))


def renewed(offer: Offer, project: Project, notebook: Path) -> Offer:
    """The offer as it is now; as it was, while settings or store cannot be read (the page then says why)."""
    try:
        now = make_offer(project, notebook)
    except ReportingError:
        return offer
    return replace(now, periods=sorted({*now.periods, *offer.periods}))

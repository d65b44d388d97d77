"""Which files an edition brings for readers, made when its tables are: of the same snapshots as its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from reporting.dates import long_date
from reporting.editions.draft_manifest import entries_before
from reporting.editions.files.brief import city_brief, county_brief
from reporting.editions.files.circular import circular
from reporting.editions.files.names import CITY, SCHOOLS, FileName
from reporting.editions.files.schools_workbook import school_rows, schools_workbook
from reporting.editions.wording import edition_words
from reporting.execution.files import write_atomically
from reporting.pagemaking.foot import contact_told
from reporting.pagemaking.order import Order
from reporting.pagemaking.plan import Cut
from reporting.report.words import Words
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.short_schools import short_schools
from reporting.snapshots.snapshot import Snapshot
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES, Language, Translate

__all__ = ["write_files"]


def _schools_file(place: str) -> str:
    return str(FileName(place, ".xlsx", SCHOOLS))


def _circular_file(place: str, lang: str) -> str:
    return str(FileName(place, ".docx", lang=lang))


def write_files(known: PeriodData, shown: PeriodData, order: Order, cut: Cut) -> None:
    """Write the edition's files beside its page bodies: of every place that has a page in the draft.

    A notebook outside the edition brings none.

    Args:
        known: everything; ``shown``: the same as the edition's readers may know it.
        cut: cuts the snapshot of a place; each is asked for once, for of a nation it takes as long as the files.
    """
    folder = order.places.files
    shutil.rmtree(folder, ignore_errors=True)
    if order.places.name:
        return
    for name, content in _files(known, shown, order, cut):
        write_atomically(folder / name, content)


def _files(known: PeriodData, shown: PeriodData, order: Order, cut: Cut) -> Iterator[tuple[str, bytes]]:
    settings, city = shown.settings, shown.settings.city
    # a topic without schools has no list of them
    lists = not order.is_public and city.scope is not None
    short = _short(known, order) if lists else pd.DataFrame()
    # counties stand in report order, schools in that of their ledger
    of_county = {} if short.empty else short.groupby("county", sort=False, observed=True).indices
    places = _places_with_a_page(order, settings)
    reported = [
        str(county)
        for county, status in zip(shown.counties["county"], shown.counties["status"], strict=True)
        if status == "reported" and county in places
    ]
    telling = [_Telling.of(shown, order, lang) for lang in LANGUAGES if lang in order.languages]
    for place in reported:
        mine = short.take(np.asarray(of_county.get(place, []), dtype="intp"))
        yield from _files_of(cut(place), mine, telling, lists=lists)
    if city.code in places:
        ordered = [of_county[code] for code in city.codes if code in of_county]
        rows = short.take(np.concatenate(ordered) if ordered else np.array([], dtype="intp"))
        yield from _files_of(cut(city.code), rows, telling, lists=lists)


@dataclass(frozen=True)
class _Telling:
    """What files of one language are written with.

    Attributes:
        due: the day by which what is asked for is to be done, in words.
        contact: whom to ask.
        mark: that everything is invented, where it is.
        listed: the title of a list of schools, and the period that stands before it.
    """

    lang: Language
    translate: Translate
    words: Words
    due: str
    contact: str
    mark: str
    listed: str
    period: str

    @classmethod
    def of(cls, shown: PeriodData, order: Order, lang: Language) -> _Telling:
        """The same for an order."""
        settings = shown.settings
        _ = edition_words(settings, lang)
        due = _next_closing(shown)
        answer = settings.run.answer_day(shown.period)
        return cls(
            lang=lang,
            translate=_,
            words=Words.of(settings, lang),
            due=long_date(due, lang) if due else _("the next closing day"),
            contact=contact_told(settings.run.contact, lang, answer_by=answer, audience=order.audience),
            mark=_("Demonstration data: everything is invented") if shown.demo else "",
            listed=_("Schools that miss a requirement"),
            period=shown.period.label(lang),
        )


def _files_of(
    snapshot: Snapshot, short: pd.DataFrame, telling: Sequence[_Telling], *, lists: bool
) -> Iterator[tuple[str, bytes]]:
    """The files of one place: its circular in each language, and its list of schools in the first.

    Args:
        short: its rows of `reporting.snapshots.short_schools.short_schools`.
        lists: whether there is such a list.
    """
    city = snapshot.definitions.city
    make = city_brief if snapshot.is_city else county_brief
    for number, one in enumerate(telling):
        _ = one.translate
        rows = [] if short.empty else school_rows(short, snapshot.definitions, one.words, _, one.due)
        brief = make(snapshot, one.lang, _, one.due, rows, one.contact)
        place = CITY if snapshot.is_city else snapshot.place
        yield _circular_file(place, one.lang), circular(brief, one.lang)
        if lists and number == 0:
            name = one.words.text(city.name if snapshot.is_city else snapshot.county.name)
            title = f"{name} {one.period} {one.listed}"
            yield (
                _schools_file(place),
                schools_workbook(rows, title, one.mark, _, with_county=snapshot.is_city),
            )


def _places_with_a_page(order: Order, settings: Settings) -> frozenset[str]:
    """All places; of a run of some counties only, those and the others of which the draft has a page from before."""
    if not order.counties:
        return frozenset({*settings.city.codes, settings.city.code})
    return frozenset({*order.counties, *(place for place, _, _ in entries_before(order.places))})


def _short(known: PeriodData, order: Order) -> pd.DataFrame:
    with open_store(order.project.store, known.settings.forms) as store:
        return short_schools(View(store, known.as_of), known)


def _next_closing(shown: PeriodData) -> date | None:
    """The day on which the next school period's workbooks are due; None where periods are years."""
    settings, calendar = shown.settings, shown.settings.city.calendar
    return settings.run.closing_day(calendar.next(shown.period)) if calendar.is_monthly else None

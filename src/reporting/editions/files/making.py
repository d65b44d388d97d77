"""Which files an edition brings for readers, made when its tables are: of the same snapshots as its pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from itertools import chain

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
from reporting.report.words import Words
from reporting.settings import Settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData
from reporting.snapshots.seal import seal_key
from reporting.snapshots.short_schools import short_schools
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES

__all__ = ["write_files"]


def _schools_file(place: str) -> str:
    return str(FileName(place, ".xlsx", SCHOOLS))


def _circular_file(place: str, lang: str) -> str:
    return str(FileName(place, ".docx", lang=lang))


def write_files(known: PeriodData, shown: PeriodData, order: Order) -> None:
    """Write the edition's files beside its page bodies: of every place that has a page in the draft.

    A notebook outside the edition brings none.

    Args:
        known: everything; ``shown``: the same as the edition's readers may know it.
    """
    folder = order.places.files
    shutil.rmtree(folder, ignore_errors=True)
    if order.places.name:
        return
    for name, content in _files(known, shown, order):
        write_atomically(folder / name, content)


def _files(known: PeriodData, shown: PeriodData, order: Order) -> Iterator[tuple[str, bytes]]:
    settings, city = shown.settings, shown.settings.city
    public = order.is_public
    # a topic without schools has no list of them
    lists = not public and city.scope is not None
    short = _short(known, order) if lists else pd.DataFrame()
    key = seal_key(order.project.seal) if public else b""
    places = _places_with_a_page(order, settings)
    reported = [
        str(county)
        for county, status in zip(shown.counties["county"], shown.counties["status"], strict=True)
        if status == "reported" and county in places
    ]
    due = _next_closing(shown)
    for lang in (one for one in LANGUAGES if one in order.languages):
        _ = edition_words(settings, lang)
        words = Words.of(settings, lang)
        told_due = long_date(due, lang) if due else _("the next closing day")
        of_county: dict[str, list[dict[str, str]]] = {code: [] for code in city.codes}
        for row in [] if short.empty else school_rows(short, settings, words, _, told_due):
            of_county[row["code"]].append(row)
        # counties stand in report order, schools in that of their ledger
        rows = list(chain.from_iterable(of_county.values()))
        asked = contact_told(
            settings.run.contact, lang, answer_by=settings.run.answer_day(shown.period), audience=order.audience
        )
        mark = _("Demonstration data: everything is invented") if shown.demo else ""
        listed = _("Schools that miss a requirement")
        period = shown.period.label(lang)
        for place in reported:
            mine = of_county[place]
            snapshot = cut_snapshot(shown, place, order.audience, key)
            yield _circular_file(place, lang), circular(county_brief(snapshot, lang, _, told_due, mine, asked), lang)
            if lists and lang == order.languages[0]:
                title = f"{words.text(city.county(place).name)} {period} {listed}"
                yield _schools_file(place), schools_workbook(mine, title, mark, _, with_county=False)
        if city.code not in places:
            continue
        snapshot = cut_snapshot(shown, city.code, order.audience, key)
        yield _circular_file(CITY, lang), circular(city_brief(snapshot, lang, _, told_due, rows, asked), lang)
        if lists and lang == order.languages[0]:
            title = f"{words.text(city.name)} {period} {listed}"
            yield _schools_file(CITY), schools_workbook(rows, title, mark, _, with_county=True)


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

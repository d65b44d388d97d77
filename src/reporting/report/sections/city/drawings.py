"""Funnels and interval plots of the headline rates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from reporting.definitions.words import CityWord, Doubt
from reporting.report.facts import Fact
from reporting.report.figures.figure import Caption, ReportFigure
from reporting.report.figures.funnels import funnel
from reporting.report.figures.interval_dots import interval_dots
from reporting.report.html import Section, render
from reporting.report.sections.city.overview import OverviewLine, headline_rates
from reporting.report.vocabulary import N_
from reporting.report.words import Words

__all__ = ["funnels", "intervals"]

NAMED = 2
"""So many counties are named in a description, which has little room; the table has them all."""

_MOST_NAMED = 20
"""More names than that would cover the drawing; the table has them."""
_OUTSIDE = (CityWord.BETTER, CityWord.WORSE, CityWord.HIGHER, CityWord.LOWER)
_COUNTED = {
    "schools": N_("schools counted"),
    "pupils": N_("pupils counted"),
    "teachers": N_("teachers counted"),
    "institutions": N_("institutions counted"),
    "persons": N_("people counted"),
    "answers": N_("answers counted"),
    "cases": N_("cases counted"),
    "items": N_("items counted"),
    "": N_("counted"),
}


def funnels(overview: Sequence[OverviewLine], words: Words, *, is_large: bool = False) -> Section:
    """A funnel a headline rate; where the whole city is at 0 or 100% there is nothing to draw, and it says so.

    Of a large city the counties beyond the outer limits are drawn, and the others counted.
    """
    lines = headline_rates(overview)
    wide = [line for line in lines if _has_width(line)]
    drawn = [line for one in wide if (line := _beyond(one)).counties] if is_large else wide
    figures = tuple(_funnel(line, words, is_large=is_large) for line in drawn)
    shown = {line.city.row for line in drawn}
    return Section(
        lambda: render(
            "city_drawings.html",
            words,
            figures=figures,
            flat=[line.city for line in lines if line not in wide],
            calm=[line for line in wide if line.city.row not in shown],
            alike=[],
        ),
        figures,
    )


def intervals(overview: Sequence[OverviewLine], words: Words) -> Section:
    """Every county's headline rates with their intervals, in code order."""
    reported = [line for line in headline_rates(overview) if line.city.is_reported]
    drawn = [line for line in reported if not _is_one_value(line)]
    figures = tuple(_interval(line, words) for line in drawn)
    alike = [line.city for line in reported if line not in drawn]
    return Section(lambda: render("city_drawings.html", words, figures=figures, flat=[], calm=[], alike=alike), figures)


def _beyond(line: OverviewLine) -> OverviewLine:
    """The line with just the counties beyond the outer limits."""
    return replace(line, counties=tuple((county, fact) for county, fact in line.counties if fact.strong))


def _is_one_value(line: OverviewLine) -> bool:
    """Whether every county has all or none: a figure of it shows nothing that a sentence does not say."""
    values = {fact.value for _county, fact in line.counties if line.comparable(fact)}
    return len(values) == 1 and values <= {0.0, 100.0}


def _has_width(line: OverviewLine) -> bool:
    value = line.city.value
    return value is not None and 0 < value < 100 and line.tally.alike > 0


def _funnel(line: OverviewLine, words: Words, *, is_large: bool) -> ReportFigure:
    _ = words.translate
    name = words.short(line.city)
    outside = [
        words.text(county.name)
        for county, fact in line.counties
        if fact.against_city not in ("", CityWord.SIMILAR, CityWord.NOT_COMPARABLE)
    ]
    frame = pd.DataFrame(
        {
            "label": [words.text(county.name) for county, _fact in line.counties],
            "denominator": [_if_comparable(line, fact, fact.denominator) for _county, fact in line.counties],
            "value": [_if_comparable(line, fact, fact.value) for _county, fact in line.counties],
            "tone": [words.tone(fact) for _county, fact in line.counties],
            "shape": [words.shape(fact) for _county, fact in line.counties],
            **{
                name: [getattr(fact, name) for _county, fact in line.counties]
                for name in ("limit_lower", "limit_upper", "strong_lower", "strong_upper")
            },
            "named": [
                words.text(county.name) in outside and len(outside) <= _MOST_NAMED for county, _fact in line.counties
            ],
        }
    )
    level = _(
        "Level line: the city's {city}. Each county has limits of its own: {level} the thick line, "
        "{strong_level} the thin."
    ).format(city=words.value(line.city))
    caption = Caption(
        title=_("{name}: funnel").format(name=name),
        description=_of_many(line, words) if is_large else _described(outside, words),
        note=f"{_of_many(line, words)} {level}" if is_large else level,
        link=_("data table"),
    )
    figure = funnel(frame, centre=line.city.value or 0.0, denominator=_(_COUNTED[line.city.indicator.counts]))
    return ReportFigure(caption, figure, _table(line, words), frame)


def _described(outside: Sequence[str], words: Words) -> str:
    """What a funnel shows: how many counties lie outside the limits, and the first of them."""
    _ = words.translate
    if not outside:
        return _("Each county's rate against the number counted; none lies outside the {level} limits.")
    names = _(", ").join(outside[:NAMED]) + (_(" and others") if len(outside) > NAMED else "")
    return _("Each county's rate against the number counted; {count} lie outside the {level} limits: {names}.").format(
        count=len(outside), names=names
    )


def _of_many(line: OverviewLine, words: Words) -> str:
    """What a funnel of a large city shows, and what it does not."""
    message = N_(
        "Of {all} counties compared {outside} lie outside the {level} limits, {beyond} of them beyond {strong_level}: "
        "{drawn} are drawn, the farthest out."
    )
    return words.translate(message).format(
        all=words.whole(line.tally.compared),
        outside=words.whole(sum(line.tally.against_city.get(code, 0) for code in _OUTSIDE)),
        beyond=words.whole(line.tally.beyond),
        drawn=words.whole(len(line.counties)),
    )


def _interval(line: OverviewLine, words: Words) -> ReportFigure:
    _ = words.translate
    counties = line.counties
    frame = pd.DataFrame(
        {
            "label": [words.text(county.name) for county, _fact in counties],
            "value": [_if_comparable(line, fact, fact.value) for _county, fact in counties],
            "lower": [_if_comparable(line, fact, fact.lower) for _county, fact in counties],
            "upper": [_if_comparable(line, fact, fact.upper) for _county, fact in counties],
            "note": [words.value(fact) for _county, fact in counties],
            "tone": [words.tone(fact) for _county, fact in counties],
            "shape": [words.shape(fact) for _county, fact in counties],
        }
    )
    name = words.short(line.city)
    caption = Caption(
        title=_("{name}: every county with its interval").format(name=name),
        description=_(
            "Rates of {count} counties in code order with {level} intervals, beside the city's {city}."
        ).format(count=sum(line.comparable(fact) for _county, fact in counties), city=words.value(line.city)),
        note=_("Broken line: the city. In per cent; the axis widens towards 100."),
        link=_("data table"),
    )
    figure = interval_dots(frame, city=line.city.value or 0.0)
    return ReportFigure(caption, figure, _table(line, words), frame)


def _table(line: OverviewLine, words: Words) -> pd.DataFrame:
    _ = words.translate
    facts = [fact for _county, fact in line.counties]
    return pd.DataFrame(
        {
            _("County"): [words.text(county.name) for county, _fact in line.counties],
            _("Value"): [words.value(fact) for fact in facts],
            _("Numerator/denominator"): [words.fraction(fact) or words.state(fact.state) for fact in facts],
            _("{level} interval"): [
                words.interval(fact) if fact.is_reported else words.state(fact.state) for fact in facts
            ],
            _("Against the city"): [_word(line, fact, words) for fact in facts],
        }
    )


def _word(line: OverviewLine, fact: Fact, words: Words) -> str:
    if not fact.is_reported:
        return words.state(fact.state)
    if not line.comparable(fact):
        return words.translate("another scope")
    return words.against_city(fact).word


def _if_comparable(line: OverviewLine, fact: Fact, value: float | None) -> float:
    """The value; none where it is counted otherwise, or where its place would tell what the public may not know."""
    is_shown = value is not None and line.comparable(fact) and fact.city_doubt != Doubt.WITHHELD
    return value if value is not None and is_shown else math.nan

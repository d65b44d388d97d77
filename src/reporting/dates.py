"""Dates as a reader of each language writes them: the only place that asks Unicode's locale data (CLDR) how."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date, format_skeleton

__all__ = ["long_date", "month_and_year", "short_date", "year_alone"]


def long_date(day: date | datetime, language: str) -> str:
    """``2022年4月22日``, ``April 22, 2022``; a moment is given in the time zone whose day is meant."""
    return format_date(day, "long", locale=_locale(language))


def short_date(day: date, language: str) -> str:
    """``4月22日``, ``April 22``: a day of which the year goes without saying."""
    return format_skeleton("MMMMd", day, locale=_locale(language))


def month_and_year(day: date, language: str) -> str:
    """``2022年4月``, ``April 2022``."""
    return format_skeleton("yMMMM", day, locale=_locale(language))


def year_alone(day: date, language: str) -> str:
    """``2022年``, ``2022``."""
    return format_skeleton("y", day, locale=_locale(language))


def _locale(language: str) -> str:
    return language.replace("-", "_")

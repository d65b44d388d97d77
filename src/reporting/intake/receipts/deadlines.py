"""When a period's workbooks are due, and what is late."""

from __future__ import annotations

from datetime import date, datetime

from reporting.definitions.periods import Period
from reporting.settings import Settings

__all__ = ["due_date", "is_late"]


def due_date(period: Period, settings: Settings) -> date:
    """The last day on which workbooks of a period are in time; always a working day."""
    return settings.run.closing_day(period)


def is_late(received_at: datetime, period: Period, settings: Settings) -> bool:
    """Whether something received at that moment (UTC, without a zone) came after the closing day, by local time."""
    return settings.city.local(received_at).date() > due_date(period, settings)

"""Which submissions are late."""

from __future__ import annotations

from datetime import datetime

from reporting.definitions.periods import Period
from reporting.settings import Settings

__all__ = ["is_late"]


def is_late(received_at: datetime, period: Period, settings: Settings) -> bool:
    """Whether something received at that moment (UTC, without a zone) came after the closing day, by local time."""
    return settings.city.local(received_at).date() > settings.run.closing_day(period)

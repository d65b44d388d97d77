"""Which periods a project's store knows, for everybody who begins with the newest of them."""

from __future__ import annotations

from datetime import datetime

from reporting.definitions.periods import Period
from reporting.errors import EmptyStoreError
from reporting.settings import Project, Settings
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["latest_period", "stored_periods"]


def stored_periods(project: Project, settings: Settings, as_of: datetime | None = None) -> list[Period]:
    """The periods of which something was received, oldest first.

    Raises:
        StoreError: there is no store to read.
        EmptyStoreError: nothing has been taken in yet.
    """
    with open_store(project.store, settings.forms) as store:
        periods = set(View(store, as_of).current()["period"])
    if not periods:
        raise EmptyStoreError("the store is empty", hint="bring workbooks in with `reporting ingest data/inbox`")
    return sorted(Period(period) for period in periods)


def latest_period(project: Project, settings: Settings, as_of: datetime | None = None) -> Period:
    """The newest period of which something was received.

    Raises:
        StoreError: there is no store to read.
        EmptyStoreError: nothing has been taken in yet.
    """
    return stored_periods(project, settings, as_of)[-1]

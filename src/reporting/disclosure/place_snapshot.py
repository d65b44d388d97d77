"""The snapshot of one place, straight from a project's store."""

from __future__ import annotations

from datetime import datetime

from reporting.definitions.runs import Audience
from reporting.disclosure.earlier import published_before
from reporting.disclosure.public_view import public_period_data
from reporting.errors import EmptyStoreError
from reporting.settings import Project, Settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import gather
from reporting.snapshots.seal import seal_key
from reporting.snapshots.snapshot import Snapshot
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["build_snapshot"]


def build_snapshot(
    project: Project, settings: Settings, place: str, period: str, audience: Audience, as_of: datetime | None = None
) -> Snapshot:
    """The snapshot of one place, straight from the project's store: what a notebook in JupyterLab works on.

    It goes through its bytes, so that a notebook meets the same values there as in a run.

    Raises:
        EmptyStoreError: nothing was received for the period or before.
    """
    with open_store(project.store, settings.forms) as store:
        period_data = gather(View(store, as_of), settings, settings.period(period))
    if period_data.data_as_of is None:
        hint = "bring workbooks in with `reporting ingest data/inbox`, or leave `period` empty for the newest"
        raise EmptyStoreError(f"nothing was received for {period} or before", hint=hint)
    key = b""
    if audience == "public":
        earlier = published_before(project.editions, project.true_counts, period_data.as_of)
        period_data, key = public_period_data(period_data, earlier), seal_key(project.seal)
    snapshot = cut_snapshot(period_data, place, audience, key)
    return Snapshot.from_bytes(snapshot.encoded)

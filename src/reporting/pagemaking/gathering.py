"""What is known of an order's period: from the store, as of the order's moment, fit for its audience."""

from __future__ import annotations

from reporting.disclosure.earlier import published_before
from reporting.disclosure.public_view import public_period_data
from reporting.errors import EditionError
from reporting.pagemaking.order import Order
from reporting.settings import Settings
from reporting.snapshots.period_data import PeriodData, gather
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["for_audience", "gather_period"]


def gather_period(order: Order, settings: Settings) -> PeriodData:
    """Everything known about the period, with what no reader of the public edition may see still in it.

    Raises:
        EditionError: nothing was received for the period or before.
    """
    with open_store(order.project.store, settings.forms) as store:
        period_data = gather(View(store, order.as_of), settings, order.period)
    if period_data.data_as_of is None:
        raise EditionError(
            f"nothing was received for {order.period} or before",
            hint="bring workbooks in with `reporting ingest data/inbox`",
        )
    return period_data if order.is_public else period_data.without_history()


def for_audience(order: Order, period_data: PeriodData) -> PeriodData:
    """The same as readers of the order's audience may know it."""
    if not order.is_public:
        return period_data
    project = order.project
    return public_period_data(period_data, published_before(project.editions, project.true_counts, period_data.as_of))

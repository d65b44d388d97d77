"""The gate on the store: what a draft was made of is what the store says now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, found
from reporting.store.store import open_store
from reporting.store.view import View

__all__ = ["unchanged_store"]


def unchanged_store(edition: Edition) -> Iterator[GateFinding]:
    """Nothing came, was withdrawn or was answered since the draft was made that would change it."""
    store = edition.project.store
    if not store.exists():
        return
    moment = datetime.fromisoformat(edition.manifest.as_of)
    made_of = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    with open_store(store, edition.settings.forms) as opened:
        since = View(opened).since(made_of, edition.manifest.period)
    for kind, county, what, said in since:
        if kind == "withdrawal":
            yield found(
                "{county}: {what} was withdrawn after the draft was made: {because}",
                county=county,
                what=what,
                because=said,
            )
        elif kind == "answer":
            yield found("{county}: the registry of schools was changed after the draft was made", county=county)
        else:
            yield found("{county}: {what} came after the draft was made", county=county, what=what)

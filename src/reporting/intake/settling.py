"""Held files: shown with what is asked, and settled by a person who says whose they are, on record."""

from __future__ import annotations

from pathlib import Path

from reporting.definitions.periods import Period
from reporting.errors import StoreError, UsageError
from reporting.intake.archive import as_sent
from reporting.intake.ingest import Ingested, ingest
from reporting.settings import Project, Settings
from reporting.store.store import open_store, utc_now
from reporting.store.view import View

__all__ = ["held_files", "settle"]


def held_files(view: View) -> list[dict[str, str]]:
    """Each file that is held: submission, file, received_at, and the question."""
    rows = []
    for one in view.submission_states():
        if one.status == "held":
            found = view.found_in(one.submission)
            question = str(found.loc[found["severity"] == "error", "message"].iloc[0])
            about = {"submission": one.submission, "file": one.file, "received_at": str(one.received_at)}
            rows.append({**about, "question": question})
    return rows


def settle(
    project: Project, settings: Settings, submission: str, county: str, period: Period, because: str,
    receipts: Path | None, sheet: str = "",
) -> list[Ingested]:  # fmt: skip
    """Take a held file in as a county's and a period's, whatever it says itself; the reason stays on record.

    Raises:
        UsageError: no such file is held.
        StoreError: the archive no longer has the file as it came.
    """
    with open_store(project.store, settings.forms) as store:
        states = {one.submission: one for one in View(store).submission_states()}
    row = states.get(submission)
    if row is None or row.status != "held":
        raise UsageError(f"{submission} is not held", hint="`reporting held` lists what is")
    with as_sent(project.archive, row.sha256, row.file) as path:
        if path is None:
            raise StoreError("the archive no longer has the file as it came", where=row.file, hint="ingest it again")
        done = ingest(
            project,
            settings,
            [path],
            receipts=receipts,
            county=county,
            period=period,
            received_at=row.received_at,
            insisted=True,
            sheet=sheet,
        )
    if all(one.submission and not one.known and one.outcome not in ("rejected", "held") for one in done):
        with open_store(project.store, settings.forms, writing=True) as store:
            store.withdraw(submission, because, utc_now())
    return done

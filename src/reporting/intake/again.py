"""Files that are read anew: those that could not be taken in before, and those that somebody asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from reporting.store.submissions import COUNTS, Submission
from reporting.store.view import View

__all__ = ["Again"]

_OPEN = frozenset({"rejected", "held"})


class Again:
    """Which known files are read anew, and what of them is kept.

    Args:
        view: of the store as it is before.
        wanted: submissions that somebody asks to be read anew, whatever became of them.
    """

    def __init__(self, view: View, wanted: Collection[str] = ()) -> None:
        self._wanted = frozenset(wanted)
        self._statuses: dict[str, str] = {}
        self._latest: dict[tuple[str | None, str | None], datetime] = {}
        for one in view.submission_states():
            self._statuses[one.submission] = one.status
            if one.status in COUNTS:
                key = (one.county, one.period)
                self._latest[key] = max(one.received_at, self._latest.get(key, one.received_at))

    def asked(self, submission: str) -> bool:
        """Whether the file of a submission is read anew."""
        return submission in self._wanted or self.asked_of_all(submission)

    def asked_of_all(self, submission: str) -> bool:
        """Whether it is without anybody asking: nothing of it counts."""
        return self._statuses.get(submission) in _OPEN

    def taken(self, before: str, now: Submission) -> bool:
        """Whether what was read now takes the place of a submission; never of what the county has sent since."""
        latest = self._latest.get((now.county, now.period))
        newer = latest is not None and latest > now.received_at
        return self.asked(before) and now.outcome in COUNTS and not newer

"""A county of which a file is held is said to be so, not to be silent."""

from __future__ import annotations

import pandas as pd

from reporting.definitions.periods import Period
from reporting.settings import Settings
from reporting.snapshots import period_data

NONE = pd.DataFrame(columns=["period", "county", "recorded_at", "because"])


def standings(settings: Settings, *sent: tuple[str, str | None, str, str]) -> dict[str, str]:
    columns = ["county", "period", "status", "received_at"]
    frame = pd.DataFrame(sent, columns=columns).astype({"received_at": "datetime64[ns]"})
    period = Period("2022-04")
    none = NONE.astype({"recorded_at": "datetime64[ns]"})
    found = period_data._counties(settings, period_data._of_period(frame, period), none, "2022-04")
    return dict(zip(found["county"], found["status"], strict=True))


def test_an_open_question_is_not_silence(settings: Settings) -> None:
    """A county that sent its report would be named as one that did not."""
    first, second, *_, last = settings.city.codes
    assert len({first, second, last}) == 3
    asked = (first, "2022-04", "held", "2022-05-01"), (second, None, "held", "2022-05-01")
    assert set(standings(settings, *asked).items()) >= {(first, "held"), (second, "held"), (last, "silent")}
    answered = standings(settings, *asked, (first, "2022-04", "accepted", "2022-05-02"))
    assert answered[first] == "reported"


def test_what_came_before_the_month_began_is_no_question_of_it(settings: Settings) -> None:
    """A file of unknown period of last year would be said to be this month's."""
    code = settings.city.codes[0]
    assert standings(settings, (code, None, "held", "2022-03-01"))[code] == "silent"

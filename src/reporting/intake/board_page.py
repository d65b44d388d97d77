"""The board as a page for the bureau: a county a row, a period a column, the newest beside the name, with its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from reporting.banner import demonstration_banner
from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.templating import templates
from reporting.translations import translator

__all__ = ["board_page"]

_ = translator("intake", "zh-Hans")
_TEMPLATES = templates("reporting.intake", ".")
_TEMPLATES.globals["_"] = _

_STANDINGS: Mapping[str, tuple[str, str]] = {
    "received": ("●", _("received")),
    "partly": ("◐", _("received in part")),
    "held": ("?", _("held")),
    "rejected": ("×", _("sent back")),
    "withdrawn": ("×", _("withdrawn")),
    "silent": ("○", _("nothing received")),
}
"""Shape and word of each standing."""


@dataclass(frozen=True)
class _Cell:
    """What a county did for a period, in words; ``when`` and ``revision`` are empty where there is nothing to say."""

    shape: str
    word: str
    counts: bool
    late: bool
    when: str
    revision: str


def board_page(
    rows: pd.DataFrame, twins: pd.DataFrame, settings: Settings, as_of: datetime, *, demo: bool, below: str = ""
) -> str:
    """One page, in Chinese.

    Args:
        rows: of `reporting.intake.board.board`.
        twins: of `reporting.intake.board.likely_twins`.
        settings: of the bureau.
        as_of: the moment that the board shows, in the city's time.
        demo: whether the store holds a demonstration.
        below: what stands in its foot.
    """
    names = dict(zip(rows["county"], rows["name"], strict=True))
    cells: dict[str, list[_Cell]] = {code: [] for code in names}
    for row in reversed(rows.to_dict("records")):
        cells[row["county"]].append(_cell(row))
    periods = [_head(str(period), mine, settings) for period, mine in rows.groupby("period", sort=False)][::-1]
    # the bureau itself is no county, and is waited for all the same
    wanting = [(names[code], mine[0]) for code, mine in cells.items() if mine and not mine[0].counts]
    body = _TEMPLATES.get_template("board.html").render(
        title=settings.city.title.zh,
        as_of=f"{long_date(as_of, 'zh-Hans')} {as_of:%H:%M}",
        periods=periods,
        wanting=wanting,
        lines=[(code, name, cells[code]) for code, name in names.items()],
        twins=[
            (names.get(one["county"], one["county"]), Period(one["period"]).label("zh-Hans"), one)
            for one in twins.to_dict("records")
        ],
    )
    banner = demonstration_banner("zh-Hans", demo)
    title = f"{_('Who has reported')} {settings.city.title.zh}"
    return page(title=title, lang="zh-Hans", body=body, banner=banner, foot=below)


def _head(period: str, rows: pd.DataFrame, settings: Settings) -> tuple[str, str, str]:
    """A period, the day on which it closed, and how many of its counties count: ``12/13``; the bureau is no county."""
    mine = rows[rows["county"].isin(settings.city.codes)]
    due = settings.run.closing_day(Period(period))
    closing = _("due {month}/{day}").format(month=due.month, day=due.day)
    return Period(period).label("zh-Hans"), closing, f"{int((mine['status'] == 'received').sum())}/{len(mine)}"


def _cell(row: Mapping[Any, Any]) -> _Cell:
    shape, word = _STANDINGS["partly" if row["partly"] else row["status"]]
    received = datetime.fromisoformat(row["received_at"]) if row["received_at"] else None
    return _Cell(
        shape,
        word,
        counts=row["status"] == "received",
        late=row["late"],
        when=_("{month}/{day}").format(month=received.month, day=received.day) if received else "",
        revision=_("no. {number}").format(number=row["revision"]) if row["revision"] > 1 else "",
    )

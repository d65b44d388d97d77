"""Messages by recipient: a draft to review, counties that failed, a receipt, a reminder, an edition published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.editions.gates.findings import GateVerdict
from reporting.editions.manifest import Manifest, PageEntry
from reporting.settings import Settings
from reporting.templating import plain_templates
from reporting.translations import translator

__all__ = ["Message", "counties_failed", "draft_ready", "edition_published", "receipt", "reminder", "run_failed"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_LONGEST = 300


@dataclass(frozen=True)
class Message:
    """Something to be sent, in plain text."""

    subject: str
    body: str
    attachments: tuple[Path, ...] = ()


def draft_ready(settings: Settings, manifest: Manifest, verdicts: Sequence[GateVerdict], page: Path) -> Message:
    """The message to the bureau: the draft edition can be reviewed; ``page`` goes with it."""
    return _message(
        "draft_ready",
        settings,
        demo=manifest.demo,
        attachments=(page,),
        period=manifest.period,
        made=[one for one in manifest.counties if one.status == "published"],
        missing=[one for one in manifest.counties if one.status != "published"],
        counties=manifest.counties,
        shut=[one for one in verdicts if not one.passed],
        gate=translator("editions", settings.run.languages[0]),
        lang=settings.run.languages[0],
        audience=manifest.audience,
    )


def counties_failed(settings: Settings, manifest: Manifest, failed: Sequence[PageEntry]) -> Message:
    """The message to the bureau: no page could be made of these counties, and why."""
    return _message("counties_failed", settings, demo=manifest.demo, period=manifest.period, failed=failed)


def run_failed(settings: Settings, period: str, reason: str) -> Message:
    """The message to the bureau: the scheduled run made no draft."""
    return _message("run_failed", settings, period=period, reason=reason)


def receipt(
    settings: Settings,
    *,
    county: str,
    period: str | None,
    file: str,
    outcome: str,
    reason: str,
    late: bool,
    demo: bool,
    attachments: tuple[Path, ...],
) -> Message:
    """The message to a county: what became of its file; the receipt goes with it."""
    return _message(
        "receipt",
        settings,
        demo=demo,
        attachments=attachments,
        county=county,
        period=period,
        file=file,
        outcome=outcome,
        reason=reason,
        late=late,
    )


def reminder(settings: Settings, county: str, period: str, *, due: date, over: bool, rejected: bool) -> Message:
    """The message to a county: its workbook of the period is due, or overdue (``over``), or was rejected."""
    return _message(
        "reminder", settings, county=county, period=period, due=_day(due, settings), over=over, rejected=rejected
    )


def edition_published(settings: Settings, manifest: Manifest, link: str, attachments: tuple[Path, ...]) -> Message:
    """The message to readers: an edition was published, or published again with corrections."""
    data_as_of = _day(datetime.fromisoformat(manifest.data_as_of), settings) if manifest.data_as_of else ""
    return _message(
        "edition_published",
        settings,
        demo=manifest.demo,
        attachments=attachments,
        period=manifest.period,
        revision=manifest.revision,
        supersedes=manifest.supersedes,
        made=[one for one in manifest.counties if one.status == "published"],
        counties=manifest.counties,
        data_as_of=data_as_of,
        link=link,
    )


def _message(
    name: str, settings: Settings, *, demo: bool = False, attachments: tuple[Path, ...] = (), **values: Any
) -> Message:
    """The template of that name, filled in; its first line is the subject."""
    lang = settings.run.languages[0]
    names = {county.code: county.name.to(lang) for county in settings.city.counties}
    period = values.pop("period", None)
    text = (
        _templates()
        .get_template(f"{name}.txt.j2")
        .render(
            _=translator("operations", lang),
            title=settings.city.title.to(lang),
            names=names,
            period=Period(period).label(lang) if period else "",
            period_code=period or "",
            demo=demo,
            attachments=attachments,
            **values,
        )
    )
    subject, _, body = text.partition("\n")
    return Message(_one_line(subject), body.strip() + "\n", attachments)


def _one_line(text: object) -> str:
    """Text of unknown origin as one line of bounded length, so that it cannot pretend to be a line of ours."""
    line = _CONTROL.sub(" ", str(text)).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _day(day: date, settings: Settings) -> str:
    return long_date(day, settings.run.languages[0])


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = plain_templates("reporting.operations")
    environment.filters["one_line"] = _one_line
    return environment

"""Whom to ask: the line in the foot of pages and at the end of circulars."""

from __future__ import annotations

from reporting.dates import long_date
from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience, Contact
from reporting.translations import translator

__all__ = ["contact_told"]


def contact_told(contact: Contact | None, period: Period, lang: str, audience: Audience = "internal") -> str:
    """The sentence; empty where run.yaml names nobody. Only counties are asked to answer."""
    if contact is None:
        return ""
    _ = translator("editions", lang)
    message = _("Contact: {office}, telephone {telephone}.") if contact.telephone else _("Contact: {office}.")
    office = contact.office.to("en" if lang == "en" else "zh-Hans")
    told = message.format(office=office, telephone=contact.telephone)
    day = contact.answer_day(period) if audience == "internal" else None
    if day is None:
        return told
    return told + _(" Counties that contest a figure or finding answer by {day}.").format(day=long_date(day, lang))

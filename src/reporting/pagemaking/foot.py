"""Whom to ask: the foot of every page, and the line at the end of circulars."""

from __future__ import annotations

from datetime import date

from reporting.banner import DEMONSTRATION
from reporting.dates import long_date
from reporting.definitions.runs import Audience, Contact
from reporting.translations import translator

__all__ = ["contact_told", "foot_told"]


def contact_told(
    contact: Contact | None, lang: str, *, answer_by: date | None = None, audience: Audience = "internal"
) -> str:
    """The sentence of a circular; empty where run.yaml names nobody. Only counties are asked to answer."""
    if contact is None:
        return ""
    _ = translator("editions", lang)
    message = _("Contact: {office}, telephone {telephone}.") if contact.telephone else _("Contact: {office}.")
    return _named(message, contact, lang) + _answer(answer_by, lang, audience)


def foot_told(
    contact: Contact | None, lang: str, *, answer_by: date | None = None, audience: Audience = "internal", demo: bool
) -> str:
    """What stands in the foot of every page: who made it and answers for it, by when counties answer, and the mark.

    Args:
        answer_by: until when counties answer; None of a page that is of no single period.
        demo: whether the data is a demonstration.
    """
    _ = translator("editions", lang)
    told = []
    if contact is not None:
        made = _("Made by {office}, telephone {telephone}.") if contact.telephone else _("Made by {office}.")
        told.append(_named(made, contact, lang) + _answer(answer_by, lang, audience))
    if demo:
        told.append(_(DEMONSTRATION))
    return " ".join(told)


def _named(message: str, contact: Contact, lang: str) -> str:
    office = contact.office.to("en" if lang == "en" else "zh-Hans")
    return message.format(office=office, telephone=contact.telephone)


def _answer(day: date | None, lang: str, audience: Audience) -> str:
    """By which day a county that contests something answers; only counties are asked, and not the public."""
    if audience != "internal" or day is None:
        return ""
    _ = translator("editions", lang)
    return _(" Counties that contest a figure or finding answer by {day}.").format(day=long_date(day, lang))

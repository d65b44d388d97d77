"""An Atom feed of the published editions (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_OID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from reporting.definitions.periods import Period
from reporting.editions.manifest import Manifest
from reporting.settings import Settings
from reporting.translations import translator

__all__ = ["editions_feed"]

_ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00+00:00"

register_namespace("", _ATOM)


def editions_feed(manifests: Sequence[Manifest], settings: Settings, lang: str, base: str = "") -> bytes:
    """The feed, an entry for each edition, the latest first. Same editions, same bytes.

    A revision is an entry of its own, so that a reader is told of a correction.

    Args:
        base: address of the folder that the feed is in, with a slash at its end; empty where nobody knows it, and
            then links are relative to the feed.
    """
    _ = translator("editions", lang)
    city = settings.city
    audience = manifests[0].audience if manifests else ""
    latest = sorted(manifests, key=lambda one: (one.generated_at, one.period), reverse=True)
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(feed, "id", _entry_id(city.code, audience))
    _add(feed, "title", city.title.to(lang))
    _add(feed, "updated", latest[0].generated_at if latest else _NEVER)
    _add(SubElement(feed, f"{{{_ATOM}}}author"), "name", city.name.to(lang))
    if base:
        _add(feed, "link", rel="self", href=f"{base}feed.xml", type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{base}index.html", type="text/html")
    for one in latest:
        entry = SubElement(feed, f"{{{_ATOM}}}entry")
        mark = f"{_('Demonstration')} " if one.demo else ""
        over = _(" (supersedes r{number})").format(number=one.supersedes)
        revised = f" r{one.revision}{over}" if one.supersedes else ""
        _add(entry, "id", _entry_id(city.code, one.audience, one.period, str(one.revision)))
        _add(entry, "title", f"{mark}{Period(one.period).label(lang)}{revised}")
        _add(entry, "updated", one.generated_at)
        _add(entry, "link", rel="alternate", href=f"{base}{one.period}/index.html", type="text/html")
        made = sum(1 for county in one.counties if county.file)
        _add(entry, "summary", f"{_('Reports')} {made}/{len(one.counties)}")
    indent(feed)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode").encode() + b"\n"


def _entry_id(*parts: str) -> str:
    return uuid5(NAMESPACE_OID, "/".join(("county-reports", "editions", *parts))).urn


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text or None

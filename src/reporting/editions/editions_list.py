"""The list of all published editions, and where to find each county in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.banner import demonstration_banner
from reporting.definitions.periods import Period
from reporting.editions.index import LONG, index_script, long_day, reason_told
from reporting.editions.manifest import Manifest, PageEntry
from reporting.editions.wording import edition_words
from reporting.pagemaking.edition_places import page_file
from reporting.pagemaking.foot import foot_told
from reporting.pages.shell import page
from reporting.settings import Settings
from reporting.templating import templates

__all__ = ["editions_list"]

_RECENT = 12
"""Editions whose counties are listed one by one; the others are reached by their own index."""


def editions_list(manifests: Sequence[Manifest], settings: Settings, lang: str, up: str = "") -> str:
    """The page that lists every published edition, the latest first, with the revisions that it superseded.

    Below it a row for each county in report order, with its report in each of the latest editions.

    Args:
        up: from the page to the readers' root, such as ``../``; empty where it stands there.
    """
    _ = edition_words(settings, lang)
    title = settings.city.title.to(lang)
    latest = sorted(manifests, key=lambda one: one.period, reverse=True)
    recent = latest[:_RECENT]
    body = (
        templates("reporting.editions")
        .get_template("editions.html.j2")
        .render(
            _=_,
            title=title,
            up=up,
            manifests=latest,
            recent=recent,
            long=LONG,
            counties=list(_counties(recent, settings, lang)),
            file=lambda stem, one: page_file(stem, lang if lang in one.languages else one.languages[0]),
            reason=lambda entry: reason_told(entry, _),
            label=lambda text: Period(text).label(lang),
            day=lambda text: long_day(text, lang),
        )
    )
    demo = any(one.demo for one in manifests)
    banner = demonstration_banner(lang, demo)
    below = foot_told(settings.run.contact, lang, demo=demo)
    script = index_script() if recent else ""
    return page(title=title, lang=lang, body=body, banner=banner, script=script, foot=below)


def _counties(
    manifests: Sequence[Manifest], settings: Settings, lang: str
) -> Iterator[tuple[str, str, list[tuple[str, PageEntry | None]]]]:
    """Code, name, and of each edition its period and the county's entry; None where the edition lacks it."""
    entries = [
        (one.period, {entry.place: entry for entry in one.entries if entry.page == entry.place and entry.lang == lang})
        for one in manifests
    ]
    for county in settings.city.counties:
        yield county.code, county.name.to(lang), [(period, of.get(county.code)) for period, of in entries]

"""What is stamped on a page when an edition is assembled: its revision, what it supersedes, when, and its links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reporting.dates import long_date
from reporting.definitions.runs import Contact, EditionNotebook
from reporting.pagemaking.foot import foot_told
from reporting.templating import templates
from reporting.translations import Translate, translator

__all__ = ["Link", "Stamp", "reserved_characters", "revision_fact", "stamp_fragment"]

_WORDS = (
    "All counties",
    "Corrections",
    "Previous",
    "Draft",
    "Revision",
    " (supersedes r{number})",
    "Generated",
    "Version of the data",
    "Carried over from",
    "Kept from the revision before",
    "Links of this page",
    "Files",
    "What was sent for this period was withdrawn on {day}{because}. "
    "What follows is what was published before; it no longer stands.",
    " ({because})",
    "Chinese",
    "List of schools (Excel)",
    "Circular (Word)",
    "Report (PDF)",
    "Summary on one page (PDF)",
)


@dataclass(frozen=True)
class Link:
    """A link to a page that exists."""

    href: str
    label: str
    lang: str = ""

    @property
    def is_page(self) -> bool:
        """Whether a reader goes there; else it is a file to take along."""
        return self.href.endswith((".html", "/"))


@dataclass(frozen=True)
class Stamp:
    """What one page carries of its edition.

    Attributes:
        revision: 0 for a draft.
        carried_from: the period of a page carried over, as a reader writes it; empty for a page of this edition.
        version: of the data, for a page that does not say it itself.
        withdrawn: why a page carried over no longer stands, in one sentence; empty where it does.
        is_of_this_period: whether that is the edition's own period, of which an earlier revision had the page.
    """

    revision: int
    supersedes: int | None
    generated_at: datetime
    links: tuple[Link, ...]
    carried_from: str = ""
    is_of_this_period: bool = False
    version: str = ""
    withdrawn: str = ""


def stamp_fragment(stamp: Stamp, lang: str) -> str:
    """What stands above a page, as HTML: its links, and what is to be known before anything else."""
    return _rendered("stamp.html.j2", stamp, lang)


def revision_fact(stamp: Stamp, lang: str) -> str:
    """The revision for the page's line of facts, as HTML: what it supersedes, and when it was made."""
    return _rendered("revision.html.j2", stamp, lang).strip()


def _rendered(template: str, stamp: Stamp, lang: str) -> str:
    return (
        templates("reporting.pagemaking")
        .get_template(template)
        .render(
            _=translator("editions", lang),
            stamp=stamp,
            generated=long_date(stamp.generated_at, lang),
        )
    )


def reserved_characters(lang: str, pages: Sequence[EditionNotebook] = (), contact: Contact | None = None) -> str:
    """Every character that a stamp in ``lang`` may bring to a page.

    Args:
        pages: of the edition; where a county has more than one, each links to the others by their titles.
        contact: stands in the foot of every page.
    """
    _: Translate = translator("editions", lang)
    titles = [page.title.to(lang) for page in pages if page.per == "county"]
    told = foot_told(contact, lang, answer_by=date(2000, 1, 1), demo=True)
    said = [told, *map(_, _WORDS), *(titles if len(titles) > 1 else ())]
    return "".join(said) + "年月日〇一二三四五六七八九十·中文PDF"

"""The gate on files: each is its county's, says the numbers of its page, and names no school in public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from reporting.editions.files.names import FileName
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding, found
from reporting.pages.text import plain_text
from reporting.report.numbers import decimal, rate, whole
from reporting.snapshots.exports import read_observations

__all__ = ["figures_told", "files", "numbers_told", "words_of"]

_NUMBER = re.compile(r"\d[\d,]*/\d[\d,]*|\d[\d,]*\.\d+")
_ANY = re.compile(r"\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)?")
_DAY = re.compile(
    r"\d{4}年(?:\d+月)?(?:\d+日)?|\d+月\d+日|(?:\d+ )?[A-Z][a-z]+ \d+(?:, \d{4})?(?: \d{4})?|(?<![\d.])\d+%"
)
"""A day of a calendar, which is no figure, or a whole share, which is worked out of two that are."""
_BRIEFING = 'class="briefing"'
"""What a page has that says, in words, all that the circular says."""
_PARTS = {".docx": ("word/document.xml", "word/header1.xml"), ".xlsx": ("xl/sharedStrings.xml",)}
_SPACES = re.compile("[\u00a0\u2009\u202f]|&nbsp;|&#8239;")
"""Between the digits of a long number."""
_DRAWN = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_KIB = 1024
_MOST_KIB = 500
_MOST_TOLD = 5
_CITY = "city"
_SCHOOLS = ("schools_reported", "schools_expected")
_BREAK = re.compile(r"</(?:w:p|w:tc|si)>")


def files(edition: Edition) -> Iterator[GateFinding]:
    """Each file is the right county's, and every rate and fraction in it is one of that county's page or tables."""
    public = edition.manifest.is_public
    pages = {(entry.page, entry.lang): entry for entry in edition.fresh}
    published = _published(edition) if edition.manifest.files else {}
    bounds = [one.nature.bound(one) for one in edition.settings.indicators.indicators]
    targets = " ".join(f"{bound:g}" for bound in bounds if bound is not None)
    for one in edition.manifest.files:
        path = edition.folder / one.file
        if one.bytes > _MOST_KIB * _KIB and path.suffix != ".pdf":
            yield found(
                "{file}: {size} KiB, the budget is {budget} KiB",
                file=one.file,
                size=one.bytes // _KIB,
                budget=_MOST_KIB,
            )
        if public and path.suffix == ".xlsx":
            yield found("{file}: a list of schools does not belong into the public edition", file=one.file)
        is_county = one.place in edition.settings.city.codes
        if is_county and path.suffix == ".pdf" and edition.county_names.found_in(_title_of(path)) != {one.place}:
            yield found("{file}: its title does not name its county alone", file=one.file)
        if path.suffix not in _PARTS:
            continue
        try:
            text = words_of(path)
        except (BadZipFile, KeyError):
            yield found("{file}: it cannot be opened", file=one.file)
            continue
        lang = FileName.read(one.file).lang or edition.manifest.languages[0]
        entry = pages.get((one.place, lang))
        if is_county:
            has_mark = edition.manifest.demo and path.suffix == ".docx"
            if edition.county_names.found_in(text.split("\n")[1 if has_mark else 0]) != {one.place}:
                yield found("{file}: its title does not name its county alone", file=one.file)
        if path.suffix == ".docx":
            # what is drawn stands in words beside it, and the embedded font is the longest part of a page
            page = _DRAWN.sub("", edition.html(entry).partition("</head>")[2]) if entry else ""
            page = _SPACES.sub("", page)
            said = plain_text(page)
            known = published.get(one.place, set()) | figures_told(said)
            other = figures_told(text) - known
            if _BRIEFING in page:
                other |= numbers_told(text) - numbers_told(f"{said} {targets} {' '.join(known)}")
            if other:
                numbers = ", ".join(sorted(other)[:_MOST_TOLD])
                yield found("{file}: its page does not say {numbers}", file=one.file, numbers=numbers)


def _title_of(path: Path) -> str:
    """The title of a PDF; its words are those of the page that it was printed from, which other gates read."""
    import pikepdf

    with pikepdf.open(path) as document:
        return str(document.docinfo.get("/Title", ""))


def _published(edition: Edition) -> dict[str, set[str]]:
    """County → its figures in the edition's tables, as written: a notebook of a bureau's own may show fewer."""
    city, digits = edition.settings.city, edition.settings.policy.display.decimals
    rows = read_observations(edition.folder / "data" / "observations.csv")
    rows = rows[(rows["period"] == edition.manifest.period) & rows["value"].notna()]
    totals = [line.code for line in city.totals]
    told: dict[str, set[str]] = {}
    for row in rows[["county", "value", "numerator", "denominator"]].to_dict("records"):
        is_rate = row["denominator"] == row["denominator"]
        numerator = row["numerator"] if is_rate else None
        said = {rate(row["value"], numerator, row["denominator"], digits), decimal(row["value"], digits)}
        said |= {f"{whole(row['numerator'])}/{whole(row['denominator'])}"} if is_rate else set()
        told.setdefault(str(row["county"]), set()).update(_SPACES.sub("", one) for one in said)
    counties = [one for one in edition.manifest.counties if one.schools_expected]
    for one in counties:
        told.setdefault(one.place, set()).add(f"{one.schools_reported or 0}/{one.schools_expected}")
    reported, expected = (sum(getattr(one, name) or 0 for one in counties) for name in _SCHOOLS)
    told.setdefault(_CITY, set()).add(f"{reported}/{expected}")
    of_city = set().union(*(told.get(code, set()) for code in totals))
    return {place: mine | of_city for place, mine in told.items()} | {_CITY: set().union(*told.values())}


def words_of(path: Path) -> str:
    """The words of a Word file or of a workbook, a paragraph or cell a line."""
    with ZipFile(path) as archive:
        names = [name for name in _PARTS[path.suffix] if name in archive.namelist()]
        xml = "\n".join(archive.read(name).decode() for name in names)
    lines = (unescape(re.sub(r"<[^>]+>", "", piece)).strip() for piece in _BREAK.split(xml))
    return "\n".join(line for line in lines if line)


def figures_told(text: str) -> set[str]:
    """The rates and fractions in a text."""
    return set(_NUMBER.findall(_SPACES.sub("", text)))


def numbers_told(text: str) -> set[str]:
    """Every number in a text, days of the calendar apart; of a fraction its parts as well."""
    found = set(_ANY.findall(_DAY.sub(" ", _SPACES.sub("", text))))
    return found | {part for one in found for part in one.split("/")}

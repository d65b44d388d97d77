"""What the files of an edition besides its pages are called: written and read in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from reporting.pagemaking.edition_places import in_language

__all__ = ["CITY", "SCHOOLS", "SUMMARY", "VOLUME", "FileName"]

CITY = "city"
VOLUME = "volume"
"""What the files are called that are of all counties, and the volume of all pages."""
SCHOOLS = "-schools"
SUMMARY = "-summary"


@dataclass(frozen=True)
class FileName:
    """The parts of a name such as ``410423-summary.en.pdf``.

    Attributes:
        page: the page that the file goes along with, such as ``410423``; `CITY` or `VOLUME`.
        suffix: such as ``.pdf``.
        part: `SCHOOLS`, `SUMMARY`, or empty for the whole.
        lang: empty of a file in Chinese, or in both languages.
    """

    page: str
    suffix: str
    part: str = ""
    lang: str = ""

    @classmethod
    def read(cls, name: str) -> Self:
        """The parts of a name."""
        stem, _, rest = name.partition(".")
        lang, _, suffix = rest.rpartition(".")
        part = next((one for one in (SCHOOLS, SUMMARY) if stem.endswith(one)), "")
        return cls(stem.removesuffix(part), f".{suffix}", part, lang)

    def __str__(self) -> str:
        return in_language(self.page + self.part, self.lang, self.suffix)

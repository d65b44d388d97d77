"""Where an edition's files are, in each of its states."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.settings import Project

__all__ = ["EditionPlaces", "in_language", "page_file"]


def page_file(page: str, lang: str) -> str:
    """The file of a page: ``410421.html``, ``410421.en.html``."""
    return in_language(page, lang, ".html")


def in_language(stem: str, lang: str, suffix: str) -> str:
    """A file's name: that in Chinese, or in no one language (``lang`` empty), does not say so."""
    return stem + suffix if lang in ("", "zh-Hans") else f"{stem}.{lang}{suffix}"


@dataclass(frozen=True)
class EditionPlaces:
    """The folders of one period's edition for one audience, or of the pages of a notebook outside it (``name``).

    The public edition has a root of its own, so that what may leave the bureau is one folder.
    """

    project: Project
    period: Period
    audience: Audience
    name: str = ""

    @property
    def is_public(self) -> bool:
        """Whether they hold what everybody may read."""
        return self.audience == "public"

    @property
    def suffix(self) -> str:
        """What tells the public edition's folders from the internal one's."""
        return "-public" if self.is_public else ""

    @property
    def root(self) -> Path:
        """Where readers of this audience start."""
        return self.project.outputs / "public" if self.is_public else self.project.outputs

    @property
    def published(self) -> Path:
        """The edition as readers see it."""
        return self.root / str(self.period)

    @property
    def draft(self) -> Path:
        """The edition in the making."""
        return self.project.outputs / "drafts" / f"{self.period}{self.suffix}" / self.name

    def revision(self, number: int) -> Path:
        """One published revision, kept for ever."""
        return self.project.outputs / "editions" / f"{self.period}-r{number}{self.suffix}"

    def kept(self, number: int) -> Path:
        """The same for readers who look for what was superseded; it stands in the root of its audience."""
        return self.root / "editions" / f"{self.period}-r{number}"

    def revisions(self) -> list[int]:
        """The numbers of the revisions published so far, in order."""
        stem = f"{self.period}-r"
        numbers = [
            path.name.removeprefix(stem).removesuffix(self.suffix)
            for path in (self.project.outputs / "editions").glob(f"{stem}*{self.suffix}")
        ]
        return sorted(int(number) for number in numbers if number.isdigit())

    def published_periods(self) -> list[Period]:
        """The periods of which readers of this audience have an edition, in order; half-made folders are none."""
        folders = self.root.glob("[0-9]*/manifest.json")
        return sorted(Period(path.parent.name) for path in folders if _is_period(path.parent.name))

    @property
    def pages(self) -> Path:
        """Page bodies by what they were made from, shared by all editions."""
        return self.project.work / "pages"

    @property
    def bodies(self) -> Path:
        """This period's page bodies, before anything is stamped on them."""
        return self.project.work / f"{self.period}{self.suffix}" / self.name

    @property
    def data(self) -> Path:
        """The tables that go along with the edition, as the run wrote them."""
        return self.bodies / "data"

    @property
    def files(self) -> Path:
        """The files for readers that go along with the edition's pages, as the run wrote them."""
        return self.bodies / "files"

    @property
    def logs(self) -> Path:
        """Logs and the executed notebooks of failed runs."""
        return self.bodies / "logs"


def _is_period(name: str) -> bool:
    try:
        Period(name)
    except ValueError:
        return False
    return True

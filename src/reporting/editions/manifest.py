"""The manifest: what an edition is made of, page by page, and who let it out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError

from reporting.definitions.policy import Disclosure
from reporting.definitions.runs import Audience
from reporting.errors import EditionError
from reporting.execution.files import write_atomically

__all__ = [
    "REASONS",
    "FileEntry",
    "GateRecord",
    "Manifest",
    "PageEntry",
    "PageStatus",
    "moment",
    "read_manifest",
    "write_manifest",
]

REASONS = ("silent", "held", "rejected", "withdrawn", "not run")
"""Why a county has no page of its own, as readers may be told; every other reason is what failed in a run."""

PageStatus = Literal["published", "stale", "failed", "silent", "withdrawn"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PageEntry(_Record):
    """One page of an edition, or the reason why there is none.

    Attributes:
        place: code of the county, or of the city.
        page: stem of the file, e.g. ``410421`` or ``city``.
        status: ``published`` (made for this edition), ``stale`` (the last good one, 沿用上期), ``failed`` or
            ``silent``; the last two have no file.
        reason: why there is no new page: ``silent``, ``held``, ``rejected`` or ``not run``; or what failed, for
            operators.
        from_period: the period whose page a stale one is.
        withdrawn_at, because: when and why what the county had sent was withdrawn; the reason inside the bureau alone.
        body: hash of the page before anything was stamped on it: the same body is the same page.
        snapshot, notebook: hashes of what the page was made from.
        completeness: schools reporting ÷ schools expected, 0-1; None where nobody knows what to expect.
        words: how often each word stands on the page, by fact and code, e.g. ``target.not_met``.
    """

    place: str
    page: str
    lang: str
    status: PageStatus
    reason: str = ""
    file: str = ""
    bytes: int = 0
    sha256: str = ""
    body: str = ""
    parameters: dict[str, Any] = {}
    snapshot: str = ""
    notebook: str = ""
    data_as_of: str | None = None
    seconds: float = 0.0
    from_period: str = ""
    withdrawn_at: str = ""
    because: str = ""
    completeness: float | None = None
    schools_reported: int | None = None
    schools_expected: int | None = None
    words: dict[str, int] = {}

    @property
    def run_failed(self) -> bool:
        """Whether a page was to be made and was not, even if an older one stands in for it."""
        return self.status == "failed" or bool(self.reason and self.reason not in REASONS)


class FileEntry(_Record):
    """A file of an edition besides its pages: a list of schools, a circular, a PDF.

    Attributes:
        place: code of the county, ``city``, or empty for what is of all of them.
    """

    file: str
    place: str
    bytes: int
    sha256: str


class GateRecord(_Record):
    """How a gate stood when the edition was published."""

    gate: str
    passed: bool
    findings: tuple[str, ...] = ()
    accepted_because: str = ""


class Manifest(_Record):
    """An edition.

    Attributes:
        revision: 0 for a draft.
        disclosure: how the counts of a public edition were held back and rounded; None inside the bureau.
        counties: one entry a county, in the edition's first language; ``pages``: every other page; ``files``: what
            goes along with them.
    """

    period: str
    audience: Audience
    languages: tuple[str, ...]
    state: Literal["draft", "published"]
    revision: int = 0
    supersedes: int | None = None
    approved_by: str = ""
    generated_at: str
    as_of: str
    data_as_of: str | None
    demo: bool
    counties: tuple[PageEntry, ...]
    pages: tuple[PageEntry, ...]
    files: tuple[FileEntry, ...] = ()
    gates: tuple[GateRecord, ...] = ()
    packages: Mapping[str, str] = {}
    git_commit: str = ""
    disclosure: Disclosure | None = None

    @property
    def is_public(self) -> bool:
        """Whether it is for everybody, outside the bureau too."""
        return self.audience == "public"

    @property
    def entries(self) -> tuple[PageEntry, ...]:
        """Every page, counties first."""
        return (*self.counties, *self.pages)


def moment(timezone: str) -> str:
    """Now, as manifests write it: by the city's clock, so that a page's day is the day on its readers' calendar."""
    return datetime.now(ZoneInfo(timezone)).isoformat(timespec="seconds")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the edition in ``folder``.

    Raises:
        EditionError: there is none, or it cannot be read.
    """
    path = folder / "manifest.json"
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise EditionError(
            f"there is no edition in {folder.name}",
            hint="`reporting run` makes a draft, `reporting publish` an edition of it",
        ) from None
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise EditionError(
            f"the manifest is damaged: {fault['msg']}",
            where=f"{folder.name}/{path.name}",
            hint="of a draft: run the period again; of an edition: take it from a backup",
        ) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, readable by people: one key a line, Chinese as it is."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    write_atomically(folder / "manifest.json", text.encode() + b"\n")

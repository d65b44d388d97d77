"""What the rules for pages find on a draft's pages, by a second core while this one loads what the gates compute with.

The second process reads and looks, nothing else. What it found counts where the page that it looked at is, by its hash,
the one under review; any other is looked at anew.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from reporting.definitions.runs import RunSettings
from reporting.editions.manifest import PageEntry, read_manifest
from reporting.execution.cores import available_cores
from reporting.execution.fingerprint import digest
from reporting.pages.checks import PageFault, check_page
from reporting.pages.text import own_text

__all__ = ["LooksAhead", "PageLook", "look_at", "looking_ahead"]

_KIB = 1024
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)


@dataclass(frozen=True)
class PageLook:
    """What was found on a page.

    Attributes:
        sha256: of the page that was looked at.
        words: what the page itself says, on one line: no links, and nothing that a county wrote.
    """

    sha256: str
    faults: tuple[PageFault, ...]
    words: str


def look_at(folder: Path, entry: PageEntry, run: RunSettings) -> PageLook:
    """What the rules of `reporting.pages.checks` find on a page of a draft."""
    content = (folder / entry.file).read_bytes()
    html = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    faults = check_page(html, lang=entry.lang, largest=_largest(entry, run))
    return PageLook(digest(content), tuple(faults), own_text(_LINK.sub(" ", _UNSEEN.sub(" ", html))))


class LooksAhead:
    """What a second process finds on the pages of a draft, one after the other; nothing without one."""

    def __init__(self, answers: Connection | None = None) -> None:
        self._answers = answers

    def found(self) -> tuple[str, PageLook] | None:
        """A file and what was found on it, if something was found that was not told yet; nobody waits for it."""
        try:
            if self._answers is not None and self._answers.poll():
                told: tuple[str, PageLook] = self._answers.recv()
                return told
        except (EOFError, OSError):
            # it is through, or has died: what it did not tell is looked at here
            self._answers = None
        return None


@contextmanager
def looking_ahead(draft: Path, run: RunSettings) -> Iterator[LooksAhead]:
    """Have the pages of a draft looked at meanwhile, where there is a second core and a process can be forked."""
    # macOS can fork, but its system libraries do not survive it
    if available_cores() < 2 or sys.platform != "linux" or not hasattr(os, "fork"):
        yield LooksAhead()
        return
    context = multiprocessing.get_context("fork")
    answers, far = context.Pipe(duplex=False)
    process = context.Process(target=_look, args=(far, draft, run), daemon=True)
    try:
        process.start()
    except OSError:
        yield LooksAhead()
        return
    finally:
        far.close()
    try:
        with answers:
            yield LooksAhead(answers)
    finally:
        process.kill()
        process.join()


def _look(answers: Connection, draft: Path, run: RunSettings) -> None:
    # Ctrl-C goes to the whole group; whoever waits decides what it means
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    found: SimpleQueue[tuple[str, PageLook] | None] = SimpleQueue()
    # nobody listens yet, and a pipe holds no more than four pages' findings
    telling = Thread(target=_tell, args=(answers, found))
    telling.start()
    # what is wrong with the draft is said by the review
    with suppress(Exception):
        for entry in read_manifest(draft).entries:
            if entry.status == "published":
                found.put((entry.file, look_at(draft, entry, run)))
    found.put(None)
    telling.join()


def _tell(answers: Connection, found: SimpleQueue[tuple[str, PageLook] | None]) -> None:
    with suppress(OSError), answers:
        while (told := found.get()) is not None:
            answers.send(told)


def _largest(entry: PageEntry, run: RunSettings) -> int:
    """Bytes that a page may have: the budget of its notebook, or the largest of all for a page outside run.yaml."""
    budgets = {one.page: one.max_kib for one in run.pages}
    page = entry.page.removeprefix(entry.place).removeprefix("-")
    return _KIB * budgets.get(page, max(budgets.values()))

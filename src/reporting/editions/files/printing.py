"""The PDFs of an edition: each page, a one-page summary of each county, and one volume of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from queue import Empty, Queue

from reporting.definitions.periods import Period
from reporting.editions.files.browser import Browser, browser
from reporting.editions.files.names import SUMMARY, VOLUME, FileName
from reporting.editions.files.pdf import collected, one_page, pdf_of, sheets_of
from reporting.editions.manifest import Manifest, PageEntry
from reporting.editions.wording import edition_words
from reporting.execution.files import write_atomically
from reporting.settings import Settings

__all__ = ["print_edition"]

_AT_ONCE = 2
"""Browsers at a time; each wants a core and some hundred megabytes."""


def print_edition(manifest: Manifest, pages: Path, settings: Settings, folder: Path) -> list[str]:
    """Write the PDFs of the pages in a folder into another; returns their names, in order.

    Raises:
        WorkError: there is no Chromium.
    """
    names = list[str]()
    with ExitStack() as stack:
        printers = [stack.enter_context(browser()) for _ in range(_AT_ONCE)]
        for lang in manifest.languages:
            entries = [entry for entry in manifest.entries if entry.file and entry.lang == lang]
            if not entries:
                continue
            todo: Queue[PageEntry] = Queue()
            for entry in entries:
                todo.put(entry)

            def emptied(printer: Browser, todo: Queue[PageEntry] = todo) -> dict[str, tuple[list[str], int]]:
                """Page → the names of its files, and on how many sheets it stands."""
                done = {}
                while (entry := _next(todo)) is not None:
                    printed = list(_printed(entry, manifest, pages, settings, printer))
                    done[entry.page] = _written(printed, folder), sheets_of(printed[0][1])
                return done

            with ThreadPoolExecutor(_AT_ONCE) as crew:
                made = dict(one for part in crew.map(emptied, printers) for one in part.items())
            names += [name for entry in entries for name in made[entry.page][0]]
            sheets = [made[entry.page][1] for entry in entries]
            names += _written([_volume(entries, manifest, pages, settings, lang, printers[0], sheets)], folder)
    return sorted(names)


def _next(todo: Queue[PageEntry]) -> PageEntry | None:
    try:
        return todo.get_nowait()
    except Empty:
        return None


def _written(printed: Sequence[tuple[str, bytes]], folder: Path) -> list[str]:
    for name, content in printed:
        write_atomically(folder / name, content)
    return [name for name, _content in printed]


def _printed(
    entry: PageEntry, manifest: Manifest, pages: Path, settings: Settings, printer: Browser
) -> Iterator[tuple[str, bytes]]:
    html = (pages / entry.file).read_text(encoding="utf-8")
    title = _title(entry, manifest, settings)
    name = FileName(entry.page, ".pdf", lang=entry.lang)
    yield str(name), pdf_of(html, title, title, printer)
    if entry.page == entry.place and entry.place in settings.city.codes:
        yield str(replace(name, part=SUMMARY)), one_page(html, title, title, printer)


def _volume(
    entries: Sequence[PageEntry],
    manifest: Manifest,
    pages: Path,
    settings: Settings,
    lang: str,
    printer: Browser,
    sheets: Sequence[int],
) -> tuple[str, bytes]:
    _ = edition_words(settings, lang)
    volume = _("Collected volume")
    title = f"{settings.city.title.to(lang)} {Period(manifest.period).label(lang)} {volume}"
    parts = [(_title(one, manifest, settings), (pages / one.file).read_text(encoding="utf-8")) for one in entries]
    return str(FileName(VOLUME, ".pdf", lang=lang)), collected(parts, title, _("Contents"), lang, printer, sheets)


def _title(entry: PageEntry, manifest: Manifest, settings: Settings) -> str:
    """Whose page it is and of which period: what a reader of the tab, or of the running head, sees."""
    titles = {one.page: one.title.to(entry.lang) for one in settings.run.pages if one.page}
    name = settings.city.place(entry.place).name.to(entry.lang)
    of = titles.get(entry.page, name)
    return f"{of} {Period(manifest.period).label(entry.lang)}"

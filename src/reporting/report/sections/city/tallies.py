"""In place of the tables of a large city's counties: counted by how they stand and how they moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.definitions.words import CityWord, TargetWord
from reporting.report.html import Section, render
from reporting.report.sections.city.overview import OverviewLine
from reporting.report.sections.group_sentences import group_sentences
from reporting.report.sections.groups import group_tables
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["changed", "tallies"]

_CITY = (
    CityWord.BETTER,
    CityWord.HIGHER,
    CityWord.SIMILAR,
    CityWord.WORSE,
    CityWord.LOWER,
    CityWord.NOT_COMPARABLE,
)
_TARGET = (TargetWord.MET, TargetWord.NEAR, TargetWord.NOT_MET, TargetWord.UNCERTAIN)


@dataclass(frozen=True)
class _Table:
    """One row an indicator: the whole's value, so many counties counted, and a cell a column.

    Attributes:
        linked: those to whose rows here the links of the page lead.
    """

    caption: str
    counted: str
    columns: tuple[str, ...]
    rows: tuple[tuple[OverviewLine, int, tuple[str, ...]], ...]
    linked: Sequence[OverviewLine] = ()


def tallies(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> Section:
    """Two tables, since the facts are two, and two of what is not judged."""
    _ = words.translate
    rates = [line for line in overview if line.city.indicator.is_rate and not line.city.category]
    judged = [line for line in overview if _has_target(line)]
    rest = [line for line in overview if line not in rates and line not in judged]
    answers = [line for line in rest if line.city.unit == "yes_no"]
    figures = [line for line in rest if line not in answers]
    city = {code: words.city_word(code) for code in _CITY}
    target = {code: words.target_word(code) for code in _TARGET}
    with_figure = _("Counties with a figure")
    tables = [
        _Table(
            _("Against the city: counties by word"),
            with_figure,
            _columns(city),
            tuple(_row(line, _whole(_counts(line.tally.against_city, city), words)) for line in rates),
            linked=rates,
        ),
        _Table(
            _("Against the target: counties by word"),
            with_figure,
            _columns(target),
            tuple(_row(line, _whole(_counts(line.tally.against_target, target), words)) for line in judged),
            linked=[line for line in judged if line not in rates],
        ),
        _Table(
            _("Yes or no: counties by answer"),
            with_figure,
            (_("yes"), _("no")),
            tuple(
                _row(line, _whole((line.tally.yes, line.tally.reported - line.tally.yes), words)) for line in answers
            ),
            linked=answers,
        ),
        _Table(
            _("Further figures of the counties"),
            _("Counties counted as the whole is"),
            (_("Lowest"), _("Median"), _("Highest")),
            tuple((line, line.tally.alike, _spread(line, words)) for line in figures),
            linked=figures,
        ),
    ]
    return _section(
        "city_tallies.html",
        tables,
        snapshot,
        words,
        **group_tables(snapshot, overview, words),
        groups_told=group_sentences(snapshot, words),
    )


def changed(snapshot: Snapshot, overview: Sequence[OverviewLine], words: Words) -> Section:
    """How many counties came to meet a target or no longer do, and of how many the series of months signals."""
    _ = words.translate
    table = _Table(
        _("Since the month before: counties"),
        _("Counties with a figure"),
        (
            _("Newly meeting the target"),
            _("No longer meeting the target"),
            _("The series signals a rise"),
            _("The series signals a fall"),
        ),
        tuple(_row(line, (*_moved(line, words), *_signalled(line, words))) for line in overview),
    )
    return _section("city_tally_tables.html", [table], snapshot, words)


def _section(template: str, tables: Sequence[_Table], snapshot: Snapshot, words: Words, **more: object) -> Section:
    whole = words.text(snapshot.definitions.city.totals[0].name)
    shown = [table for table in tables if table.rows]
    return Section(render(template, words, whole=whole, tables=shown, **more))


def _row(line: OverviewLine, cells: tuple[str, ...]) -> tuple[OverviewLine, int, tuple[str, ...]]:
    return line, line.tally.reported, cells


def _has_target(line: OverviewLine) -> bool:
    return line.city.indicator.nature.is_judged


def _spread(line: OverviewLine, words: Words) -> tuple[str, ...]:
    spread = line.city.spread
    if spread is None:
        return (words.state("not_applicable"),) * 3
    return tuple(words.plain(value, line.city.unit) for value in (spread.low, spread.median, spread.high))


def _moved(line: OverviewLine, words: Words) -> tuple[str, ...]:
    if not _has_target(line):
        return (words.state("not_applicable"),) * 2
    return _whole((line.tally.newly_met, line.tally.no_longer_met), words)


def _signalled(line: OverviewLine, words: Words) -> tuple[str, ...]:
    return _whole((line.tally.rising, line.tally.falling), words)


def _whole(counts: Iterable[int], words: Words) -> tuple[str, ...]:
    return tuple(words.whole(count) for count in counts)


def _columns(words: Mapping[CityWord, str] | Mapping[TargetWord, str]) -> tuple[str, ...]:
    """One column a word; codes with one word share it."""
    return tuple(dict.fromkeys(words.values()))


def _counts(tally: Mapping[str, int], words: Mapping[CityWord, str] | Mapping[TargetWord, str]) -> tuple[int, ...]:
    """Counties by column."""
    return tuple(sum(tally.get(code, 0) for code, one in words.items() if one == word) for word in _columns(words))

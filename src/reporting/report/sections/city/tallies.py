"""In place of the matrix of a large city: its counties, counted by how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.analysis.words import CityWord, TargetWord
from reporting.report.html import Section, render
from reporting.report.sections.city.overview import Line
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["tallies"]

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
    """Indicators with counts of counties: one column a word, and codes with one word have one column."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, tuple[int, ...]], ...]


def tallies(snapshot: Snapshot, overview: Sequence[Line], words: Words) -> Section:
    """Two tables, since the facts are two, and one of what is not judged."""
    rates = [line for line in overview if line.city.indicator.is_rate and not line.city.category]
    judged = [line for line in overview if line.city.indicator.kind in ("target", "ceiling", "zero")]
    rest = [line for line in overview if line not in rates and line not in judged]
    city = {code: words.city_word(code) for code in _CITY}
    target = {code: words.target_word(code) for code in _TARGET}
    return Section(
        render(
            "city_tallies.html",
            words,
            whole=words.text(snapshot.definitions.city.totals[0].name),
            tables=[
                _Table("city", _columns(city), tuple((line, _counts(line.tally.against_city, city)) for line in rates)),
                _Table(
                    "target",
                    _columns(target),
                    tuple((line, _counts(line.tally.against_target, target)) for line in judged),
                ),
                _Table("value", (), tuple((line, ()) for line in rest)),
            ],
            rates=rates,
        )
    )


def _columns(words: Mapping[CityWord, str] | Mapping[TargetWord, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.values()))


def _counts(tally: Mapping[str, int], words: Mapping[CityWord, str] | Mapping[TargetWord, str]) -> tuple[int, ...]:
    """Counties by column."""
    return tuple(sum(tally.get(code, 0) for code, one in words.items() if one == word) for word in _columns(words))

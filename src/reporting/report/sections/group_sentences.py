"""How counties stand in their groups of similar counties, in sentences: the same on a page and in a circular."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reporting.definitions.counties import CountyGroup
from reporting.definitions.words import CityWord
from reporting.records import records
from reporting.report.facts import number, text
from reporting.report.sections.city.overview import NAMED
from reporting.report.sections.groups import Beside
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["group_sentence", "group_sentences", "group_values"]


def group_sentence(group: CountyGroup, beside: Mapping[str, Beside], words: Words) -> str:
    """How a county stands in its group: what stands out by name, the rest by number; empty where nothing is judged."""
    found: dict[str, list[str]] = {}
    for one in beside.values():
        if one.mark is not None and one.mark.shape and not one.doubt:
            found.setdefault(one.mark.word, []).append(words.name(one.fact))
    if not found:
        return ""
    alike = len(found.pop(words.against(CityWord.SIMILAR).word, []))
    told = [
        words.counting("{word} in {count} items", len(names), word=word) + words.aside(_listed(names, words))
        for word, names in found.items()
    ]
    if alike:
        told.append(words.counting("similar in {count} items", alike))
    return words.counting(
        "Of {count} items compared within its group ({group}): {told}.",
        alike + sum(map(len, found.values())),
        group=words.text(group.name),
        told=words.translate("; ").join(told),
    )


def group_sentences(snapshot: Snapshot, words: Words) -> list[str]:
    """A sentence a group of the city: which of its counties stand out, and in how many rates; the first by name."""
    city, indicators = snapshot.definitions.city, snapshot.definitions.indicators
    if "groups" not in snapshot.tables:
        return []
    counted: dict[str, Counter[str]] = {}
    for record in records(snapshot["groups"]):
        mine = counted.setdefault(text(record["county"]), Counter())
        mark = words.against(text(record["against_group"]))
        is_line = indicators[text(record["indicator"])].is_rate and not text(record["category"])
        if is_line and mark.shape and mark.word != words.against(CityWord.SIMILAR).word:
            mine[mark.word] += 1
    return [
        _of_group(group, {code: counted[code] for code in group.counties if code in counted}, snapshot, words)
        for group in city.groups
        if any(code in counted for code in group.counties)
    ]


def group_values(snapshot: Snapshot, indicator: str, words: Words) -> str:
    """What an indicator is in each group, in words; empty where it is not compared within groups."""
    if "groups" not in snapshot.tables:
        return ""
    rows = snapshot["groups"]
    mine = rows[(rows["indicator"] == indicator) & (rows["category"] == "")].drop_duplicates("group").set_index("group")
    unit = snapshot.definitions.indicators[indicator].unit
    said = [
        f"{words.text(group.name)} {words.amount(value, unit, text(mine.at[group.code, 'group_qualifier']))}"
        for group in snapshot.definitions.city.groups
        if group.code in mine.index and (value := number(mine.at[group.code, "group_value"])) is not None
    ]
    return _listed(said, words)


def _of_group(group: CountyGroup, counted: Mapping[str, Counter[str]], snapshot: Snapshot, words: Words) -> str:
    name, place = words.text(group.name), snapshot.definitions.city.county
    outside = sorted((code for code in counted if counted[code]), key=lambda code: -counted[code].total())
    if not outside:
        return words.translate("Within the group ({group}) no county stands out.").format(group=name)
    told = [
        words.translate("{county}: {told}").format(
            county=words.text(place(code).name),
            told=_listed(
                [words.counting("{word} in {count} items", n, word=word) for word, n in counted[code].items()], words
            ),
        )
        for code in outside[:NAMED]
    ]
    rest = words.counting("; {count} counties more", len(outside) - NAMED) if len(outside) > NAMED else ""
    return words.translate("Within the group ({group}): {told}.").format(
        group=name, told=words.translate("; ").join(told) + rest
    )


def _listed(items: Sequence[str], words: Words) -> str:
    return words.translate(", ").join(items)

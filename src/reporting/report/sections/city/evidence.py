"""举证: the claims of a public document held against the data, and each commitment county by county."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from reporting.analysis.claims import ClaimVerdict, ClaimWord, judge_claim
from reporting.definitions.claims import Claim
from reporting.definitions.periods import Period
from reporting.records import records
from reporting.report import numbers
from reporting.report.html import Section, render
from reporting.report.sections.group_sentences import group_values
from reporting.report.sections.sent import Work, sent_work
from reporting.report.vocabulary import N_
from reporting.report.words import StatusMark, Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["claims", "commitment_board", "inconsistencies", "verdict_words"]

_WORDS = {
    ClaimWord.SUPPORTED: StatusMark("met", "", N_("supported")),
    ClaimWord.CONTRADICTED: StatusMark("not-met", "", N_("contradicted")),
    ClaimWord.CANNOT_BE_TOLD: StatusMark("none", "", N_("cannot be told")),
}


@dataclass(frozen=True)
class _Line:
    """A claim with what the data say of it, in the reader's words."""

    claim: Claim
    place: str
    as_of: str
    mark: StatusMark
    measure: str
    found: str


def verdict_words(words: Words) -> dict[str, str]:
    """Verdict → its word in the reader's language."""
    return {str(code): words.translate(mark.word) for code, mark in _WORDS.items()}


def claims(snapshot: Snapshot, words: Words) -> Section:
    """Each figure of the document: its words, its scope, and whether the data support it. Nothing without figures."""
    document = snapshot.definitions.claims
    if not document.claims:
        return Section("")
    city = snapshot.definitions.city
    by_month = city.calendar.is_monthly
    lines = []
    for claim in document.claims:
        verdict = judge_claim(claim, snapshot["observations"], snapshot.definitions.policy.claims, by_month=by_month)
        mark = _WORDS[verdict.word]
        lines.append(
            _Line(
                claim,
                words.text(city.place(claim.county).name),
                words.date(claim.as_of),
                StatusMark(mark.kind, mark.shape, words.translate(mark.word)),
                _measure(snapshot, claim, words),
                _found(snapshot, claim, verdict, words),
            )
        )
    return Section(render("evidence_claims.html", words, source=words.text(document.source), lines=lines))


def inconsistencies(snapshot: Snapshot, words: Words) -> Section:
    """What the document says against itself; nothing where nobody found anything."""
    listed = [words.text(one) for one in snapshot.definitions.claims.inconsistencies]
    if not listed:
        return Section("")
    return Section(render("evidence_inconsistencies.html", words, listed=listed))


def commitment_board(snapshot: Snapshot, words: Words) -> Section:
    """Each commitment with its measures and, county by county, how far it is; what nobody set a number for says so.

    Of a large city the counties are counted by state. Nothing where no commitment is on record.
    """
    city = snapshot.definitions.city
    if not snapshot.definitions.commitments.commitments:
        return Section("")
    sent: dict[tuple[str, str], list[Work]] = {}
    for record in records(snapshot["commitment_progress"]):
        work = sent_work(record, snapshot, words)
        sent.setdefault((work.sent["commitment"], work.sent["county"]), []).append(work)
    boards = [
        (
            commitment,
            [(words.text(county.name), sent.get((commitment.key, county.code), [])) for county in city.counties],
        )
        for commitment in snapshot.definitions.commitments.commitments
    ]
    return Section(
        render(
            "evidence_commitments.html",
            words,
            source=words.text(snapshot.definitions.commitments.source),
            boards=boards,
            by_group=[_by_group(snapshot, rows, words) for _commitment, rows in boards],
            states=[_states(rows, words) for _commitment, rows in boards] if city.is_large else [],
            public=snapshot.is_public,
            version=snapshot.version,
        )
    )


def _states(rows: Sequence[tuple[str, Sequence[Work]]], words: Words) -> list[tuple[str, int]]:
    """State as sent → works in it; and the counties that sent none."""
    counted = Counter(words.sent(work.sent["state"]) for _name, sent in rows for work in sent)
    silent = sum(not sent for _name, sent in rows)
    return [*counted.most_common(), (words.state("not_submitted"), silent)]


def _by_group(snapshot: Snapshot, rows: Sequence[tuple[str, Sequence[Work]]], words: Words) -> list[str]:
    """How far each group of similar counties is; nothing where params name no groups."""
    city = snapshot.definitions.city
    sent = dict(zip(city.codes, (works for _name, works in rows), strict=True))
    return [
        words.translate("{county}: {told}").format(
            county=words.text(group.name),
            told=words.translate(", ").join(
                words.counting("{word} in {count} items", count, word=state)
                for state, count in Counter(
                    words.sent(work.sent["state"]) for code in group.counties for work in sent[code]
                ).most_common()
            )
            or words.state("not_submitted"),
        )
        for group in city.groups
    ]


def _found(snapshot: Snapshot, claim: Claim, verdict: ClaimVerdict, words: Words) -> str:
    """Our number with its qualifier, its indicator and its period; or why there is none."""
    if verdict.found is None:
        return words.state(verdict.state)
    indicator = words.text(snapshot.definitions.indicators[claim.indicator or ""].name)
    period = Markup('<span class="whole">{}</span>').format(Period(verdict.period).label(words.language))
    said = Markup("{} · {} · {}").format(_number(snapshot, claim, verdict, words), indicator, period)
    of_city = claim.county == snapshot.definitions.city.code and verdict.period == str(snapshot.period)
    groups = group_values(snapshot, claim.indicator or "", words) if of_city and claim.part == "value" else ""
    return escape(words.translate("{said}; by group: {groups}")).format(said=said, groups=groups) if groups else said


def _number(snapshot: Snapshot, claim: Claim, verdict: ClaimVerdict, words: Words) -> str:
    found, indicator = verdict.found or 0, snapshot.definitions.indicators[claim.indicator or ""]
    if claim.part != "value":
        return words.counted(words.whole(found), indicator.counts)
    number = words.qualified(words.plain(found, indicator.unit), verdict.qualifier)
    unit = words.unit(indicator.unit)
    return f"{number}{words.gap_before(unit)}{unit}"


def _measure(snapshot: Snapshot, claim: Claim, words: Words) -> str:
    """What our number has to be for the claim to be supported; why nothing can be where there is no such number."""
    _, value = words.translate, claim.value
    limits = snapshot.definitions.policy.claims
    if claim.indicator is None:
        return _("nothing that counties report tells it")
    if value is None:
        return _("the document gives no figure")
    if snapshot.definitions.indicators[claim.indicator].unit == "yes_no":
        return _("supported by {value}").format(value=words.plain(value, "yes_no"))
    match claim.comparison:
        case "equal":
            return _("supported by {value}").format(value=numbers.exact(value))
        case "at_least":
            return _("supported from {value}").format(value=numbers.exact(value))
        case "nearly":
            lowest, highest = limits.nearly_from * value, value
        case "about":
            lowest, highest = value * (1 - limits.about_within), value * (1 + limits.about_within)
    return _("supported from {low} to {high}").format(low=numbers.exact(lowest), high=numbers.exact(highest))

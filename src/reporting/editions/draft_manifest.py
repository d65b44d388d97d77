"""The manifest of a draft: an entry for each page that was made, stands from before, or is missing and why."""

from __future__ import annotations

from datetime import UTC

from reporting.editions.entries import Entries
from reporting.editions.leaving import as_it_may_leave
from reporting.editions.manifest import Manifest, PageEntry, moment, read_manifest
from reporting.editions.provenance import git_commit, package_versions
from reporting.errors import EditionError
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.pagemaking.making import MadePages
from reporting.pagemaking.order import Order
from reporting.pagemaking.single import page_stem
from reporting.translations import LANGUAGES

__all__ = ["draft_manifest", "entries_before"]


def draft_manifest(order: Order, made: MadePages) -> Manifest:
    """The manifest, without the sizes and hashes that pages get when they are assembled."""
    period_data = made.period_data
    entry_of = Entries(period_data)
    new = {
        (page.place, page.page, page.lang): entry_of.made(page, outcome)
        for page, outcome in zip(made.pages, made.outcomes, strict=True)
    }
    before = entries_before(order.places) if order.counties else {}
    languages = tuple(one for one in LANGUAGES if one in {*order.languages, *(lang for _, _, lang in before)})
    by_county = [page for page in order.pages if page.per == "county"]
    # the county's own page before what else there is of it
    ordered = sorted(by_county, key=lambda page: bool(page.page))
    wanted = [
        (place, page_stem(page, place), lang)
        for page in ordered
        for place in period_data.settings.city.codes
        for lang in languages
    ]
    entries = {key: new.get(key) or before.get(key) or entry_of.missing(*key) for key in wanted}
    first = {key for key in wanted[: len(period_data.settings.city.codes) * len(languages)] if key[2] == languages[0]}
    others = {key: entry for key, entry in {**before, **new}.items() if key not in entries}
    manifest = Manifest(
        period=str(order.period),
        audience=order.audience,
        languages=languages,
        state="draft",
        generated_at=moment(period_data.settings.city.timezone),
        as_of=period_data.as_of.replace(tzinfo=UTC).isoformat(timespec="microseconds"),
        data_as_of=period_data.data_as_of.isoformat() if period_data.data_as_of else None,
        demo=period_data.demo,
        counties=tuple(entry for key, entry in entries.items() if key in first),
        pages=(*(entry for key, entry in entries.items() if key not in first), *others.values()),
        packages=package_versions(),
        git_commit=git_commit(order.project.root),
        disclosure=period_data.settings.policy.disclosure if order.is_public else None,
    )
    return as_it_may_leave(manifest, order.project)


def entries_before(places: EditionPlaces) -> dict[tuple[str, str, str], PageEntry]:
    """The pages that the draft has already, by place, page and language, for a run of some counties only."""
    try:
        draft = read_manifest(places.draft)
    except EditionError:
        return {}
    return {(one.place, one.page, one.lang): one for one in draft.entries if one.status == "published"}

"""Publishing, and telling those who wait for it."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.editions.gates.page_looks import LooksAhead
from reporting.editions.manifest import Manifest
from reporting.editions.publish import publish_edition
from reporting.operations.addresses import role_of_county
from reporting.operations.messages import edition_published
from reporting.operations.sending import Post
from reporting.pagemaking.edition_places import EditionPlaces, page_file
from reporting.settings import Settings

__all__ = ["publish_and_announce"]


def publish_and_announce(
    places: EditionPlaces,
    settings: Settings,
    post: Post,
    *,
    approved_by: str,
    accepted: Mapping[str, str],
    ahead: LooksAhead | None = None,
) -> Manifest:
    """Publish the draft, then write to its readers; arguments and errors are those of `publish_edition`.

    Readers of the internal edition (``READERS``) get the city's page, each county its own; readers of the public one
    (``PUBLIC``) its city page. Where params/run.yaml says under which address the editions are found, the link goes
    with it. A draft that shows nothing new is no new edition, and nobody is written to.
    """
    before = places.revisions()
    manifest = publish_edition(places, settings, approved_by=approved_by, accepted=accepted, ahead=ahead)
    if places.revisions() == before:
        return manifest
    base = getattr(settings.run.published_at, places.audience)
    folder = f"{base}{places.period}/" if base else ""

    def tell(role: str, page: str) -> None:
        attached = (places.published / page,) if page else ()
        link = f"{folder}{page or page_file('index', manifest.languages[0])}" if folder else ""
        post.send(role, edition_published(settings, manifest, link, attached))

    city = next((one.file for one in manifest.entries if one.place == settings.city.code and one.file), "")
    tell("public" if places.is_public else "readers", city)
    if not places.is_public:
        for entry in manifest.counties:
            if entry.status == "published":
                tell(role_of_county(entry.place), entry.file)
    return manifest

"""The Atom feed of editions, against RFC 4287."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

from reporting.editions.feed import editions_feed
from reporting.editions.manifest import Manifest, PageEntry
from reporting.settings import Settings

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def manifest(period: str, revision: int, generated: str, *, demo: bool = False) -> Manifest:
    return Manifest(
        period=period,
        audience="public",
        languages=("zh-Hans",),
        state="published",
        revision=revision,
        supersedes=revision - 1 or None,
        generated_at=generated,
        as_of=generated,
        data_as_of=None,
        demo=demo,
        counties=(PageEntry(place="1", page="1", lang="zh-Hans", status="published", file="1.html"),),
        pages=(),
    )


FIRST = manifest("2022-03", 1, "2022-04-08T12:00:00+08:00")
SECOND = manifest("2022-04", 1, "2022-05-06T12:00:00+08:00")
CORRECTED = manifest("2022-03", 2, "2022-05-09T12:00:00+08:00")


def read(feed: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(feed)  # noqa: S314


def texts(feed: ElementTree.Element, path: str) -> list[str]:
    return [element.text or "" for element in feed.findall(path, ATOM)]


def test_the_latest_comes_first_and_a_correction_is_news(settings: Settings) -> None:
    """A subscriber would never learn that an edition was corrected."""
    before, after = (read(editions_feed(some, settings, "zh-Hans")) for some in ([FIRST, SECOND], [CORRECTED, SECOND]))
    assert texts(after, "a:entry/a:title") == ["2022年3月 r2（取代 r1）", "2022年4月"]
    assert texts(after, "a:updated") == ["2022-05-09T12:00:00+08:00"]
    assert len(set(texts(before, "a:entry/a:id")) & set(texts(after, "a:entry/a:id"))) == 1
    assert texts(before, "a:id") == texts(after, "a:id")


def test_what_the_standard_asks_for(settings: Settings) -> None:
    """A reader's program would refuse the feed."""
    feed = read(editions_feed([FIRST, SECOND], settings, "zh-Hans", "https://example.org/r/"))
    for path in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert len(texts(feed, path)) == 1
    for entry in feed.findall("a:entry", ATOM):
        assert [len(texts(entry, f"a:{name}")) for name in ("id", "title", "updated", "summary")] == [1, 1, 1, 1]
        assert datetime.fromisoformat(texts(entry, "a:updated")[0]).tzinfo is not None
    links = [(one.get("rel"), one.get("href")) for one in feed.iter(f"{{{ATOM['a']}}}link")]
    assert links == [
        ("self", "https://example.org/r/feed.xml"),
        ("alternate", "https://example.org/r/index.html"),
        ("alternate", "https://example.org/r/2022-04/index.html"),
        ("alternate", "https://example.org/r/2022-03/index.html"),
    ]


def test_links_are_relative_where_no_address_is_known(settings: Settings) -> None:
    """The feed would name an address that nobody serves."""
    feed = read(editions_feed([FIRST], settings, "zh-Hans"))
    assert [one.get("href") for one in feed.iter(f"{{{ATOM['a']}}}link")] == ["index.html", "2022-03/index.html"]


def test_invented_data_is_marked(settings: Settings) -> None:
    demo = manifest("2022-03", 1, "2022-04-08T12:00:00+08:00", demo=True)
    assert texts(read(editions_feed([demo], settings, "zh-Hans")), "a:entry/a:title") == ["演示 2022年3月"]


def test_markup_in_a_title_is_text(settings: Settings) -> None:
    """An ampersand in the bureau's title would break the feed."""
    title = settings.city.title.model_copy(update={"zh": "月报 <甲> & “乙”"})
    city = settings.city.model_copy(update={"title": title})
    feed = editions_feed([FIRST], type(settings)(**{**vars(settings), "city": city}), "zh-Hans")
    assert texts(read(feed), "a:title") == ["月报 <甲> & “乙”"]


def test_the_same_editions_make_the_same_bytes(settings: Settings) -> None:
    assert editions_feed([FIRST, SECOND], settings, "zh-Hans") == editions_feed([SECOND, FIRST], settings, "zh-Hans")


def test_no_editions_make_an_empty_feed(settings: Settings) -> None:
    assert read(editions_feed([], settings, "zh-Hans")).findall("a:entry", ATOM) == []

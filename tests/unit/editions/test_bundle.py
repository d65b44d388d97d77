"""The zip of an edition: opens from a USB stick, links to nothing outside itself, and can be checked."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from reporting.definitions.periods import Period
from reporting.editions.bundle import bundle_edition, bundle_name
from reporting.editions.manifest import Manifest, PageEntry, write_manifest
from reporting.errors import EditionError
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Project, Settings

PAGE = """<!DOCTYPE html>
<nav class="edition-links" aria-label="x">
<a href="index.html">全市目录</a>
<a href="../2022-03/990101.html">上期 2022年3月</a>
</nav>
<p><a href="#part">part</a> <a class="x" href="../2022-03/990101.html#t1">last month</a>,
<a href="data/observations.csv" download>data</a>, <a href="https://example.org/">elsewhere</a></p>
"""
INDEX = (
    '<nav><a href="%E5%86%85.zip" download>zip</a><a href="../index.html">各期</a></nav><a href="990101.html">东区</a>'
)


@pytest.fixture
def places(project: Project) -> EditionPlaces:
    """A published edition of one page, its data, and an older zip."""
    places = EditionPlaces(project, Period("2022-04"), "internal")
    (places.published / "data").mkdir(parents=True)
    files = {"990101.html": PAGE, "index.html": INDEX, "data/observations.csv": "county\r\n", "old.zip": "zip"}
    for name, text in files.items():
        (places.published / name).write_bytes(text.encode())
    page = PageEntry(place="990101", page="990101", lang="zh-Hans", status="published", file="990101.html")
    silent = PageEntry(place="990102", page="990102", lang="zh-Hans", status="silent", reason="silent")
    write_manifest(places.published, manifest(counties=(page, silent)))
    return places


def manifest(**changes: object) -> Manifest:
    values = {
        "period": "2022-04",
        "audience": "internal",
        "languages": ("zh-Hans",),
        "state": "published",
        "revision": 2,
        "generated_at": "2022-05-06T12:00:00+08:00",
        "as_of": "2022-05-06T04:00:00",
        "data_as_of": None,
        "demo": False,
        "counties": (),
        "pages": (),
    }
    return Manifest.model_validate({**values, **changes})


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "2022-04-r2-内部.zip"),
        ({"audience": "public"}, "2022-04-r2-公开.zip"),
        ({"demo": True}, "2022-04-r2-内部-演示.zip"),
    ],
)
def test_the_name_says_what_it_is(changes: dict[str, object], name: str) -> None:
    """The internal edition, or invented data, would be handed on by mistake."""
    assert bundle_name(manifest(**changes), "zh-Hans") == name


def unpacked(places: EditionPlaces, settings: Settings, folder: Path) -> Path:
    with ZipFile(bundle_edition(places, settings, folder)) as archive:
        archive.extractall(folder)
    return folder / "2022-04-r2-internal"


def test_every_link_leads_to_a_file_of_the_zip(places: EditionPlaces, settings: Settings, tmp_path: Path) -> None:
    """A reader with the stick would click into nothing."""
    folder = unpacked(places, settings, tmp_path)
    for page in folder.glob("*.html"):
        for link in re.findall(r'href="([^"]*)"', page.read_text("utf-8")):
            assert link.startswith("#") or (page.parent / link).exists(), f"{page.name}: {link}"
    html = (folder / "990101.html").read_text("utf-8")
    assert '<a href="index.html">全市目录</a>' in html
    assert '<a href="data/observations.csv" download>data</a>' in html
    assert '<a href="#part">part</a>' in html
    assert "last month," in html
    assert "上期" not in html


def test_the_checksums_hold(places: EditionPlaces, settings: Settings, tmp_path: Path) -> None:
    """A damaged copy would pass, or a sound one fail; the manifest would contradict the pages beside it."""
    folder = unpacked(places, settings, tmp_path)
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    lines = {name: digest for digest, name in (line.split("  ") for line in sums)}
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert (
        set(lines) == names - {"SHA256SUMS"} == {"990101.html", "index.html", "manifest.json", "data/observations.csv"}
    )
    assert all(sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())
    entry, silent = json.loads((folder / "manifest.json").read_bytes())["counties"]
    page = (folder / "990101.html").read_bytes()
    assert (entry["sha256"], entry["bytes"]) == (sha256(page).hexdigest(), len(page))
    assert silent["sha256"] == ""


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_anybody_can_check_it_with_sha256sum(places: EditionPlaces, settings: Settings, tmp_path: Path) -> None:
    folder = unpacked(places, settings, tmp_path)
    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder).returncode == 0


def test_the_same_edition_makes_the_same_bytes(places: EditionPlaces, settings: Settings, tmp_path: Path) -> None:
    """Two copies could not be compared; the zip beside the pages would differ from one made of them."""
    one = bundle_edition(places, settings, tmp_path / "one.zip").read_bytes()
    for path in places.published.rglob("*"):
        os.utime(path, (0, 0))
        path.chmod(0o755 if path.is_dir() else 0o444)
    beside = bundle_edition(places, settings, places.published)
    assert beside.read_bytes() == one == bundle_edition(places, settings, tmp_path).read_bytes()
    assert {path.name for path in places.published.glob(".*")} == set()


def test_what_an_interrupted_bundle_left_is_cleared_away(
    places: EditionPlaces, settings: Settings, tmp_path: Path
) -> None:
    """Halves of zips would fill a USB stick; what another bundle is writing now must stay."""
    left, under_way = tmp_path / ".partial-old", tmp_path / ".partial-new"
    left.write_bytes(b"half")
    under_way.write_bytes(b"half")
    os.utime(left, (0, 0))
    bundle_edition(places, settings, tmp_path)
    assert not left.exists()
    assert under_way.exists()


def test_an_edition_that_is_not_published_has_no_zip(project: Project, settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="no edition"):
        bundle_edition(EditionPlaces(project, Period("2022-05"), "internal"), settings, tmp_path)


def test_a_page_that_was_edited_after_it_was_published_is_not_handed_on(
    places: EditionPlaces, settings: Settings, tmp_path: Path
) -> None:
    """The zip would vouch for it with a checksum of its own."""
    published = (places.published / "990101.html").read_bytes()
    page = PageEntry(place="990101", page="990101", lang="zh-Hans", status="published", file="990101.html",
                     sha256=sha256(published).hexdigest())  # fmt: skip
    write_manifest(places.published, manifest(counties=(page,)))
    bundle_edition(places, settings, tmp_path / "good")
    (places.published / "990101.html").write_bytes(published.replace(b"part", b"fart"))
    with pytest.raises(EditionError, match="not what was published"):
        bundle_edition(places, settings, tmp_path / "bad")

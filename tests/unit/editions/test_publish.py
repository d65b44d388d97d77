"""The life of an edition: drafted, published as revisions that nothing changes, and what silent counties keep."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from reporting.editions.assemble import refresh_editions_index
from reporting.editions.manifest import read_manifest
from reporting.errors import EditionError, UsageError
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Project, Settings, load_settings

ALL = {"990101": "甲", "990102": "乙", "990103": "丙", "990104": "丁"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_draft_has_every_page_index_data_and_manifest(desk: Any) -> None:
    """A reviewer would look at half an edition."""
    manifest = desk.draft(ALL)
    folder = desk.places().draft
    assert {"index.html", "manifest.json", "data/observations.csv", *(f"{code}.html" for code in ALL)} <= set(
        files_of(folder)
    )
    assert read_manifest(folder) == manifest
    assert (manifest.state, manifest.revision) == ("draft", 0)
    assert not list(folder.parent.glob(".partial-*")), "no half-made folder is left"


def test_the_manifest_says_what_design_promises(desk: Any) -> None:
    """Whoever audits an edition would miss what a page was made of, or who let it out."""
    desk.draft(ALL)
    desk.publish()
    document = json.loads((desk.places().published / "manifest.json").read_text(encoding="utf-8"))
    promised = {
        "status",
        "reason",
        "file",
        "bytes",
        "sha256",
        "parameters",
        "snapshot",
        "notebook",
        "data_as_of",
        "seconds",
    }
    assert all(promised <= set(county) for county in document["counties"])
    promised = {"revision", "supersedes", "approved_by", "gates", "packages", "git_commit", "as_of"}
    assert promised <= set(document)
    assert (document["revision"], document["supersedes"], document["approved_by"]) == (1, None, "张三")
    assert [county["place"] for county in document["counties"]] == list(ALL)
    for county in document["counties"]:
        content = (desk.places().published / county["file"]).read_bytes()
        assert (county["bytes"], county["sha256"]) == (len(content), sha256(content).hexdigest())


def test_a_shut_gate_keeps_the_draft_in(desk: Any) -> None:
    """A page that names another county would be published."""
    desk.draft(ALL | {"990101": "西县做得好"})
    with pytest.raises(EditionError, match=r"right_county is shut: 990101\.html: it names another county, 西县"):
        desk.publish()
    assert not desk.places().published.exists()
    with pytest.raises(EditionError, match="right_county is shut"):
        desk.publish(accepted={"size": "因故", "right_county": ""})


def test_an_accepted_gate_is_on_record(desk: Any) -> None:
    """Nobody could tell later who let it pass and why."""
    desk.draft(ALL | {"990101": "西县做得好"})
    manifest = desk.publish(accepted={"right_county": "经局务会同意", "size": "没有必要"})
    records = {record.gate: record for record in read_manifest(desk.places().published).gates}
    assert not records["right_county"].passed
    assert records["right_county"].accepted_because == "经局务会同意"
    assert "西县" in records["right_county"].findings[0]
    assert records["size"].passed
    assert records["size"].accepted_because == "", "what passes needs no excuse"
    assert manifest.gates == tuple(records.values())


def test_a_gate_that_is_none_and_nobody_s_approval_are_refused(desk: Any) -> None:
    """A slip would be taken for an acceptance, and an edition be let out by nobody."""
    desk.draft(ALL)
    with pytest.raises(UsageError, match="no gate is called right_country"):
        desk.publish(accepted={"right_country": "x"})
    from reporting.editions.publish import publish_edition

    with pytest.raises(UsageError, match="name of whoever approves"):
        publish_edition(desk.places(), desk.settings, approved_by="  ", accepted={})


def test_without_a_draft_there_is_nothing_to_publish(desk: Any) -> None:
    """The operator would see a traceback."""
    with pytest.raises(EditionError, match="no edition in 2022-04"):
        desk.publish()


def test_revisions_follow_each_other_and_never_change(desk: Any) -> None:
    """What was published would be changed in place."""
    desk.draft(ALL)
    desk.publish()
    first = files_of(desk.places().revision(1))
    desk.draft(ALL | {"990102": "改正"})
    second = desk.publish()
    assert (second.revision, second.supersedes) == (2, 1)
    assert files_of(desk.places().revision(1)) == first
    assert "改正" in (desk.places().published / "990102.html").read_text(encoding="utf-8")
    assert files_of(desk.places().published) == files_of(desk.places().revision(2))
    assert "r2" in (desk.places().published / "990102.html").read_text(encoding="utf-8")
    assert desk.places().revisions() == [1, 2]


def test_what_is_published_is_read_only(desk: Any) -> None:
    """A slip of the hand would change a published page."""
    desk.draft(ALL)
    desk.publish()
    for folder in (desk.places().revision(1), desk.places().published):
        modes = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
        assert modes == {0o444}


def test_nothing_new_is_no_new_revision(desk: Any) -> None:
    """Publishing twice would tell readers of a correction that is none."""
    desk.draft(ALL)
    first = desk.publish()
    desk.draft(ALL)
    again = desk.publish()
    assert (again.revision, again.generated_at) == (1, first.generated_at)
    assert desk.places().revisions() == [1]


def test_an_interrupted_publication_is_finished_by_the_next(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision written just before a power cut would never reach its readers."""
    import reporting.editions.publish as publishing

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    desk.draft(ALL)
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_show", cut)
        with pytest.raises(KeyboardInterrupt):
            desk.publish()
    assert not desk.places().published.exists()
    assert desk.publish().revision == 1
    assert (desk.places().published / "990101.html").exists()
    assert (desk.places().root / "index.html").exists()


def test_what_is_published_is_what_was_reviewed(desk: Any) -> None:
    """A run that broke off after the review would slip its pages into the edition."""
    desk.draft(ALL)
    (desk.places().bodies / "990101.html").write_text("<h1>未审</h1>", encoding="utf-8")
    desk.publish()
    assert "未审" not in (desk.places().published / "990101.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("change", ["rewritten", "removed"])
def test_a_draft_changed_by_hand_is_not_published(desk: Any, change: str) -> None:
    """A page that nobody made from data would go out under the manifest's name."""
    desk.draft(ALL)
    path = desk.places().draft / "990101.html"
    if change == "removed":
        path.unlink()
    else:
        path.write_text(path.read_text(encoding="utf-8").replace("甲", "戊"), encoding="utf-8")
    with pytest.raises(EditionError, match=r"990101\.html was changed or removed"):
        desk.publish()


def test_a_damaged_manifest_is_told(desk: Any) -> None:
    """The operator would see a traceback."""
    desk.draft(ALL)
    (desk.places().draft / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(EditionError, match="manifest is damaged"):
        desk.publish()


def test_a_silent_county_keeps_its_last_good_page(desk: Any) -> None:
    """A silent county would vanish, or its old page pass for a new one (沿用上期)."""
    desk.draft(ALL, "2022-03")
    desk.publish("2022-03")
    desk.draft({code: text for code, text in ALL.items() if code != "990103"})
    manifest = desk.publish()
    entry = manifest.counties[2]
    assert (entry.status, entry.reason, entry.from_period, entry.file) == ("stale", "silent", "2022-03", "990103.html")
    html = (desk.places().published / "990103.html").read_text(encoding="utf-8")
    assert "丙" in html
    assert "沿用上期 2022年3月" in re.sub(r"<[^>]*>", "", html)
    index = (desk.places().published / "index.html").read_text(encoding="utf-8")
    assert '<a href="990103.html">南县</a>' in index
    assert "沿用上期 2022年3月" in index
    assert "本期未报送" in index


def test_a_page_carried_over_twice_keeps_its_own_period(desk: Any) -> None:
    """An old page would grow younger each month."""
    desk.draft(ALL, "2022-02")
    desk.publish("2022-02")
    others = {code: text for code, text in ALL.items() if code != "990103"}
    for period in ("2022-03", "2022-04"):
        desk.draft(others, period)
        manifest = desk.publish(period)
        assert manifest.counties[2].from_period == "2022-02"


def test_a_later_edition_is_never_carried_back(desk: Any) -> None:
    """March, made again after April, would show April's page."""
    desk.draft(ALL, "2022-04")
    desk.publish("2022-04")
    manifest = desk.draft({"990101": "甲", "990102": "乙", "990104": "丁"}, "2022-03")
    assert (manifest.counties[2].status, manifest.counties[2].file) == ("silent", "")


def test_a_failed_county_keeps_its_page_of_the_standing_revision_and_shuts_the_gate(desk: Any) -> None:
    """A crash would hide behind the page of the revision before, or the manifest speak of another page."""
    desk.draft(ALL)
    standing = desk.publish()
    manifest = desk.draft(
        {code: text for code, text in ALL.items() if code != "990103"}, missing={"990103": "cell 3: KeyError: 'x'"}
    )
    entry = manifest.counties[2]
    assert (entry.status, entry.from_period) == ("stale", "2022-04")
    assert (entry.snapshot, entry.words) == (standing.counties[2].snapshot, {"target.not_met": 2}), "the page's own"
    index = (desk.places().draft / "index.html").read_text(encoding="utf-8")
    row = re.findall(r"<tr><th scope=\"row\">.*?</tr>", index, re.DOTALL)[2]
    assert "沿用上一修订" in row, "it is not of the month before"
    assert "未生成" in row
    assert "未报送" not in row, "the county has sent its numbers"
    assert "沿用上一修订" in (desk.places().draft / "990103.html").read_text(encoding="utf-8")
    with pytest.raises(EditionError, match="every_county is shut: 990103: its run failed: cell 3"):
        desk.publish()


def test_a_county_without_any_page_has_its_row_with_the_reason(desk: Any) -> None:
    """A county would be missing from the list, or a reader see the program's own message."""
    desk.draft({"990101": "甲"}, missing={"990102": "rejected", "990104": "cell 3: KeyError: '/home/x'"})
    index = (desk.places().draft / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", index, re.DOTALL)
    assert len(rows) == 4
    assert "已退回" in rows[1]
    assert "本期未报送" in rows[2]
    assert "生成失败" in rows[3]
    assert "KeyError" not in index
    assert not any("<a " in row for row in rows[1:])


def test_links_lead_to_what_exists(desk: Any) -> None:
    """A reviewer, or a reader, would follow a link into nothing."""
    for period in ("2022-03", "2022-04"):
        desk.draft(ALL, period, languages=("zh-Hans", "en"))
        folders = [desk.places(period).draft]
        desk.publish(period)
        folders.append(desk.places(period).published)
        for folder in folders:
            for path in folder.glob("*.html"):
                for address in re.findall(r'href="([^"#]+)"', path.read_text(encoding="utf-8")):
                    if address != "../index.html":
                        assert (folder / unquote(address)).exists(), f"{path.name} links to {address}"
    html = (desk.places().published / "990101.html").read_text(encoding="utf-8")
    assert '<a href="../2022-03/990101.html">上期 2022年3月</a>' in html
    assert '<a href="990101.en.html" lang="en" hreflang="en">English</a>' in html


def test_half_made_folders_are_no_editions(desk: Any) -> None:
    """After a crash the list of editions would have a period twice, and pages be carried over from it."""
    desk.draft(ALL)
    desk.publish()
    leftover = desk.places().root / ".partial-x1"
    leftover.mkdir()
    (leftover / "manifest.json").write_bytes((desk.places().published / "manifest.json").read_bytes())
    (desk.places().root / "2022-99").mkdir()
    (desk.places().root / "2022-99" / "manifest.json").write_text("{}", encoding="utf-8")
    page = refresh_editions_index(desk.places(), desk.settings).read_text(encoding="utf-8")
    assert page.count("2022-04/index.html") == 1
    assert [str(one) for one in desk.places().published_periods()] == ["2022-04"]


def test_drafts_of_other_notebooks_stay_beside_the_edition_s(desk: Any, project: Project) -> None:
    """A new draft would delete an analyst's own pages."""
    from reporting.definitions.periods import Period

    own = EditionPlaces(project, Period("2022-04"), "internal", "mine")
    desk.draft(ALL)
    own.draft.mkdir()
    (own.draft / "manifest.json").write_text("{}", encoding="utf-8")
    (own.draft / "990101.html").write_text("mine", encoding="utf-8")
    desk.draft(ALL)
    assert (own.draft / "990101.html").read_text(encoding="utf-8") == "mine"


def test_the_same_draft_is_the_same_bytes(desk: Any) -> None:
    """Pages would differ although nothing changed."""
    desk.draft(ALL)
    first = files_of(desk.places().draft)
    desk.draft(ALL)
    assert files_of(desk.places().draft) == first


def test_a_bureau_may_report_by_year(make_project: Callable[..., Project]) -> None:
    """A yearly edition would find neither its revisions nor the year before."""
    project = make_project(replace={"city.yaml": ("period: month", "period: year")}, name="yearly")
    settings: Settings = load_settings(project)
    places = EditionPlaces(project, settings.period("2022"), "internal")
    places.revision(3).mkdir(parents=True)
    EditionPlaces(project, settings.period("2022"), "public").revision(7).mkdir(parents=True)
    assert places.revisions() == [3]
    assert places.published.name == "2022"


def test_pages_of_a_superseded_revision_lead_somewhere(desk: Any) -> None:
    """Whoever looks an old number up would be lost there: no way to the list, nor to the month before."""
    for period in ("2022-03", "2022-04"):
        desk.draft(ALL, period)
        desk.publish(period)
    desk.draft(ALL | {"990102": "改正"})
    desk.publish()
    old = desk.places().kept(1) / "990101.html"
    addresses = re.findall(r'href="([^"#]+)"', old.read_text(encoding="utf-8"))
    assert "../2022-03/990101.html" in addresses
    assert [one for one in addresses if not (old.parent / unquote(one)).exists()] == []
    listed = (desk.places().root / "editions" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../editions/2022-04-r1/index.html">r1</a>' in listed


def test_without_symbolic_links_an_edition_is_published_all_the_same(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A memory stick could not hold the editions."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "symlink_to", refuse)
    desk.draft(ALL)
    assert desk.publish().revision == 1

"""Who is written to, and what one bad file costs the others."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reporting.definitions.periods import Period
from reporting.editions.manifest import Manifest, PageEntry
from reporting.errors import StoreError
from reporting.intake.ingest import Ingested
from reporting.operations import announce
from reporting.operations.addresses import read_addresses
from reporting.operations.announce import publish_and_announce
from reporting.operations.messages import Message
from reporting.operations.schedule import acts
from reporting.operations.schedule.acts import Acts
from reporting.operations.schedule.steps import Step
from reporting.operations.sending import Post
from reporting.pagemaking.edition_places import EditionPlaces
from reporting.settings import Project, Settings
from reporting.store.store import open_store, utc_now
from reporting.store.submissions import Submission


@dataclass(frozen=True)
class Letters(Post):
    """Keeps what would be sent."""

    addresses: Any = field(default_factory=lambda: read_addresses({}))
    sent: list[tuple[str, Message]] = field(default_factory=list)

    def send(self, role: str, message: Message) -> bool:
        self.sent.append((role, message))
        return True

    @property
    def subjects(self) -> dict[str, str]:
        return {role: message.subject for role, message in self.sent}


def submission(county: str, outcome: Any) -> Submission:
    figure = {"table_name": "figures", "item": "meetings", "value": 2.0, "state": "reported", "typed": "2"}
    return Submission(
        county=county,
        period="2022-04",
        form="own",
        outcome=outcome,
        late=False,
        file="a.xlsx",
        sha256=county,
        size=1,
        received_at=datetime(2022, 5, 2),
        demo=False,
        rows={},
        typed={},
        figures=pd.DataFrame([figure]),
        columns=pd.DataFrame(),
        findings=pd.DataFrame(),
    )


@pytest.fixture
def store(project: Project, settings: Settings) -> None:
    """One county has sent its workbook, one has sent something that was rejected, two have sent nothing."""
    with open_store(project.store, settings.forms, writing=True) as store:
        store.add(submission("990101", "accepted"), utc_now())
        store.add(submission("990102", "rejected"), utc_now())


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("working_days", "word"), [(-2, "提醒"), (1, "催报")])
def test_only_who_has_sent_nothing_good_is_reminded(
    project: Project, settings: Settings, working_days: int, word: str
) -> None:
    """A county that has done its part would be pressed for it, or one whose workbook was rejected be left alone."""
    letters = Letters()
    step = Step(datetime(2022, 5, 6), "2022-04", "remind", working_days)
    assert Acts(project, settings, letters).do(step) == "3 counties are missing, 3 were written to"
    assert set(letters.subjects) == {"990102", "990103", "990104"}
    assert all(subject.startswith(word) for subject in letters.subjects.values())
    bodies = {role: message.body for role, message in letters.sent}
    assert ("未通过核验" in bodies["990102"], "未通过核验" in bodies["990103"]) == (True, False)


def test_everybody_is_reminded_while_there_is_no_store(project: Project, settings: Settings) -> None:
    letters = Letters()
    Acts(project, settings, letters).do(Step(datetime(2022, 5, 6), "2022-04", "remind", 1))
    assert len(letters.sent) == 4


def ingested(path: Path, county: str | None = "990101", *, known: bool = False) -> Ingested:
    return Ingested(
        file=path.name,
        submission="s",
        county=county,
        period="2022-04",
        form="own",
        revision=1,
        outcome="accepted",
        late=False,
        known=known,
        counts={},
        receipts=(path.with_suffix(".receipt.html"),),
    )


@pytest.mark.usefixtures("store")
def test_one_bad_file_keeps_no_other_out(
    project: Project, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One file of the wrong kind, or one that finds a fault in the program, would close the inbox to all counties.

    One that met a full disk would never be looked at again.
    """

    def ingest(project: Project, settings: Settings, paths: Sequence[Path], **_: object) -> list[Ingested]:
        for path in paths:
            if path.name == "demo.xlsx":
                raise StoreError("the store holds real data")
            if path.name == "full.xlsx":
                raise OSError(errno.ENOSPC, "No space left on device", "410421")
            if path.name == "broken.xlsx":
                raise ZeroDivisionError
        return [ingested(path) for path in paths]

    monkeypatch.setattr(acts, "ingest", ingest)
    letters = Letters()
    files = [Path("a.xlsx"), Path("demo.xlsx"), Path("full.xlsx"), Path("broken.xlsx"), Path("b.xlsx")]
    left = Acts(project, settings, letters).take_in(files)
    assert {path.name: why for path, why in left.items()} == {
        "demo.xlsx": "the store holds real data",
        "full.xlsx": "410421: the disk is full → make room there (files may have run out too: `df -i`) and do it again",
    }
    assert [message.attachments[0].name for _, message in letters.sent] == ["a.receipt.html", "b.receipt.html"]
    assert [record.message for record in caplog.records] == [
        *2 * ["a file was not taken in"],
        "a file broke the program",
    ]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("when", [1, 2], ids=["all files", "one by one"])
def test_a_stop_is_no_fault_of_a_file(
    project: Project, settings: Settings, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """A supervisor would wait in vain, for the schedule would take its SIGTERM for a file that breaks the program."""
    calls: list[str] = []

    def ingest(project: Project, settings: Settings, paths: Sequence[Path], **_: object) -> list[Ingested]:
        calls.append(paths[0].name)
        raise RuntimeError("Query interrupted" if len(calls) == when else "broken")

    monkeypatch.setattr(acts, "ingest", ingest)
    with pytest.raises(KeyboardInterrupt):
        Acts(project, settings, Letters()).take_in([Path("a.xlsx"), Path("b.xlsx")])
    assert calls == ["a.xlsx"] * when


@pytest.mark.usefixtures("store")
def test_a_receipt_goes_to_the_county_once(
    project: Project, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county would get a receipt for a file that was there already; one that says no county would be nobody's."""
    answers = [ingested(Path("a.xlsx")), ingested(Path("b.xlsx"), known=True), ingested(Path("c.xlsx"), county=None)]
    monkeypatch.setattr(acts, "ingest", lambda *_, **__: answers)
    letters = Letters()
    Acts(project, settings, letters).take_in([Path("a.xlsx")])
    assert letters.subjects == {
        "990101": "回执（已接收）：东区2022年4月",
        "bureau": "回执（已接收）：云州市月报2022年4月",
    }


def manifest(audience: Any) -> Manifest:
    def page(place: str, status: Any) -> PageEntry:
        return PageEntry(place=place, page=place, lang="zh-Hans", status=status, file=f"{place}.html")

    return Manifest(
        period="2022-04",
        audience=audience,
        languages=("zh-Hans",),
        state="published",
        revision=1,
        generated_at="2022-05-06T12:00:00+08:00",
        as_of="2022-05-06T04:00:00",
        data_as_of=None,
        demo=False,
        counties=(page("990101", "published"), page("990102", "stale")),
        pages=(page("990000", "published"),),
    )


@pytest.mark.parametrize(
    ("audience", "roles"),
    [("internal", {"readers": "990000.html", "990101": "990101.html"}), ("public", {"public": "990000.html"})],
)
def test_who_learns_of_an_edition(
    project: Project, settings: Settings, monkeypatch: pytest.MonkeyPatch, audience: Any, roles: dict[str, str]
) -> None:
    """An internal page would go to readers of the public edition, or a county get another's page or an old one."""
    places = EditionPlaces(project, Period("2022-04"), audience)

    def publish(*_: object, **__: object) -> Manifest:
        places.revision(1).mkdir(parents=True, exist_ok=True)
        return manifest(audience)

    monkeypatch.setattr(announce, "publish_edition", publish)
    letters = Letters()
    for _ in range(2):  # the second finds nothing new to publish
        publish_and_announce(places, settings, letters, approved_by="张三", accepted={})
    assert [(role, message.attachments[0].name) for role, message in letters.sent] == list(roles.items())
    assert all(message.attachments[0].parent == places.published for _, message in letters.sent)

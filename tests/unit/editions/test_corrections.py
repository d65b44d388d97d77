"""What a revision corrects: every number, to the last digit, and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.editions.corrections import Correction, PublishedNumber, find_corrections
from reporting.editions.corrections_page import corrections_page
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pages.checks import check_page
from reporting.settings import Settings

NUMBERS = "\ufeffcounty,period,indicator,category,numerator,denominator,value,state\r\n"
OLD = "990101,2022-04,cov,,3,4,75,reported\r\n990102,2022-04,cov,,5,6,83.33333333333333,reported\r\n"
SENT = "county,period,form,revision,status,received_at,sha256\r\n"
FIRST = "990101,2022-04,own,1,accepted,2022-05-03T02:00:00Z,aaaaaaaaaaaa\r\n"
SECOND = "990101,2022-04,own,2,accepted,2022-05-08T20:00:00Z,bbbbbbbbbbbb\r\n"


def manifest(settings: Settings, revision: int, bodies: dict[str, str], **entry: object) -> Manifest:
    pages = tuple(
        PageEntry.model_validate(
            {
                "place": code,
                "page": code,
                "lang": "zh-Hans",
                "status": "published",
                "file": f"{code}.html",
                "body": bodies.get(code, ""),
                "snapshot": bodies.get(code, "s"),
                **entry,
            }
        )
        for code in settings.city.codes
    )
    return Manifest(
        period="2022-04",
        audience="internal",
        languages=("zh-Hans",),
        state="published",
        revision=revision,
        supersedes=revision - 1 or None,
        generated_at="2022-05-09T12:00:00+08:00",
        as_of="2022-05-09T04:00:00+00:00",
        data_as_of=None,
        demo=False,
        counties=pages,
        pages=(),
    )


def folder(path: Path, numbers: str, sent: str) -> Path:
    (path / "data").mkdir(parents=True)
    (path / "data" / "observations.csv").write_text(NUMBERS + numbers, "utf-8", newline="")
    (path / "data" / "submissions.csv").write_text(SENT + sent, "utf-8", newline="")
    return path


@pytest.fixture
def found(settings: Settings, tmp_path: Path) -> tuple[Correction, ...]:
    """One county sent a second workbook; another one's number is as it was."""
    before = folder(tmp_path / "r1", OLD, FIRST)
    now = OLD.replace("3,4,75", "4,4,100")
    after = folder(tmp_path / "r2", now, FIRST.replace("accepted", "superseded") + SECOND)
    first = manifest(settings, 1, {"990101": "old"})
    second = manifest(settings, 2, {"990101": "new"})
    return find_corrections(first, before, second, after, settings.city)


def test_only_what_changed_is_listed_with_its_submission(found: tuple[Correction, ...]) -> None:
    """A correction would be missed, or blamed on somebody who sent nothing."""
    (one,) = found
    (change,) = one.changes
    assert (one.place, one.pages, one.reasons) == ("990101", ("990101.html",), ())
    assert change.before == PublishedNumber("3", "4", "75", "reported")
    assert change.after == PublishedNumber("4", "4", "100", "reported")
    assert [(sent.revision, sent.version, sent.withdrawn) for sent in one.sent] == [("2", "bbbbbbbb", False)]


def test_the_page_says_it_in_chinese_and_keeps_the_rules(found: tuple[Correction, ...], settings: Settings) -> None:
    """Readers would not understand what was corrected; the day is the city's, not Greenwich's."""
    html = corrections_page(manifest(settings, 2, {}), found, settings, "zh-Hans")
    assert check_page(html, lang="zh-Hans", largest=100 * 1024) == []
    for text in (
        "更正说明",
        "东区",
        "覆盖率",
        "75.0%",
        "3/4所",
        "100.0%",
        "4/4所",
        "2022年5月9日",
        "bbbbbbbb",
        "取代 r1",
    ):
        assert text in html


def test_another_body_with_the_same_numbers_is_the_program(settings: Settings, tmp_path: Path) -> None:
    """A county would be blamed for what the bureau changed."""
    before, after = (folder(tmp_path / name, OLD, FIRST) for name in ("r1", "r2"))
    first = manifest(settings, 1, {"990101": "old"}, snapshot="s", notebook="n")
    for notebook, reason in (("n", "program"), ("m", "notebook")):
        second = manifest(settings, 2, {"990101": "new"}, snapshot="s", notebook=notebook)
        (one,) = (one for one in find_corrections(first, before, second, after, settings.city) if one.pages)
        assert (one.place, one.changes, one.reasons) == ("990101", (), (reason,))


def test_a_withdrawn_submission_is_named(settings: Settings, tmp_path: Path) -> None:
    """A number would vanish without a reason."""
    before = folder(tmp_path / "r1", OLD, FIRST)
    gone = OLD.replace("3,4,75,reported", ",,,not_submitted")
    after = folder(tmp_path / "r2", gone, FIRST.replace("accepted", "withdrawn"))
    both = (manifest(settings, number, {}) for number in (1, 2))
    (one,) = find_corrections(next(both), before, next(both), after, settings.city)
    assert [(sent.revision, sent.withdrawn) for sent in one.sent] == [("1", True)]
    assert one.changes[0].after == PublishedNumber("", "", "", "not_submitted")


def test_a_county_compared_with_another_city_changed_nothing_itself(settings: Settings, tmp_path: Path) -> None:
    """The bureau would own up to a change of rules that nobody made."""
    before = folder(tmp_path / "r1", OLD, FIRST)
    after = folder(tmp_path / "r2", OLD.replace("3,4,75", "4,4,100"), FIRST + SECOND)
    first = manifest(settings, 1, {"990101": "old", "990102": "old"})
    second = manifest(settings, 2, {"990101": "new", "990102": "new"})
    own, other = find_corrections(first, before, second, after, settings.city)
    assert (own.place, own.reasons) == ("990101", ())
    assert (other.place, other.changes, other.reasons) == ("990102", (), ("city",))

"""What is written, and that no address or foreign line gets into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reporting.editions.gates.findings import GateFinding, GateVerdict
from reporting.editions.manifest import Manifest, PageEntry
from reporting.operations.messages import (
    counties_failed,
    draft_ready,
    edition_published,
    receipt,
    reminder,
    run_failed,
)
from reporting.settings import Settings


def entry(code: str, status: str, reason: str = "") -> PageEntry:
    file = f"{code}.html" if status == "published" else ""
    return PageEntry.model_validate(
        {"place": code, "page": code, "lang": "zh-Hans", "status": status, "reason": reason, "file": file}
    )


@pytest.fixture
def manifest() -> Manifest:
    return Manifest(
        period="2022-04",
        audience="internal",
        languages=("zh-Hans",),
        state="draft",
        generated_at="2022-05-06T12:00:00+08:00",
        as_of="2022-05-06T04:00:00",
        data_as_of="2022-05-05T08:00:00",
        demo=False,
        counties=(entry("990101", "published"), entry("990102", "failed", "boom"), entry("990103", "silent")),
        pages=(),
    )


def test_a_draft_ready_says_what_is_missing_and_which_gates_are_shut(settings: Settings, manifest: Manifest) -> None:
    """The reviewer would approve an edition without knowing what it lacks."""
    verdicts = (
        GateVerdict("size", ()),
        GateVerdict("every_county", (GateFinding("{county}: its run failed", {"county": "990102"}, "boom"),)),
    )
    message = draft_ready(settings, manifest, verdicts, Path("city.html"))
    assert message.subject == "2022年4月草稿已生成，请审核"
    assert message.body.splitlines()[:4] == [
        "云州市月报",
        "已生成报告：1/3个县（市、区）",
        "- 西县: 生成失败",
        "- 南县: 本期未报送",
    ]
    assert "- 每县有页或有原因 (every_county): 990102：报告生成失败 boom" in message.body
    assert "size" not in message.body
    assert "reporting publish 2022-04 --approved-by …" in message.body
    assert message.attachments == (Path("city.html"),)


def test_counties_that_failed_are_named_with_the_command_to_run_them(settings: Settings, manifest: Manifest) -> None:
    message = counties_failed(settings, manifest, manifest.counties[1:2])
    assert message.subject == "2022年4月有1个县（市、区）的报告生成失败"
    assert "- 西县: boom" in message.body
    assert "reporting run --period 2022-04 --county 990102" in message.body


@pytest.mark.parametrize(
    ("over", "rejected", "subject", "says"),
    [
        (False, False, "提醒：西县2022年4月报表请于2022年5月5日（含）前报送", "尚未收到2022年4月报表"),
        (True, False, "催报：西县2022年4月报表已逾期", "报送已于2022年5月5日截止"),
        (True, True, "催报：西县2022年4月报表已逾期", "未通过核验，原因见回执"),
    ],
)
def test_a_reminder_says_when_and_why(settings: Settings, over: bool, rejected: bool, subject: str, says: str) -> None:
    """A clerk whose workbook was rejected would be told that none has come in."""
    message = reminder(settings, "990102", "2022-04", due=date(2022, 5, 5), over=over, rejected=rejected)
    assert message.subject == subject
    assert says in message.body


def test_invented_data_is_marked(settings: Settings, manifest: Manifest) -> None:
    """A demonstration's message would be taken for a real one."""
    demo = manifest.model_copy(update={"demo": True})
    assert edition_published(settings, demo, "", ()).subject.startswith("【演示数据】 发布：云州市月报2022年4月")


def test_a_reissue_says_what_it_replaces(settings: Settings, manifest: Manifest) -> None:
    again = manifest.model_copy(update={"revision": 2, "supersedes": 1})
    message = edition_published(settings, again, "https://example.org/2022-04/index.html", ())
    assert message.subject == "更正发布：云州市月报2022年4月（修订r2）"
    assert "修订r2取代r1" in message.body
    assert "https://example.org/2022-04/index.html" in message.body


def test_what_a_county_wrote_stays_one_line(settings: Settings) -> None:
    """The name of a file would add a line, or a header, to a message of the bureau's."""
    message = receipt(
        settings,
        county="990102",
        period="2022-04",
        file="西县.xlsx\nBcc: all@example.org\n\n" + "x" * 999,
        outcome="rejected",
        reason="a\r\nb",
        late=True,
        demo=False,
        attachments=(),
    )
    assert message.subject == "回执（已退回）：西县2022年4月"
    assert [line for line in message.body.splitlines() if line.startswith("Bcc")] == []
    assert max(map(len, message.body.splitlines())) < 320
    assert "原因：a b" in message.body


def test_a_run_that_failed_says_why(settings: Settings) -> None:
    message = run_failed(settings, "2022-04", "nothing was received")
    assert (message.subject, "nothing was received" in message.body) == ("2022年4月定时生成失败", True)


def test_english_where_the_bureau_reports_in_english(settings: Settings, manifest: Manifest) -> None:
    """A message would mix two languages."""
    english = settings.run.model_copy(update={"languages": ("en",)})
    message = draft_ready(type(settings)(**{**vars(settings), "run": english}), manifest, (), Path("city.html"))
    assert message.subject == "The draft of April 2022 is ready for review"
    assert message.body.isascii() or "…" in message.body

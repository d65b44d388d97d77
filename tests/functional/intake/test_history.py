"""What was sent, corrected and withdrawn stays on record, and the board shows what counts, now and at any moment."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from tests.functional.intake.conftest import Bureau, school

from reporting.store.store import open_store

APRIL_30 = datetime(2022, 4, 30, 1)


@pytest.fixture
def sent(bureau: Bureau) -> Bureau:
    """April of 叶县: sent, corrected a week later and after the closing day; 郏县 sent nothing that counts."""
    bureau.take(bureau.send("1.xlsx", [school(1)]), received_at=APRIL_30, recorded_at=APRIL_30)
    corrected = bureau.send("2.xlsx", [school(1, participants=350), school(2, participants=4000)])
    when = datetime(2022, 5, 7, 1)
    bureau.take(corrected, received_at=when, recorded_at=when)
    bureau.take(bureau.send("3.xlsx", county="410425"), received_at=when, recorded_at=when)
    return bureau


def status(bureau: Bureau, *arguments: str) -> dict[str, dict[str, Any]]:
    done = bureau.command("status", "--period", "2022-04", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return {row["county"]: row for row in json.loads(done.stdout)}


def test_the_board_shows_every_standing(sent: Bureau) -> None:
    """The bureau would call a county that has reported, or wait for one that has not."""
    rows = status(sent)
    ye = rows["410422"]
    assert (ye["status"], ye["partly"], ye["late"], ye["revision"]) == ("received", True, True, 2)
    assert ye["received_at"] == "2022-05-07T09:00+08:00"
    assert (rows["410425"]["status"], rows["410425"]["received_at"]) == ("rejected", "")
    assert rows["410423"]["status"] == "silent"
    across = sent.command("status").stdout
    assert "partly, late, r2" in across
    assert "rejected" in across


def test_any_earlier_moment_comes_back(sent: Bureau) -> None:
    """A report of May could not be told from one of April, nor made again."""
    then = status(sent, "--as-of", "2022-05-01")["410422"]
    assert (then["partly"], then["late"], then["revision"]) == (False, False, 1)
    assert {row["status"] for row in status(sent, "--as-of", "2022-04-01").values()} == {"silent"}


def test_what_is_withdrawn_no_longer_counts_and_the_one_before_does_again(sent: Bureau) -> None:
    """A wrong file would stay in every report, or vanish from the record."""
    with sent.view() as view:
        first, second = view.submissions().query("county == '410422'")["submission"]
    done = sent.command("withdraw", second, "--because", "报错月份")
    assert done.returncode == 0, done.stderr
    assert f"{first}, which it had superseded, counts again" in done.stdout
    assert status(sent)["410422"]["revision"] == 1
    with sent.view() as view:
        assert view.rows("ledger")["participants"].tolist() == [400]
    assert sent.command("withdraw", first, "--because", "重复").returncode == 0
    assert status(sent)["410422"]["status"] == "withdrawn"
    again = sent.command("withdraw", first, "--because", "重复")
    assert again.returncode == 2
    assert "withdrawn already" in again.stderr
    with open_store(sent.project.store, sent.settings.forms) as store:
        assert store.connection.execute("SELECT because FROM withdrawals ORDER BY recorded_at").fetchall() == [
            ("报错月份",),
            ("重复",),
        ]


def test_a_month_that_comes_late_does_not_disturb_a_later_one(sent: Bureau) -> None:
    """March, sent in May, would pass for the newest."""
    sent.take(sent.send("march.xlsx", [school(1)], period="2022-03"), received_at=datetime(2022, 5, 20))
    assert status(sent)["410422"]["revision"] == 2
    (march,) = (row for row in json.loads(sent.command("status", "--json").stdout) if row["period"] == "2022-03"
                and row["county"] == "410422")  # fmt: skip
    assert (march["late"], march["revision"]) == (True, 1)


def test_likely_twins_are_listed_for_a_person_and_not_merged(bureau: Bureau) -> None:
    """One school would be two for ever, or two would be one, and nobody would be asked."""
    uncoded = {"school_code": None}
    march = bureau.send("3.xlsx", [school(1, school_name="廉村镇中心小学", **uncoded), school(2)], period="2022-03")
    april = bureau.send(
        "4.xlsx", [school(1, school_name="廉村中心小学", **uncoded), school(2, school_code="4104229999")]
    )
    bureau.take(march, april, received_at=APRIL_30)
    board = bureau.command("status", "--period", "2022-04")
    assert "2 schools may be one under two names or codes" in board.stdout
    listed = json.loads(bureau.command("status", "--twins", "--json").stdout)
    assert sorted(row["found"] for row in listed) == ["4104229999", "廉村中心小学 / 廉村镇中心小学"]
    with bureau.view() as view:
        assert view.rows("ledger")["school_id"].nunique() == 3


def test_the_board_as_a_page_says_the_same_in_chinese(sent: Bureau) -> None:
    """Whoever has no console would not know who is missing."""
    path = sent.project.root / "boards" / "board.html"
    done = sent.command("status", "--page", path)
    assert (done.returncode, done.stdout.strip()) == (0, str(path))
    page = path.read_text(encoding="utf-8")
    words = ("报送情况", "部分接收", "逾期", "第2版", "5月7日", "已退回", "未报")
    assert [word for word in words if word not in page] == []
    assert "演示数据" not in page, "the office that is asked is called so in our params; the data is not"
    assert '<th scope="row">叶县' in page
    assert "2022年4月尚未报送或未采用：" in page.split("<table")[0], "who is waited for is said before the table"


def test_a_school_written_with_a_blank_is_the_one_written_without(bureau: Bureau) -> None:
    """A school without a code would be two, one of them gone; or its name be changed and nobody told."""
    named = {"school_code": None}
    bureau.take(bureau.send("3.xlsx", [school(1, **named, school_name="城关　小学")], period="2022-03"))
    bureau.take(bureau.send("4.xlsx", [school(1, **named, school_name="城关小学")]))
    with bureau.view() as view:
        rows = view.rows("ledger")
        assert rows["school_name"].tolist() == ["城关小学", "城关小学"]
        assert rows["school_id"].nunique() == 1
        told = view.findings().query("check_id == 'name_tidied'")
    assert told["found"].tolist() == ["城关　小学"]

"""Files in an inbox become submissions in the store, or come back with the reason; nothing is lost."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
import pandas as pd
import pytest
from tests.functional.intake.conftest import Bureau, new_bureau, school

from reporting.definitions.periods import Period
from reporting.errors import StoreError, UsageError
from reporting.execution.fingerprint import file_digest
from reporting.intake.archive import archived
from reporting.intake.board import board
from reporting.intake.examination import Unchecked, read_tables
from reporting.intake.ingest import ingest
from reporting.intake.settling import held_files
from reporting.intake.trace import trace
from reporting.store.store import open_store, utc_now
from reporting.store.view import View
from reporting.workbooks.workbook import Workbook

CSV = """叶县2022年4月学校台账
学校名称,学校标识码,在校学生数,是否开展课后服务
第1小学,4104220001,５００,是
滍阳小学,4104220002,300,否
"""


def test_a_workbook_is_stored_value_by_value(bureau: Bureau) -> None:
    path = bureau.send(
        "随便.xlsx", [school(1), school(2, participants=None)], {"rsch_sessions": "70余", "fund_mech": True}
    )
    (one,) = bureau.take(received_at=datetime(2022, 5, 1, 8))
    assert (one.county, one.period, one.form, one.revision) == ("410422", "2022-04", "county_monthly", 1)
    assert (one.outcome, one.known, one.late, one.failed) == ("accepted", False, False, False)
    with bureau.view() as view:
        rows = view.rows("ledger").set_index("school_id")
        assert list(rows.index) == ["4104220001", "4104220002"]
        assert rows["participants"].tolist()[0] == 400
        assert pd.isna(rows["participants"].tolist()[1])
        assert rows["participants_state"].tolist() == ["reported", "not_submitted"]
        assert rows["offers"].tolist() == [True, True]
        figures = view.figures("figures").set_index("item")
        sessions = figures.loc["rsch_sessions"]
        assert [sessions["value"], sessions["qualifier"], sessions["typed"]] == [70, "余", "70余"]
        assert figures.loc["fund_mech", "value"] == 1
        assert view.typed("ledger", one.submission or "")["enrolled"].tolist() == ["500", "500"]
    sha256 = file_digest(path)
    kept = archived(bureau.project.archive, sha256)
    assert kept is not None
    assert kept.read_bytes() == path.read_bytes()


def test_the_same_file_again_changes_nothing_and_says_so(bureau: Bureau) -> None:
    path = bureau.send("a.xlsx", [school(1)])
    (first,) = bureau.take()
    (again,) = bureau.take()
    renamed = path.rename(path.with_name("b.xlsx"))
    (other_name,) = bureau.take(renamed)
    assert (again.known, other_name.known) == (True, True)
    assert again.submission == other_name.submission == first.submission
    assert (again.outcome, again.revision, again.failed) == ("accepted", 1, False)
    with bureau.view() as view:
        assert len(view.submissions()) == 1


def test_a_corrected_workbook_is_a_new_revision_and_the_old_one_stays(bureau: Bureau) -> None:
    bureau.take(bureau.send("a.xlsx", [school(1)]), received_at=datetime(2022, 5, 1))
    before = utc_now()
    (corrected,) = bureau.take(bureau.send("b.xlsx", [school(1, participants=350)]), received_at=datetime(2022, 5, 2))
    assert corrected.revision == 2
    with bureau.view() as view:
        assert view.rows("ledger")["participants"].tolist() == [350]
        assert view.submissions()["status"].tolist() == ["superseded", "accepted"]
    with open_store(bureau.project.store, bureau.settings.forms) as store:
        assert View(store, before).rows("ledger")["participants"].tolist() == [400]


def test_an_error_takes_out_the_cells_it_is_about_and_the_school_keeps_the_rest(bureau: Bureau) -> None:
    """One wrong pair would cost a school all its forty cells, and the county its completeness."""
    bureau.send("a.xlsx", [school(1), school(2, participants=4000), school(3)])
    (one,) = bureau.take()
    assert (one.outcome, one.failed) == ("partly", True)
    with bureau.view() as view:
        rows = view.rows("ledger").set_index("school_name")
        assert list(rows.index) == ["第1小学", "第2小学", "第3小学"]
        doubted = rows.loc["第2小学"]
        assert [pd.isna(doubted[name]) for name in ("participants", "enrolled", "applied", "stage")] == [
            True, True, False, False,
        ]  # fmt: skip
        assert [doubted["participants_state"], doubted["enrolled_state"]] == ["unreliable", "unreliable"]
        assert view.typed("ledger", one.submission or "")["participants"].tolist() == ["400", "4000", "400"]
        errors = view.findings().query("severity == 'error'")
        assert errors[["check_id", "sheet", "field", "found"]].to_numpy().tolist() == [
            ["participants_above_enrolled", "学校台账", "participants", "4000"]
        ]


def test_a_row_of_which_nobody_can_tell_whose_it_is_is_kept_out(bureau: Bureau) -> None:
    """A school counted twice would be two schools in every rate."""
    bureau.send("a.xlsx", [school(1), school(2), school(2, school_name="另一所")])
    bureau.take()
    with bureau.view() as view:
        assert view.rows("ledger")["school_name"].tolist() == ["第1小学", "第2小学"]
        (error,) = view.findings().query("check_id == 'duplicate_school'")["message"]
        assert "4104220002" in error


def test_a_figure_with_an_error_loses_its_value_and_keeps_what_was_typed(bureau: Bureau) -> None:
    bureau.send("a.xlsx", [school(1)], {"complaints": 3, "complaints_closed": 4})
    bureau.take()
    with bureau.view() as view:
        closed = view.figures("figures").set_index("item").loc["complaints_closed"]
        assert (closed["state"], closed["typed"]) == ("unreliable", "4")
        assert pd.isna(closed["value"])


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "a.csv"), ("utf-8-sig", "a.xls"), ("utf-16", "台账.txt")])
def test_text_is_a_ledger_too(bureau: Bureau, encoding: str, name: str) -> None:
    bureau.put(name, CSV.encode(encoding))
    (one,) = bureau.take()
    assert (one.county, one.outcome) == ("410422", "accepted")
    with bureau.view() as view:
        rows = view.rows("ledger")
        assert rows["school_name"].tolist() == ["第1小学", "滍阳小学"]
        assert rows["enrolled"].tolist() == [500, 300]


def test_tables_of_one_form_in_two_files_stand_beside_each_other(bureau: Bureau) -> None:
    bureau.put("a.csv", CSV.encode())
    bureau.put("b.csv", "叶县2022年4月县级统计\n指标,数值\n专题会议次数,3\n推门听课节次,4\n".encode())
    assert [one.revision for one in bureau.take()] == [1, 1]
    with bureau.view() as view:
        assert len(view.rows("ledger")) == 2
        assert view.figures("figures")["value"].tolist() == [3, 4]


def test_a_bad_file_is_rejected_and_the_rest_goes_on(bureau: Bureau) -> None:
    bureau.put("0.xlsx", b"PK\x03\x04 cut off")
    bureau.put("1.xlsx", b"")
    bureau.put("2.pdf", b"%PDF-1.4")
    bureau.send("3.xlsx", [school(1)])
    bureau.put("~$3.xlsx", b"lock")
    done = {one.file: one for one in bureau.take()}
    assert {name: one.outcome for name, one in done.items()} == {
        "0.xlsx": "rejected", "1.xlsx": "rejected", "2.pdf": "rejected", "3.xlsx": "accepted",
    }  # fmt: skip
    assert "文件是空的" in done["1.xlsx"].reason
    with bureau.view() as view:
        assert (view.submissions()["status"] == "rejected").sum() == 3
        assert (view.findings()["check_id"] == "unreadable").sum() == 3
    assert archived(bureau.project.archive, file_digest(bureau.project.inbox / "2.pdf"))


def test_a_table_that_memory_cannot_hold_is_refused_in_words(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million rows in a file of 40 MB would take eight gigabytes, and all the other files with them."""
    monkeypatch.setattr("reporting.intake.cleaning.tables.rows._MOST_ROWS", 1)
    bureau.put("0.csv", CSV.encode())
    bureau.send("1.xlsx", [school(1, county="410425")], county="410425")
    done = {one.file: one for one in bureau.take()}
    assert (done["0.csv"].outcome, done["1.xlsx"].outcome) == ("rejected", "accepted")
    assert "超过20万行" in done["0.csv"].reason


def test_a_fault_of_ours_in_one_file_does_not_stop_the_others(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(workbook: Workbook, file: str, *more: object) -> tuple[Unchecked, ...]:
        if file == "0.xlsx":
            raise IndexError("list index out of range")
        return read_tables(workbook, file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("reporting.intake.reading.read_tables", failing)
    bureau.send("0.xlsx", [school(1)])
    bureau.send("1.xlsx", [school(1, county="410425")], county="410425")
    done = {one.file: one for one in bureau.take()}
    assert (done["0.xlsx"].outcome, done["1.xlsx"].outcome) == ("rejected", "accepted")
    assert "IndexError" in done["0.xlsx"].reason


@pytest.mark.parametrize("where", ["reading.read_tables", "ingest.conclude"])
def test_a_stop_is_no_fault_of_the_file(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A workbook that was read while somebody stopped the machine would be rejected, and its county asked for another.

    DuckDB tells of Ctrl-C and SIGTERM in words of its own.
    """
    bureau.send("a.xlsx", [school(1)])

    def stopped(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("Query interrupted")

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(f"reporting.intake.{where}", stopped)
        bureau.take()
    (taken,) = bureau.take()
    assert (taken.outcome, taken.known, taken.revision) == ("accepted", False, 1)


def test_a_file_of_nobody_is_rejected_until_somebody_says_whose_it_is(bureau: Bureau) -> None:
    bureau.take(bureau.send("other.xlsx", [school(1, county="410425")], county="410425"))
    nameless = bureau.put("a.csv", CSV.split("\n", 1)[1].encode())
    (unknown,) = bureau.take(nameless)
    assert (unknown.outcome, unknown.county) == ("rejected", None)
    (still,) = bureau.take(nameless)
    assert still.known
    (declared,) = bureau.take(nameless, county="410422", period=Period("2022-04"))
    assert (declared.known, declared.outcome, declared.county) == (False, "accepted", "410422")
    (again,) = bureau.take(nameless)
    assert (again.known, again.county) == (True, "410422")


def test_a_known_file_that_was_rejected_is_told_again(bureau: Bureau) -> None:
    """Whoever sends a rejected file again would believe that it is accepted now."""
    bureau.take(bureau.send("good.xlsx", [school(1)]))
    blank = bureau.send("blank.xlsx", county="410425")
    first, again = bureau.command("ingest", blank), bureau.command("ingest", blank)
    assert (first.returncode, again.returncode) == (1, 1)
    (reason,) = (line for line in first.stdout.splitlines() if line.startswith("blank.xlsx: "))
    assert reason in again.stdout.splitlines()
    assert bureau.command("ingest", bureau.project.inbox / "good.xlsx").returncode == 0


@pytest.mark.parametrize(
    ("name", "given", "placed"),
    [
        ("叶县2022年5月报表.xlsx", {}, ("410422", "2022-05")),
        ("报表.xlsx", {"county": "410422", "period": Period("2022-05")}, ("410422", "2022-05")),
        ("郏县2022年4月.xlsx", {"county": "410422", "period": Period("2022-05")}, ("410422", "2022-05")),
        ("叶县_报表.xlsx", {"period": Period("2022-05")}, ("410422", "2022-05")),
        ("叶县.xlsx", {}, (None, None)),
        ("叶县郏县2022年5月.xlsx", {}, (None, None)),
    ],
)
def test_whose_an_unreadable_file_is_the_operator_or_its_name_tells(
    bureau: Bureau, tmp_path: Path, name: str, given: dict[str, Any], placed: tuple[str | None, str | None]
) -> None:
    """The board would call a county silent that has sent something, and nobody would tell it."""
    bureau.take(bureau.send("good.xlsx", [school(1, county="410425")], county="410425"))
    (one,) = bureau.take(bureau.put(name, b"PK\x03\x04 cut off"), receipts=tmp_path / "receipts", **given)
    assert (one.outcome, one.county, one.period) == ("rejected", *placed)
    with bureau.view() as view:
        standing = board(view, bureau.settings, "2022-05").set_index("county")["status"]
    assert standing["410422"] == ("rejected" if placed[0] else "silent")
    page = next(path for path in one.receipts if path.suffix == ".html").read_text(encoding="utf-8")
    assert ("<dd>叶县</dd>" in page) == bool(placed[0])


def test_the_same_empty_file_of_two_counties_is_of_both(bureau: Bureau) -> None:
    """The second would be told that the first one's is known, and stand as silent."""
    bureau.take(bureau.send("good.xlsx", [school(1)]))
    empty = [bureau.put(f"{county}2022年5月.xlsx", b"") for county in ("叶县", "郏县")]
    sent = {(one.county, one.known) for one in bureau.take(*empty)}
    assert sent == {("410422", False), ("410425", False)}
    assert {(one.county, one.known) for one in bureau.take(*empty)} == {("410422", True), ("410425", True)}


def test_rejected_workbooks_do_not_hide_good_ones(bureau: Bureau) -> None:
    bureau.take(bureau.send("a.xlsx", [school(1)]))
    (blank,) = bureau.take(bureau.send("b.xlsx"))
    assert blank.outcome == "rejected"
    with bureau.view() as view:
        assert len(view.rows("ledger")) == 1


def test_demonstration_never_mixes_with_real_data(bureau: Bureau) -> None:
    bureau.take(bureau.send("a.xlsx", [school(1)]))
    with pytest.raises(StoreError, match="demonstration"):
        bureau.take(bureau.send("b.xlsx", [school(1, county="410425")], county="410425", demo=True))
    with bureau.view() as view:
        assert view.submissions()["demo"].tolist() == [False]


def test_a_file_that_cannot_say_takes_the_kind_of_the_others(bureau: Bureau) -> None:
    bureau.put("0.xlsx", b"")
    (alone,) = bureau.take()
    assert (alone.outcome, alone.submission) == ("rejected", None)
    bureau.send("1.xlsx", [school(1)], demo=True)
    assert [one.outcome for one in bureau.take()] == ["rejected", "accepted"]
    with bureau.view() as view:
        assert view.submissions()["demo"].tolist() == [True, True]


def test_late_is_told_by_when_the_file_came(bureau: Bureau) -> None:
    early = bureau.send("a.xlsx", [school(1)])
    late = bureau.send("b.xlsx", [school(1, county="410425")], county="410425")
    os.utime(early, (datetime(2022, 5, 4).timestamp(),) * 2)
    os.utime(late, (datetime(2022, 5, 20).timestamp(),) * 2)
    assert [(one.file, one.late) for one in bureau.take()] == [("a.xlsx", False), ("b.xlsx", True)]


def test_a_school_keeps_its_identity_and_its_past_is_asked(bureau: Bureau) -> None:
    march = bureau.send("3.xlsx", [school(1), school(2)], {"oc_base": 100}, period="2022-03")
    april = bureau.send("4.xlsx", [school(1, school_name="第1小学(新)", enrolled=900)], {"oc_base": 90})
    first, second = bureau.take(march, april, received_at=datetime(2022, 5, 1))
    assert (first.counts["warning"], second.outcome) == (0, "accepted")
    with bureau.view() as view:
        assert set(view.rows("ledger")["school_id"]) == {"4104220001", "4104220002"}
        found = set(view.findings(periods=["2022-04"])["check_id"])
    assert found == {"school_gone", "enrolment_jump", "institutions_baseline"}


def test_receipts_come_back_for_every_new_file(bureau: Bureau, tmp_path: Path) -> None:
    bureau.send("a.xlsx", [school(1), school(2, participants=4000)])
    bureau.put("b.xlsx", b"nothing")
    done = {one.file: one for one in bureau.take(receipts=tmp_path / "receipts")}
    marked, page = done["a.xlsx"].receipts
    book = openpyxl.load_workbook(marked)
    assert book.sheetnames[:3] == ["回执", "填报说明", "学校台账"]
    commented = [cell for row in book["学校台账"].iter_rows() for cell in row if cell.comment]
    assert "4000" in {str(cell.value) for cell in commented}
    assert "错误1项" in page.read_text(encoding="utf-8")
    assert all(path.is_file() for path in done["b.xlsx"].receipts)
    assert bureau.take(receipts=tmp_path / "receipts")[0].receipts == ()


def test_a_receipt_that_was_lost_is_written_again_and_is_the_same(bureau: Bureau, tmp_path: Path) -> None:
    """A county whose file came in just before the machine stopped would never hear of it."""
    bureau.send("a.xlsx", [school(1), school(2, participants=4000)], {"gov_meetings": 3})
    written = {path.name: path.read_bytes() for path in bureau.take(receipts=tmp_path / "once")[0].receipts}
    (again,) = bureau.take(receipts=tmp_path / "again")
    assert again.known
    assert {path.name: path.read_bytes() for path in again.receipts} == written


def test_a_workbook_without_findings_is_not_sent_back(bureau: Bureau, tmp_path: Path) -> None:
    bureau.put("a.csv", CSV.encode())
    bureau.take(received_at=datetime(2022, 5, 1))
    (clean,) = bureau.take(bureau.put("b.csv", f"{CSV}第3小学,4104220003,200,是\n".encode()), receipts=tmp_path / "r")
    if not any(clean.counts.values()):
        assert [path.suffix for path in clean.receipts] == [".html"]


def test_a_marked_workbook_can_be_corrected_and_sent_back(bureau: Bureau, tmp_path: Path) -> None:
    bureau.send("a.xlsx", [school(1), school(2, participants=4000)])
    (first,) = bureau.take(receipts=tmp_path / "receipts")
    book = openpyxl.load_workbook(first.receipts[0])
    for row in book["学校台账"].iter_rows():
        for cell in row:
            if cell.value == 4000:
                cell.value = 399
    corrected = tmp_path / "corrected.xlsx"
    book.save(corrected)
    (second,) = bureau.take(corrected)
    assert (second.county, second.revision, second.outcome) == ("410422", 2, "accepted")
    with bureau.view() as view:
        assert view.rows("ledger")["participants"].tolist() == [400, 399]


def test_hostile_names_and_texts_are_only_data(bureau: Bureau, tmp_path: Path) -> None:
    bureau.send(
        "=cmd|' C calc'!A0 {x} %s.xlsx",
        [school(1, school_name="<script>alert(1)</script>{found}"), school(2, school_name="=1+1", participants=4000)],
    )
    (one,) = bureau.take(receipts=tmp_path / "receipts")
    with bureau.view() as view:
        assert view.rows("ledger")["school_name"].tolist() == ["<script>alert(1)</script>{found}", "=1+1"]
    workbook, page = one.receipts
    assert "<script>" not in page.read_text(encoding="utf-8")
    front = openpyxl.load_workbook(workbook)["回执"]
    assert all(cell.data_type != "f" for row in front.iter_rows() for cell in row)


def test_a_path_that_is_not_there_is_wrong_use(bureau: Bureau) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        bureau.take(Path("nowhere"))


def test_trace_names_every_cell(bureau: Bureau) -> None:
    path = bureau.send("a.xlsx", [school(1), school(2, participants="约３９０")], {"rsch_sessions": "70余"})
    bureau.take()
    with bureau.view() as view:
        found = trace(
            view, bureau.settings.forms, "410422", "2022-04",
            [("ledger", "participants"), ("figures", "rsch_sessions"), ("ledger", "nothing")],
        )  # fmt: skip
    sheet = openpyxl.load_workbook(path)["学校台账"]
    assert [str(sheet[cell].value) for cell in found["cell"][:2]] == ["400", "约３９０"]
    assert found["typed"].tolist() == ["400", "约３９０", "70余"]
    assert found["read"].tolist() == ["400", "390约", "70余"]
    assert found["entity"].tolist() == ["第1小学", "第2小学", ""]
    assert set(found["sha256"]) == {file_digest(path)}
    assert found["basis"].tolist() == ["", "", "cumulative"]


def test_a_month_of_records_comes_back_as_it_was_known(bureau: Bureau) -> None:
    moment = utc_now() - timedelta(days=3)
    bureau.take(bureau.send("a.xlsx", [school(1)]), recorded_at=moment)
    with bureau.view() as view:
        assert view.submissions()["recorded_at"].tolist() == [pd.Timestamp(moment)]


def test_what_is_stored_does_not_depend_on_the_processes(bureau: Bureau, tmp_path: Path) -> None:
    """A machine with more cores would number revisions otherwise, or know less of the month before."""
    for month in (2, 3, 4):
        for number in range(2):
            schools = [school(1), school(2, enrolled=700 + 100 * month), school(3, participants=600 * number)]
            bureau.send(f"{month}-{number}.xlsx", schools, period=f"2022-0{month}")
    found = []
    for jobs in (0, 2):
        project = new_bureau(tmp_path / str(jobs)).project
        done = ingest(project, bureau.settings, [bureau.project.inbox], receipts=tmp_path / f"r{jobs}", jobs=jobs,
                      received_at=datetime(2022, 5, 1), recorded_at=datetime(2022, 5, 2))  # fmt: skip
        with open_store(project.store, bureau.settings.forms) as store:
            view = View(store)
            frames = [view.rows("ledger"), view.findings(), view.submissions()]
        receipts = [(path.name, path.read_bytes()) for one in done for path in one.receipts]
        found.append(([frame.to_csv() for frame in frames], receipts))
    assert found[0] == found[1]


def test_a_file_that_contradicts_itself_is_held_and_settled_by_a_person(bureau: Bureau, tmp_path: Path) -> None:
    """A county would have to send again what the bureau knows to be its own."""
    bureau.take(bureau.send("other.xlsx", [school(1, county="410425")], county="410425"))
    path = bureau.put("郏县.csv", ("填报单位:叶县\n" + CSV.replace("叶县", "郏县", 1)).encode())
    (one,) = bureau.take(path, receipts=tmp_path / "r")
    assert (one.outcome, one.failed) == ("held", True)
    assert "暂存待核" in one.receipts[-1].read_text("utf-8")
    assert one.submission is not None
    with bureau.view() as view:
        assert len(view.rows("ledger", counties=["410422"])) == 0
        (waiting,) = held_files(view)
    assert waiting["submission"] == one.submission
    told = bureau.command("settle", one.submission, "--as", "410422:2022-04", "--because", "已电话核实")
    assert told.returncode == 0, told.stderr
    with bureau.view() as view:
        assert len(view.rows("ledger", counties=["410422"])) == 2
        assert held_files(view) == []
        reasons = view.store.connection.execute("SELECT because FROM withdrawals").fetchall()
    assert reasons == [("已电话核实",)]
    assert bureau.command("settle", one.submission, "--as", "410422:2022-04", "--because", "x").returncode == 2


def two_ledgers() -> bytes:
    """A workbook of two visible sheets of one table, which hold the same schools."""
    book, content = openpyxl.Workbook(write_only=True), BytesIO()
    for name, pupils in (("台账", 100), ("台账2", 90)):
        sheet = book.create_sheet(name)
        for row in ("学校名称", "学校标识码", "在校学生数"), ("甲小学", "4104220001", pupils):
            sheet.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("empty", [True, False])
def test_of_two_sheets_a_person_says_which_counts(bureau: Bureau, *, empty: bool) -> None:
    """The county would have to send again what the bureau can settle by telephone, or half of each be stored.

    Of the first file that a bureau ever gets, the question would be lost.
    """
    if not empty:
        bureau.take(bureau.send("other.xlsx", [school(1, county="410425")], county="410425"))
    (one,) = bureau.take(bureau.put("叶县2022年4月.xlsx", two_ledgers()))
    assert one.outcome == "held" and one.submission
    told = bureau.command(
        "settle", one.submission, "--as", "410422:2022-04", "--sheet", "台账2", "--because", "已电话核实"
    )
    assert told.returncode == 0, told.stderr + told.stdout
    with bureau.view() as view:
        assert view.rows("ledger", counties=["410422"])["enrolled"].tolist() == [90]
        assert held_files(view) == []
    (known,) = bureau.take(bureau.project.inbox / "叶县2022年4月.xlsx")
    assert (known.known, known.outcome) == (True, "accepted")

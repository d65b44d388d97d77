"""The store: submissions are kept for ever, and what counts is decided when it is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from reporting.errors import StoreError, UsageError
from reporting.settings import Project, Settings, load_settings
from reporting.store.store import Store, open_store
from reporting.store.submissions import Submission
from reporting.store.view import View

Send = Callable[..., Submission]
When = Callable[[float], datetime]

FIRST = {"school_id": "1", "school_name": "甲小学", "enrolled": 100.0}
SECOND = {"school_id": "2", "school_name": "乙小学", "enrolled": 200.0}


def statuses(store: Store, moment: datetime | None = None) -> dict[str, str]:
    frame = View(store, moment).submissions()
    return dict(zip(frame["submission"], frame["status"], strict=True))


def test_a_new_store_appears_whole_or_not_at_all(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, own_store: None
) -> None:
    """Half a file of a first ingest that was killed would be told as a damaged store ever after."""
    path = tmp_path / "data" / "store.duckdb"
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Store, "prepare", _interrupted)
        with open_store(path, settings.forms, writing=True):
            pass
    assert list(path.parent.iterdir()) == []
    with open_store(path, settings.forms, writing=True) as store:
        assert store.demo is None
    assert [one.name for one in path.parent.iterdir()] == ["store.duckdb"]


def _interrupted(store: Store) -> None:
    raise KeyboardInterrupt


def test_the_same_file_again_changes_nothing(store: Store, send: Send, when: When) -> None:
    """A second ingest of the inbox would double every number."""
    first = store.add(send(schools=[FIRST]), when(1))
    again = store.add(send(schools=[FIRST]), when(2))
    assert (again.submission, again.revision, again.known) == (first.submission, first.revision, True)
    assert len(View(store).rows("ledger")) == 1
    assert len(View(store).submissions()) == 1


def test_a_corrected_workbook_is_a_new_revision(store: Store, send: Send, when: When) -> None:
    """The corrected number would not take the place of the wrong one, or the old one would be lost."""
    old = store.add(send(file="a.xlsx", schools=[FIRST, SECOND]), when(1))
    new = store.add(send(file="b.xlsx", schools=[FIRST]), when(2))
    assert (old.revision, new.revision) == (1, 2)
    assert View(store).rows("ledger")["school_id"].tolist() == ["1"]
    assert View(store, when(1)).rows("ledger")["school_id"].tolist() == ["1", "2"]
    assert statuses(store) == {old.submission: "superseded", new.submission: "accepted"}


def test_files_with_different_tables_of_a_form_stand_beside_each_other(store: Store, send: Send, when: When) -> None:
    """A county that sends ledger and figures as two .csv would lose the first with the second."""
    ledger = store.add(send(file="ledger.csv", schools=[FIRST]), when(1))
    figures = store.add(send(file="figures.csv", figures={"cases": 2.0}), when(2))
    assert (ledger.revision, figures.revision) == (1, 1)
    assert set(statuses(store).values()) == {"accepted"}
    whole = store.add(send(file="whole.xlsx", schools=[FIRST, SECOND], figures={"cases": 3.0}), when(3))
    assert whole.revision == 2
    assert statuses(store) == {
        ledger.submission: "superseded",
        figures.submission: "superseded",
        whole.submission: "accepted",
    }
    only_ledger = store.add(send(file="ledger2.csv", schools=[SECOND]), when(4))
    assert only_ledger.revision == 3
    view = View(store)
    assert view.rows("ledger")["school_id"].tolist() == ["2"]
    assert view.figures("figures")["value"].tolist() == [3.0], "the figures of the whole workbook still count"
    assert statuses(store)[whole.submission] == "accepted"


def test_the_same_table_of_two_counties_or_periods_is_no_revision(store: Store, send: Send, when: When) -> None:
    """One county's workbook would supersede another's."""
    kept = [
        store.add(send("990101", "2022-04", file="1", schools=[FIRST]), when(1)),
        store.add(send("990102", "2022-04", file="2", schools=[SECOND]), when(2)),
        store.add(send("990101", "2022-03", file="3", schools=[FIRST]), when(3)),
    ]
    assert [one.revision for one in kept] == [1, 1, 1]
    assert len({one.submission for one in kept}) == 3
    assert len(View(store).rows("ledger")) == 3
    assert View(store).rows("ledger", counties=["990101"], periods=["2022-03"])["period"].tolist() == ["2022-03"]


def test_a_rejected_workbook_is_kept_and_counts_for_nothing(store: Store, send: Send, when: When) -> None:
    """A rejected correction would take the place of the good workbook before it."""
    good = store.add(send(file="good", schools=[FIRST]), when(1))
    finding = {"severity": "error", "check_id": "within", "message": "参加数大于学生数"}
    bad = store.add(send(file="bad", schools=[SECOND], outcome="rejected", findings=[finding]), when(2))
    assert statuses(store) == {good.submission: "accepted", bad.submission: "rejected"}
    assert View(store).rows("ledger")["school_id"].tolist() == ["1"]
    assert View(store).findings()[["submission", "status"]].to_numpy().tolist() == [[bad.submission, "rejected"]]


def test_what_is_withdrawn_uncovers_what_it_had_superseded(store: Store, send: Send, when: When) -> None:
    """A workbook sent by mistake could not be taken back, or would leave a hole."""
    old = store.add(send(file="a", schools=[FIRST]), when(1))
    new = store.add(send(file="b", schools=[SECOND]), when(2))
    store.withdraw(new.submission, "报错了县", when(3))
    assert View(store).rows("ledger")["school_id"].tolist() == ["1"]
    assert View(store, when(2)).rows("ledger")["school_id"].tolist() == ["2"]
    assert statuses(store) == {old.submission: "accepted", new.submission: "withdrawn"}


def test_tables_that_were_made_for_these_forms_are_not_looked_for_again(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each opening would read the catalogue whole; or forms that grew would find no column to write into."""
    path = tmp_path / "store.duckdb"
    smaller = settings.forms.model_copy(update={"forms": settings.forms.forms[1:]})
    with open_store(path, settings.forms, writing=True) as store:
        whole = set(store.columns())
    other = tmp_path / "other.duckdb"
    with open_store(other, smaller, writing=True) as store:
        assert set(store.columns()) < whole
    with open_store(other, settings.forms, writing=True) as store:
        assert set(store.columns()) == whole
    monkeypatch.setattr(Store, "columns", _interrupted)
    with open_store(other, settings.forms, writing=True) as store:
        assert store.demo is None


def test_only_what_is_there_is_withdrawn_and_only_once(store: Store, send: Send, when: When) -> None:
    """A slip in the id would be answered with success."""
    kept = store.add(send(schools=[FIRST]), when(1))
    store.withdraw(kept.submission, "因故", when(2))
    with pytest.raises(UsageError, match="withdrawn already"):
        store.withdraw(kept.submission, "因故", when(3))
    with pytest.raises(UsageError, match="no submission 'nobody'"):
        store.withdraw("nobody", "因故", when(3))


def test_a_file_that_nobody_could_place_is_kept_and_may_be_placed_later(store: Store, send: Send, when: When) -> None:
    """`ingest --county` for a file without a name would be told that the file is known."""
    lost = store.add(send(None, None, form=None, outcome="rejected"), when(1))
    assert store.add(send(None, None, form=None, outcome="rejected"), when(2)).known
    placed = store.add(send("990101", schools=[FIRST]), when(3))
    assert (lost.submission, placed.known) == ("unknown-unknown-unknown-1", False)
    assert View(store).rows("ledger")["county"].tolist() == ["990101"]


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_and_real_data_are_never_mixed(store: Store, send: Send, when: When, demo: bool) -> None:
    """Invented schools would be counted in a real report, or real ones published as a demonstration."""
    store.add(send(file="a", schools=[FIRST], demo=demo), when(1))
    assert store.demo is demo
    mine = "demonstration" if demo else "real"
    with pytest.raises(StoreError, match=f"the store holds {mine} data"):
        store.add(send("990102", file="b", schools=[SECOND], demo=not demo), when(2))
    assert len(View(store).submissions()) == 1


def test_half_a_submission_is_never_kept(store: Store, send: Send, when: When) -> None:
    """A full disk or a bad frame would leave a submission without its rows, which counts all the same."""
    broken = send(schools=[FIRST])
    broken.rows["ledger"]["no_such_field"] = 1
    with pytest.raises(duckdb.Error):
        store.add(broken, when(1))
    assert View(store).submissions().empty
    assert store.demo is None
    assert not store.add(send(schools=[FIRST]), when(2)).known


def test_there_is_no_store_to_read_yet(path: Path, settings: Settings) -> None:
    """Reading would make an empty store in a wrong folder."""
    with pytest.raises(StoreError, match="no store yet"), open_store(path, settings.forms):
        pass
    assert not path.parent.exists()


@pytest.mark.parametrize("content", [b"no store\n" * 1000, b"", b"DUCK"])
def test_a_damaged_file_is_told(path: Path, settings: Settings, content: bytes) -> None:
    """A damaged file would end in a traceback of the database."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError), open_store(path, settings.forms):
        pass


def test_a_truncated_store_is_told(path: Path, settings: Settings, send: Send, when: When) -> None:
    """A copy broken off half way would end in a traceback, now or at the first read."""
    with open_store(path, settings.forms, writing=True) as store:
        store.add(send(schools=[FIRST] * 500), when(1))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreError), open_store(path, settings.forms) as store:
        View(store).rows("ledger")


@pytest.mark.parametrize("writing", [True, False])
def test_a_newer_store_is_refused_and_left_as_it_is(path: Path, settings: Settings, writing: bool) -> None:
    """An old program would add its columns to the store of a newer one."""
    with open_store(path, settings.forms, writing=True) as store:
        store.connection.execute("UPDATE meta SET value = '2' WHERE key = 'format'")
        store.connection.execute("DROP TABLE problems")
    with pytest.raises(StoreError, match="format 2"), open_store(path, settings.forms, writing=writing):
        pass
    with duckdb.connect(str(path)) as connection:
        assert not connection.execute("FROM duckdb_tables() WHERE table_name = 'problems'").fetchall()


@pytest.mark.parametrize("writing", [True, False])
def test_somebody_else_s_database_is_refused(path: Path, settings: Settings, writing: bool) -> None:
    """Our tables would be put into another program's database."""
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE theirs (x INTEGER)")
    with pytest.raises(StoreError, match="no store of ours"), open_store(path, settings.forms, writing=writing):
        pass
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (1,)


HOLDER = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_store_in_use_is_told(path: Path, settings: Settings, send: Send) -> None:
    """Two runs at once would end in a traceback of the database."""
    with open_store(path, settings.forms, writing=True):
        pass
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another process is using the store"), open_store(path, settings.forms):
            pass
        holder.communicate()


def test_a_store_that_this_process_has_open_is_told(path: Path, settings: Settings) -> None:
    """A notebook that reads while the same process writes would see the database's own message."""
    with (
        open_store(path, settings.forms, writing=True),
        pytest.raises(StoreError, match="open already"),
        open_store(path, settings.forms),
    ):
        pass


def test_a_field_or_table_that_the_forms_got_since_is_empty_until_somebody_sends_it(
    path: Path, make_project: Callable[..., Project], send: Send, when: When
) -> None:
    """A new field in forms.yaml would break every run until the next workbook comes in."""
    before = load_settings(make_project(name="before"))
    grown = load_settings(
        make_project(
            replace={
                "forms.yaml": (
                    "      - layout: items\n        name: figures\n",
                    "          - {name: menu, heading: 菜单, kind: boolean}\n"
                    "      - {layout: rows, name: visits, sheets: [x], fields: [{name: d, heading: 日, kind: date}]}\n"
                    "      - layout: items\n        name: figures\n",
                )
            },
            name="grown",
        )
    )
    with open_store(path, before.forms, writing=True) as store:
        store.add(send(schools=[FIRST]), when(1))
    with open_store(path, grown.forms) as store:
        assert View(store).rows("ledger")["menu"].isna().tolist() == [True]
        assert View(store).rows("visits").empty
    with open_store(path, grown.forms, writing=True) as store:
        sent = send(file="b", schools=[SECOND])
        store.add(
            Submission(**{**vars(sent), "rows": {"ledger": sent.rows["ledger"].assign(menu=True)}}),
            when(2),
        )
        assert View(store).rows("ledger")["menu"].tolist() == [True]
        assert View(store, when(1)).rows("ledger")["school_id"].tolist() == ["1"], "what was there is still there"
    with open_store(path, before.forms) as store:
        assert "menu" not in View(store).rows("ledger"), "a field that left the form is read no more, but kept"


def test_an_item_table_is_not_read_as_rows(store: Store) -> None:
    """A caller would get the store's own columns as if they were fields."""
    with pytest.raises(TypeError, match="use figures"):
        View(store).rows("figures")

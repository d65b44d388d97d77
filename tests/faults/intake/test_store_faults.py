"""What goes wrong with store, archive and disk is said truly, mended where it can be, and never made worse."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import duckdb
import pytest

from reporting.errors import StoreError, WorkError
from reporting.intake.ingest import ingest
from reporting.operations.backup import back_up, restore
from reporting.operations.desk.doctor import project as probes
from reporting.settings import Project, Settings, load_settings
from reporting.store.faults import fault
from reporting.store.store import open_store
from reporting.store.view import View

ROOT = Path(__file__).parents[3]
CSV = "叶县2022年4月学校台账\n学校名称,学校标识码,在校学生数,是否开展课后服务\n第1小学,4104220001,500,是\n"


@pytest.fixture
def taken(tmp_path: Path) -> tuple[Project, Settings]:
    """A project that has taken in one file."""
    root = tmp_path / "bureau"
    shutil.copytree(ROOT / "params", root / "params")
    project = Project.at(root)
    project.inbox.mkdir(parents=True)
    (project.inbox / "a.csv").write_text(CSV, "utf-8")
    settings = load_settings(project)
    ingest(project, settings, [project.inbox])
    return project, settings


def kept(project: Project) -> Path:
    return next(path for path in project.archive.rglob("*") if path.is_file())


def test_a_damaged_store_is_said_to_be_damaged_and_not_busy(taken: tuple[Project, Settings]) -> None:
    """Somebody would wait for ever for a process that is not there ("block" has "lock" in it)."""
    project, settings = taken
    content = project.store.read_bytes()
    project.store.write_bytes(content[:4096] + b"\xff" * 8192 + content[12288:])
    with pytest.raises(StoreError, match="damaged") as error, open_store(project.store, settings.forms) as store:
        View(store).rows("ledger")
    assert "restore" in error.value.hint
    assert "move it away" not in error.value.hint


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ('IO Error: Could not set lock on file "x": Conflicting lock is held', "another process"),
        ('IO Error: Could not write file "x": No space left on device', "disk is full"),
        ('IO Error: Cannot open file "x": Read-only file system', "may not be written"),
        ("IO Error: Corrupt database file: computed checksum does not match stored checksum in block 7", "damaged"),
    ],
)
def test_each_fault_has_its_name(said: str, what: str) -> None:
    assert what in fault(duckdb.IOException(said), Path("store.duckdb")).what


def test_a_full_disk_that_fails_a_commit_is_a_full_disk() -> None:
    """DuckDB tells of it as a failed transaction, whose cause is the disk."""
    error = duckdb.TransactionException("TransactionContext Error: Failed to commit: No space left on device")
    assert "disk is full" in fault(error, Path("store.duckdb")).what


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_an_archive_that_is_not_as_received_is_noticed_and_the_right_file_heals_it(
    taken: tuple[Project, Settings], how: str
) -> None:
    """A number could no longer be traced to what the county sent, and nobody would know."""
    project, settings = taken
    assert [one.state for one in probes.archive(project)] == ["ok"]
    if how == "missing":
        kept(project).unlink()
    else:
        kept(project).write_text("另外的内容", "utf-8")
    (line,) = probes.archive(project)
    assert line.state == "fail"
    assert how in line.found
    (again,) = ingest(project, settings, [project.inbox])
    assert again.known
    assert [one.state for one in probes.archive(project)] == ["ok"]


def test_a_store_that_is_gone_while_its_archive_is_there_is_a_fault(taken: tuple[Project, Settings]) -> None:
    project, _settings = taken
    project.store.unlink()
    (line,) = probes.store(project)
    assert line.state == "fail"


def test_a_backup_comes_back_as_it_was(taken: tuple[Project, Settings], tmp_path: Path) -> None:
    """Without the seal and the true counts no public revision would be safe again; without its numbers no draft."""
    project, settings = taken
    wanted = ["data/seal.key", "data/true-counts/r1.csv", "outputs/.work/2022-04/submissions.csv"]
    again_made = ["outputs/.work/pages/body", "outputs/.work/2022-04/logs/a.ipynb", "outputs/.work/run.lock"]
    for name in (*wanted, *again_made):
        (project.root / name).parent.mkdir(parents=True, exist_ok=True)
        (project.root / name).write_text("x", "utf-8")
    (project.root / "outputs" / "link").symlink_to("../data/seal.key")
    (project.root / "outputs" / "twin").hardlink_to(project.root / "data" / "true-counts" / "r1.csv")
    back_up(project, settings.forms, tmp_path / "b.tar.gz")
    restored = tmp_path / "elsewhere"
    restore(tmp_path / "b.tar.gz", restored)
    again = Project.at(restored)
    assert [name for name in wanted if not (restored / name).exists()] == []
    assert [name for name in again_made if (restored / name).exists()] == []
    assert (restored / "outputs" / "link").readlink() == Path("../data/seal.key")
    assert (restored / "outputs" / "twin").read_text("utf-8") == "x"
    with open_store(again.store, settings.forms) as store:
        assert View(store).rows("ledger")["enrolled"].tolist() == [500]
    assert kept(again).read_bytes() == kept(project).read_bytes()


def test_a_cut_off_backup_leaves_nothing_behind(taken: tuple[Project, Settings], tmp_path: Path) -> None:
    """Half a project would be taken for the whole."""
    project, settings = taken
    file = tmp_path / "b.tar.gz"
    back_up(project, settings.forms, file)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(WorkError, match="damaged"):
        restore(file, tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("name", "kind", "leads"),
    [
        ("../stranger", tarfile.REGTYPE, ""),
        ("/tmp/stranger", tarfile.REGTYPE, ""),  # noqa: S108
        ("outputs/link", tarfile.SYMTYPE, "/etc"),
        ("outputs/link", tarfile.SYMTYPE, "../../stranger"),
        ("outputs/twin", tarfile.LNKTYPE, "../stranger"),
        ("outputs/pipe", tarfile.FIFOTYPE, ""),
    ],
)
def test_a_backup_brings_nothing_back_outside_its_folder(tmp_path: Path, name: str, kind: bytes, leads: str) -> None:
    """Somebody's file would overwrite others of this machine; Debian's Python has no filter of its own."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, leads
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        archive.addfile(member)
    (tmp_path / "in").mkdir()
    with pytest.raises(WorkError, match="damaged"):
        restore(tmp_path / "b.tar.gz", tmp_path / "in" / "elsewhere")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["b.tar.gz", "in"]


def test_a_withdrawal_can_be_undone_and_both_stay_on_record(taken: tuple[Project, Settings]) -> None:
    """A submission withdrawn by mistake could only be sent again by its county."""
    project, settings = taken
    with open_store(project.store, settings.forms, writing=True) as store:
        submission = str(View(store).submissions()["submission"].iloc[0])
        from reporting.store.store import utc_now

        store.withdraw(submission, "报错", utc_now())
        assert View(store).submissions()["status"].tolist() == ["withdrawn"]
        store.withdraw(submission, "没有错", utc_now(), undo=True)
        assert View(store).submissions()["status"].tolist() == ["accepted"]
        assert store.connection.execute("SELECT because FROM withdrawals").fetchall() == [("报错",), ("没有错",)]

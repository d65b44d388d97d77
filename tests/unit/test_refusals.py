"""What the operating system refuses is told with its place, what it is, and what helps."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from reporting.errors import WorkError
from reporting.execution.files import write_atomically
from reporting.operations.schedule.ledger import open_ledger
from reporting.refusals import naming, refusal
from reporting.snapshots.exports import write_frame
from reporting.snapshots.seal import seal_key


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.EMFILE])
def test_what_a_machine_room_meets_has_advice_of_its_own(number: int) -> None:
    """A full disk, a read-only one and a missing right would all be told with the same guess."""
    told = refusal(OSError(number, os.strerror(number), "data/archive"))
    assert (told.where, told.what != os.strerror(number), bool(told.hint)) == ("data/archive", True, True)


def test_what_is_unheard_of_is_told_in_the_words_of_the_system() -> None:
    """It would be told as a full disk."""
    told = refusal(OSError(errno.ELOOP, os.strerror(errno.ELOOP), "data"))
    assert (told.what, told.hint) == (os.strerror(errno.ELOOP), "")


def test_an_error_of_writing_names_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`a file being written` helps nobody to find the disk that is full."""
    with (
        pytest.raises(OSError, match="No space left") as raised,
        naming(tmp_path / "a.html"),
        Path("/dev/full").open("wb") as f,
    ):
        f.write(b"x")
        f.flush()
    assert refusal(raised.value).where == str(tmp_path / "a.html")
    with pytest.raises(OSError, match="No space left") as raised, naming(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "other")
    assert raised.value.filename == "other", "what is known better stays"


def test_a_folder_that_is_not_copied_is_told_by_its_first_file(tmp_path: Path) -> None:
    """A list of tuples of three would be printed, one for each file."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a.csv").write_text("x")

    def full(source: str, target: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), target)

    with pytest.raises(shutil.Error) as raised:
        shutil.copytree(tmp_path / "from", tmp_path / "to", copy_function=full)
    told = refusal(raised.value)
    assert (told.what, told.where) == ("the disk is full", str(tmp_path / "to" / "a.csv"))
    assert refusal(shutil.Error("`a` is `b`")).what == "`a` is `b`"


@pytest.mark.parametrize("content", ["", "00ff", "no hexadecimal", "\0" * 64])
def test_a_seal_that_is_not_whole_is_none(tmp_path: Path, content: str) -> None:
    """A disk that was full when the secret was made would leave an empty one, and everybody could work back from it."""
    (tmp_path / "seal.key").write_text(content)
    with pytest.raises(WorkError, match="the seal is damaged"):
        seal_key(tmp_path / "seal.key")


def test_a_seal_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above; and of two that are made at once, each would seal with its own."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left"):
        patched.setattr("reporting.snapshots.seal.secrets.token_hex", full)
        seal_key(tmp_path / "seal.key")
    assert list(tmp_path.iterdir()) == []
    first = seal_key(tmp_path / "seal.key")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "exists", lambda self: False)
        assert seal_key(tmp_path / "seal.key") == first
    with monkeypatch.context() as patched:
        patched.setattr("os.link", full)
        assert len(seal_key(tmp_path / "other.key")) == len(first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.key", "seal.key"]


@pytest.mark.parametrize(("content", "said"), [(b"no ledger" * 1000, "damaged"), (None, "cannot be opened"), (b"", "")])
def test_a_ledger_that_cannot_be_used_says_why(tmp_path: Path, content: bytes | None, said: str) -> None:
    """The schedule would end in a traceback of its database."""
    path = tmp_path / "schedule.sqlite"
    path.mkdir() if content is None else path.write_bytes(content)
    if not said:
        with open_ledger(path) as ledger:
            assert ledger.steps() == []
        return
    with pytest.raises(WorkError, match=said), open_ledger(path):
        pass


def test_a_ledger_on_a_full_disk_says_so(tmp_path: Path) -> None:
    """As above."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    with pytest.raises(WorkError, match="the disk is full"), open_ledger(tmp_path / "a.sqlite"):
        raise error


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet", "xlsx"])
def test_an_export_to_a_full_disk_leaves_nothing(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a table would stand under its final name, or a library's own words on the console."""
    import pandas as pd

    def full(path: Path, content: bytes) -> None:
        with naming(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("reporting.snapshots.exports.write_atomically", full)
    with pytest.raises(OSError, match="No space left") as raised:
        write_frame(pd.DataFrame({"a": [1]}), tmp_path / f"t.{suffix}")
    assert raised.value.filename == str(tmp_path / f"t.{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever makes room has to know on which disk; the half of it would stay."""
    fdopen = os.fdopen

    def on_a_full_disk(descriptor: int, mode: str) -> object:
        os.close(descriptor)
        return fdopen(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr("reporting.execution.files.os.fdopen", on_a_full_disk)
    with pytest.raises(OSError, match="No space left") as raised:
        write_atomically(tmp_path / "a.html", b"x")
    assert (raised.value.filename, list(tmp_path.iterdir())) == (str(tmp_path / "a.html"), [])

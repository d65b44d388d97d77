"""The archive keeps each file once, whole, under its hash, and takes nothing else from its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.execution.fingerprint import file_digest
from reporting.intake.archive import archive, archived


def sent(folder: Path, name: str, content: bytes = b"a") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_kept_under_its_hash_once(tmp_path: Path) -> None:
    store = tmp_path / "archive"
    first, again = sent(tmp_path, "叶县.xlsx"), sent(tmp_path, "again.XLSX")
    sha256 = file_digest(first)
    kept = archive(first, store, sha256)
    assert archive(again, store, file_digest(again)) == kept == archived(store, sha256)
    assert kept.relative_to(store).as_posix() == f"{sha256[:2]}/{sha256}.xlsx"
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert kept.read_bytes() == b"a"


@pytest.mark.parametrize("name", ["x.xl sx", "x.$(rm)", "x", "x.toolongsuffix", "x.中文"])
def test_an_odd_suffix_is_left_out(tmp_path: Path, name: str) -> None:
    assert archive(sent(tmp_path, name), tmp_path / "archive", "ab12").name == "ab12"


def test_an_interrupted_copy_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path) -> bytes:
        raise OSError("no space left")

    path = sent(tmp_path, "a.xlsx")
    monkeypatch.setattr(Path, "read_bytes", full)
    with pytest.raises(OSError, match="no space"):
        archive(path, tmp_path / "archive", "ab12")
    assert list((tmp_path / "archive" / "ab").iterdir()) == []


def test_what_was_never_kept_is_not_found(tmp_path: Path) -> None:
    assert archived(tmp_path, "ab12") is None

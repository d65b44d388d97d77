"""A page is reused exactly when nothing it depends on has changed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reporting.execution.cache import PageCache
from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import Fingerprint, fingerprint, tree_digest


def base(tmp_path: Path) -> Fingerprint:
    notebook = tmp_path / "n.ipynb"
    notebook.write_bytes(b"{}")
    return fingerprint(notebook, {"county": "1"}, {"snapshot": b"s"}, {"code": "c", "lock": "l"})


def test_the_same_ingredients_give_the_same_key(tmp_path: Path) -> None:
    attached = tmp_path / "s"
    attached.write_bytes(b"s")
    again = (
        fingerprint(tmp_path / "n.ipynb", {"county": "1"}, {"snapshot": attached}, {"lock": "l", "code": "c"})
        if base(tmp_path)
        else None
    )
    assert again == base(tmp_path)
    assert again is not None
    assert again.key == base(tmp_path).key


def test_each_ingredient_counts(tmp_path: Path) -> None:
    """If one did not, a stale page would be published."""
    before = base(tmp_path)
    notebook = tmp_path / "n.ipynb"
    attachments: dict[str, bytes | Path] = {"snapshot": b"s"}
    shared = {"code": "c", "lock": "l"}
    others = [
        fingerprint(notebook, {"county": 1}, attachments, shared),
        fingerprint(notebook, {"county": "1"}, {"snapshot": b"t"}, shared),
        fingerprint(notebook, {"county": "1"}, attachments, {"code": "d", "lock": "l"}),
    ]
    notebook.write_bytes(b"{ }")
    others.append(fingerprint(notebook, {"county": "1"}, attachments, shared))
    assert len({before.key, *(other.key for other in others)}) == 5


def test_what_changed_is_said(tmp_path: Path) -> None:
    store = PageCache(tmp_path / "store")
    first = base(tmp_path)
    assert store.explain("t", first) == "never run before"
    store.put("t", first, b"page")
    assert store.explain("t", first) == ""
    assert store.get(first) == b"page"
    changed = Fingerprint({**first.components, "snapshot": "x", "lock": "y"})
    assert store.explain("t", changed) == "changed: lock, snapshot"
    assert store.get(changed) is None


def test_a_body_that_is_gone_is_made_again(tmp_path: Path) -> None:
    store = PageCache(tmp_path / "store")
    store.put("t", base(tmp_path), b"page")
    next((tmp_path / "store").rglob("*.page")).unlink()
    assert store.explain("t", base(tmp_path)) == "its page is gone from the store"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]"])
def test_what_a_damaged_disk_has_left_is_nothing(tmp_path: Path, damaged: bytes) -> None:
    """One empty file after a power cut would end every run from then on."""
    store = PageCache(tmp_path / "store")
    store.put("t", base(tmp_path), b"page")
    (tmp_path / "store" / "latest" / "t.json").write_bytes(damaged)
    assert store.explain("t", Fingerprint({"notebook": "n"})) == "never run before"
    store.put("t", base(tmp_path), b"page")
    assert store.explain("t", base(tmp_path)) == ""


def test_pruning_goes_by_the_last_use(tmp_path: Path) -> None:
    """Bodies would pile up for ever, or one that every month reuses be made anew."""
    store = PageCache(tmp_path / "store")
    reused, forgotten = base(tmp_path), Fingerprint({"notebook": "n"})
    store.put("t", forgotten, b"forgotten", [{"kind": "svg"}])
    store.put("t", reused, b"reused")
    now, days = datetime.now(UTC), timedelta(days=100)
    for path in (tmp_path / "store").rglob("*.page"):
        os.utime(path, (0, (now - 2 * days).timestamp()))
    assert store.get(reused) == b"reused"
    assert store.size() == (2, len(b"forgotten") + len(b"reused"))
    assert store.prune(days, now) == 1
    assert store.get(reused) == b"reused"
    assert store.get(forgotten) is None
    assert store.remarks(forgotten) == ()
    assert store.prune(days, now + 2 * days) == 1


def test_code_counts_and_its_compiled_form_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    before = tree_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"\0")
    assert tree_digest(tmp_path) == before
    (tmp_path / "zh.po").write_text("msgid")
    with_catalogue = tree_digest(tmp_path)
    assert with_catalogue != before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert tree_digest(tmp_path) != with_catalogue


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk must not leave half a page, nor lose the old one."""
    path = tmp_path / "page.html"
    write_atomically(path, b"old")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]

"""What is left of those who were killed is cleared away, and nothing else is."""

from __future__ import annotations

import os
import time
from pathlib import Path

from reporting.execution.files import PARTIAL, clear_partial, partial_folder, write_atomically


def test_what_is_unfinished_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    """Each killed run would leave a draft's worth of files; or what somebody else is writing would go."""
    whole, below = tmp_path / "410421.html", tmp_path / "pages"
    write_atomically(whole, b"x")
    partial_folder(tmp_path / "2022-04").joinpath("index.html").write_text("half")
    (tmp_path / f"{PARTIAL}a.csv.x1").write_text("half")
    below.mkdir()
    (below / f"{PARTIAL}b").write_text("half")
    clear_partial(tmp_path, older_than=60)
    assert len(list(tmp_path.iterdir())) == 4, "what is young may be somebody else's"
    clear_partial(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["410421.html", "pages"]
    assert list(below.iterdir()) != []
    clear_partial(tmp_path, below=True)
    assert list(below.iterdir()) == []
    clear_partial(tmp_path / "not there", below=True)


def test_a_link_is_cleared_away_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    """Somebody who puts a link there would have a folder of his emptied."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a").write_text("x")
    link = tmp_path / f"{PARTIAL}link"
    link.symlink_to(kept)
    os.utime(link, (time.time() - 100,) * 2, follow_symlinks=False)
    clear_partial(tmp_path, older_than=60)
    assert (kept / "a").exists()
    assert not link.is_symlink()

"""Damaged files: the store, its log, a snapshot, a manifest, kept pages, an archived file, the schedule's ledger."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.ground import ACTS, PERIOD, Act, Say, call, copied, differences, standing

_RUN = ("run", "--period", PERIOD)
_STATUS = ("status",)
_REVIEW = ("review", PERIOD)


def damage(stages: dict[str, Path], place: Path, say: Say) -> None:
    """Each kind of file is damaged; what reads it says so or makes it anew, and nobody publishes what is not whole."""
    for fault, stage, harm, arguments, mends in _CASES:
        project = copied(stages[stage], place / "damaged")
        harmed = harm(project)
        came = call(project, *arguments)
        # 0: it was made anew, or the part is not needed; 1 and 2: said
        right = harmed and came.is_told and (came.code == 0 if mends else came.code in (1, 2))
        say(arguments[0], fault, f"exit {came.code}, {came.last[:200]}" if harmed else "nothing to damage", right)
        shutil.rmtree(project)
    for number, content in enumerate((b"", b"\0" * 4096, b"strange" * 1000)):
        project = copied(stages["taken"], place / "log")
        before = standing(project)
        (project / "data" / "store.duckdb.wal").write_bytes(content)
        came = call(project, *_STATUS)
        if came.code == 0:
            seen = f"exit 0; {differences(before, standing(project)) or 'nothing is lost'}"
        else:
            seen = f"exit {came.code}, {came.last[:200]}"
        say("status", f"a strange .wal ({('empty', 'of zeros', 'of text')[number]})", seen, came.is_told)
        shutil.rmtree(project)
    _cut_log(stages["taken"], place / "cut", ACTS[4], say)


def _cut_log(stage: Path, project: Path, act: Act, say: Say) -> None:
    """A log of a real commit, cut off at its half as by a power cut: what was committed before stays."""
    import duckdb

    copied(stage, project)
    before = standing(project)
    store = project / "data" / "store.duckdb"
    log = store.with_name("store.duckdb.wal")
    with duckdb.connect(str(store)) as writing:
        writing.execute("PRAGMA disable_checkpoint_on_shutdown")
        writing.execute("CREATE TABLE later AS SELECT range AS n FROM range(100000)")
    content = log.read_bytes()
    log.write_bytes(content[: len(content) // 2])
    came = call(project, "status")
    why = differences(before, standing(project)) if came.code == 0 else came.last[:200]
    say(
        "status",
        "a .wal cut off at its half",
        f"exit {came.code}; {why or 'what was committed before is there'}",
        came.is_told,
    )


def _scribbled(pattern: str, start: int = 0) -> Callable[[Path], bool]:
    """Bytes in the middle of every file of a pattern are overwritten."""

    def harm(project: Path) -> bool:
        paths = [path for path in project.glob(pattern) if path.is_file()]
        for path in paths:
            content = path.read_bytes()
            at = start or len(content) // 2
            path.chmod(0o644)
            path.write_bytes(content[:at] + b"\xff\x00}scribble" + content[at + 10 :])
        return bool(paths)

    return harm


def _cut(pattern: str) -> Callable[[Path], bool]:
    def harm(project: Path) -> bool:
        paths = [path for path in project.glob(pattern) if path.is_file()]
        for path in paths:
            path.chmod(0o644)
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        return bool(paths)

    return harm


def _gone(pattern: str) -> Callable[[Path], bool]:
    def harm(project: Path) -> bool:
        paths = list(project.glob(pattern))
        for path in paths:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return bool(paths)

    return harm


def _middle(project: Path) -> bool:
    """Blocks of the store are overwritten where a reader comes late."""
    store = project / "data" / "store.duckdb"
    content = store.read_bytes()
    store.write_bytes(content[:12288] + b"\xff" * (len(content) - 12288))
    return True


_CASES: tuple[tuple[str, str, Callable[[Path], bool], tuple[str, ...], bool], ...] = (
    ("the store's head is scribbled over", "taken", _scribbled("data/store.duckdb", 100), _STATUS, False),
    ("the store's middle is overwritten", "taken", _middle, _STATUS, False),
    ("the store is cut off", "taken", _cut("data/store.duckdb"), _STATUS, False),
    ("the store is gone, archive and editions are there", "published", _gone("data/store.duckdb"), ("doctor",), False),
    ("snapshots are scribbled over", "drafted", _scribbled("outputs/.work/**/snapshots/*.json"), _REVIEW, False),
    ("snapshots are gone", "drafted", _gone("outputs/.work/**/snapshots"), _REVIEW, False),
    ("kept page bodies are scribbled over", "drafted", _scribbled("outputs/.work/**/*.html"), _RUN, True),
    ("kept page bodies are cut off", "drafted", _cut("outputs/.work/**/*.html"), _RUN, True),
    ("all that saves time is gone", "drafted", _gone("outputs/.work"), _RUN, True),
    ("the draft's manifest is cut off", "drafted", _cut(f"outputs/drafts/{PERIOD}/manifest.json"), _REVIEW, False),
    ("a page of the draft was changed", "drafted", _scribbled(f"outputs/drafts/{PERIOD}/4*.html"), _REVIEW, False),
    (
        "the published manifest is cut off",
        "published",
        _cut(f"outputs/{PERIOD}/manifest.json"),
        ("bundle", PERIOD),
        False,
    ),
    ("a published page was changed", "published", _scribbled(f"outputs/{PERIOD}/4*.html"), ("bundle", PERIOD), False),
    ("a published page was changed", "published", _scribbled(f"outputs/{PERIOD}/4*.html"), ("doctor",), False),
    ("an archived file was changed", "taken", _scribbled("data/archive/**/*.xls*"), ("doctor",), False),
    ("an archived file is gone", "taken", _gone("data/archive/**/*.xls*"), ("doctor",), False),
    ("params/forms.yaml is cut off", "taken", _cut("params/forms.yaml"), _STATUS, False),
    ("the notebook is cut off", "taken", _cut("notebooks/small.ipynb"), _RUN, False),
)

"""Page bodies by what they were made from, so that only what changed is run again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from reporting.execution.files import write_atomically
from reporting.execution.fingerprint import Fingerprint


@dataclass(frozen=True)
class PageCache:
    """A folder of page bodies.

    `bodies/ab/abcd….page` holds the page with the key `abcd…`, `abcd….json` what was remarked on it; `latest/ID.json`
    the components of the fingerprint with which task ID last succeeded. Each file appears whole or not at all. A
    body's time is that of its last use, by which `prune` goes.
    """

    folder: Path

    def get(self, fingerprint: Fingerprint) -> bytes | None:
        """The page made from the same components, None if there is none."""
        path = self._body(fingerprint)
        try:
            body = path.read_bytes()
        except FileNotFoundError:
            return None
        with suppress(OSError):  # of another user's file, or on a disk that is read-only
            os.utime(path)
        return body

    def remarks(self, fingerprint: Fingerprint) -> tuple[Mapping[str, Any], ...]:
        """What was remarked on the page made from the same components."""
        try:
            return tuple(json.loads(self._remarks(fingerprint).read_bytes()))
        except (FileNotFoundError, ValueError):
            return ()

    def put(
        self, task_id: str, fingerprint: Fingerprint, body: bytes, remarks: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Keep a page with the remarks on it, and that it is the latest of its task.

        Raises:
            OSError: it cannot be written.
        """
        if remarks:
            write_atomically(self._remarks(fingerprint), json.dumps(list(remarks), ensure_ascii=False).encode())
        else:
            self._remarks(fingerprint).unlink(missing_ok=True)
        write_atomically(self._body(fingerprint), body)
        self.remember(task_id, fingerprint)

    def remember(self, task_id: str, fingerprint: Fingerprint) -> None:
        """Note that the task's latest page has this fingerprint."""
        components = dict(fingerprint.components)
        if self._read_latest(task_id) != components:
            write_atomically(self._latest(task_id), json.dumps(components, indent=1).encode())

    def explain(self, task_id: str, fingerprint: Fingerprint) -> str:
        """Why the task has to run, in words; empty when its page can be reused."""
        if self._body(fingerprint).exists():
            return ""
        before = self._read_latest(task_id)
        if before is None:
            return "never run before"
        now = fingerprint.components
        changed = sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
        return f"changed: {', '.join(changed)}" if changed else "its page is gone from the store"

    def prune(self, unused: timedelta, now: datetime) -> int:
        """Remove the bodies that were neither made nor reused for so long; returns how many."""
        before = (now - unused).timestamp()
        stale = [path for path in self._bodies() if path.stat().st_mtime < before]
        for path in stale:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
        return len(stale)

    def size(self) -> tuple[int, int]:
        """How many bodies there are, and how many bytes."""
        sizes = [path.stat().st_size for path in self._bodies()]
        return len(sizes), sum(sizes)

    def _bodies(self) -> list[Path]:
        return list((self.folder / "bodies").glob("*/*.page"))

    def _body(self, fingerprint: Fingerprint) -> Path:
        key = fingerprint.key
        return self.folder / "bodies" / key[:2] / f"{key}.page"

    def _remarks(self, fingerprint: Fingerprint) -> Path:
        return self._body(fingerprint).with_suffix(".json")

    def _latest(self, task_id: str) -> Path:
        return self.folder / "latest" / f"{task_id}.json"

    def _read_latest(self, task_id: str) -> dict[str, str] | None:
        """The components; None where there are none, or a damaged disk has left something else."""
        try:
            components = json.loads(self._latest(task_id).read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        return components if isinstance(components, dict) else None

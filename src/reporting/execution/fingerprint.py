"""What a page depends on, as one key: two runs with the same key give the same page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Fingerprint:
    """The digests of everything that a page is made from.

    Attributes:
        components: name of the component → sha256 of its content, in hexadecimal.
    """

    components: Mapping[str, str]

    @property
    def key(self) -> str:
        """One sha256 over all components."""
        return digest(json.dumps(dict(self.components), sort_keys=True).encode())


def fingerprint(
    notebook: Path,
    parameters: Mapping[str, Any],
    attachments: Mapping[str, bytes | Path],
    surroundings: Mapping[str, str],
) -> Fingerprint:
    """What the page of this run depends on.

    Args:
        notebook: its bytes count.
        parameters: their values and types count (`"1"` is not `1`).
        attachments: name → file; the content counts, not the place.
        surroundings: name → digest of what all tasks share: package code (`tree_digest`), lock file
            (`file_digest`), kernel. Made once a run, for it reads many files.
    """
    typed = json.dumps(dict(parameters), sort_keys=True, ensure_ascii=False)
    return Fingerprint(
        {
            "notebook": file_digest(notebook),
            "parameters": digest(typed.encode()),
            **{name: content_digest(content) for name, content in sorted(attachments.items())},
            **surroundings,
        }
    )


def digest(content: bytes) -> str:
    """The sha256 of the content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """The sha256 of a file's content, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_digest(content: bytes | Path) -> str:
    """The sha256 of bytes, or of the content of the file at a path."""
    return file_digest(content) if isinstance(content, Path) else digest(content)


def tree_digest(folder: Path) -> str:
    """The sha256 over the names and contents of all files below a folder, compiled Python apart."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n".encode())
    return total.hexdigest()

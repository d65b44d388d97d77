"""Pictures pasted into a cell, and those in files beside the notebook."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

__all__ = ["KINDS", "local_pictures", "picture_finder"]

KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
_MARKDOWN = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+[\"'][^)]*)?\)")
_HTML = re.compile(r"<img\b[^>]*\ssrc\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


def picture_finder(
    attachments: Mapping[str, Mapping[str, Any]], folder: Path | None
) -> Callable[[str], tuple[str, str] | None]:
    """A function from the name of a picture to ``(mime type, base64)``; None where there is none.

    Args:
        attachments: of the cell: name → mime type → base64.
        folder: of the notebook; a file outside it is not found, for it would not travel with it.
    """

    def find(name: str) -> tuple[str, str] | None:
        bundle = attachments.get(name) or {}
        for mime, content in bundle.items():
            if str(mime) in KINDS.values():
                return str(mime), "".join(content) if isinstance(content, list) else str(content)
        return _read(name, folder) if folder is not None else None

    return find


def local_pictures(source: str) -> list[str]:
    """The names in the Markdown of a cell that a file beside the notebook could have."""
    names = [*_MARKDOWN.findall(source), *_HTML.findall(source)]
    return [name for name in dict.fromkeys(names) if not _ELSEWHERE.match(name)]


def _read(name: str, folder: Path) -> tuple[str, str] | None:
    path = PurePosixPath(name)
    kind = KINDS.get(path.suffix.lower())
    if kind is None or path.is_absolute() or ".." in path.parts or _ELSEWHERE.match(name):
        return None
    try:
        return kind, base64.b64encode((folder / path).read_bytes()).decode("ascii")
    except OSError:
        return None

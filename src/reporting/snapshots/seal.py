"""Marks of provenance that betray nothing: digests with a secret that stays in the project.

A small table can be guessed until its plain hash matches, so that a hash of what a county sent would publish it. With a
secret mixed in, the bureau can check a mark and nobody else can work back from it.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from reporting.errors import WorkError
from reporting.execution.files import whole

__all__ = ["seal", "seal_key"]

_BYTES = 32


def seal_key(path: Path) -> bytes:
    """The project's secret, made where there is none yet; whoever moves a project takes it along with the store.

    Raises:
        WorkError: the secret is there and damaged.
        OSError: the disk is full, …
    """
    if not path.exists():
        # of two who make it at once, the first one's stands
        with whole(path, private=True, first_stands=True) as stream:
            stream.write(secrets.token_hex(_BYTES).encode("ascii"))
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    # a short key, an empty one above all, could be guessed
    if len(key) < _BYTES:
        hint = "bring it back from a backup; without one, take it away: older public pages can then no longer be traced"
        raise WorkError("the seal is damaged", where=path.name, hint=hint)
    return key


def seal(key: bytes, *parts: str) -> str:
    """The keyed digest of texts (HMAC, RFC 2104, with SHA-256), in hexadecimal."""
    return hmac.digest(key, "\0".join(parts).encode(), "sha256").hex()

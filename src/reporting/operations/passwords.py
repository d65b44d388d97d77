"""The password file of the internal edition: ``name:scrypt:n:r:p:salt:hash``, one reader a line."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from reporting.errors import UsageError

__all__ = ["Passwords", "password_line"]

# RFC 7914 with the parameters that OWASP's password storage cheat sheet gives for scrypt: 32 MiB a try
_N, _R, _P = 2**15, 8, 3
_MEMORY = 64 * 2**20


def password_line(name: str, password: str) -> str:
    """A line for the password file.

    Raises:
        UsageError: the name is empty or holds a colon, or the password is empty.
    """
    if not name.isprintable() or not name or ":" in name:
        raise UsageError(f"{name!r} is no name of a reader", hint="use letters and digits")
    if not password:
        raise UsageError("the password is empty")
    salt = secrets.token_bytes(16)
    made = _Hash(_N, _R, _P, salt, _scrypt(password, salt, _N, _R, _P))
    return f"{name}:{made.written()}"


@dataclass(frozen=True)
class _Hash:
    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        kind, n, r, p, salt, digest = text.split(":")
        if kind != "scrypt":
            raise ValueError(kind)
        return cls(int(n), int(r), int(p), b64decode(salt, validate=True), b64decode(digest, validate=True))

    def written(self) -> str:
        return f"scrypt:{self.n}:{self.r}:{self.p}:{b64encode(self.salt).decode()}:{b64encode(self.digest).decode()}"

    def fits(self, password: str) -> bool:
        return hmac.compare_digest(_scrypt(password, self.salt, self.n, self.r, self.p), self.digest)


class Passwords:
    """Who may read, by name and password."""

    def __init__(self, by_name: dict[str, _Hash]) -> None:
        self._by_name = by_name
        self._nobody = _Hash(_N, _R, _P, secrets.token_bytes(16), secrets.token_bytes(64))
        self._key = secrets.token_bytes(32)
        self._seen: set[bytes] = set()

    @classmethod
    def of(cls, path: Path) -> Passwords:
        """The passwords of a file.

        Raises:
            UsageError: it is not there, others may write or read it, or a line is none; no line is quoted.
        """
        try:
            mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise UsageError("the password file cannot be read", where=path.name) from None
        if os.name == "posix" and mode & 0o077:
            raise UsageError("others may read the passwords", where=path.name, hint=f"chmod 600 {path.name}")
        found = {}
        for number, line in enumerate(text.splitlines(), 1):
            name, _, rest = line.partition(":")
            try:
                found[name] = _Hash.read(rest)
            except ValueError:
                raise UsageError(
                    "this is no line of a password file",
                    where=f"{path.name}, line {number}",
                    hint="make it with `reporting serve --make-password NAME`",
                ) from None
        if not found:
            raise UsageError("the password file is empty", where=path.name)
        return cls(found)

    def recognise(self, name: str, password: str) -> bool:
        """Whether this name and password let in without a try that costs: they did before."""
        return self._mark(name, password) in self._seen

    def admit(self, name: str, password: str) -> bool:
        """Whether the password is that of the name; an unknown name takes as long as a wrong password."""
        known = self._by_name.get(name)
        fits = (known or self._nobody).fits(password)
        if known is None or not fits:
            return False
        self._seen.add(self._mark(name, password))
        return True

    def _mark(self, name: str, password: str) -> bytes:
        return hmac.digest(self._key, f"{name}:{password}".encode(), "sha256")


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=64)

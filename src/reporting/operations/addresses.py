"""Where messages go: addresses, with their passwords, from the environment or from a file that it names.

``REPORTING_NOTIFY_BUREAU``, ``REPORTING_NOTIFY_READERS``, ``REPORTING_NOTIFY_PUBLIC`` and, for a county,
``REPORTING_NOTIFY_410421`` (``-`` in a code is written ``_``) hold addresses as Apprise writes them, several
divided by spaces. ``REPORTING_NOTIFY_FILE`` names a file of such lines, ``NAME=ADDRESS``, the same that systemd
reads as an environment file; the environment goes before it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from reporting.errors import UsageError
from reporting.secrets_aside import FILE, PREFIX

__all__ = ["Addresses", "addresses_hidden", "read_addresses", "role_of_county"]


class Addresses:
    """The addresses of each role. Shows which roles have one, never the addresses: they hold passwords."""

    def __init__(self, by_role: Mapping[str, tuple[str, ...]]) -> None:
        self._by_role = dict(by_role)

    def of(self, role: str) -> tuple[str, ...]:
        """The addresses of a role; none where nobody is named."""
        return self._by_role.get(role.upper(), ())

    def __repr__(self) -> str:
        return f"Addresses({', '.join(sorted(self._by_role))})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("addresses hold passwords: they are not stored or sent to another process")


def role_of_county(code: str) -> str:
    """The role of a county: its code as an environment variable can write it."""
    return code.replace("-", "_")


def read_addresses(environ: Mapping[str, str]) -> Addresses:
    """The addresses of the environment and of the file that it names.

    Raises:
        UsageError: the file is not there, may be read by others, or has a line that is no address; no line is quoted.
    """
    named = environ.get(FILE)
    lines = _lines(Path(named)) if named else {}
    given = {name: text for name, text in environ.items() if name.startswith(PREFIX) and name != FILE}
    return Addresses(
        {name.removeprefix(PREFIX).upper(): tuple(text.split()) for name, text in {**lines, **given}.items() if text}
    )


@contextmanager
def addresses_hidden(environ: MutableMapping[str, str] = os.environ) -> Iterator[None]:
    """Keep addresses out of the environment, which every notebook could read, while the block runs."""
    hidden = {name: environ.pop(name) for name in list(environ) if name.startswith(PREFIX)}
    try:
        yield
    finally:
        environ.update(hidden)


def _lines(path: Path) -> dict[str, str]:
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError("the file that REPORTING_NOTIFY_FILE names cannot be read", where=path.name) from None
    if os.name == "posix" and mode & 0o077:
        raise UsageError("others may read the addresses", where=path.name, hint=f"chmod 600 {path.name}")
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, address = line.partition("=")
        if not equals or not name.strip().startswith(PREFIX):
            raise UsageError(
                "this is no address", where=f"{path.name}, line {number}", hint="REPORTING_NOTIFY_BUREAU=mailto:…"
            )
        found[name.strip()] = address.strip().strip("\"'")
    return found

"""A read-only web server of what is published: for trying, and for a small intranet.

It shows the list of editions, its feed, the published editions below it and the revisions that they superseded;
nothing else of the folder, whatever the address or a link in the folder says. The public editions are served to
anybody, the internal ones only with a password, or on the machine itself.
"""

from __future__ import annotations

import asyncio
import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, StaticFileHandler

from reporting.errors import UsageError, WorkError
from reporting.operations.passwords import Passwords
from reporting.settings import Project

__all__ = ["Address", "Site", "chosen_site", "serve", "site_application"]

_PERIOD = r"\d{4}(?:-\d{2})?"
_SHOWN = re.compile(
    rf"(?:editions/)?(?:index(?:\.en)?\.html|{_PERIOD}(?:/.*)?)?"
    rf"|editions(?:/{_PERIOD}-r[1-9]\d*(?:/.*)?)?|feed\.xml"
)
_HIDDEN = re.compile(r"(?:^|/)[.~]")
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"\r\n]*)\">")
_HEAD = 4096
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",
    ".zip": "application/zip",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FRAMES = "frame-ancestors 'none'"
_STRICTEST = f"default-src 'none'; base-uri 'none'; form-action 'none'; {_FRAMES}"
_IDLE_SECONDS = 30
_HEADER_BYTES = 16 * 1024
_BODY_BYTES = 1024

# one try at a time, beside the loop: guessing is slow, and holds up nobody who is in already
_tries = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, text: str) -> Address:
        """The address written as ``127.0.0.1:8000`` or ``[::1]:8000``.

        Raises:
            UsageError: the text is no address.
        """
        try:
            parts = urlsplit(f"//{text}")
            if not parts.hostname or parts.port is None or parts.path:
                raise ValueError(text)
            return cls(str(ip_address("127.0.0.1" if parts.hostname == "localhost" else parts.hostname)), parts.port)
        except ValueError:
            raise UsageError(f"{text!r} is no address to serve on", hint="write it as 127.0.0.1:8000") from None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine reaches it."""
        return ip_address(self.host).is_loopback

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Site:
    """What is served, and to whom.

    Attributes:
        passwords: of those who may read; None for everybody whom the address lets in.
        local_only: answer only those who ask for this machine by its own name, so that no page from elsewhere can
            read the site through a browser here by giving this machine another name (DNS rebinding).
    """

    root: Path
    passwords: Passwords | None = None
    local_only: bool = False


def chosen_site(project: Project, address: Address, *, internal: bool, password_file: Path | None) -> Site:
    """The public editions, or the internal ones for those who may read them.

    Raises:
        UsageError: the internal editions would be open to others than this machine.
    """
    passwords = Passwords.of(password_file) if password_file else None
    if internal and passwords is None and not address.is_loopback:
        raise UsageError(
            f"the internal editions are not served on {address} without a password",
            hint="give --password-file (see `reporting serve --make-password NAME`), or serve on 127.0.0.1",
        )
    root = project.outputs if internal else project.outputs / "public"
    return Site(root, passwords, local_only=internal and passwords is None)


def site_application(site: Site) -> Application:
    """The web application of a site."""
    return Application(
        [(r"/(.*)", _PublishedFile, {"path": str(site.root), "default_filename": "index.html"})],
        site=site,
        log_function=lambda handler: None,
    )


def serve(site: Site, address: Address, ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted.

    Raises:
        UsageError: the site is not published yet.
        WorkError: the address is taken, or not this machine's.
    """
    if not (site.root / "index.html").exists():
        raise UsageError("nothing is published yet", hint="see `reporting publish`")
    asyncio.run(_serve(site, address, ready))


async def _serve(site: Site, address: Address, ready: Callable[[str], None]) -> None:
    server = HTTPServer(
        site_application(site),
        idle_connection_timeout=_IDLE_SECONDS,
        body_timeout=_IDLE_SECONDS,
        max_header_size=_HEADER_BYTES,
        max_body_size=_BODY_BYTES,
    )
    try:
        sockets = bind_sockets(address.port, address.host)
    except OSError as error:
        raise WorkError(f"cannot listen on {address}: {error.strerror}", hint="name another with --address") from None
    server.add_sockets(sockets)
    ready(f"http://{Address(address.host, sockets[0].getsockname()[1])}/")
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        await server.close_all_connections()


class _PublishedFile(StaticFileHandler):
    """One published file, with headers that allow a page nothing but itself."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    @property
    def site(self) -> Site:
        """What is served."""
        site: Site = self.settings["site"]
        return site

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", _STRICTEST)
        # a browser asks again each time, so that a reader never sees the edition before
        self.set_header("Cache-Control", "no-cache")

    async def prepare(self) -> None:
        if self.site.passwords is not None:
            self.set_header("Cache-Control", "no-store")
            await self._authenticate(self.site.passwords)
        elif self.site.local_only and not _is_local(self.request.host_name):
            raise HTTPError(421)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        self._refuse_unpublished(self.path)
        found = super().validate_absolute_path(root, absolute_path)
        if found is not None:  # what a link in the folder leads to must be published as well
            self._refuse_unpublished(Path(found).resolve().relative_to(Path(root).resolve()).as_posix())
        return found

    def compute_etag(self) -> str | None:
        # the edition before had the same path: the file's identity tells them apart, not a hash kept by path
        status = self._stat()
        return f'"{status.st_ino:x}-{status.st_mtime_ns:x}-{status.st_size:x}"'

    def get_content_type(self) -> str:
        return _TYPES.get(Path(self.absolute_path or "").suffix, "application/octet-stream")

    def set_extra_headers(self, path: str) -> None:
        file = Path(self.absolute_path or "")
        if file.suffix == ".html":
            self.set_header("Content-Security-Policy", _page_policy(file))
        elif file.suffix not in (".xml", ".json"):
            self.set_header("Content-Disposition", "attachment")

    def write_error(self, status_code: int, **_: object) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")

    def _refuse_unpublished(self, path: str) -> None:
        if not _SHOWN.fullmatch(path) or _HIDDEN.search(path) or not path.isprintable():
            raise HTTPError(404)

    async def _authenticate(self, passwords: Passwords) -> None:
        given = _credentials(self.request.headers.get("Authorization", ""))
        if given and (
            passwords.recognise(*given)
            or await asyncio.get_running_loop().run_in_executor(_tries, passwords.admit, *given)
        ):
            return
        self.set_header("WWW-Authenticate", 'Basic realm="reports", charset="UTF-8"')
        self.set_status(401)
        self.write_error(401)


def _page_policy(file: Path) -> str:
    """The policy that the page itself carries, with what only a header can say."""
    with file.open(encoding="utf-8") as stream:
        found = _POLICY.search(stream.read(_HEAD))
    return f"{unescape(found[1])}; {_FRAMES}" if found else _STRICTEST


def _credentials(header: str) -> tuple[str, str] | None:
    """Name and password of a Basic authorization (RFC 7617); None where there is none."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, password = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

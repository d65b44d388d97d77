"""The preview as the browser sees it: a bar, the page under it, and news of newer pages.

On this machine only. The page keeps its own policy; the bar is in the document around it, and has a script.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from reporting.console_words import console_language
from reporting.errors import UsageError
from reporting.operations.desk.preview.choice import Choice
from reporting.operations.desk.preview.maker import Maker
from reporting.operations.desk.preview.offer import Offer, renewed
from reporting.operations.desk.preview.session import Session
from reporting.operations.desk.preview.trouble import words
from reporting.settings import Project
from reporting.templating import templates

__all__ = ["serve_preview"]

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ASSETS = {"bar.js": "text/javascript", "bar.css": "text/css"}
_STILL_THERE_SECONDS = 15


def serve_preview(
    project: Project, notebook: Path, offer: Offer, first: Choice, port: int, on_ready: Callable[[str], None]
) -> None:
    """Serve until interrupted.

    Args:
        port: 0 for any that is free.
        on_ready: told the address once it answers.

    Raises:
        UsageError: the port is taken.
    """
    asyncio.run(_serve(project, notebook, offer, first, port, on_ready))


async def _serve(
    project: Project, notebook: Path, offer: Offer, first: Choice, port: int, on_ready: Callable[[str], None]
) -> None:
    try:
        sockets = bind_sockets(port, HOST)
    except OSError:
        raise UsageError(f"port {port} is taken", hint="choose another with --port, or 0 for any") from None
    with Maker(project, notebook) as maker:
        session = Session(maker)
        taken = sockets[0].getsockname()[1]
        server = HTTPServer(_application(project, notebook, offer, first, session, taken))
        server.add_sockets(sockets)
        on_ready(f"http://{HOST}:{taken}/")
        await session.watch()


def _application(
    project: Project, notebook: Path, offer: Offer, first: Choice, session: Session, port: int
) -> Application:
    shared: dict[str, Any] = {
        "hosts": {f"{HOST}:{port}", f"localhost:{port}"},
        "project": project,
        "notebook": notebook,
        "offer": offer,
        "first": first,
        "session": session,
    }
    return Application(
        [(r"/", _Bar), (r"/page", _Page), (r"/news", _News), (r"/stop", _Stop), (r"/(bar\.js|bar\.css)", _Asset)],
        log_function=lambda handler: None,
        **shared,
    )


class _Handler(RequestHandler):
    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.clear_header("Server")

    def prepare(self) -> None:
        # a page of another site must not reach this one under a name of its own
        if self.request.host not in self.settings["hosts"]:
            raise HTTPError(403)

    @property
    def session(self) -> Session:
        session: Session = self.settings["session"]
        return session

    def choice(self) -> Choice:
        """What the address asks for; what it does not say is as on the command line."""
        first = self.settings["first"]
        asked = {
            field.name: self.get_query_argument(field.name, getattr(first, field.name)) for field in fields(Choice)
        }
        choice = Choice(**asked)
        if not self.settings["offer"].accept(choice):
            raise HTTPError(404)
        return choice


class _Bar(_Handler):
    async def get(self) -> None:
        settings = self.settings
        offer = await asyncio.to_thread(renewed, settings["offer"], settings["project"], settings["notebook"])
        settings["offer"] = offer
        self.set_header("Content-Security-Policy", _POLICY)
        template = templates("reporting.operations.desk.preview", "page").get_template("bar.html.j2")
        name = settings["notebook"].name
        told = {"words": words(), "language": console_language()}
        self.finish(template.render(notebook=name, offer=offer, choice=self.choice(), **told))


class _Page(_Handler):
    async def get(self) -> None:
        made = await self.session.page(self.choice())
        self.set_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.finish(made.html)


class _News(_Handler):
    """Server-sent events; `EventSource` comes back by itself when the server is started again."""

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        with self.session.listening(self.choice()) as queue, suppress(StreamClosedError):
            while True:
                try:
                    news = await asyncio.wait_for(queue.get(), _STILL_THERE_SECONDS)
                    self.write(f"data: {json.dumps(asdict(news))}\n\n")
                except TimeoutError:
                    self.write(": still there\n\n")
                await self.flush()


class _Stop(_Handler):
    """Asked by the bar alone: another site's page can neither name this host nor send it a request of this kind."""

    def post(self) -> None:
        if self.request.headers.get("X-Preview") != "stop":
            raise HTTPError(403)
        self.session.stop(self.choice())
        self.set_status(204)


class _Asset(_Handler):
    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{_ASSETS[name]}; charset=utf-8")
        self.finish((files("reporting.operations.desk.preview") / "page" / name).read_text("utf-8"))

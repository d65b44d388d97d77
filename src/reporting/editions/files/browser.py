"""One Chromium that prints page after page: starting it takes longer than printing most of them.

It is spoken to over its own pipe (the DevTools protocol, ``--remote-debugging-pipe``): no port is opened, and nothing
that is not on the page is loaded.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reporting.errors import WorkError

__all__ = ["Browser", "browser"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-extensions"),
    *("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"),
)
_TRY = "try `chromium --headless --print-to-pdf`"
_SECONDS = 180
_OUT_OF_THE_WAY = 10
_PIECE = 1 << 20
_BEGIN = "import os, sys; [os.dup2(int(end), at) for at, end in ((3, sys.argv[1]), (4, sys.argv[2]))]; "
_BEGIN += "os.execv(sys.argv[3], sys.argv[3:])"
"""Chromium reads from descriptor 3 and writes to 4: a program puts them there and becomes it."""
_PRINT = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateDocumentOutline": True,
    "generateTaggedPDF": True,
    "transferMode": "ReturnAsBase64",
}
_SETTLED = {"policy": "pauseIfNetworkFetchesPending", "budget": 5000}


class Browser:
    """A Chromium that runs; made by `browser`."""

    def __init__(self, process: subprocess.Popen[bytes], to_it: int, from_it: int, folder: Path) -> None:
        self._process = process
        self._to_it, self._from_it = to_it, from_it
        self._folder = folder
        self._said = bytearray()
        self._number = 0

    def printed(self, html: str) -> bytes:
        """The page as PDF, in a window of its own.

        Raises:
            WorkError: Chromium came to no end, or made nothing.
        """
        page = self._folder / "page.html"
        page.write_text(html, encoding="utf-8")
        context = self._asked("Target.createBrowserContext")["browserContextId"]
        about = {"url": "about:blank", "browserContextId": context}
        target = self._asked("Target.createTarget", about)["targetId"]
        session = self._asked("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._asked("Page.enable", session=session)
        self._asked("Page.navigate", {"url": page.as_uri()}, session, until="Page.loadEventFired")
        # print when the fonts of the page have settled, not some time before
        loaded = (
            "Promise.all([...document.fonts].map((one) => one.load())).then(() => document.fonts.ready).then(() => 0)"
        )
        self._asked("Runtime.evaluate", {"expression": loaded, "awaitPromise": True}, session)
        self._asked("Emulation.setVirtualTimePolicy", _SETTLED, session, until="Emulation.virtualTimeBudgetExpired")
        made = self._asked("Page.printToPDF", _PRINT, session)
        self._asked("Target.disposeBrowserContext", {"browserContextId": context})
        return base64.b64decode(made["data"])

    def _asked(
        self, method: str, about: dict[str, Any] | None = None, session: str = "", until: str = ""
    ) -> dict[str, Any]:
        """What Chromium answers; where ``until`` is named, once that has happened, too."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": about or {}}
        told = json.dumps(asked | ({"sessionId": session} if session else {})).encode() + b"\0"
        try:
            while told:
                told = told[os.write(self._to_it, told) :]
        except BrokenPipeError:
            raise WorkError("Chromium made no PDF", hint=_TRY) from None
        answer: dict[str, Any] | None = None
        happened = not until
        end = time.monotonic() + _SECONDS
        while answer is None or not happened:
            message = self._next(end)
            if message.get("id") == self._number:
                if "error" in message:
                    raise WorkError(f"Chromium did not print: {message['error'].get('message', '')}", where=method)
                answer = message["result"]
            happened = happened or (message.get("method") == until and message.get("sessionId", "") == session)
        return answer

    def _next(self, end: float) -> dict[str, Any]:
        """The next message; waits for it until then."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._from_it, selectors.EVENT_READ)
            while b"\0" not in self._said:
                if not waiting.select(end - time.monotonic()):
                    raise WorkError("Chromium did not come to an end", hint="try again on a machine with less to do")
                piece = os.read(self._from_it, _PIECE)
                if not piece:
                    raise WorkError("Chromium made no PDF", hint=_TRY)
                self._said += piece
        message, _, rest = bytes(self._said).partition(b"\0")
        self._said = bytearray(rest)
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium for as long as it is wanted.

    Raises:
        WorkError: there is none.
    """
    found = _installed()
    if found is None:
        raise WorkError("PDFs are printed by Chromium, and there is none", hint="apt-get install chromium")
    with TemporaryDirectory(prefix="reporting-pdf-", ignore_cleanup_errors=True) as folder:
        its_in, to_it = _pipe(of_child=0)
        from_it, its_out = _pipe(of_child=1)
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-Sc", _BEGIN, str(its_in), str(its_out), found, *_OPTIONS, f"--user-data-dir={folder}/p"],
            pass_fds=(its_in, its_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(its_in)
        os.close(its_out)
        try:
            yield Browser(process, to_it, from_it, Path(folder))
        finally:
            os.close(to_it)  # with its pipe it ends
            os.close(from_it)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _pipe(of_child: int) -> tuple[int, int]:
    """Both ends of a pipe; the child's has a number that is in nobody's way when it becomes 3 or 4."""
    ends = list(os.pipe())
    passed = []
    while ends[of_child] < _OUT_OF_THE_WAY:
        passed.append(ends[of_child])
        ends[of_child] = os.dup(passed[-1])
    for end in passed:
        os.close(end)
    return ends[0], ends[1]


def _installed() -> str | None:
    return next((found for name in _NAMES if (found := shutil.which(name))), None)

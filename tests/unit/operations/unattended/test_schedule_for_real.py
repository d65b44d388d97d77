"""Two copies of the schedule, real seconds, a real mail server, a real notebook: one draft, told once."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from reporting.operations.schedule.ledger import ledger_path, open_ledger
from reporting.settings import Project, load_settings
from reporting.store.store import open_store, utc_now
from reporting.store.submissions import Submission

PASSWORD = "geheim-8261"  # noqa: S105
RUN = """\
pages: [{notebook: city.ipynb, per: city, page: city, title: {zh-Hans: 全市总览}}]
closing: {day: 5}
schedule: {run_at: "12:00", inbox: {every_seconds: 1, settled_seconds: 1}}
"""
# the 6th of May 2031 is a Tuesday; the run is due three seconds after the process starts
COPY = """\
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from reporting.operations.schedule.process import stay_up
from reporting.settings import Project

STARTED = datetime.fromisoformat(sys.argv[2])

def clock():
    return datetime(2031, 5, 6, 3, 59, 57, tzinfo=UTC) + (datetime.now(UTC) - STARTED)

stay_up(Project.at(Path(sys.argv[1])), lambda line: print(line, flush=True), clock)
"""
SECONDS = 180


class Letterbox:
    """Keeps what is delivered."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, str]]:
    """A mail server that asks for a password, and the address of the bureau there."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=True),
        auth_require_tls=False,
    )
    controller.start()
    yield box, f"mailto://post:{PASSWORD}@127.0.0.1:{port}/?mode=insecure&from=a@example.org&to=bureau@example.org"
    controller.stop()


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """A bureau with one notebook, one figure of one county in its store, and something unreadable in its inbox."""
    project = make_project(files={"run.yaml": RUN})
    notebook = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[
            cell("code", 'period: str = ""', tags=["parameters"]),
            cell("markdown", "# 全市总览"),
            cell("code", 'import os\nassert not [name for name in os.environ if "REPORTING_NOTIFY" in name]'),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    project.notebooks.mkdir()
    nbformat.write(notebook, project.notebooks / "city.ipynb")  # type: ignore[no-untyped-call]
    with open_store(project.store, load_settings(project).forms, writing=True) as store:
        store.add(submission(), utc_now())
    project.inbox.mkdir(parents=True)
    (project.inbox / "东区.xlsx").write_bytes(b"PK\x03\x04 torn")
    return project


def cell(kind: str, source: str, **metadata: object) -> nbformat.NotebookNode:
    node: nbformat.NotebookNode = getattr(nbformat.v4, f"new_{kind}_cell")(source, metadata=metadata)
    return node


def submission() -> Submission:
    figure = {"table_name": "figures", "item": "meetings", "value": 2.0, "state": "reported", "typed": "2"}
    return Submission(
        county="990101",
        period="2031-04",
        form="own",
        outcome="accepted",
        late=False,
        file="a.xlsx",
        sha256="0" * 64,
        size=1,
        received_at=datetime(2031, 5, 5),
        demo=False,
        rows={},
        typed={},
        figures=pd.DataFrame([figure]),
        columns=pd.DataFrame(),
        findings=pd.DataFrame(),
    )


def test_two_copies_make_one_draft_and_tell_it_once(project: Project, letterbox: tuple[Letterbox, str]) -> None:
    """Two drafts, two mails, none, or one published by itself; a password in a log, a notebook or the table of jobs."""
    box, address = letterbox
    environment = {
        "PATH": str(Path(sys.executable).parent),
        "HOME": str(project.root),
        "REPORTING_NOTIFY_BUREAU": address,
    }
    command = [sys.executable, "-c", COPY, str(project.root), datetime.now(UTC).isoformat()]
    copies = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)
    ]
    draft_told = "2031年4月草稿已生成，请审核"
    until = time.monotonic() + SECONDS
    try:
        while len(box.mails) < 2 and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(3)  # some more looks of each copy
    finally:
        for copy in copies:
            copy.send_signal(signal.SIGTERM)
        said = [copy.communicate(timeout=60)[0].decode() for copy in copies]
    assert [copy.returncode for copy in copies] == [0, 0], said
    assert sorted(subject.split("：")[0] for subject in box.subjects) == [draft_told, "回执（已退回）"], said
    with open_ledger(ledger_path(project)) as ledger:
        assert [(one.step, one.state, one.tries_left) for one in ledger.steps()] == [
            ("2031-04 remind+1", "done", 0),
            ("2031-04 run", "done", 2),
        ], said
    draft = next(mail for mail in box.mails if mail["Subject"] == draft_told)
    [page] = draft.iter_attachments()
    assert page.get_payload(decode=True) == (project.outputs / "drafts" / "2031-04" / "city.html").read_bytes()
    assert not (project.outputs / "2031-04").exists()
    assert sum(output.count("2031-04 run") for output in said) == 1
    kept = [path for path in project.root.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]
    assert (kept, [output for output in said if PASSWORD in output]) == ([], [])

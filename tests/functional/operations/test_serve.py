"""`reporting serve` as a browser, and somebody who means harm, find it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporting.operations.passwords import password_line

REPORTING = str(Path(sys.executable).with_name("reporting"))
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-AAAA'"
PAGE = f'<!DOCTYPE html><head><meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>%s</title>'
SECRET = "nobody may read this"  # noqa: S105


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


Ask = Callable[..., Answer]


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    """Published editions of both audiences, and beside them what is nobody's business."""
    outputs = tmp_path / "bureau" / "outputs"
    (tmp_path / "bureau" / "params").mkdir(parents=True)
    (tmp_path / "secret.html").write_text(SECRET)
    for root, audience in ((outputs, "internal"), (outputs / "public", "public")):
        write(root / "index.html", PAGE % f"{audience} editions")
        write(root / "feed.xml", "<feed/>")
        write(root / "2022-04" / "index.html", PAGE % f"{audience} 2022-04")
        write(root / "2022-04" / "data" / "observations.csv", "county\r\n")
        write(root / "2022-04" / "2022-04-r1-内部.zip", "zip")
        write(root / "2022-04" / "plain.html", "<!DOCTYPE html>")
        write(root / "2022-04" / ".hidden.html", SECRET)
        write(root / "notes.txt", SECRET)
        (root / "2022-04" / "leak.html").symlink_to(tmp_path / "secret.html")
        (root / "2022-05").symlink_to(tmp_path)
        write(root / "editions" / "index.html", PAGE % f"{audience} editions")
        write(root / "editions" / "2022-04-r1" / "index.html", PAGE % f"{audience} 2022-04 r1")
        write(root / "editions" / ".partial-x" / "index.html", SECRET)
        (root / "editions" / "2022-04").symlink_to("../2022-04")
        (root / "editions" / "2022-03-r1").symlink_to(tmp_path)
    for internal in ("drafts/2022-04", "editions/2022-04-r1-public", ".work/2022-04"):
        write(outputs / internal / "index.html", SECRET)
    (outputs / "2022-06").symlink_to(outputs / "drafts" / "2022-04")
    return outputs


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@contextmanager
def serving(outputs: Path, *options: str) -> Iterator[Ask]:
    """The server as a process; yields a function that asks it for a path as it stands, unnormalized."""
    command = [REPORTING, "--project", str(outputs.parent), "serve", "--address", "127.0.0.1:0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split(":")[2].split("/")[0])

        def ask(path: str, method: str = "GET", **headers: str) -> Answer:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            with connection.getresponse() as response:
                body = response.read().decode()
            connection.close()
            return Answer(response.status, dict(response.getheaders()), body)

        try:
            yield ask
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130


@pytest.fixture
def ask(outputs: Path) -> Iterator[Ask]:
    with serving(outputs) as ask:
        yield ask


@pytest.fixture
def ask_internal(outputs: Path) -> Iterator[Ask]:
    with serving(outputs, "--internal") as ask:
        yield ask


def test_what_a_reader_gets(outputs: Path, ask: Ask) -> None:
    """A page would not open, run a foreign script, or be shown in its old state after a reissue."""
    start = ask("/")
    assert (start.status, "public editions" in start.body) == (200, True)
    assert start.headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert start.headers["X-Content-Type-Options"] == "nosniff"
    assert start.headers["Referrer-Policy"] == "no-referrer"
    assert start.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Server" not in start.headers
    assert ask("/2022-04").headers["Location"] == "/2022-04/"
    assert "public 2022-04" in ask("/2022-04/").body
    assert ask("/2022-04/plain.html").headers["Content-Security-Policy"].startswith("default-src 'none'; base-uri")
    data = ask("/2022-04/data/observations.csv")
    assert (data.headers["Content-Type"], data.headers["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        "attachment",
    )
    assert ask("/2022-04/2022-04-r1-%E5%86%85%E9%83%A8.zip").headers["Content-Type"] == "application/zip"
    assert ask("/feed.xml").headers["Content-Type"].startswith("application/atom+xml")
    head = ask("/2022-04/", "HEAD")
    assert (head.status, head.body) == (200, "")
    etag = head.headers["Etag"]
    assert ask("/2022-04/", If_None_Match=etag).status == 304
    write(outputs / "public" / "2022-04" / "made.html", PAGE % "public 2022-05")
    (outputs / "public" / "2022-04" / "made.html").replace(outputs / "public" / "2022-04" / "index.html")
    assert "public 2022-05" in ask("/2022-04/", If_None_Match=etag).body


def test_superseded_revisions_are_served_to_their_own_readers(ask: Ask, ask_internal: Ask) -> None:
    """The list of editions would lead into nothing; or an old internal page be read by the public."""
    for asked, audience in ((ask, "public"), (ask_internal, "internal")):
        old = asked("/editions/2022-04-r1/")
        assert (old.status, f"{audience} 2022-04 r1" in old.body) == (200, True)
        assert old.headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
        assert asked("/editions/2022-04-r1").headers["Location"] == "/editions/2022-04-r1/"
        assert f"{audience} editions" in asked("/editions/").body
        # where a page of a superseded revision says ../2022-04/, the standing edition is meant
        assert f"{audience} 2022-04" in asked("/editions/2022-04/index.html").body


def test_nothing_can_be_written(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert ask("/2022-04/", method).status in (400, 405)


ESCAPES = [
    "/../secret.html",
    "/%2e%2e/secret.html",
    "/..%2fsecret.html",
    "/2022-04/../../../../secret.html",
    "/2022-04/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.html",
    "/2022-04/..%5c..%5c..%5csecret.html",
    "/2022-04/%252e%252e/secret.html",
    "//secret.html",
    "/2022-04//../../../../secret.html",
    "/2022-04/leak.html",
    "/2022-05/secret.html",
    "/2022-04/.hidden.html",
    "/2022-04/index.html%00.png",
    "/2022-04/%0a",
    "/notes.txt",
]
INTERNALS = [
    "/drafts/2022-04/index.html",
    "/editions/2022-04-r1-public/index.html",
    "/editions/2022-03-r1/secret.html",
    "/editions/.partial-x/index.html",
    "/editions/../drafts/2022-04/index.html",
    "/editions/2022-04-r1/../../drafts/2022-04/index.html",
    "/editions/2022-04-r0/index.html",
    "/.work/2022-04/index.html",
    "/2022-04/../drafts/2022-04/index.html",
    "/2022-04/%2e%2e/drafts/2022-04/index.html",
    "/2022-06/index.html",
    "/2022-06/",
    "/public/notes.txt",
]


def test_no_path_leads_out_of_what_is_published(ask: Ask, ask_internal: Ask) -> None:
    """A draft, a revision, or any file of the machine would be read by whoever guesses its name."""
    for asked, paths in ((ask, ESCAPES + INTERNALS), (ask_internal, ESCAPES + INTERNALS)):
        answers = {path: asked(path) for path in paths}
        assert {path: one.status for path, one in answers.items() if one.status not in (400, 403, 404)} == {}
        assert [path for path, one in answers.items() if SECRET in one.body] == []
        assert "default-src 'none'" in answers["/notes.txt"].headers["Content-Security-Policy"]


def test_no_folder_is_listed(ask: Ask) -> None:
    answer = ask("/2022-04/data/")
    assert (answer.status, "observations" in answer.body) == (404, False)


def test_the_public_server_has_no_internal_page(ask: Ask) -> None:
    """Names of schools would leave the bureau."""
    assert "internal" not in ask("/").body + ask("/2022-04/").body


def test_the_internal_server_answers_to_this_machine_only(ask_internal: Ask) -> None:
    """A page from elsewhere that gives this machine a name of its own would read it through the browser."""
    assert "internal editions" in ask_internal("/").body
    assert ask_internal("/", Host="localhost:1").status == 200
    refused = ask_internal("/", Host="evil.example.org")
    assert (refused.status, "internal" in refused.body) == (421, False)


def test_the_internal_server_with_passwords(outputs: Path, tmp_path: Path) -> None:
    file = tmp_path / "readers.passwords"
    file.write_text(password_line("张三", "春晓:不觉晓") + "\n", encoding="utf-8")
    file.chmod(0o600)

    def basic(name: str, password: str) -> str:
        return "Basic " + b64encode(f"{name}:{password}".encode()).decode()

    with serving(outputs, "--internal", "--password-file", str(file)) as ask:
        refused = ask("/")
        assert (refused.status, refused.headers["Www-Authenticate"].split()[0]) == (401, "Basic")
        assert "internal" not in refused.body
        for wrong in (basic("张三", "春晓"), basic("李四", "春晓:不觉晓"), "Basic !!", "Bearer x", basic("张三", "")):
            assert ask("/2022-04/", Authorization=wrong).status == 401
        for _ in range(2):
            good = ask("/2022-04/", Authorization=basic("张三", "春晓:不觉晓"))
            assert (good.status, good.headers["Cache-Control"]) == (200, "no-store")
        assert ask("/drafts/2022-04/", Authorization=basic("张三", "春晓:不觉晓")).status == 404


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--internal", "--address", "0.0.0.0:0"], "without a password"),
        (["--address", "somewhere"], "no address"),
        (["--internal", "--password-file", "missing"], "cannot be read"),
        (["--internal", "--password-file", "open"], "chmod 600"),
        (["--internal", "--password-file", "wrong"], "wrong, line 1"),
    ],
)
def test_what_it_refuses(outputs: Path, tmp_path: Path, options: list[str], says: str) -> None:
    """The internal edition would stand open to the network, or a broken password file let nobody or everybody in."""
    for name, mode in (("open", 0o644), ("wrong", 0o600)):
        (tmp_path / name).write_text("zhang:geheim\n")
        (tmp_path / name).chmod(mode)
    command = [REPORTING, "--project", str(outputs.parent), "serve", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert (done.returncode, says in done.stderr) == (2, True)
    assert "geheim" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_password_is_asked_for_and_never_kept_in_clear(outputs: Path) -> None:
    command = [REPORTING, "--project", str(outputs.parent), "serve", "--make-password", "zhang"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, input="geheim\ngeheim\n", capture_output=True, text=True, env=environment, timeout=60
    )
    assert done.stdout.startswith("zhang:scrypt:")
    assert "geheim" not in done.stdout

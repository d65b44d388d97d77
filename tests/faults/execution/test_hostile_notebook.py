"""What a notebook that means harm finds of secrets and of other people's data, in a run of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.functional.smaller_city import THREE_INDICATORS, change_run, demonstration_project, write_notebook

from reporting.settings import Project

ROOT = Path(__file__).parents[3]
PERIOD = "2022-04"
TOKEN = "token-" + "7f3a" * 6
LOOK = """
import os, pathlib, socket
from IPython.display import HTML, display

seen = {"self": dict(os.environ)}
pid = os.getpid()
chain = []
while pid > 1:
    status = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    pid = int(status["PPid"])
    chain.append(pid)
found = []
for one in chain:
    # who started the command holds the token by its own will
    if one == STARTED_BY:
        break
    try:
        held = pathlib.Path(f"/proc/{one}/environ").read_bytes()
    except OSError as error:
        held = b""
    if TOKEN.encode() in held or b"NOTIFY" in held:
        found.append(f"environ of {one}")
    try:
        with open(f"/proc/{one}/maps") as maps, open(f"/proc/{one}/mem", "rb", 0) as memory:
            for line in maps:
                where, rights = line.split()[:2]
                if rights.startswith("rw") and MEMORY:
                    first, last = (int(part, 16) for part in where.split("-"))
                    memory.seek(first)
                    if TOKEN.encode() in memory.read(last - first):
                        found.append(f"memory of {one}")
    except OSError:
        pass
if any(TOKEN in value or "NOTIFY" in name for name, value in os.environ.items()):
    found.append("own environment")
project = pathlib.Path(PROJECT)
for name, path in {"store": project / "data/store.duckdb", "archive": project / "data/archive",
                   "addresses": pathlib.Path(ADDRESSES), "outputs": project / "outputs/.work"}.items():
    try:
        content = b"".join(p.name.encode() for p in path.iterdir()) if path.is_dir() else path.read_bytes()
    except OSError:
        content = b""
    if content:
        found.append(name)
try:
    (project / "notebooks" / "left-behind").write_text("x")
    found.append("writing")
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", PORT), 2).close()
    found.append("network")
except OSError:
    pass
display(HTML("<h1>" + county + "</h1><p>found: " + ", ".join(sorted(set(found))) + "</p>"))
"""


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project in which one county has sent one month."""
    made = demonstration_project(
        tmp_path_factory, tmp_path / "project", {"410421": "宝丰县"}, indicators=THREE_INDICATORS
    )
    pages = [{"notebook": "look.ipynb", "per": "county", "title": {"zh-Hans": "看", "en": "Look"}}]
    change_run(made.params, pages=pages, languages=["zh-Hans"])
    return made


def found_by(project: Project, tmp_path: Path, port: int, *, memory: bool) -> set[str]:
    """What the notebook's page says it has found."""
    addresses = tmp_path / "notify.env"
    addresses.write_text(f"REPORTING_NOTIFY_READERS=json://example.org/{TOKEN}\n", "utf-8")
    addresses.chmod(0o600)
    names = f"TOKEN = {TOKEN[:6]!r} + {TOKEN[6:]!r}\nMEMORY = {memory}\n"
    names += (
        f"PROJECT = {str(project.root)!r}\nADDRESSES = {str(addresses)!r}\nPORT = {port}\nSTARTED_BY = {os.getpid()}"
    )
    write_notebook(project.notebooks / "look.ipynb", 'county = ""', names, LOOK)
    environment = os.environ | {
        "REPORTING_NOTIFY_BUREAU": f"json://example.org/{TOKEN}",
        "REPORTING_NOTIFY_FILE": str(addresses),
    }
    command = [sys.executable, "-m", "reporting", "--project", str(project.root)]
    taken = subprocess.run([*command, "ingest", str(project.inbox)], env=environment, capture_output=True, text=True)
    assert taken.returncode in (0, 1), taken.stderr
    done = subprocess.run(
        [*command, "run", "--period", PERIOD, "--force"], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    page = (project.outputs / "drafts" / PERIOD / "410421.html").read_text("utf-8")
    return set(page.split("found: ")[1].split("</p>")[0].split(", ")) - {""}


def listening() -> Any:
    import socket

    return socket.create_server(("127.0.0.1", 0))


@pytest.mark.long
def test_no_process_that_a_notebook_can_see_holds_a_secret(project: Project, tmp_path: Path) -> None:
    """A notebook from a colleague would send what the bureau's mailbox opens with to anybody."""
    with listening() as server:
        found = found_by(project, tmp_path, server.getsockname()[1], memory=False)
    assert not {one for one in found if "environ" in one}
    # the same look finds what docs/security.md says that only the strict mode keeps from it
    assert {"store", "archive", "addresses", "writing", "network"} <= found


@pytest.mark.long
def test_a_strict_run_shows_a_notebook_its_snapshot_and_nothing_else(project: Project, tmp_path: Path) -> None:
    """Who may edit one county's notebook would read every county's schools, and the addresses."""
    change_run(project.params, strict=True)
    with listening() as server:
        assert found_by(project, tmp_path, server.getsockname()[1], memory=True) == set()
    assert not (project.notebooks / "left-behind").exists()

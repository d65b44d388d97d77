"""JupyterLab as `reporting lab` opens it: the notebooks, and kernels forked from the warm parent."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

from tornado.websocket import websocket_connect

COMMAND = [sys.executable, "-c", "from reporting.cli import main; main()"]
CELL = """
import os, pathlib, sys
parent = pathlib.Path(f"/proc/{os.getppid()}/cmdline").read_text()
loaded = {"pandas", "matplotlib.pyplot"} <= set(sys.modules)
project = pathlib.Path(os.environ["REPORTING_PROJECT"])
print("forking" in parent, loaded, "reporting.report.report" in sys.modules, project.name)
"""


def test_a_notebook_opens_on_a_warm_kernel(scratch: Path, tmp_path: Path) -> None:
    """The first cell of the day would take seconds, or an edited module count only after the lab is started anew."""
    home = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "data")}
    environment = os.environ | home | {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    (tmp_path / "config").mkdir()
    # in a container the tests run as root, which Jupyter refuses by itself
    (tmp_path / "config" / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', "utf-8")
    process = subprocess.Popen(
        [*COMMAND, "lab", "--no-browser", "--port", "18888"],
        cwd=scratch,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address, token = next(
            found.groups()
            for line in process.stderr
            if (found := re.search(r"(http://127\S+?/)lab\?token=(\w+)", line))
        )

        def call(path: str, body: dict[str, Any] | None = None) -> Any:
            request = urllib.request.Request(  # noqa: S310
                f"{address}api/{path}",
                data=json.dumps(body).encode() if body else None,
                headers={"Authorization": f"token {token}"},
            )
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return json.load(answer)

        # the address is told before it answers
        while True:
            with suppress(urllib.error.URLError):
                call("status")
                break
            time.sleep(0.1)
        assert "county_report.ipynb" in {one["name"] for one in call("contents")["content"]}
        kernel = call("kernels", {"name": call("kernelspecs")["default"]})
        socket = f"{address.replace('http', 'ws')}api/kernels/{kernel['id']}/channels?token={token}"
        assert asyncio.run(printed(socket, CELL)) == f"True True False {scratch.name}\n"
    finally:
        process.terminate()
        process.communicate()


async def printed(address: str, code: str) -> str:
    connection = await websocket_connect(address)
    header = {"msg_id": uuid.uuid4().hex, "username": "", "session": uuid.uuid4().hex, "msg_type": "execute_request"}
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    message = {"header": header | {"version": "5.3"}, "parent_header": {}, "metadata": {}, "content": content}
    await connection.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))
    while True:
        answer = json.loads(await connection.read_message() or "{}")
        if answer["msg_type"] in ("stream", "error"):
            connection.close()
            # closed only when the other side has said so; else the socket is left to some other test
            while await connection.read_message() is not None:
                pass
            return str(answer["content"].get("text") or answer["content"])

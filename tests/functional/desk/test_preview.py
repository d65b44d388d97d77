"""The live preview through its own address: pages, news of saves, trouble, and who may ask."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest
from tests.functional.smaller_city import THREE_INDICATORS, keep_indicators

from reporting.execution.warm.parent import (
    CannotForkError,
    ForkedProcess,
    FurtherWarmParent,
    OwnWarmParent,
    WarmParent,
    Warmth,
)

COMMAND = [sys.executable, "-c", "from reporting.cli import main; main()"]
SECONDS = 120


@dataclass
class Preview:
    """A running preview, and the stream of its news."""

    address: str
    news: IO[bytes]

    def get(self, path: str, **headers: str) -> str:
        request = urllib.request.Request(self.address + path, headers=headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return str(answer.read().decode())

    def next_page(self) -> dict[str, Any]:
        """Wait for news of a page that is finished."""
        for line in self.news:
            if line.startswith(b"data:") and (news := json.loads(line[5:]))["state"] != "making":
                return dict(news)
        raise AssertionError("the news ended")


@pytest.fixture
def preview(scratch: Path) -> Iterator[Preview]:
    keep_indicators(scratch / "params", THREE_INDICATORS)
    command = [*COMMAND, "preview", "notebooks/county_report.ipynb", "-c", "叶县", "--no-browser"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=scratch, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[1]
    with urllib.request.urlopen(f"{address}news", timeout=SECONDS) as news:  # noqa: S310
        yield Preview(address, news)
    process.terminate()
    process.wait()
    process.stdout.close()


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_saves_renew_the_page(preview: Preview, scratch: Path) -> None:
    """An analyst would look at the page of an hour ago, or at an empty window after a slip."""
    notebook = scratch / "notebooks" / "county_report.ipynb"
    assert preview.next_page()["state"] == "made"
    assert "<h2" in preview.get("page")

    edit(notebook, "## 目标达成", "## 目标与差距")
    assert preview.next_page()["state"] == "made"
    assert "目标与差距" in preview.get("page")

    edit(notebook, "report.targets()", "report.tragets('<b>')")
    assert preview.next_page()["state"] == "failed"
    trouble = preview.get("page")
    assert "AttributeError in cell 11 of county_report.ipynb" in trouble
    assert "<mark>report.tragets(&#39;&lt;b&gt;&#39;)</mark>" in trouble

    edit(notebook, "report.tragets('<b>')", "report.targets()")
    assert preview.next_page()["state"] == "made"
    edit(scratch / "params" / "run.yaml", "per: city", "per: town")
    assert preview.next_page()["state"] == "failed"
    assert "params/run.yaml, line" in preview.get("page")


def test_the_bar_offers_what_there_is_and_nobody_else_may_ask(preview: Preview) -> None:
    """A county could not be looked at; or any page of the web could read the bureau's."""
    bar = preview.get("")
    for value in ("410422", "410482", "2022-04", "zh-Hans", "public"):
        assert f'<option value="{value}"' in bar
    assert 'value="410422" selected' in bar
    assert 'lang="en"' in preview.get("page?lang=en")
    for path, headers, code in (
        ("page?place=999999", {}, 404),
        ("page?audience=everybody", {}, 404),
        ("page", {"Host": "bureau.example:80"}, 403),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            preview.get(path, **headers)
        assert refused.value.code == code
        refused.value.close()


def forked(parent: WarmParent) -> ForkedProcess:
    return parent.fork("os:getpid", [], os.environ, str(Path.cwd()), [1, 2])


def test_a_further_parent_forks_until_the_one_below_ends() -> None:
    """A changed module would cost the start of everything anew, or processes be left behind when a preview ends."""
    below = OwnWarmParent(Warmth(preload=(), warm_up=""))
    further = FurtherWarmParent(below, "")
    assert forked(further).wait(timeout=SECONDS) == 0
    below.stop()
    with pytest.raises(CannotForkError):
        forked(further)
    further.stop()

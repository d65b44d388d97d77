"""From save to refreshed page, against one warm run of the same report: `python benchmarks/preview.py PROJECT`.

The project needs a store. Both are measured in turn, so that a busy machine is as busy for the one as for the other;
the medians' ratio is what counts. Of a preview everything is in: seeing the change, the run, the page fetched.
After `indicators` every number of the city is counted again, by a run as well: there the run has its snapshot to make.
"""

from __future__ import annotations

import itertools
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import closing
from http.client import HTTPResponse
from importlib.util import find_spec
from pathlib import Path

from reporting.disclosure.place_snapshot import build_snapshot
from reporting.execution.parcels import Parcel, Product, pack
from reporting.execution.pool import Crew
from reporting.execution.tasks import Task, TaskLimits
from reporting.pagemaking.rendering import PageRenderer
from reporting.pagemaking.warmup import WARMTH
from reporting.settings import Project, load_settings

TIMES = 10
PERIOD = "2022-04"


def main() -> None:
    """Print seconds of each kind of save, of the warm run beside it, and the ratio."""
    project = Project.at(Path(sys.argv[1]))
    county = load_settings(project).city.codes[0]
    notebook = project.notebooks / "county_report.ipynb"
    saves = {
        "notebook": notebook,
        "prose": project.notebooks / "locale" / "en.po",
        "module": _file("reporting.report.sections.targets"),
        "params": project.params / "run.yaml",
        "indicators": project.params / "indicators.yaml",
    }
    with (
        closing(_warm_runs(project, notebook, county)) as warm,
        closing(_Preview(project, notebook, county)) as preview,
    ):
        next(warm)
        for name, saved in saves.items():
            before = saved.read_bytes()
            # something new at the end that changes nothing
            pairs = [
                (
                    next(warm) + (_seconds_to_count(project, county) if name == "indicators" else 0),
                    preview.after_save(saved, before + b"\n" * more),
                )
                for more in range(1, TIMES + 1)
            ]
            preview.after_save(saved, before)
            run, refreshed = (statistics.median(times) for times in zip(*pairs, strict=True))
            print(f"{name}: warm run {run:.2f} s, from save to page {refreshed:.2f} s, ratio {refreshed / run:.2f}")


def _seconds_to_count(project: Project, county: str) -> float:
    started = time.perf_counter()
    build_snapshot(project, load_settings(project), county, PERIOD, "internal")
    return time.perf_counter() - started


def _file(module: str) -> Path:
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin)


def _warm_runs(project: Project, notebook: Path, county: str) -> Generator[float]:
    """Seconds of one warm run after the other, in the pool that editions use."""
    settings = load_settings(project)
    snapshot = build_snapshot(project, settings, county, PERIOD, "internal").encoded
    parameters = {"county": county, "period": PERIOD, "lang": "zh-Hans", "audience": "internal"}
    task = Task("warm", notebook, Path("unused"), parameters, attachments={"snapshot": snapshot})

    def parcels() -> Iterator[Parcel]:
        for _ in itertools.count():
            yield pack(task, TaskLimits(), WARMTH, PageRenderer({"zh-Hans": ""}))

    with closing(Crew(WARMTH, jobs=1).run(parcels())) as products:
        next(products)
        while True:
            started = time.perf_counter()
            product = next(products)
            assert isinstance(product, Product)
            assert product.outcome.status == "done", product.outcome.failure
            yield time.perf_counter() - started


class _Preview:
    """The command, and the news it sends."""

    def __init__(self, project: Project, notebook: Path, county: str) -> None:
        command = [sys.executable, "-c", "from reporting.cli import main; main()", "--project", str(project.root)]
        options = ["preview", str(notebook), "-c", county, "--period", PERIOD, "--no-browser"]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split()[1]
        self.news: HTTPResponse = urllib.request.urlopen(f"{self.address}news")  # noqa: S310
        self._until_made()

    def after_save(self, path: Path, content: bytes) -> float:
        """Seconds from the save of a file to the page, fetched."""
        started = time.perf_counter()
        path.write_bytes(content)
        self._until_made()
        with urllib.request.urlopen(f"{self.address}page") as page:  # noqa: S310
            page.read()
        return time.perf_counter() - started

    def _until_made(self) -> None:
        for line in self.news:
            if line.startswith(b"data:") and (news := json.loads(line[5:]))["state"] != "making":
                assert news["state"] == "made"
                return

    def close(self) -> None:
        """End the command."""
        self.news.close()
        self.process.terminate()
        self.process.wait()


if __name__ == "__main__":
    main()

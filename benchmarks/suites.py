"""Other people's test suites against the warm kernel and the stock one: `python -m benchmarks.suites [FOLDER]`.

The suites come with the source distributions of nbclient, papermill, ipykernel and jupyter_server, in the versions that
are locked; jupyter_kernel_test is asked of both kernels too. They run in an environment of their own under FOLDER
(default: benchmarks/results/suites), in which the kernel that everybody asks for, `python3`, is one and then the other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from defusedxml.ElementTree import parse

ROOT = Path(__file__).parents[1]
KERNELS = ("stock", "warm")
SECONDS = 120
TOOLS = (
    "pytest<9",
    "pytest-timeout",
    "pytest-asyncio",
    "pytest-jupyter[server,client]",
    "pytest-console-scripts",
    "flaky",
    "ipyparallel",
    "ipywidgets",
    "matplotlib",
    "testpath",
    "xmltodict",
    "trio",
    "jupyter_kernel_test",
    "papermill[test]",
)


@dataclass(frozen=True)
class Suite:
    """A suite: whose source it is in, and which of its tests ask a kernel anything."""

    package: str
    tests: Sequence[str]


SUITES = (
    Suite("nbclient", ["tests"]),
    Suite("papermill", ["papermill/tests/test_execute.py", "papermill/tests/test_engines.py"]),
    Suite("ipykernel", ["tests/test_debugger.py", "tests/test_kernel.py", "tests/test_message_spec.py"]),
    Suite("jupyter_server", ["tests/services/kernels", "tests/services/sessions"]),
)


PINNED = ("nbclient", "papermill", "ipykernel", "jupyter_client", "traitlets", "pyzmq")


def main() -> None:
    """Run every suite with each kernel, and print what came out otherwise."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "benchmarks" / "results" / "suites").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    python = _environment(folder)
    came = {}
    for kernel in KERNELS:
        _choose(python, kernel)
        for name, where, tests in _sources(folder, python):
            came[name, kernel] = _run(python, where, tests, folder / f"{name}-{kernel}.xml")
            print(f"{name:20} {kernel:6} {dict(Counter(came[name, kernel].values()))}", flush=True)
    for name in dict.fromkeys(name for name, _ in came):
        stock, warm = (came[name, kernel] for kernel in KERNELS)
        for test in sorted({*stock, *warm}):
            if stock.get(test) != warm.get(test):
                print(f"{name}: {test}: stock {stock.get(test)}, warm {warm.get(test)}")


def _environment(folder: Path) -> Path:
    """The Python of an environment with what the suites need; made once."""
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
        locks = ["-r", str(ROOT / "requirements.lock")]
        subprocess.run([*install, "--require-hashes", *locks], check=True)
        # what the tools ask for must not change what is locked: an older IPython is another kernel
        pins = folder / "pins.txt"
        pins.write_text("\n".join(f"{name}=={version(name)}" for name in (*PINNED, "IPython")), "utf-8")
        subprocess.run([*install, "-c", str(pins), *TOOLS], check=True)
        subprocess.run([*install, "--no-deps", "--editable", str(ROOT)], check=True)
    return python


def _sources(folder: Path, python: Path) -> Iterator[tuple[str, Path, Sequence[str]]]:
    """Each suite's name, its folder, and its tests in it."""
    for suite in SUITES:
        asked = [str(python), "-c", f"from importlib.metadata import version; print(version('{suite.package}'))"]
        number = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
        where = folder / f"{suite.package}-{number}"
        if not where.exists():
            download = [
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--no-binary",
                suite.package,
                "-d",
                str(folder),
            ]
            subprocess.run([str(python), *download, f"{suite.package}=={number}"], check=True)
            with tarfile.open(folder / f"{suite.package}-{number}.tar.gz") as archive:
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(folder)  # noqa: S202 - as pip unpacks it
        yield suite.package, where, suite.tests
    yield "jupyter_kernel_test", Path(__file__).parent / "kernel_test", ["test_kernel.py"]


def _choose(python: Path, kernel: str) -> None:
    """Make ``python3`` of the environment the stock or the warm kernel."""
    specs = python.parents[1] / "share" / "jupyter" / "kernels"
    shutil.rmtree(specs / "reporting-warm", ignore_errors=True)
    shutil.rmtree(specs / "python3", ignore_errors=True)
    if kernel == "stock":
        subprocess.run([python, "-m", "ipykernel", "install", "--sys-prefix"], check=True, capture_output=True)
    else:
        install = "from reporting.execution.warm.kernelspec import install_kernelspec as i; import pathlib, sys; "
        subprocess.run([python, "-c", install + "i(pathlib.Path(sys.prefix))"], check=True)
        (specs / "reporting-warm").rename(specs / "python3")


def _run(python: Path, where: Path, tests: Sequence[str], report: Path) -> dict[str, str]:
    """Test → passed, failed or skipped."""
    options = ["-q", "-p", "no:cacheprovider", f"--timeout={SECONDS}", f"--junitxml={report}", "-o", "addopts="]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON"))}
    command = [str(python), "-m", "pytest", *options, *tests]
    report.unlink(missing_ok=True)
    with report.with_suffix(".log").open("w") as log:
        subprocess.run(command, cwd=where, env=environment, stdout=log, stderr=log, check=False, timeout=3600)
    if not report.exists():
        return {"the suite": "did not run"}
    return {
        f"{case.get('classname')}::{case.get('name')}": next(
            (part.tag for part in case if part.tag in ("failure", "error", "skipped")), "passed"
        )
        for case in parse(report).iter("testcase")
    }


if __name__ == "__main__":
    main()

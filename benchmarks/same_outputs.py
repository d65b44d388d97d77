"""Whether the warm kernel gives the outputs of an ordinary one: `python -m benchmarks.same_outputs FOLDER`.

Every notebook in the folder runs under both, as nbclient runs it, errors allowed. What differs from one run to
the next whatever the kernel (process numbers, addresses, times, colours, the order of streams) does not count.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal

from reporting.execution.warm.kernelspec import find_warm_kernel

KERNELS = ("python3", "reporting-warm")
_SECONDS_PER_CELL = 20
_NOISE = re.compile(
    r"\x1b\[[0-9;]*m|ipykernel_\d+/\d+\.py|0x[0-9a-f]+|<dc:date>[^<]*|IPY_MODEL_\w+|[0-9a-f]{32}|[\d-]{10}T[\d:.]+Z"
)


def outputs(path: Path, kernel: str) -> list[list[str]]:
    """What each code cell of the notebook shows under the kernel, streams joined, in no order."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    end = ""
    try:
        NotebookClient(
            notebook,
            kernel_name=kernel,
            allow_errors=True,
            coalesce_streams=True,
            timeout=_SECONDS_PER_CELL,
            interrupt_on_timeout=True,
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()
    except (CellControlSignal, RuntimeError) as error:
        end = type(error).__name__
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [sorted(_quiet(output) for output in cell.outputs) for cell in cells] + [[end]]


def _quiet(output: Any) -> str:
    shown = {name: value for name, value in output.items() if name != "execution_count"}
    return _NOISE.sub("", json.dumps(shown, sort_keys=True))


def main() -> None:
    """Print a table in Markdown; exit 1 if any notebook differs."""
    find_warm_kernel()
    print("| notebook | cells | outputs | the same |\n|---|---|---|---|")
    different = False
    for path in sorted(Path(sys.argv[1]).glob("*.ipynb")):
        ordinary, warm = (outputs(path, kernel) for kernel in KERNELS)
        different |= ordinary != warm
        told = sum(map(len, ordinary)) - 1
        print(f"| {path.stem} | {len(ordinary) - 1} | {told} | {'yes' if ordinary == warm else 'NO'} |", flush=True)
    raise SystemExit(int(different))


if __name__ == "__main__":
    main()

"""From opening a notebook to the end of its first cell with pandas and matplotlib: `python -m benchmarks.lab`.

The warm kernel as `reporting lab` starts it, and an ordinary one beside it. Each opening begins a kernel of its own.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from jupyter_client.manager import KernelManager
from traitlets.config import Config

from reporting.execution.tasks import WARM_KERNEL
from reporting.execution.warm.kernelspec import find_warm_kernel
from reporting.execution.warm.parent import parent_for
from reporting.operations.desk.warmth import FRESH

TIMES = 7
CELL = """
import pandas as pd
import matplotlib.pyplot as plt
pd.DataFrame({"a": [1, 2, 3]}).plot()
plt.gcf()
"""


def main() -> None:
    """Print the median seconds of each kind of kernel."""
    find_warm_kernel()
    parent_for(FRESH)
    first_cell(WARM_KERNEL)  # JupyterLab takes longer to start than the parent takes to warm up
    for kernel in (WARM_KERNEL, "python3"):
        seconds = statistics.median(first_cell(kernel) for _ in range(TIMES))
        print(f"{kernel}: first cell done {seconds:.2f} s after opening")


def first_cell(kernel: str) -> float:
    """Seconds from asking for a kernel to the end of its first cell."""
    config = Config()
    config.WarmProvisioner.preload = list(FRESH.preload)
    config.WarmProvisioner.warm_up = FRESH.warm_up
    manager: Any = KernelManager(kernel_name=kernel, config=config)
    started = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    reply = client.execute_interactive(CELL, output_hook=lambda message: None)
    seconds = time.perf_counter() - started
    assert reply["content"]["status"] == "ok", reply
    client.stop_channels()
    manager.shutdown_kernel()
    return seconds


if __name__ == "__main__":
    main()

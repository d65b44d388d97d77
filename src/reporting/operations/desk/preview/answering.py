"""What a process of the preview does: a request file in, a result file out.

It begins without any code of this package that one edits, so a saved module, template or catalogue counts at once,
and nothing has to be reloaded. A module that cannot even be imported is shown like any other trouble.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from reporting.execution.files import write_atomically
from reporting.execution.tasks import Failure
from reporting.execution.warm.kernelspec import find_warm_kernel
from reporting.execution.warm.parent import Warmth, adopt_parent
from reporting.operations.desk.preview.choice import Choice, Made
from reporting.operations.desk.preview.trouble import trouble_page

__all__ = ["PROGRESS", "answer", "main"]

PROGRESS = "progress.txt"
"""The number of the cell that runs, beside the request."""


def main(request_file: str) -> NoReturn:
    """Answer, and leave without waiting for the idle threads that running a notebook leaves behind."""
    answer(request_file)
    os._exit(0)


def answer(request_file: str) -> None:
    """Write ``result.json``, a `Made`, beside the request; see `Maker.start` for what that holds."""
    path = Path(request_file)
    request = json.loads(path.read_text(encoding="utf-8"))
    try:
        made = _made(request, path.with_name(PROGRESS))
    except Exception as error:  # whatever the code being edited raises is for its author to see
        failure = Failure("task", type(error).__name__, str(error), traceback=traceback.format_exc())
        made = Made("failed", trouble_page(Path(request["notebook"]), failure), 0)
    path.with_name("result.json").write_text(json.dumps(asdict(made)), encoding="utf-8")


def _made(request: dict[str, Any], progress: Path) -> Made:
    from reporting.operations.desk.preview.making import make_page
    from reporting.settings import Project

    warmth = Warmth(tuple(request["warmth"]["preload"]), request["warmth"]["warm_up"])
    if request["parent"] is not None:
        adopt_parent(warmth, request["parent"])
    find_warm_kernel()
    return make_page(
        Project(Path(request["project"])),
        Path(request["notebook"]),
        Choice(**request["choice"]),
        warmth,
        Path(request["snapshots"]),
        lambda cell: write_atomically(progress, str(cell).encode()),
    )


if __name__ == "__main__":
    main(sys.argv[1])

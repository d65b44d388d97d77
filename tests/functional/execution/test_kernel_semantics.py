"""A forked kernel behaves as an ordinary one: the same cells, run under both, give the same outputs."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from reporting.execution.warm.kernelspec import find_warm_kernel

CELLS = {
    "streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('宝丰县')",
    "result": "{'a': [1, 2]}",
    "error": "def f():\n    raise ValueError('no')\nf()",
    "syntax error": "x ===",
    "exit": "import sys\nsys.exit('leaving')",
    "display update": (
        "from IPython.display import display, update_display\n"
        "h = display('one', display_id='d')\nupdate_display('two', display_id='d')"
    ),
    "clear output": "from IPython.display import clear_output\nprint('a')\nclear_output()\nprint('b')",
    "rich display": "from IPython.display import HTML, SVG\ndisplay(HTML('<b>x</b>'), SVG('<svg/>'))",
    "async": "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
    "async tasks": "async def g(i):\n    return i\nprint(await asyncio.gather(*(g(i) for i in range(3))))",
    "subprocess": "import subprocess\n_ = subprocess.run(['sh', '-c', 'echo from a child; sleep 1'], check=True)",
    "shell magic": "!echo magic; exit 3\nprint(_exit_code)",
    "captured shell": "lines = !printf 'a\\nb'\nlines",
    "thread": "import threading\nt = threading.Thread(target=print, args=('thread',))\nt.start(); t.join()",
    "low-level output": "import os, time\n_ = os.write(1, b'raw\\n'); time.sleep(1)",
    "multiprocessing": (
        # in one write, and long before the kernel's own: the two come by different ways, in any order and in pieces
        "import multiprocessing, sys, time\n"
        "p = multiprocessing.get_context('fork').Process(target=sys.stdout.write, args=('fork\\n',))\n"
        "p.start(); p.join(); time.sleep(1)\nprint(p.exitcode)"
    ),
    "line magic": "%precision 3\n3.14159",
    "cell magic": "%%capture got\nprint('kept')",
    "capture": "got.stdout",
    "unknown magic": "%nothing_of_the_kind",
    "input refused": "input('name? ')",
    "interrupt": "import signal, time\nsignal.raise_signal(signal.SIGINT)\ntime.sleep(60)",
    "after interrupt": "print('alive')",
    "history": "print(In[1].splitlines()[0], _ih[1] == In[1])",
    "namespace": "print(__name__, [n for n in dir() if n.startswith('rehear')], sorted(globals())[:1])",
    "path": "import sys, os\nprint(sys.path[0] == '', sys.argv[1] == '-f', os.path.samefile(os.getcwd(), '.'))",
    "matplotlib": (
        "import matplotlib, matplotlib.pyplot as plt\nplt.plot([1, 2])\n"
        "print(matplotlib.get_backend(), plt.isinteractive(), len(plt.get_fignums()))"
    ),
    "figure shown": "fig, ax = plt.subplots()\nplt.show()",
    "figure formats": "%config InlineBackend.figure_formats = ['svg']\nfig, ax = plt.subplots()\nplt.show()",
    "table": "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "warning": "import warnings\nwarnings.warn('careful')",
    "shell": (
        "import os\nip = get_ipython()\n"
        "print(type(ip).__name__, ip.kernel.shell is ip, ip.parent is ip.kernel, ip.user_ns is globals(),\n"
        "      ip.kernel.user_ns is ip.user_ns, os.path.samefile(ip.starting_dir, '.'))"
    ),
    "directories": "print(len(_dh), os.path.samefile(_dh[0], '.'))\n%pwd",
    "environment": "print({name: os.environ.get(name) for name in ('TERM', 'CLICOLOR', 'FORCE_COLOR', 'PAGER')})",
    "magics": "{kind: len(names) for kind, names in get_ipython().magics_manager.lsmagic().items()}",
    "written and flushed": "sys.stdout.write('a'); sys.stdout.flush(); sys.stdout.write(' b'); sys.stderr.flush()",
    "many lines": "for i in range(2000):\n    print(i, flush=i % 7 == 0)",
    "two threads": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    _ = list(pool.map(lambda i: sys.stdout.write('a\\n') and sys.stdout.flush(), range(200)))"
    ),
    "logging": "import logging\nlogging.warning('told')",
    "exception hook": "print(sys.excepthook.__qualname__, sys.displayhook.__class__.__name__)",
    "pickle": "import pickle\nclass C: pass\nprint(type(pickle.loads(pickle.dumps(C()))) is C)",
}
# what may differ from one run to the next whatever the kernel
_NOISE = [
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"ipykernel_\d+/\d+\.py"), "ipykernel"),
    (re.compile(r"0x[0-9a-f]+"), "0x"),
    (re.compile(r"<dc:date>[^<]*"), ""),
    (re.compile(r'(id="|#|url\(#)[mp][0-9a-f]{8,}'), "id"),
]


def _quiet(text: Any) -> Any:
    if isinstance(text, str):
        for pattern, instead in _NOISE:
            text = pattern.sub(instead, text)
    if isinstance(text, list):
        return [_quiet(part) for part in text]
    return text


def _outputs(kernel: str) -> dict[str, list[dict[str, Any]]]:
    v4: Any = nbformat.v4
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in CELLS.values()])
    client = NotebookClient(
        notebook, kernel_name=kernel, allow_errors=True, timeout=60, coalesce_streams=True, config=Config()
    )
    client.execute()
    told: dict[str, list[dict[str, Any]]] = {}
    for name, cell in zip(CELLS, notebook.cells, strict=True):
        # streams of different sources come in any order
        told[name] = sorted(
            (
                {key: _quiet(value) for key, value in _flat(output).items() if key not in ("metadata",)}
                for output in cell.outputs
            ),
            key=str,
        )
    return told


def _flat(output: Any) -> dict[str, Any]:
    flat = dict(output)
    flat.update(flat.pop("data", {}))
    # the pixels of a picture differ with its time stamp; that there is one is what matters
    if "image/png" in flat:
        flat["image/png"] = flat["image/png"][:20]
    return flat


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, Any], dict[str, Any]]:
    """Outputs by cell, under an ordinary kernel and under a forked one."""
    with pytest.MonkeyPatch.context() as patch:
        # ipykernel does not listen to what subprocesses write when it finds itself in a test
        patch.delenv("PYTEST_CURRENT_TEST")
        patch.setenv("JUPYTER_PATH", "")
        find_warm_kernel()
        return _outputs("python3"), _outputs("reporting-warm")


@pytest.mark.parametrize("cell", CELLS)
def test_the_outputs_are_the_same(both: tuple[dict[str, Any], dict[str, Any]], cell: str) -> None:
    ordinary, forked = both
    assert forked[cell] == ordinary[cell]


def test_the_cells_show_what_they_are_for(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Equal outputs prove little if both are empty or both are errors."""
    ordinary, _ = both
    assert "StdinNotImplementedError" in str(ordinary["input refused"])
    assert "KeyboardInterrupt" in str(ordinary["interrupt"])
    assert "from a child" in str(ordinary["subprocess"])
    assert "'two'" in str(ordinary["display update"])
    assert "thread" in str(ordinary["thread"])
    assert "raw" in str(ordinary["low-level output"])
    assert "image/png" in str(ordinary["figure shown"])
    assert "image/svg+xml" in str(ordinary["figure formats"])

"""A rehearsal in the warm parent of what every report does, so that what is made once is made before the fork.

Fonts, the SVG and PNG writers, table rendering, IPython's compiled patterns and lazily loaded magics.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import sys
from typing import Any

_CELL = """
%config InlineBackend.figure_formats = ['svg']
from IPython.display import HTML, Markdown, display
display(HTML('<p>rehearsal</p>'))
print('rehearsal')
"""
_FAILING_CELL = """
def fail(values):
    return [1 / value for value in values]

fail([0])
"""


def rehearse(*, alone: bool = True) -> None:
    """Run a cell, draw a figure and render a table, in a shell that is thrown away.

    Args:
        alone: whether what a report seldom does is rehearsed too: pictures in files, and what a traceback wants.
    """
    import nbformat
    import pandas
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    # the first notebook that a process reads compiles the schema
    nbformat.validate(nbformat.v4.new_notebook())  # type: ignore[no-untyped-call]
    table = pandas.DataFrame({"county": ["a", "b"], "value": [1.5, None]}).set_index("county")
    with rc_context({"svg.fonttype": "none"}), _shell(failing=alone) as shell:
        # not by pyplot, which would keep the figure and its choice of backend
        figure = Figure(layout="constrained")
        axes = figure.subplots()
        axes.bar([0, 1], [1, 2], label="1.5 %")
        axes.plot([0, 1], [1, 2])
        axes.set(title="0.5", xlabel="a", ylabel="b")
        axes.legend()
        for form in ("svg", "png") if alone else ():
            figure.savefig(io.BytesIO(), format=form, bbox_inches="tight")
        table.describe()
        table.to_dict("records")
        table.pivot_table(columns="value", aggfunc="size")
        for shown in (*([figure] if alone else []), table, table.groupby("county").sum()):
            shell.display_formatter.format(shown)


@contextlib.contextmanager
def _shell(*, failing: bool) -> Any:
    """An IPython shell that has run a cell; afterwards it is as if there had been none."""
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib_inline import backend_inline
    from matplotlib_inline.config import InlineBackend
    from traitlets.config import Config

    inline: Any = backend_inline
    main = sys.modules["__main__"]
    quiet = Config({"HistoryManager": {"enabled": False}})
    with contextlib.redirect_stdout(io.StringIO()):
        shell: Any = InteractiveShell.instance(config=quiet)
        try:
            inline.configure_inline_support(shell, "inline")
            shell.run_cell(_CELL, store_history=False).raise_error()
            # what shows a traceback is loaded by the first one
            if failing:
                shell.run_cell(_FAILING_CELL, store_history=False)
            yield shell
        finally:
            # it remembers, beside the shell, that formats have been chosen
            inline.configure_inline_support(shell, "none")
            InlineBackend.clear_instance()
            InteractiveShell.clear_instance()
            # else each fork would clear away at its end what is in the rehearsal's namespace
            atexit.unregister(shell.atexit_operations)
            sys.modules["__main__"] = main

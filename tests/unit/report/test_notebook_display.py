"""How a kernel shows ordinary figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from reporting import Report
from reporting.errors import UsageError
from reporting.report.lab_look import look_like_pages, scoped_styles
from reporting.report.notebook_display import load_ipython_extension
from reporting.report.showing import FRAME

v4: Any = nbformat.v4
NAME = "各校情况"


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A shell as a kernel has it, with matplotlib's inline backend and our extension."""
    from matplotlib import pyplot
    from matplotlib_inline import backend_inline
    from matplotlib_inline.config import InlineBackend

    inline: Any = backend_inline
    monkeypatch.setattr("reporting.report.current._opened", [])
    # the extension lets pandas show whole cells, for a kernel's whole life
    with mpl.rc_context(), pd.option_context("display.max_colwidth", pd.get_option("display.max_colwidth")):
        made: Any = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        pyplot.switch_backend("module://matplotlib_inline.backend_inline")
        mpl.interactive(b=True)
        inline.configure_inline_support(made, "inline")
        load_ipython_extension(made)
        yield made
        pyplot.close("all")
        inline.configure_inline_support(made, "none")
        InlineBackend.clear_instance()
        InteractiveShell.clear_instance()
        pyplot.switch_backend("agg")


def shown(shell: Any, *cells: str) -> list[dict[str, str]]:
    """What the last of the cells shows."""
    for cell in cells:
        with capture_output() as captured:
            shell.run_cell(cell).raise_error()
    return [output.data for output in captured.outputs if "text/html" in output.data or "image/png" in output.data]


PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\n"


@pytest.mark.parametrize(
    "end", ["plt.title('宝丰县'); plt.show()", "plt.title('宝丰县');", "plt.title('宝丰县'); display(plt.gcf())"]
)
def test_a_plot_is_shown_once_however_its_cell_ends(shell: Any, end: str) -> None:
    """An ordinary cell's figure would be missing from the page, or stand there twice."""
    (data,) = shown(shell, PLOT + end)
    assert "image/png" not in data
    assert "<strong>宝丰县</strong>" in data["text/html"]
    assert data["text/html"].count("<table") == 1


def test_choosing_formats_later_changes_nothing(shell: Any) -> None:
    """`%matplotlib inline`, which notebooks begin with, would bring the picture back in place of the figure."""
    configure = "from matplotlib_inline.backend_inline import configure_inline_support as again\n"
    outputs = shown(shell, f"{configure}again(get_ipython(), 'inline')\n{PLOT}plt.show()")
    assert [sorted(data) for data in outputs] == [["text/html", "text/plain"]]


def test_words_come_from_the_options_of_its_cell(shell: Any) -> None:
    """The caption of the cell before, or none, would stand on the figure."""
    shown(shell, "rate = 93.64\n")
    cell = f"#| label: fig-rate\n#| fig-cap: 参与率{{rate}}%\n#| fig-alt: 逐月升高。\n{PLOT}plt.show()"
    (data,) = shown(shell, cell)
    assert "<strong>参与率93.6%</strong>" in data["text/html"]
    assert "data-lacks" not in data["text/html"]
    assert 'id="fig-rate"' in data["text/html"]
    (plain,) = shown(shell, PLOT)
    assert 'data-lacks="fig-cap fig-alt"' in plain["text/html"]


def test_two_figures_of_a_cell_share_no_id(shell: Any) -> None:
    """A link to the figure would not know where to go."""
    cell = f"#| label: fig-two\n{PLOT}plt.show()\nplt.plot([3, 1])\nplt.show()"
    ids = [found for data in shown(shell, cell) for found in re.findall(r' id="([^"]+)"', data["text/html"])]
    assert len(ids) == len(set(ids))


def test_the_parameters_say_which_language(shell: Any) -> None:
    """An English page would have a Chinese table."""
    (data,) = shown(shell, "lang = 'en'\n", PLOT)
    assert "data table" in data["text/html"]


def test_plots_are_in_the_house_style(shell: Any) -> None:
    """A cell would look otherwise in JupyterLab than figures of the report."""
    assert mpl.rcParams["font.family"] == ["Noto Sans SC"]
    shown(shell, "import matplotlib.pyplot as plt\nplt.style.use('default')")
    assert mpl.rcParams["font.family"] == ["sans-serif"]


def test_in_jupyterlab_it_looks_as_on_the_page(shell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections would be unstyled text at the desk, or a run's page would carry its styles twice."""
    (bare,) = shown(shell, PLOT)
    assert "<style>" not in bare["text/html"]
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/n.ipynb")
    monkeypatch.setattr("reporting.report.lab_look._state", {"cell": "", "now": ""})
    look_like_pages(shell)
    section = "from reporting.report.html import Section\ndisplay(Section('<p>甲</p>'))"
    (first,) = shown(shell, section)
    assert first["text/html"].startswith("<style>.county-report:is(")
    assert first["text/html"].endswith('<div class="county-report"><p>甲</p></div>')
    (second,) = shown(shell, PLOT)
    assert "<style>" not in second["text/html"]
    assert "<style>" in shown(shell, section)[0]["text/html"], "run again, the cell still brings it"


def test_the_look_reaches_nothing_else() -> None:
    """JupyterLab's own tables and headings would change, and dark themes stay light."""
    css = scoped_styles()
    assert css.count("{") == css.count("}")
    assert ":root" not in css
    assert "keyframes" not in css
    assert css.startswith(".county-report:is(.county-report,#county-report) {")
    night = 'body[data-jp-theme-light="false"] .county-report:is(.county-report,#county-report) { --paper: #12171d;'
    assert night in re.sub(r"\{\s+", "{ ", css)


def test_show_is_the_page_of_the_saved_notebook(
    shell: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, invent: Any
) -> None:
    """The page would be styled for JupyterLab, contain itself, or show expressions instead of values."""
    report = Report(invent())
    assert report.show() is None, "a run makes its own page"
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "sleep.ipynb"))
    with pytest.raises(UsageError, match="not saved"):
        report.show()
    look = "<style>.county-report:is(.county-report,#county-report) {}</style>"
    htmls = [f'{look}<div class="county-report"><p>{NAME}</p></div>', f"{FRAME}>"]
    outputs = [v4.new_output("display_data", data={"text/html": html}) for html in htmls]
    cells = [
        v4.new_code_cell("1", outputs=outputs),
        v4.new_markdown_cell("## 节\n\n共`{python} n * 2`所，`{python} 1 / 0`"),
    ]
    (tmp_path / "sleep.ipynb").write_text(v4.writes(v4.new_notebook(cells=cells)), encoding="utf-8")
    shell.user_ns["n"] = 21
    page = report.show()
    assert page is not None
    assert f"<p>{NAME}</p>" in page.html
    assert "共42所" in page.html
    for unwanted in (":is(.county-report", "iframe", 'class="county-report"'):
        assert unwanted not in page.html
    assert page._repr_html_().startswith(FRAME)
    assert "sandbox" in page._repr_html_()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ('report.data["sch', "schools"),
        ('report.facts["val', "value"),
        ('report.data["schools"]["enr', "enrolled"),
        ('report.series("joined")["val', "value"),
    ],
)
def test_tab_completes_tables_and_columns(shell: Any, invent: Any, typed: str, offered: str) -> None:
    """An analyst would have to know the names by heart: IPython looks into no property of its own accord."""
    from IPython.core.completer import provisionalcompleter

    shell.user_ns["report"] = Report(invent())
    with provisionalcompleter():
        assert offered in [one.text for one in shell.Completer.completions(typed, len(typed))]

"""The examples in the docstrings of what a notebook may import, on a month of the demonstration."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import reporting
from reporting import CityReport, EvidenceReport, Report
from reporting.report import opening
from reporting.report.page import Page

PERIOD = "2022-04"


@pytest.fixture(scope="module")
def opened(stored: Path) -> Iterator[dict[str, Page]]:
    """A report of each kind, as a notebook in that project opens it; a snapshot is cut once only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTING_PROJECT", str(stored))
        patch.setattr(opening, "_made", cache(opening._made))
        yield {
            "Report": Report.open(county="410421", period=PERIOD),
            "CityReport": CityReport.open(period=PERIOD),
            "EvidenceReport": EvidenceReport.open(period=PERIOD),
        }


@pytest.mark.parametrize("name", reporting.__all__)
def test_every_example_gives_what_it_shows(name: str, opened: dict[str, Page]) -> None:
    """A newcomer would copy an example that fails, or find none."""
    kind = getattr(reporting, name)
    names = {each: getattr(reporting, each) for each in reporting.__all__} | {"report": opened[name]}
    methods = [each for each, value in inspect.getmembers(kind) if not each.startswith("_") and value.__doc__]
    runner = doctest.DocTestRunner()
    for each in ["", *methods]:
        text = inspect.getdoc(getattr(kind, each) if each else kind) or ""
        example = doctest.DocTestParser().get_doctest(text, names, f"{name}.{each}", None, None)
        assert example.examples, f"{name}.{each} shows no example"
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize(
    ("name", "seen"), [("Report", "要办的事"), ("CityReport", "平顶山市"), ("EvidenceReport", "平顶山市")]
)
def test_a_bare_name_shows_how_the_page_begins(name: str, seen: str, opened: dict[str, Page]) -> None:
    """A cell that ends in `report` would print an address in memory."""
    report = opened[name]
    assert report.header().html in report._repr_html_()
    assert seen in report._repr_html_() + report.snapshot._repr_html_()
    assert f"<{name} " in repr(report)

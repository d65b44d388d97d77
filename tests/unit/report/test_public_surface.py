"""What a notebook may import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import reporting


def test_the_list_is_pinned() -> None:
    """A name that notebooks of others use would go, or a new one come, without anybody deciding it."""
    assert reporting.__all__ == ["CityReport", "EvidenceReport", "Report"]
    assert all(hasattr(reporting, name) for name in reporting.__all__)
    assert set(reporting.__all__) <= set(dir(reporting))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """`from reporting import Raport` would end in something else than Python's own message."""
    with pytest.raises(AttributeError, match="Raport"):
        reporting.Raport  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Every command, even `reporting --help`, would wait for pandas."""
    program = "import sys, reporting; print([name for name in ('pandas', 'jinja2', 'duckdb') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

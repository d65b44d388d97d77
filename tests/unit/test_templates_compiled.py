"""Compiled templates are kept beside compiled modules, and a template that changes is compiled again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reporting.templating import _environment


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "leaflets"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "templates" / "a.html").write_text("{{ word }}", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "leaflets", raising=False)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return folder


def _said(*, autoescape: bool = True) -> str:
    return _environment("leaflets", "templates", autoescape=autoescape).get_template("a.html").render(word="<")


def test_a_template_is_compiled_once_and_again_when_it_changes(package: Path) -> None:
    """Every command would compile thirty templates; a changed one would show what it said before."""
    assert _said() == "&lt;"
    (kept,) = (package / "__pycache__").glob("*.jinja")
    kept_at = kept.stat().st_mtime_ns
    assert _said() == "&lt;"
    assert kept.stat().st_mtime_ns == kept_at
    (package / "templates" / "a.html").write_text("{{ word }}!", "utf-8")
    assert _said() == "&lt;!"


def test_what_is_escaped_and_what_is_not_are_kept_apart(package: Path) -> None:
    """A mail's template that a page has too would put what counties write on the page as it is."""
    assert [_said(), _said(autoescape=False), _said()] == ["&lt;", "<", "&lt;"]


def test_where_nothing_can_be_kept_it_works_all_the_same(package: Path) -> None:
    """An installation that is read-only, or a damaged file, would stop every page."""
    (package / "__pycache__").write_text("no folder", "utf-8")
    assert _said() == "&lt;"
    (package / "__pycache__").unlink()
    assert _said() == "&lt;"
    (kept,) = (package / "__pycache__").glob("*.jinja")
    kept.write_bytes(kept.read_bytes()[:-20])
    assert _said() == "&lt;"

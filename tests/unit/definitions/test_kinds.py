"""Kinds of indicator are known by name in one module only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import reporting
from reporting.definitions.kinds import KINDS

PACKAGE = Path(reporting.__file__).parent


def test_no_other_module_asks_which_kind_it_is() -> None:
    """A new kind would have to be taught to fourteen files, and be forgotten in one."""
    asking = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "kinds.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            compared = isinstance(node, ast.Compare | ast.Match) and ".kind" in ast.unparse(node)
            names = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)} if compared else set()
            if names & set(KINDS):
                asking.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")  # type: ignore[attr-defined]
    assert asking == []


def test_no_template_asks_which_kind_it_is() -> None:
    """A new kind in which families choose would get a target's words on its tile."""
    comparison = re.compile(rf"\.kind [!=]= [\"']({'|'.join(KINDS)})[\"']")
    templates = [path for ending in ("html", "j2") for path in sorted((PACKAGE / "report").rglob(f"*.{ending}"))]
    known_otherwise = 'matter.kind == "zero"'
    asking = [
        f"{path.relative_to(PACKAGE)}: {found.group()}"
        for path in templates
        for found in comparison.finditer(path.read_text("utf-8").replace(known_otherwise, ""))
    ]
    assert templates
    assert asking == []

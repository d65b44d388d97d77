"""A name stands for one thing: who searches for a class by its name finds it at once."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
_CLASS = re.compile(r"^class ([A-Z]\w*)", re.MULTILINE)


def test_no_two_classes_have_one_name() -> None:
    """Of two public classes called alike, every docstring, import and search would have to say which."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SOURCES.rglob("*.py")):
        for name in _CLASS.findall(path.read_text(encoding="utf-8")):
            homes[name].append(str(path.relative_to(SOURCES)))
    assert len(homes) > 300, "the classes were not found"
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}

"""The demonstration of a topic, moved to another city: its units get invented schools, the old city's facts go."""

from __future__ import annotations

import random
from typing import Any

import yaml

from reporting.definitions.counties import City, County
from reporting.yaml_values import yaml_value

__all__ = ["another_demonstration"]

_HEADING = """\
# What `reporting demo` invents for this project: every school and every figure is made up.
# 演示数据的设定：学校与数字均为虚构。各单位的学校数、城乡比例可改得更像本市。
"""
_OF_THE_OLD_UNITS = ("filings", "rounding_counties", "cases", "targets")
_SMALLEST, _LARGEST = 18, 60
"""In-scope schools of an invented unit; below ten, no status would be given."""


def another_demonstration(text: str, city: City) -> str:
    """``demonstration.yaml`` of another city as one of ``city``: the same text gives the same schools for a unit.

    What the old city's units and its bureau were made to say is left out; how months, schools and files look stays.
    """
    content: dict[str, Any] = yaml_value(text)
    most = sum(len(courses) for courses in content["catalogue"].values())
    content |= {key: [] for key in _OF_THE_OLD_UNITS}
    content["counties"] = [_unit(county, most) for county in city.counties]
    content["bureau"] |= {
        "file": f"{city.name.zh}{{year}}年{{month}}月",
        "figures": {},
        "documents": [],
    }
    return _HEADING + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)


def _unit(county: County, most_courses: int) -> dict[str, Any]:
    """One unit, told from others by its code alone."""
    chance = random.Random(county.code)  # noqa: S311 - nothing secret is made of it
    size = chance.randint(_SMALLEST, _LARGEST)
    urban = round(chance.uniform(0.15, 0.6), 2)
    town = round(chance.uniform(0.2, 0.35), 2)
    return {
        "code": county.code,
        "schools": {"in_scope": size, "village": size // 3, "boarding": size // 10, "other": 1},
        "areas": [urban, town, round(1 - urban - town, 2)],
        "courses": min(most_courses, chance.randint(50, 120)),
        "pace": round(chance.uniform(0.6, 1.05), 2),
        "file": f"{county.name.zh}{{year}}年{{month}}月月报表",
    }

"""YAML as plain values, by libyaml where PyYAML was built with it: ten times as fast, and every command reads some."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["LOADER", "yaml_value"]

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_value(text: str) -> Any:
    """The value of a text in YAML."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe one

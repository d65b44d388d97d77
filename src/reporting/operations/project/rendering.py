"""The templates of a new project's own files; values are written as YAML on one line, comments stay."""

from __future__ import annotations

from functools import lru_cache

import yaml
from jinja2 import Environment

from reporting.definitions.base import Definition
from reporting.templating import plain_templates

__all__ = ["in_yaml", "render"]


def render(template: str, **values: object) -> str:
    """The text of one template."""
    return _templates().get_template(template).render(**values)


def in_yaml(value: object) -> str:
    """A value as YAML on one line; of a definition, what is not as usual."""
    plain = value
    if isinstance(value, Definition):
        plain = value.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    elif isinstance(value, tuple):
        plain = list(value)
    text: str = yaml.safe_dump(plain, allow_unicode=True, default_flow_style=True, sort_keys=False, width=float("inf"))
    return text.removesuffix("\n").removesuffix("\n...")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = plain_templates("reporting.operations.project")
    environment.filters["yaml"] = in_yaml
    return environment

"""words.yaml: what a new project is told in Chinese where its bureau says nothing else."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

from reporting.definitions.base import Definition, Text
from reporting.yaml_values import yaml_value

__all__ = ["ProjectWords", "load_words"]


class Direct(Definition):
    """The unit of the schools that a bureau runs itself."""

    name: Text
    aliases: tuple[str, ...]


class ProjectWords(Definition):
    """All of words.yaml; in a title, ``{city}`` is the city's name."""

    titles: dict[Literal["month", "year"], Text]
    direct: Direct


@lru_cache(maxsize=1)
def load_words() -> ProjectWords:
    """The words, typed."""
    return ProjectWords.model_validate(yaml_value((files(__package__) / "words.yaml").read_text("utf-8")))

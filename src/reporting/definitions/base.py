"""What every definition shares: frozen, strict about unknown keys, with names in two languages."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Definition", "DefinitionError", "Text", "doubled"]


class DefinitionError(ValueError):
    """What is wrong with a definition, and where in it: the key below the definition that complains.

    Example:
        >>> DefinitionError("unknown group x", "indicators", 3, "group").key
        ('indicators', 3, 'group')
    """

    def __init__(self, what: str, *key: str | int) -> None:
        super().__init__(what)
        self.key = key


class Definition(BaseModel):
    """A frozen value whose settings may hold no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def doubled(names: Sequence[Hashable]) -> Iterator[int]:
    """Positions of the names that stood before."""
    seen: set[Hashable] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index
        seen.add(name)


class Text(Definition):
    """One text in Chinese and English; English falls back to Chinese."""

    zh: str = Field(alias="zh-Hans", min_length=1)
    en: str = ""

    def to(self, language: str) -> str:
        """The text in ``language`` (``zh-Hans`` or ``en``)."""
        return self.en if language == "en" and self.en else self.zh

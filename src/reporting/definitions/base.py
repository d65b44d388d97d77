"""What every definition shares: frozen, strict about unknown keys, with names in two languages."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Definition", "Text"]


class Definition(BaseModel):
    """A frozen value whose settings may hold no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Definition):
    """One text in Chinese and English; English falls back to Chinese."""

    zh: str = Field(alias="zh-Hans", min_length=1)
    en: str = ""

    def to(self, language: str) -> str:
        """The text in ``language`` (``zh-Hans`` or ``en``)."""
        return self.en if language == "en" and self.en else self.zh

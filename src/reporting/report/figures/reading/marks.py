"""What is read off one kind of artist: values at places, with their ends if they have some."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Marks", "distinct", "label_of"]


@dataclass
class Marks:
    """One line, group of bars or cloud of points: place → value, in the order drawn.

    Attributes:
        name: its label.
        values: place → value; empty for what has ends alone.
        lowers: place → lower end, of error bars, bands and floating bars; `uppers` the same.
        is_sideways: places stand on the vertical axis.
    """

    name: str
    values: dict[str, float] = field(default_factory=dict)
    lowers: dict[str, float] = field(default_factory=dict)
    uppers: dict[str, float] = field(default_factory=dict)
    is_sideways: bool = False

    @property
    def places(self) -> dict[str, None]:
        """Every place once, in order."""
        return dict.fromkeys((*self.values, *self.lowers, *self.uppers))


def label_of(artist: Any, otherwise: str) -> str:
    """The artist's label for a legend; ``otherwise`` where it has none of its own."""
    label = str(artist.get_label() or "")
    return otherwise if not label or label.startswith("_") else label


def distinct(names: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """The names, with a number where one is there already."""
    result: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in result or unique in taken:
            number += 1
            unique = f"{name} {number}"
        result.append(unique)
    return result

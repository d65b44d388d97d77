"""Where the parts of a house figure stand, at any width: on a page, on a phone, in JupyterLab, in a file.

matplotlib asks a layout engine each time it draws, so the same figure is laid out for the width it is drawn at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Bbox

__all__ = ["HouseLayout", "Panels", "is_narrow"]

_NARROW = 480


def is_narrow(figure: Any) -> bool:
    """Whether the figure is drawn for a phone."""
    return bool(figure.bbox.width / figure.dpi * 96 < _NARROW)


class HouseLayout(LayoutEngine):
    """Calls a function with the figure before each drawing.

    Args:
        arrange: puts the parts in their places; `placed` turns CSS pixels into what axes want.
        narrow: height of the figure on a phone, CSS pixels.
    """

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(self, arrange: Callable[[Any], None], *, narrow: float) -> None:
        super().__init__()
        self._arrange = arrange
        self.narrow = narrow

    def execute(self, fig: Any) -> None:
        """See `LayoutEngine`."""
        self._arrange(fig)

    def set(self) -> None:
        """Nothing can be set."""


class Panels(LayoutEngine):
    """Panels of one size that flow: as many beside each other as there is room for.

    Args:
        size: of a panel, CSS pixels.
        gap: between panels, CSS pixels.
        margins: of the plot within its panel: left, top, right, bottom, CSS pixels.
    """

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(
        self, size: tuple[float, float], gap: tuple[float, float], margins: tuple[float, float, float, float]
    ) -> None:
        super().__init__()
        self.size, self.gap, self.margins = size, gap, margins

    def execute(self, fig: Any) -> None:
        """See `LayoutEngine`."""
        left, top, right, bottom = self.margins
        for axes, cell in zip(fig.axes, self.cells(fig), strict=True):
            axes.set_position(
                placed(fig, cell.x0 + left, cell.y0 + top, cell.width - left - right, cell.height - top - bottom)
            )

    def cells(self, fig: Any) -> list[Bbox]:
        """The panel of each axes, in CSS pixels from the figure's upper left."""
        width, height = self.size
        across, down = self.gap
        columns = max(int((_width(fig) + across + 1) // (width + across)), 1)
        corners = [
            (index % columns * (width + across), index // columns * (height + down)) for index in range(len(fig.axes))
        ]
        return [Bbox.from_bounds(x, y, width, height) for x, y in corners]

    def set(self) -> None:
        """Nothing can be set."""


def placed(fig: Any, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    """A box in CSS pixels from the upper left, as `Axes.set_position` takes it."""
    whole, high = _width(fig), fig.bbox.height / fig.dpi * 96
    return x / whole, 1 - (y + height) / high, width / whole, height / high


def _width(fig: Any) -> float:
    return float(fig.bbox.width / fig.dpi * 96)

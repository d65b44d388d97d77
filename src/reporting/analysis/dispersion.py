"""Over-dispersion: how much more schools differ than chance alone would make them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["overdispersion", "winsorised"]

TAIL = 10
"""One value in so many is drawn in at each end."""


def winsorised(z: ArrayLike) -> NDArray[np.float64]:
    """The values, sorted, with the lowest and the highest tenth set to the nearest value kept.

    The k lowest become the (k+1)-th lowest and likewise above, k = ⌊I/10⌋: fewer than ten values stay as they are.
    """
    ordered = np.sort(np.asarray(z, dtype=np.float64))
    k = len(ordered) // TAIL
    return np.clip(ordered, ordered[k], ordered[-k - 1]) if k else ordered


def overdispersion(x: ArrayLike, n: ArrayLike, p0: float) -> float:
    """φ = Σz²/I over the schools, z winsorised at 10 %, and never below 1.

    Spiegelhalter (2005), Handling over-dispersion of performance indicators, Quality and Safety in Health Care 14,
    347-351: z = (x/n - p0) / √(p0(1 - p0)/n).

    Args:
        x: the numerators of all schools of the city for one indicator and period.
        n: their denominators; schools with none are left out.
        p0: the city's rate, as a proportion.

    Returns:
        φ ≥ 1; 1 where nothing can be estimated (no schools, or p0 at 0 or 1).
    """
    count, size = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    count, size = count[size > 0], size[size > 0]
    if len(size) == 0 or not 0 < p0 < 1:
        return 1.0
    z = (count - size * p0) / np.sqrt(size * p0 * (1 - p0))
    return max(1.0, float(np.mean(winsorised(z) ** 2)))

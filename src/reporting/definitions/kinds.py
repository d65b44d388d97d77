"""Kinds of indicator: what policy asks of a figure, and how it is judged by that. One class a kind.

A new kind is one class here, which params/indicators.yaml names, and its rows in the golden tables ``against_city`` and
``against_target``. Everything else asks the class: no other module knows kinds by name (a test looks for them).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from reporting.definitions.policy import Policy
from reporting.definitions.words import CityWord, Direction, Doubt, Position, TargetWord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

__all__ = ["KINDS", "Ceiling", "Context", "Kind", "Target", "TargetInput", "TargetStatus", "Voluntary", "Zero"]

N_ = str
"""Marks a message for the catalogue of the reports."""


class JudgedIndicator(Protocol):
    """What a kind needs to know of an indicator (`reporting.definitions.indicators.Indicator`)."""

    @property
    def unit(self) -> str:
        """Its unit."""

    @property
    def counts(self) -> str:
        """What it counts."""

    @property
    def target(self) -> float | None:
        """The figure that policy asks for."""

    @property
    def ceiling(self) -> float | None:
        """The figure that none may be over."""

    def nearly_met_from(self, usual: float) -> float:
        """From where a target counts as nearly met."""


@dataclass(frozen=True)
class TargetStatus:
    """Against the target (对照目标).

    Attributes:
        word: the verdict.
        gap: what is missing to the target, in the units counted: schools (or pupils) below it, schools over a
            ceiling, cases of a zero item; 0 when met, None without a target.
        doubt: why uncertain.
    """

    word: TargetWord
    gap: int | None = None
    doubt: Doubt | None = None


class TargetInput(NamedTuple):
    """What is held against the target: x of n, and from how many per cent it is met and nearly met."""

    x: int
    n: int
    met: float = 100
    near: float = 100


_NO_TARGET = TargetStatus(TargetWord.NO_TARGET)


class Kind:
    """How one kind of indicator behaves.

    Attributes:
        name: as params/indicators.yaml says it.
        needs: the key of an indicator that this kind cannot do without; empty for none.
        is_judged: whether policy asks for something that a county can miss.
        is_compared: whether a rate of this kind is compared with the city's.
        tolerates: whether a single case is nothing grave in itself.
        better: which way is better; None where families choose or nothing is asked.
        is_free: whether families choose: a figure says so, and stands without a target.
        suspects: whether nearly all taking part is suspicious where somebody complains.
        asks: what is asked, for readers; ``{bound}`` stands for it.
        falls_short: how a gap is said, for readers.
    """

    name: ClassVar[str]
    needs: ClassVar[str] = ""
    is_judged: ClassVar[bool] = False
    is_compared: ClassVar[bool] = True
    tolerates: ClassVar[bool] = True
    better: ClassVar[Direction | None] = None
    is_free: ClassVar[bool] = False
    suspects: ClassVar[bool] = False
    asks: ClassVar[str]
    falls_short: ClassVar[str] = N_("{count} short")

    def bound(self, indicator: JudgedIndicator) -> float | None:
        """What is asked, in the indicator's unit; None where nothing is."""
        return None

    def city_word(self, position: Position) -> CityWord:
        """What a place outside or inside the limits means."""
        if not self.is_compared:
            return CityWord.NOT_COMPARABLE
        if position is Position.WITHIN:
            return CityWord.SIMILAR
        above = position is Position.ABOVE_UPPER
        if self.better is None:
            return CityWord.HIGHER if above else CityWord.LOWER
        return CityWord.BETTER if above == (self.better is Direction.HIGHER_IS_BETTER) else CityWord.WORSE

    def judges_schools(self, indicator: JudgedIndicator) -> bool:
        """Whether single schools meet what is asked or miss it."""
        return indicator.counts == "schools"

    def school_meets(
        self, indicator: JudgedIndicator, numerator: ArrayLike, denominator: ArrayLike
    ) -> NDArray[np.bool_]:
        """Whether each school meets what is asked; one without anybody to count meets it."""
        import numpy as np  # commands that count nothing start without it

        return np.asarray(100 * np.asarray(numerator) >= 100.0 * np.asarray(denominator))

    def target_input(
        self, indicator: JudgedIndicator, x: float, n: float, value: float, failing: int | None, near: float
    ) -> TargetInput:
        """The numbers that are held against the target.

        Args:
            indicator: what it is.
            x: the numerator; missing (NaN) where nothing is divided.
            n: the denominator, likewise.
            value: in the indicator's unit.
            failing: schools that miss the target; None where nobody knows.
            near: the policy's bound of what is nearly met.
        """
        raise NotImplementedError

    def verdict(
        self, given: TargetInput, completeness: float, limits: tuple[float, float] | None, policy: Policy
    ) -> TargetStatus:
        """The word and the gap.

        Args:
            given: as `target_input` gives it.
            completeness: share of the county's schools that reported, 0-1.
            limits: of a survey's rate, the ends of its interval (0-1); None for a complete count.
            policy: its least units and least completeness.

        Raises:
            ValueError: nothing was counted (不适用 is a state, not a word).
        """
        return _NO_TARGET


class Target(Kind):
    """Policy asks for so many per cent, or for a yes."""

    name = "target"
    needs = "target"
    is_judged = True
    better = Direction.HIGHER_IS_BETTER
    asks = N_("target {bound}")

    def bound(self, indicator: JudgedIndicator) -> float | None:
        """The figure that is asked."""
        return indicator.target

    def judges_schools(self, indicator: JudgedIndicator) -> bool:
        """Schools of rates of people too: what is to be done is done in schools."""
        return indicator.counts in ("schools", "pupils", "teachers")

    def school_meets(
        self, indicator: JudgedIndicator, numerator: ArrayLike, denominator: ArrayLike
    ) -> NDArray[np.bool_]:
        """Whether each school meets what is asked."""
        wanted = 100.0 if indicator.target is None else indicator.target
        import numpy as np  # commands that count nothing start without it

        return np.asarray(100 * np.asarray(numerator) >= wanted * np.asarray(denominator))

    def target_input(
        self, indicator: JudgedIndicator, x: float, n: float, value: float, failing: int | None, near: float
    ) -> TargetInput:
        """See `Kind.target_input`."""
        if indicator.unit == "yes_no":
            import pandas as pd

            return TargetInput(int(x), 1 if pd.isna(n) else int(n))
        met = 100 if indicator.target is None else indicator.target
        return TargetInput(int(x), int(n), met, indicator.nearly_met_from(near))

    def verdict(
        self, given: TargetInput, completeness: float, limits: tuple[float, float] | None, policy: Policy
    ) -> TargetStatus:
        """A complete count takes no interval; a survey is judged only where its whole interval says the same."""
        if given.n <= 0:
            raise ValueError("a target needs a denominator")
        # A threshold means what its reader typed: 99.9 as a float is a little more than 99.9.
        met, near = Fraction(str(given.met)), Fraction(str(min(given.near, given.met)))
        gap = max(0, ceil(met * given.n / 100) - given.x)
        if completeness < policy.comparison.least_completeness:
            return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.INCOMPLETE)
        if limits is None:
            return TargetStatus(_word(Fraction(100 * given.x, given.n), met, near), gap)
        if given.n < policy.comparison.least_units:
            return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.TOO_FEW_UNITS)
        lowest, highest = (_word(100 * limit, met, near) for limit in limits)
        if lowest is not highest:
            return TargetStatus(TargetWord.UNCERTAIN, gap, Doubt.WITHIN_ERROR)
        return TargetStatus(lowest, gap)


class Breakable(Kind):
    """None may break it: what is broken stays broken, whatever is still to come."""

    is_judged = True
    is_compared = False
    better = Direction.LOWER_IS_BETTER

    def verdict(
        self, given: TargetInput, completeness: float, limits: tuple[float, float] | None, policy: Policy
    ) -> TargetStatus:
        """See `Kind.verdict`."""
        if given.x > 0:
            return TargetStatus(TargetWord.NOT_MET, given.x)
        if completeness < policy.comparison.least_completeness:
            return TargetStatus(TargetWord.UNCERTAIN, 0, Doubt.INCOMPLETE)
        return TargetStatus(TargetWord.MET, 0)


class Ceiling(Breakable):
    """No school may be over it; of the counties the plain mean is shown beside the schools over it."""

    name = "ceiling"
    needs = "ceiling"
    asks = N_("ceiling {bound}")
    falls_short = N_("{count} over")

    def bound(self, indicator: JudgedIndicator) -> float | None:
        """The figure that is asked."""
        return indicator.ceiling

    def school_meets(
        self, indicator: JudgedIndicator, numerator: ArrayLike, denominator: ArrayLike
    ) -> NDArray[np.bool_]:
        """Whether each school meets what is asked."""
        import numpy as np

        return np.asarray(np.asarray(numerator) <= float(indicator.ceiling or 0))

    def target_input(
        self, indicator: JudgedIndicator, x: float, n: float, value: float, failing: int | None, near: float
    ) -> TargetInput:
        """See `Kind.target_input`."""
        # Without schools (a county figure, a fallback) the value itself is held against the ceiling.
        return TargetInput(int(value > float(indicator.ceiling or 0)) if failing is None else failing, 1)

    def verdict(
        self, given: TargetInput, completeness: float, limits: tuple[float, float] | None, policy: Policy
    ) -> TargetStatus:
        """See `Kind.verdict`."""
        if given.x <= 0 and given.n <= 0:
            raise ValueError("a ceiling needs a denominator")
        return super().verdict(given, completeness, limits, policy)


class Zero(Breakable):
    """None is allowed."""

    name = "zero"
    tolerates = False
    asks = N_("none allowed")

    def bound(self, indicator: JudgedIndicator) -> float | None:
        """The figure that is asked."""
        return 0

    def target_input(
        self, indicator: JudgedIndicator, x: float, n: float, value: float, failing: int | None, near: float
    ) -> TargetInput:
        """See `Kind.target_input`."""
        return TargetInput(int(value), 1)


class Voluntary(Kind):
    """Families choose: low is not bad, and nearly all is suspicious where somebody complains."""

    name = "voluntary"
    is_free = True
    suspects = True
    asks = N_("voluntary: families choose, low is not bad")


class Context(Kind):
    """For information: nothing is asked."""

    name = "context"
    asks = N_("context, without a target")


KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (Target(), Ceiling(), Zero(), Voluntary(), Context())}
"""Name → kind."""


def _word(percent: Fraction | float, met: Fraction, near: Fraction) -> TargetWord:
    if percent >= met:
        return TargetWord.MET
    return TargetWord.NEAR if percent >= near else TargetWord.NOT_MET

"""What cannot be is refused by each function itself: no caller needs to have looked before."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import reporting.statistics
from reporting.analysis.binomial import effective_size, lower_tail
from reporting.analysis.change import Change, by_the_same_schools, complete_change, survey_change
from reporting.analysis.comparison import Compared, Proportion, exact_references
from reporting.analysis.status import against_city, against_target, expected_false_flags, position, suspected_compulsion
from reporting.definitions.policy import SUGGESTED
from reporting.definitions.words import ChangeWord
from reporting.statistics import (
    dealt_limits,
    display_rate,
    half_up,
    judge_series,
    midp_interval,
    midp_limits,
    newcombe,
    public_count,
    wilson,
    xmr_limits,
)

NAN, INF = float("nan"), float("inf")
WRONG_COUNTS = [(11, 10), (-1, 10), (NAN, 10), (5, NAN), (5, INF), (INF, INF), (5, -10)]
UP = Change(ChangeWord.UP, 2.0)
Call = Callable[[Any, Any], object]

BY_COUNTS: dict[str, Call] = {
    "wilson": lambda x, n: wilson(x, n, 0.95),
    "wilson of many": lambda x, n: wilson([1, x], [10, n], 0.95),
    "newcombe, first": lambda x, n: newcombe(x, n, 5, 10, 0.95),
    "newcombe, second": lambda x, n: newcombe(5, 10, x, n, 0.95),
    "lower_tail": lambda x, n: lower_tail(x, n, 0.5),
    "midp_interval": lambda x, n: midp_interval(x, n, 0.95),
    "dealt_limits": lambda x, n: dealt_limits([x], [n], ["a"], [0.95]),
    "complete_change": lambda x, n: complete_change(x, n, 5, 10, SUGGESTED),
    "complete_change, before": lambda x, n: complete_change(5, 10, x, n, SUGGESTED),
    "survey_change": lambda x, n: survey_change(x, n, 5, 10, SUGGESTED),
    "survey_change, before": lambda x, n: survey_change(5, 10, x, n, SUGGESTED),
    "against_city": lambda x, n: against_city("target", Proportion(x, n), Proportion(50, 100), None, SUGGESTED),
    "against_city, city": lambda x, n: against_city("target", Proportion(5, 10), Proportion(x, n), None, SUGGESTED),
    "against_target": lambda x, n: against_target("target", x, n, SUGGESTED),
    "against_target, survey": lambda x, n: against_target("target", x, n, SUGGESTED, survey=True),
    "suspected_compulsion": lambda x, n: suspected_compulsion(x, n, 1, SUGGESTED),
    "exact_reference": lambda x, n: exact_references({"": Compared(Proportion(x, n), None)}, SUGGESTED)[""],
}

OTHERS: dict[str, Callable[[], object]] = {
    "wilson: φ below 1": lambda: wilson(5, 10, 0.95, 0.5),
    "wilson: φ missing": lambda: wilson(5, 10, 0.95, NAN),
    "wilson: φ endless": lambda: wilson(5, 10, 0.95, INF),
    "wilson: level in per cent": lambda: wilson(5, 10, 95),
    "newcombe: level missing": lambda: newcombe(5, 10, 5, 10, NAN),
    "midp_interval: level 1": lambda: midp_interval(5, 10, 1),
    "midp_interval: nothing counted": lambda: midp_interval(0, 0, 0.95),
    "midp_limits: rate above 1": lambda: midp_limits(1.1, 10, 0.95),
    "midp_limits: rate missing": lambda: midp_limits(NAN, 10, 0.95),
    "midp_limits: size negative": lambda: midp_limits(0.5, -1, 0.95),
    "midp_limits: size missing": lambda: midp_limits(0.5, NAN, 0.95),
    "midp_limits: level missing": lambda: midp_limits(0.5, 10, NAN),
    "lower_tail: chance missing": lambda: lower_tail(5, 10, NAN),
    "dealt_limits: level in per cent": lambda: dealt_limits([5], [10], ["a"], [95]),
    "dealt_limits: a school without a county": lambda: dealt_limits([5, 6], [10, 10], ["a"], [0.95]),
    "effective_size: design effect missing": lambda: effective_size(10, 100, NAN),
    "effective_size: design effect below 1": lambda: effective_size(10, 100, 0.9),
    "effective_size: part above whole": lambda: effective_size(11, 10),
    "effective_size: part missing": lambda: effective_size(NAN, 10),
    "exact_reference: part above whole": lambda: exact_references(
        {"": Compared(Proportion(5, 11), Proportion(5, 10))}, SUGGESTED
    )[""],
    "survey_change: design effect below 1": lambda: survey_change(5, 10, 5, 10, SUGGESTED, 0.5),
    "survey_change: design effect missing": lambda: survey_change(5, 10, 5, 10, SUGGESTED, NAN),
    "by_the_same_schools: endless": lambda: by_the_same_schools(UP, INF, SUGGESTED),
    "against_city: completeness missing": lambda: against_city(
        "target", Proportion(5, 10), Proportion(50, 100), None, SUGGESTED, completeness=NAN
    ),
    "against_target: completeness missing": lambda: against_target("target", 5, 10, SUGGESTED, completeness=NAN),
    "against_target: completeness above 1": lambda: against_target("zero", 0, 1, SUGGESTED, completeness=1.01),
    "against_target: design effect missing": lambda: against_target("target", 5, 10, SUGGESTED, design_effect=NAN),
    "against_target: design effect below 1": lambda: against_target("target", 5, 10, SUGGESTED, design_effect=0.9),
    "against_target: bound missing": lambda: against_target("target", 5, 10, SUGGESTED, met=NAN),
    "against_target: near missing": lambda: against_target("target", 5, 10, SUGGESTED, near=NAN),
    "against_target: cases missing": lambda: against_target("zero", NAN, 1, SUGGESTED),  # type: ignore[arg-type]
    "against_target: cases negative": lambda: against_target("zero", -1, 1, SUGGESTED),
    "suspected_compulsion: complaints negative": lambda: suspected_compulsion(99, 100, -1, SUGGESTED),
    "suspected_compulsion: complaints missing": lambda: suspected_compulsion(99, 100, NAN, SUGGESTED),  # type: ignore[arg-type]
    "expected_false_flags: negative": lambda: expected_false_flags(-1, SUGGESTED),
    "position: rate missing": lambda: position(NAN, (0.4, 0.6)),
    "position: limits turned": lambda: position(0.5, (0.6, 0.4)),
    "position: limits missing": lambda: position(0.5, (NAN, 0.6)),
    "judge_series: NaN for a month that is missing": lambda: judge_series([1, 2, NAN, 4, 5], SUGGESTED.series),
    "xmr_limits: NaN": lambda: xmr_limits([1, 2, NAN]),
    "xmr_limits: no neighbours": lambda: xmr_limits([1, None, 2]),
    "half_up: NaN": lambda: half_up(NAN, 1),
    "half_up: endless": lambda: half_up(INF, 1),
    "display_rate: NaN": lambda: display_rate(NAN, 10, 1),  # type: ignore[arg-type]
    "public_count: negative": lambda: public_count(-1, SUGGESTED.disclosure),
    "public_count: NaN": lambda: public_count(NAN, SUGGESTED.disclosure),  # type: ignore[arg-type]
    "public_count: a part of a person": lambda: public_count(8.5, SUGGESTED.disclosure),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("counts", WRONG_COUNTS, ids=str)
@pytest.mark.parametrize("name", BY_COUNTS)
def test_counts_that_cannot_be_are_refused(name: str, counts: tuple[float, float]) -> None:
    """11 of 10, or a count that is missing, would become an interval, a word or a change."""
    with pytest.raises(ValueError, match="0 ≤ x ≤ n"):
        BY_COUNTS[name](*counts)


@pytest.mark.parametrize("name", OTHERS)
def test_what_else_cannot_be_is_refused(name: str) -> None:
    """NaN is not below 75 %, and a design effect of 0.5 makes a survey surer than it is."""
    with pytest.raises(ValueError, match=r".{10}"):
        OTHERS[name]()


def test_every_function_for_notebooks_is_asked() -> None:
    """A function that an analyst calls would take whatever it is given."""
    asked = {name.split(":")[0].split(",")[0].split(" ")[0] for name in (*BY_COUNTS, *OTHERS)}
    public = {name for name in reporting.statistics.__all__ if inspect.isfunction(getattr(reporting.statistics, name))}
    assert public <= asked


@pytest.mark.parametrize("name", BY_COUNTS)
def test_none_of_none_and_all_of_all_are_taken(name: str) -> None:
    """A county without a case, or one that has reached everything, would stop the run."""
    BY_COUNTS[name](0, 10)
    BY_COUNTS[name](10, 10)

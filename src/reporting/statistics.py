"""The statistics of the reports, for notebooks: intervals, funnels, series, changes, and the rounding of rates.

wilson          interval around a proportion
newcombe        interval around the difference of two proportions
midp_limits     between which proportions chance explains, by the number they rest on
midp_interval   exact interval around a proportion of units that are counted themselves
dealt_limits    the same limits for people, whose schools are the units that vary
xmr_limits      mean and limits of a series of twelve points and more
judge_series    what a series shows, by the rules of run charts and of individuals charts
display_rate    a percentage from its parts, 100.0 only where they are equal
half_up         decimal rounding, halves away from zero
public_count    a count of pupils as the public edition tells it: small ones suppressed, the rest rounded

Each says where its formula comes from.
"""

from __future__ import annotations

from reporting.analysis.binomial import midp_interval, midp_limits
from reporting.analysis.dealing import dealt_limits
from reporting.analysis.intervals import newcombe, wilson
from reporting.analysis.rounding import display_rate, half_up
from reporting.analysis.series import judge_series, xmr_limits
from reporting.disclosure.suppression import public_count

__all__ = [
    "dealt_limits",
    "display_rate",
    "half_up",
    "judge_series",
    "midp_interval",
    "midp_limits",
    "newcombe",
    "public_count",
    "wilson",
    "xmr_limits",
]

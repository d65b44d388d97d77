"""The figures of the reports as functions, DataFrame → matplotlib `Figure`: to be called, read and copied.

dot_to_target    how far each rate is from its target
small_multiples  one panel a series, all on one axis
strip_plot       a dot a school, by group
funnel           rates against the numbers they rest on, with the limits that chance explains
interval_dots    a rate and its interval a row

Their docstrings say which columns the frame has; a section's figures bring theirs, as
``report.trends().figures[0].frame``.
"""

from __future__ import annotations

from reporting.report.figures.axes import SHORTFALL, linear_axis
from reporting.report.figures.funnels import funnel
from reporting.report.figures.interval_dots import interval_dots
from reporting.report.figures.strips import strip_plot
from reporting.report.figures.targets import dot_to_target
from reporting.report.figures.trends import small_multiples

__all__ = ["SHORTFALL", "dot_to_target", "funnel", "interval_dots", "linear_axis", "small_multiples", "strip_plot"]

"""The workers that make an order's pages: of this machine, or of a cluster.

Without what numbers are computed with, so that workers load what they need while that is loaded.
"""

from __future__ import annotations

from reporting.definitions.runs import RunSettings
from reporting.errors import UsageError
from reporting.execution.cluster import Cluster
from reporting.execution.pool import Crew
from reporting.execution.warm.confinement import Confinement
from reporting.execution.warm.parent import Warmth
from reporting.pagemaking.order import Order
from reporting.pagemaking.warmup import WARMTH
from reporting.secrets_aside import secret_files
from reporting.settings import Settings

__all__ = ["confinement", "hire"]


def hire(order: Order, settings: Settings, warmth: Warmth = WARMTH) -> Cluster | Crew:
    """The workers, who begin to load what pages are made with; whoever hires them closes them.

    Args:
        warmth: what they load before the first kernel is forked.

    Raises:
        UsageError: they cannot be confined as the settings want it.
    """
    confined = confinement(order, settings.run)
    if order.running.cluster is not None:
        return Cluster(order.running.cluster, warmth)
    # the numbers of a nation take all the memory while they are computed
    return Crew(warmth, confined, jobs=order.running.jobs, at_once=not settings.city.is_large)


def confinement(order: Order, run: RunSettings) -> Confinement | None:
    """What no notebook may reach in the strict mode; None without it.

    Raises:
        UsageError: a cluster's workers are not ours to confine.
    """
    if not run.strict:
        return None
    if order.running.cluster is not None:
        raise UsageError("a cluster's workers cannot be confined", hint="set `strict: false` in params/run.yaml")
    project = order.project
    hidden = [project.root / "data", project.outputs, *secret_files()]
    return Confinement(read_only=(str(project.root),), hidden=tuple(map(str, hidden)))

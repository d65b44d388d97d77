"""What every page of a run depends on besides its notebook, parameters and snapshot."""

from __future__ import annotations

from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.pagemaking.order import Order

__all__ = ["surroundings"]

_PACKAGE = Path(__file__).parents[1]


def surroundings(order: Order, *, demo: bool) -> dict[str, str]:
    """Name → digest; a page is made again when one of them changes."""
    lock = order.project.root / "requirements.lock"
    locale = order.project.notebooks / "locale"
    return {
        "package": tree_digest(_PACKAGE),
        "lock": file_digest(lock) if lock.exists() else "",
        "prose": tree_digest(locale) if locale.exists() else "",
        "banner": digest(demonstration_banner("zh-Hans", demo).encode()),
    }

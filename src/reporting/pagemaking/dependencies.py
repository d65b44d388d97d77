"""What every page of a run depends on besides its notebook, parameters and snapshot."""

from __future__ import annotations

from pathlib import Path

from reporting.banner import demonstration_banner
from reporting.execution.fingerprint import digest, file_digest, tree_digest
from reporting.pagemaking.order import Order
from reporting.pages.preparing import pictures_digest

__all__ = ["dependencies"]

_PACKAGE = Path(__file__).parents[1]


def dependencies(order: Order, *, demo: bool) -> dict[str, str]:
    """Name → digest; a page is made again when one of them changes."""
    lock = order.project.root / "requirements.lock"
    locale = order.project.notebooks / "locale"
    helpers = order.project.notebooks / "helpers"
    return {
        "package": tree_digest(_PACKAGE),
        "lock": file_digest(lock) if lock.exists() else "",
        "prose": tree_digest(locale) if locale.exists() else "",
        "helpers": tree_digest(helpers) if helpers.exists() else "",
        "pictures": digest("".join(pictures_digest(order.notebook(page)) for page in order.pages).encode()),
        "titles": digest(repr([page.title for page in order.pages]).encode()),
        "contact": digest(repr(order.contact).encode()),
        "banner": digest(demonstration_banner("zh-Hans", demo).encode()),
    }

"""The options of a cell in the kernel, where the values in braces are known.

``#| fig-cap: 参与率，{rate}`` at the top of a cell gives its figure a caption; an expression in braces is replaced by
its value, written as in prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from reporting.pages.expressions import BRACES
from reporting.pages.options import cell_options
from reporting.report.computed import shown
from reporting.report.current import current_words
from reporting.translations import Language

__all__ = ["cell_options", "filled"]


def filled(text: str, namespace: Mapping[str, Any], lang: Language) -> str:
    """The text with each expression in braces replaced by its value.

    An expression that fails is left as it stands, in sight of who wrote it; a run names it.
    """
    digits = current_words(namespace).digits

    def value(found: re.Match[str]) -> str:
        try:
            return shown(eval(found[1], dict(namespace)), lang, digits)  # noqa: S307 - the notebook's own code
        except Exception:
            return found[0]

    return BRACES.sub(value, text)

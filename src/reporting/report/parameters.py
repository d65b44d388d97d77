"""What a page was made with: its standard parameters, the version of its data, and those of its notebook."""

from __future__ import annotations

import ast
import sys
from typing import Any

import pandas as pd

from reporting.definitions.runs import STANDARD_PARAMETERS
from reporting.report.words import Words
from reporting.snapshots.snapshot import Snapshot

__all__ = ["injected", "parameter_frame"]


def parameter_frame(snapshot: Snapshot, words: Words) -> pd.DataFrame:
    """A row a parameter, in the reader's words; those given to the notebook besides the standard ones come last."""
    _ = words.translate
    place = snapshot.definitions.city if snapshot.is_city else snapshot.county
    readers = _("the public") if snapshot.is_public else _("the bureau's own readers")
    known = {
        _("Report of"): f"{words.text(place.name)} ({snapshot.place})",
        _("Period"): snapshot.period.label(words.language),
        _("Language"): _("English") if words.language == "en" else _("Chinese (Simplified)"),
        _("Readers"): readers,
        _("Data as of"): words.date(snapshot.data_as_of) if snapshot.data_as_of else words.state("not_submitted"),
        _("Version of the data"): snapshot.version,
    }
    given = {name: value for name, value in injected().items() if name not in STANDARD_PARAMETERS}
    rows = [*known.items(), *((name, str(value)) for name, value in given.items())]
    return pd.DataFrame(rows, columns=[_("Parameter"), _("Value")], dtype="str")


def injected() -> dict[str, Any]:
    """The parameters that papermill put into the notebook at hand; none at a desk, where nothing is put in."""
    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return {}
    for source in shell.user_ns.get("In", ()):
        if source.startswith("# Parameters\n"):
            body = ast.parse(source).body
            targets = [target for one in body if isinstance(one, ast.Assign) for target in one.targets]
            return {one.id: shell.user_ns.get(one.id) for one in targets if isinstance(one, ast.Name)}
    return {}

"""A city of fewer counties: what a test tries of thirteen often holds of five, in a third of the time."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import yaml

__all__ = ["keep_counties"]


def keep_counties(params: Path, kept: Collection[str]) -> None:
    """Leave only some among the units of the city, and what is claimed of them."""
    city, claims = params / "city.yaml", params / "claims.yaml"
    lines = city.read_text("utf-8").splitlines(keepends=True)
    units = re.compile(r'  - \{code: "(\d{6}(?:-D)?)"(?!.*全市)')
    city.write_text("".join(line for line in lines if not (unit := units.match(line)) or unit[1] in kept), "utf-8")
    known = yaml.safe_load(claims.read_text("utf-8"))
    known["claims"] = [one for one in known["claims"] if one.get("county", "410421") in {*kept, "410400"}]
    claims.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), "utf-8")

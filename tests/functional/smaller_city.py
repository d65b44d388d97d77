"""A smaller city: what a test tries of thirteen counties or fifty indicators often holds of a few, in less time."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

__all__ = ["keep_counties", "keep_indicators"]


def keep_counties(params: Path, kept: Collection[str]) -> None:
    """Leave only some among the units of the city, and what is claimed of them."""
    city = params / "city.yaml"
    lines = city.read_text("utf-8").splitlines(keepends=True)
    units = re.compile(r'  - \{code: "(\d{6}(?:-D)?)"(?!.*全市)')
    city.write_text("".join(line for line in lines if not (unit := units.match(line)) or unit[1] in kept), "utf-8")
    claims = _read(params / "claims.yaml")
    claims["claims"] = [one for one in claims["claims"] if one.get("county", "410421") in {*kept, "410400"}]
    _write(params / "claims.yaml", claims)


def keep_indicators(params: Path, kept: Collection[str]) -> None:
    """Leave only some indicators, and what is promised, claimed and looked for of them."""
    indicators, claims, commitments, sentences = (
        _read(params / f"{name}.yaml") for name in ("indicators", "claims", "commitments", "sentences")
    )
    indicators["indicators"] = [one for one in indicators["indicators"] if one["id"] in kept]
    indicators["tiles"] = [one for one in indicators["tiles"] if one in kept]
    used = {one["group"] for one in indicators["indicators"]}
    indicators["groups"] = [one for one in indicators["groups"] if one["id"] in used]
    claims["claims"] = [one for one in claims["claims"] if one.get("indicator", "") in {*kept, ""}]
    for one in commitments["commitments"]:
        one["indicators"] = [name for name in one.get("indicators", ()) if name in kept]
    sentences["problems"] = {name: words for name, words in sentences["problems"].items() if name in kept}
    for name, known in (
        ("indicators", indicators),
        ("claims", claims),
        ("commitments", commitments),
        ("sentences", sentences),
    ):
        _write(params / f"{name}.yaml", known)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _write(path: Path, known: Any) -> None:
    path.write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), "utf-8")

"""JSON Schemas of the files in params/, for editors that complete and check as one types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from reporting.definitions.base import Definition
from reporting.definitions.claims import Claims
from reporting.definitions.commitments import Commitments
from reporting.definitions.counties import City
from reporting.definitions.forms import Forms
from reporting.definitions.headings import Headings
from reporting.definitions.indicators import Indicators
from reporting.definitions.policy import Policy
from reporting.definitions.runs import RunSettings
from reporting.definitions.sentences import Sentences

__all__ = ["MODELS", "schema_text", "write_schemas"]

MODELS: Mapping[str, type[Definition]] = {
    "city.yaml": City,
    "forms.yaml": Forms,
    "headings.yaml": Headings,
    "indicators.yaml": Indicators,
    "commitments.yaml": Commitments,
    "claims.yaml": Claims,
    "policy.yaml": Policy,
    "sentences.yaml": Sentences,
    "run.yaml": RunSettings,
}
"""File of params/ → what it must be."""


def schema_text(model: type[BaseModel]) -> str:
    """The JSON Schema (2020-12) of a model under the names that its file uses."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write one schema a file of params/; the first line of each names it for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, model in MODELS.items():
        path = folder / Path(name).with_suffix(".json")
        path.write_text(schema_text(model), encoding="utf-8")
        written.append(path)
    return written

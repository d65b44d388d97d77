"""What indicators refer to must be there."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reporting.definitions.indicators import Indicators


def indicators(unit: str) -> Indicators:
    text = {"zh-Hans": "字"}
    one = {"id": "water", "name": text, "definition": text, "group": "g", "kind": "context", "unit": unit}
    measures = [{"table": "t", "numerator": "water", "scope": "s"}]
    return Indicators.model_validate(
        {
            "groups": [{"id": "g", "name": text}],
            "scopes": {"s": text},
            "units": {"tons": {"name": {"zh-Hans": "吨"}, "decimal": True}},
            "indicators": [one | {"aggregate": "sum", "measures": measures}],
        }
    )


@pytest.mark.parametrize("unit", ["percent", "tons"])
def test_a_unit_is_the_programs_or_the_topics(unit: str) -> None:
    """A topic could count in nothing that the program did not foresee."""
    assert indicators(unit)["water"].unit == unit


def test_an_unknown_unit_is_told_with_those_there_are() -> None:
    """A slip would show when the first page is made, or never."""
    with pytest.raises(ValidationError, match=r"unknown unit tonnes; known: .*tons"):
        indicators("tonnes")

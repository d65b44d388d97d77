"""Values on one line of YAML."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from reporting.operations.project.rendering import in_yaml

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")))
"""What one can type on a line."""


@given(st.one_of(WORDS, st.lists(WORDS), st.dictionaries(WORDS, WORDS), st.integers()))
def test_a_value_reads_back_as_it_was_and_stays_on_its_line(value: object) -> None:
    """A name with a colon or a quote would break a settings file, or change in it."""
    text = in_yaml(value)
    assert "\n" not in text
    assert yaml.safe_load(text) == value

"""What a heading is compared by: the same for 县(市、区), 县（市、区） and a cell with a line break in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reporting.workbooks.units import split_unit

_MARKS = re.compile(r"^[*★☆●■?]+|[*★☆:]+$")


def folded(heading: str) -> str:
    """A heading without differences of width, white space, capitals, and marks such as the * of a required field."""
    return _MARKS.sub("", "".join(unicodedata.normalize("NFKC", heading).split())).lower()


@lru_cache(maxsize=4096)
def heading_keys(heading: str) -> tuple[str, ...]:
    """The folded heading, and if it differs the same without its bracketed unit or options."""
    whole = folded(heading)
    bare = folded(split_unit(heading)[0])
    return (whole, bare) if bare and bare != whole else (whole,)

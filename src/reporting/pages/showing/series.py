"""A Series of pandas, which shows itself as text alone, as a table of two columns."""

from __future__ import annotations

import re

from markupsafe import escape

__all__ = ["series_table"]

_END = re.compile(r"^(?:Freq: \S+, )?(?:Name: (?P<name>.*?), )?(?:Length: (?P<length>\d+), )?dtype: \S+$")
_GAP = re.compile(r" {2,}")
_CUT = re.compile(r"^\s*(?:\.\.|\.\.\.)?\s*\.\.\.?\s*$")


def series_table(text: str) -> str:
    """The text of a Series as pandas would have written it as HTML; empty for any other text.

    One of more than one level of index, or with a line that is no row, is left as the text that it is.
    """
    *lines, last = text.rstrip("\n").split("\n")
    end = _END.match(last)
    if not end or not lines:
        return ""
    index = ""
    if len(lines) > 1 and not _GAP.search(lines[0].strip()):
        index, *lines = lines
    rows = []
    for line in lines:
        parts = ["...", "..."] if _CUT.match(line) else _GAP.split(line.strip())
        if len(parts) != 2:
            return ""
        rows.append(f"<tr><th>{escape(parts[0])}</th><td>{escape(parts[1])}</td></tr>")
    head = f"<tr><th>{escape(index.strip())}</th><th>{escape(end['name'] or '')}</th></tr>"
    shape = f"<p>{end['length']} rows × 1 columns</p>" if end["length"] else ""
    return f'<div><table class="dataframe"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>{shape}</div>'

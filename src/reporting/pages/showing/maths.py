"""Formulas: LaTeX as MathML, which browsers draw without a script."""

from __future__ import annotations

import re

from latex2mathml.converter import convert
from markupsafe import escape

from reporting.pages.remarks import Note

__all__ = ["formula", "formulas_of"]

_NAMED = re.compile(r"\\(?:label|tag|nonumber|notag)\*?(?:\{[^}]*\})?")
# environments that only line things up; the converter knows matrices
_ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|align|alignat|split|gathered|gather|eqnarray|equation)\*?\}")
_LEFT_OVER = re.compile(r"\\[A-Za-z]+")
_BARE = re.compile(r"&(?!#?\w+;)")
_DELIMITED = re.compile(r"^\s*(?:\$\$(.*)\$\$|\$(.*)\$|\\\[(.*)\\\]|\\\((.*)\\\))\s*$", re.DOTALL)


def formula(latex: str, note: Note, *, display: bool) -> str:
    """A formula as MathML; as the text that it is, with a remark, where it cannot be read.

    Args:
        latex: without the dollar signs.
        note: takes a remark.
        display: whether it stands by itself.
    """
    source = _ALIGNED.sub(lambda found: f"\\{found[1]}{{matrix}}", _NAMED.sub("", latex)).strip()
    try:
        mathml = convert(source, display="block" if display else "inline")
    except Exception as error:  # a converter of many hands: each formula that it cannot read raises its own
        return _unread(latex, f"{type(error).__name__} {error}".strip(), note)
    mathml = _BARE.sub("&amp;", mathml)
    if left := _LEFT_OVER.search(mathml):
        return _unread(latex, f"no command {left[0]} is known", note)
    shown = mathml.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "").replace(' display="inline"', "")
    return f'<span class="formula">{shown}</span>\n' if display else shown


def formulas_of(text: str, note: Note) -> str:
    """What an output of LaTeX shows: one formula with or without its delimiters."""
    found = _DELIMITED.match(text)
    inner = next((group for group in found.groups() if group is not None), text) if found else text
    return formula(inner, note, display=True)


def _unread(latex: str, why: str, note: Note) -> str:
    note("formula", f"cannot be read as LaTeX: {why}: {latex.strip()[:60]}", "mend the formula", "lost")
    return f"<code>{escape(latex.strip())}</code>"

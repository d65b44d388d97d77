"""docs/api.md: what a notebook may import and call, from the classes and their docstrings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from inspect import getdoc, isfunction, signature

import reporting

__all__ = ["calls_reference"]

_HEAD = """\
# What a notebook may call

Made from the docstrings by `reporting check --fix`. `from reporting import …` offers these names and no others, and
`reporting check` holds notebooks to them. In JupyterLab, Tab completes them and Shift+Tab shows their documentation;
the site has it below in full. [reference.md](reference.md) tells of figures, tables and data.
"""
_DOCUMENTED = ("reporting.snapshots.snapshot.Snapshot", "reporting.report.html.Section")
"""What the calls take and give, documented on the site as well."""


def calls_reference() -> str:
    """The page: a table for each class that a notebook may import, then the directives that the site fills in."""
    classes = sorted(
        (getattr(reporting, name) for name in reporting.__all__), key=lambda kind: kind.__name__ != "Report"
    )
    shown = [f"{kind.__module__}.{kind.__qualname__}" for kind in classes]
    return (
        "\n".join(
            [
                _HEAD,
                *(line for kind in classes for line in _table(kind)),
                "## In full\n",
                *(f"::: {name}\n" for name in (*shown, *_DOCUMENTED)),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _table(kind: type) -> Iterator[str]:
    opened = ", ".join(f"{name}=" for name in signature(kind.open).parameters)  # type: ignore[attr-defined]
    yield f"## {kind.__name__}\n"
    yield f"`{kind.__name__}.open({opened})`: {_said(kind)}\n"
    yield "| call | gives |"
    yield "|---|---|"
    inherited = (name for parent in kind.__mro__[1:] for name in vars(parent))
    for name in dict.fromkeys([*vars(kind), *inherited]):
        member = getattr(kind, name)
        if name.startswith("_") or not (isfunction(member) or isinstance(member, property | cached_property)):
            continue
        call = f"({', '.join(_needed(member))})" if isfunction(member) else ""
        yield f"| `report.{name}{call}` | {_said(member)} |"
    yield ""


def _needed(member: object) -> Iterator[str]:
    """The parameters of a method that have no default."""
    for name, parameter in list(signature(member).parameters.items())[1:]:  # type: ignore[arg-type]
        if parameter.default is parameter.empty:
            yield f"{name}=" if parameter.kind is parameter.KEYWORD_ONLY else name


def _said(of: object) -> str:
    """The first sentence of a docstring, to stand in a table."""
    first = (getdoc(of) or "").partition("\n")[0].rstrip(".").replace("``", "`").replace("|", "\\|")
    return first[:1].lower() + first[1:]

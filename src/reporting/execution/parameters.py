"""What a notebook declares in its `parameters` cell, and whether given values fit.

papermill only warns of an unknown parameter, after the kernel has started; here it is an error before
anything starts. Values stay typed: text never becomes a number unless the notebook declares a number.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporting.errors import ParameterError
from reporting.execution.given import TypedText, read_yaml
from reporting.execution.reading import read_cells
from reporting.near import near

_TYPES: dict[str, type] = {t.__name__: t for t in (str, int, float, bool, list, dict)}
_EXAMPLES = {"str": "text", "int": "3", "float": "0.5", "bool": "true", "list": "[a, b]", "dict": "{a: 1}"}
_NULL = ("null", "~")
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Parameter:
    """One assignment of the `parameters` cell.

    Attributes:
        name: the variable.
        type: the annotated type, or that of the default; None where neither says (anything fits).
        optional: whether None is allowed.
        default: the default as written.
        help: the comment at the end of the line.
    """

    name: str
    type: type | None
    optional: bool
    default: str
    help: str


def declared(notebook: Path) -> dict[str, Parameter]:
    """The parameters of a Python notebook, in their order; empty without a `parameters` cell.

    papermill's own inspection reads line by line with a pattern, and misses `str | None` and any default
    that contains `=` or `#`; so the cell is read as the Python that it is.

    Raises:
        ParameterError: the notebook cannot be read, or the cell is not Python.
    """
    source = _parameters_source(notebook)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(
            f"the parameters cell is not Python: {error.msg}",
            where=f"{notebook}, line {error.lineno} of the cell",
        ) from error
    comments = _comments(source)
    found = (_parameter(statement, comments) for statement in statements)
    return {parameter.name: parameter for parameter in found if parameter is not None}


def check(notebook: Path, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the notebook declares them.

    Text given for an `int`, `float`, `bool`, `list` or `dict` is read as one, and text of a command line
    (`TypedText`) as YAML wherever the notebook does not declare a `str`; an `int` serves as a `float`. Nothing
    is ever turned into or out of a `str`: a code such as `01001` would come back as another one.

    Raises:
        ParameterError: a name is not declared (with the nearest one that is), or a value does not fit.
    """
    known = declared(notebook)
    checked = {}
    for name, value in parameters.items():
        if name not in known:
            like = near(name, known)
            hint = f"did you mean `{like[0]}`?" if like else f"it declares: {', '.join(known) or 'none'}"
            raise ParameterError(f"no parameter `{name}`", where=str(notebook), hint=hint)
        checked[name] = _fitted(known[name], value, notebook)
    return checked


def _parameters_source(notebook: Path) -> str:
    cells = read_cells(notebook)
    tagged = [cell for cell in cells if "parameters" in (cell["metadata"].get("tags") or ())]
    return "".join(tagged[0]["source"]) if tagged else ""


def _parameter(statement: ast.stmt, comments: Mapping[int, str]) -> Parameter | None:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value, annotation=annotation):
            kind, optional = _annotated(annotation)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            kind, optional = None, False
        case _:
            return None
    if kind is None:
        kind, optional = _of_default(value, optional)
    return Parameter(name, kind, optional, ast.unparse(value), comments.get(statement.end_lineno or 0, ""))


def _annotated(annotation: ast.expr) -> tuple[type | None, bool]:
    match annotation:
        case ast.Name(id=name):
            return _TYPES.get(name), False
        case ast.Constant(value=str() as text):
            return _annotated(ast.parse(text, mode="eval").body)
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _annotated(left)[0], True
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _annotated(inner)[0], True
        case ast.Subscript(value=ast.Name(id=name)):
            return _TYPES.get(name), False
        case _:
            return None, True


def _of_default(value: ast.expr, optional: bool) -> tuple[type | None, bool]:
    try:
        default = ast.literal_eval(value)
    except ValueError:
        return None, optional
    if default is None:
        return None, True
    return _TYPES.get(type(default).__name__), optional


def _comments(source: str) -> dict[int, str]:
    """Line number → the comment on it."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}


def _fitted(parameter: Parameter, value: Any, notebook: Path) -> Any:
    kind = parameter.type
    if isinstance(value, TypedText):
        value = _meant(parameter, value)
    if kind is None or (value is None and parameter.optional):
        return value
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    if kind is not str and isinstance(value, str):
        try:
            return _read(kind, value)
        except ValueError:
            pass
    example = f"-p '{parameter.name}={_EXAMPLES[kind.__name__]}'"
    raise ParameterError(
        f"`{parameter.name}` must be {kind.__name__}, not {type(value).__name__} {value!r}",
        where=str(notebook),
        hint=f"its default is {parameter.default}; on the command line: {example}",
    )


def _meant(parameter: Parameter, text: TypedText) -> Any:
    """What somebody means who writes the text on a command line."""
    if parameter.type is str and not (parameter.optional and text in _NULL):
        return str(text)
    try:
        return read_yaml(text)
    except ValueError:
        return str(text)


def _read(kind: type, text: str) -> Any:
    if kind is bool:
        if text.lower() not in _TRUTH:
            raise ValueError(text)
        return _TRUTH[text.lower()]
    if kind in (int, float):
        return kind(text)
    value = read_yaml(text)
    if type(value) is not kind:
        raise ValueError(text)
    return value

"""Conditions over the facts of an indicator, as sentences.yaml writes them: ``kind == 'zero' and gap > 0``.

Names, numbers, texts, lists, comparisons, and, or, not: nothing else is read, so that a settings file cannot run
anything. A number that is not known is neither more nor less than any other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

__all__ = ["ConditionError", "holds", "names_of"]

Value = str | float | bool | None


class ConditionError(ValueError):
    """A condition that cannot be read."""


def holds(condition: str, facts: Mapping[str, Value]) -> bool:
    """Whether the condition is true of the facts.

    Example:
        >>> holds("kind == 'zero' and gap > 0", {"kind": "zero", "gap": 2.0})
        True
    """
    return bool(_value(_parsed(condition), facts))


def names_of(condition: str) -> frozenset[str]:
    """The facts that a condition asks for.

    Raises:
        ConditionError: it cannot be read, and why.
    """
    return frozenset(_names(_parsed(condition)))


@lru_cache(maxsize=512)
def _parsed(condition: str) -> ast.expr:
    try:
        tree = ast.parse(condition.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise ConditionError(f"{condition!r} is no condition: {getattr(error, 'msg', error)}") from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ConditionError(f"{condition!r} holds {type(node).__name__}: write comparisons, and, or, not")
    return tree


_ALLOWED = (
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Name, ast.Load, ast.Constant),
    *(ast.List, ast.Tuple, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
)


def _names(tree: ast.expr) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _value(node: ast.expr, facts: Mapping[str, Value]) -> object:
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            return facts[name]
        case ast.List(elements) | ast.Tuple(elements):
            return [_value(one, facts) for one in elements]
        case ast.BoolOp(ast.And(), parts):
            return all(_value(one, facts) for one in parts)
        case ast.BoolOp(_, parts):
            return any(_value(one, facts) for one in parts)
        case ast.UnaryOp(ast.Not(), operand):
            return not _value(operand, facts)
        case ast.UnaryOp(_, operand):
            number = _value(operand, facts)
            return -number if isinstance(number, int | float) else None
        case ast.Compare(left, operators, others):
            values = [_value(one, facts) for one in (left, *others)]
            pairs = zip(operators, values, values[1:], strict=False)
            return all(_compared(operator, one, other) for operator, one, other in pairs)
    raise ConditionError(f"{ast.unparse(node)!r} is no condition")


def _compared(operator: ast.cmpop, one: object, other: object) -> bool:
    match operator:
        case ast.Eq():
            return one == other
        case ast.NotEq():
            return one != other
        case ast.In():
            return isinstance(other, list) and one in other
        case ast.NotIn():
            return isinstance(other, list) and one not in other
    if not isinstance(one, int | float) or not isinstance(other, int | float):
        return False
    match operator:
        case ast.Lt():
            return one < other
        case ast.LtE():
            return one <= other
        case ast.Gt():
            return one > other
    return one >= other

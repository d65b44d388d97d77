"""All rules of notebooks, in the order in which they are told; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.operations.desk.check.rules.base import Rule
from reporting.operations.desk.check.rules.constants import constants
from reporting.operations.desk.check.rules.data import data
from reporting.operations.desk.check.rules.figures import figures
from reporting.operations.desk.check.rules.headings import headings
from reporting.operations.desk.check.rules.imports import imports
from reporting.operations.desk.check.rules.members import members
from reporting.operations.desk.check.rules.mutations import mutations
from reporting.operations.desk.check.rules.outputs import outputs
from reporting.operations.desk.check.rules.parameters import parameters
from reporting.operations.desk.check.rules.prose import prose
from reporting.operations.desk.check.rules.style import style

__all__ = ["RULES"]

RULES: Sequence[Rule] = (
    parameters,
    outputs,
    constants,
    imports,
    members,
    data,
    mutations,
    figures,
    headings,
    prose,
    style,
)

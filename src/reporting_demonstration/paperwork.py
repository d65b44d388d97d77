"""The words of the demonstration: the bureau's own figures, problems, progress, and files of other layouts."""

from __future__ import annotations

from datetime import date

from reporting.definitions.base import Definition

__all__ = [
    "Bureau",
    "CommitmentWork",
    "CountyTarget",
    "Document",
    "FigureNotes",
    "Layouts",
    "Nested",
    "OwnLayout",
    "ProblemRule",
    "WorkStep",
]


class FigureNotes(Definition):
    """What stands beside figures."""

    no_survey: str
    not_tested: str
    summer: str
    evaluated: str
    and_others: str


class Document(Definition):
    """A document that the bureau issued."""

    title: str
    issued: date


class Bureau(Definition):
    """The bureau's own workbook: figures as typed, one a period, and the documents issued."""

    file: str
    figures: dict[str, tuple[int | str, ...]]
    document_number: str
    documents: tuple[Document, ...]


class ProblemRule(Definition):
    """A problem that a county lists while any of its schools meets ``when`` (a condition over ledger columns)."""

    when: str
    problem: str
    action: str
    days: int


class WorkStep(Definition):
    """Where the work on a commitment stands."""

    progress: str
    evidence: str
    state: str


class CommitmentWork(Definition):
    """The work on one commitment, step by step."""

    work: str
    steps: tuple[WorkStep, ...]


class CountyTarget(Definition):
    """A number that a county has set itself for a commitment."""

    county: str
    commitment: str
    target: str
    due: date


class OwnLayout(Definition):
    """How a county writes its ledger its own way."""

    attachment: str
    title: str
    units: str
    total: str
    yes_no: tuple[str, str]
    sheet: str


class Nested(Definition):
    """How a form writes a label under another, and the sum of such labels."""

    first: str
    total: str


class Layouts(Definition):
    """Words of files that are not our own workbook; ``shares`` are printed as percentages of ``share_of``."""

    national_form: str
    ledger_title: str
    ledger_file: str
    signature: tuple[str, ...]
    note: str
    yes_no: tuple[str, str]
    own: OwnLayout
    national_file: str
    national_title: str
    national_head: str
    sections: dict[str, tuple[str, ...]]
    shares: tuple[str, ...]
    share_of: str
    nested: Nested
    corrected: str

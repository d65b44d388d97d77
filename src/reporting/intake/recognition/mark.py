"""The hidden mark by which a workbook of ours is known, whatever its file is called.

It is written twice, as custom document properties and on a very hidden sheet: programs that rewrite a workbook keep
at least one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

__all__ = ["FINGERPRINT_SHEET", "TemplateMark", "read_fingerprint"]

FINGERPRINT_SHEET = "_fingerprint"
_PREFIX = "reporting."


@dataclass(frozen=True)
class TemplateMark:
    """What a template knows about itself.

    Attributes:
        form: id of the form.
        version: version of the form that the template was written from.
        county: code of the sender.
        period: as `reporting.definitions.periods.Period` writes it.
        demo: whether the workbook holds demonstration data.
    """

    form: str
    version: str
    county: str
    period: str
    demo: bool = False

    def entries(self) -> dict[str, str]:
        """Key → value, all text, as both marks carry them."""
        return {_PREFIX + key: str(value).lower() if key == "demo" else value for key, value in asdict(self).items()}


def read_fingerprint(properties: Mapping[str, object], sheet: Iterable[Sequence[object]] = ()) -> TemplateMark | None:
    """The fingerprint that a workbook carries.

    Args:
        properties: its custom document properties.
        sheet: rows of its sheet `FINGERPRINT_SHEET`: key, value.

    Returns:
        None where it carries none, where it is damaged, or where the two marks contradict each other (sheets were
        copied from one workbook into another): then the workbook has to say itself whose it is.
    """
    marks = {_parsed(properties), _parsed({str(row[0]): row[1] for row in sheet if len(row) > 1})} - {None}
    return marks.pop() if len(marks) == 1 else None


def _parsed(entries: Mapping[str, object]) -> TemplateMark | None:
    values = {field.name: str(entries.get(_PREFIX + field.name, "")).strip() for field in fields(TemplateMark)}
    demo = values.pop("demo").lower()
    if not all(values.values()) or demo not in {"true", "false"}:
        return None
    return TemplateMark(**values, demo=demo == "true")

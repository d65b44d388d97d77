"""What shuts a gate: said in English on the console and in the manifest, in the reader's language on pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reporting.console_words import in_language
from reporting.definitions.runs import Audience
from reporting.editions.manifest import GateRecord
from reporting.translations import translator

__all__ = ["GateFinding", "GateVerdict", "found"]


@dataclass(frozen=True)
class GateFinding:
    """One thing that a gate found.

    Attributes:
        message: English, with named places; what the catalogue translates.
        values: what stands in these places; codes and names of files, which a page tells by their names.
        detail: what a rule for pages says of it, for whoever mends the notebook; English.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""

    def to(self, lang: str, shown: Callable[[str, object], object] = lambda _name, value: value) -> str:
        """The finding in a language, without its detail.

        Args:
            shown: name of a place and what stands in it → what a reader sees.
        """
        values = {name: shown(name, value) for name, value in self.values.items()}
        return translator("editions", lang)(self.message).format(**values)

    def told(self, lang: str) -> str:
        """The finding in a language, with its detail."""
        text = self.to(lang) if lang != "en" else self.message.format(**self.values)
        return f"{text}: {self.detail_in(lang)}" if self.detail else text

    def detail_in(self, lang: str) -> str:
        """The detail in a language: what a rule or a remark says of it, which the console tells too."""
        return in_language(self.detail, lang)

    def __str__(self) -> str:
        return self.told("en")


def found(message: str, **values: object) -> GateFinding:
    """A finding; the messages given here are what the catalogue has to translate."""
    return GateFinding(message, values)


@dataclass(frozen=True)
class GateVerdict:
    """How a gate stands for a draft: open where nothing was found."""

    gate: str
    findings: tuple[GateFinding, ...]

    @property
    def passed(self) -> bool:
        """Whether the gate is open."""
        return not self.findings

    def told(self, lang: str) -> str:
        """The gate's name, as `--accept` takes it, and beside it what it asks in another language."""
        return self.gate if lang == "en" else f"{self.gate}  {translator('editions', lang)(f'gate {self.gate}')}"

    def record(self, because: str = "", audience: Audience = "internal") -> GateRecord:
        """What the manifest keeps of it; ``because`` says why it was accepted, and counts where it is shut alone.

        What was found may name what is held back, and stays out of a public manifest.
        """
        return GateRecord(
            gate=self.gate,
            passed=self.passed,
            findings=tuple(map(str, self.findings)) if audience == "internal" else (),
            accepted_because="" if self.passed else because.strip(),
        )

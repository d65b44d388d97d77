"""What the warm parent of an edition's kernels loads and rehearses once, so that no page has to."""

from __future__ import annotations

from pathlib import Path

from reporting.execution.warm.parent import NEUTRAL, Warmth
from reporting.execution.warm.warmup import rehearse

__all__ = ["WARMTH", "prepare_pages", "rehearse_pages"]

WARMTH = Warmth(
    preload=(*NEUTRAL, "reporting.report.report", "reporting.pagemaking.rendering"),
    warm_up="reporting.pagemaking.warmup:rehearse_pages",
)

_CATALOGUES = Path(__file__).parents[1] / "locale" / "zh_Hans"


def rehearse_pages() -> None:
    """Rehearse a cell and a figure, read every template, catalogue and calendar, outline the characters of our words.

    Kernels of the parent show plots as reports do.
    """
    from reporting.dates import long_date
    from reporting.definitions.periods import Period
    from reporting.execution.warm.extensions import load_in_kernels
    from reporting.pages.fonts import face
    from reporting.pages.glyphs import AT_SET_UP, kept_glyphs
    from reporting.report.figures.rehearsal import rehearse_figures
    from reporting.report.notebook_display import __name__ as display
    from reporting.report.templating import environment
    from reporting.templating import load_templates
    from reporting.translations import LANGUAGES, read_catalogue

    rehearse(alone=False)
    rehearse_figures()
    load_in_kernels(display)
    load_templates(environment())
    for language in LANGUAGES:
        long_date(Period("2000-01").last_day, language)
        Period("2000-01").label(language)
    words = [text for path in sorted(_CATALOGUES.glob("*.po")) for text in read_catalogue(path).values()]
    # kept also where nobody has run set-up, as in an environment of conda
    with kept_glyphs(AT_SET_UP):
        _rehearse_exporter()
        face(set("".join(words)))


def prepare_pages() -> None:
    """Rehearse at set-up, and outline the characters that pages will want: every process to come finds them drawn."""
    from reporting.pages.glyphs import AT_SET_UP, characters, glyph, kept_glyphs

    rehearse_pages()
    with kept_glyphs(AT_SET_UP):
        for character in _common_characters():
            glyph(characters()[ord(character)])


def _common_characters() -> str:
    """The 3,755 commonest Chinese characters, which GB/T 2312 has in its rows 16 to 55: most of any school's name."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return b"".join(codes).decode("gb2312", errors="ignore")


def _rehearse_exporter() -> None:
    """Load nbconvert and make a page of a notebook with a bit of everything: patterns and templates are compiled."""
    from nbformat import v4

    from reporting.pages.notebook import notebook_page

    cells = [v4.new_markdown_cell("# a\n\n**b** $x$ [c](#a) | `d`\n\n- e")]  # type: ignore[no-untyped-call]
    notebook_page(v4.new_notebook(cells=cells))  # type: ignore[no-untyped-call]

"""What a page makes of the figures of a kernel."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.pages.showing.house_figures import with_words_of_figures
from reporting.pages.showing.surroundings import Surroundings

FIGURE = (
    '<figure class="figure" id="f1" data-lacks="{lacks}" data-says="{says}"><figcaption><strong>参与率</strong>'
    '</figcaption><svg><title id="t">参与率</title><desc id="d">逐月升高。</desc><text>参与率</text></svg></figure>'
)


def told(lacks: str, says: str, **options: Any) -> tuple[str, list[tuple[str, str, str, str]]]:
    notes: list[tuple[str, str, str, str]] = []
    place = Surroundings(
        word=str,
        prose=str,
        note=lambda *note: notes.append(note),
        markdown=str,
        line=str,
        options={name.replace("_", "-"): value for name, value in options.items()},
    )
    return with_words_of_figures(FIGURE.format(lacks=lacks, says=says), place), notes


def test_what_a_cell_lacks_is_named_with_the_line_to_add() -> None:
    """A figure without words would go out, and nobody be told."""
    html, notes = told("fig-alt table", "")
    assert [note[2] for note in notes] == [
        "begin the cell with `#| fig-alt: …`",
        "show it by `report.figure(fig, table=…)`",
    ]
    assert {note[3] for note in notes} == {"words"}
    _, (marks,) = told("marks:sizes-of-points", "")
    assert marks[1] == "a figure with marks whose numbers are in no table: sizes of points"
    assert "data-" not in html


@pytest.mark.parametrize(("option", "seen"), [("Taking part <%>", "Taking part &lt;%&gt;"), ("{rate}", "参与率")])
def test_words_are_those_of_the_pages_language(option: str, seen: str) -> None:
    """An English page would have Chinese captions; an expression that nobody computed would stand in its place."""
    html, notes = told("", "fig-cap", fig_cap=option)
    assert html.count(f">{seen}<") == 3
    assert ">逐月升高。<" in html
    assert notes == []


def test_other_fragments_stay_as_they_are() -> None:
    """A section of ours would be read and changed for nothing."""
    place = Surroundings(word=str, prose=str, note=lambda *note: None, markdown=str, line=str)
    assert with_words_of_figures('<figure class="figure" id="f1"><p>甲</p></figure>', place).count("id=") == 1
    assert with_words_of_figures("<p>甲</p>", place) == "<p>甲</p>"

"""A page that carries only the style rules it has a use for looks as with all of them."""

from __future__ import annotations

import pytest

from reporting.pages.lean_styles import lean_styles

PAGE = '<table class="index long"><tr><td class="day">x</td></tr></table>'


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("td{a:b}", "td{a:b}"),
        (".index .day{a:b}", ".index .day{a:b}"),
        (".spine-table td{a:b}", ""),
        (".index,.matrix{a:b}", ".index{a:b}"),
        (".index td:not(.fact, .change){a:b}", ".index td:not(.fact, .change){a:b}"),
        (":is(.matrix, .index) td{a:b}", ":is(.matrix, .index) td{a:b}"),
        (".table-region:has(> .matrix){a:b}", ""),
        ("figure:has(> .panels, > details){a:b}", "figure:has(> .panels, > details){a:b}"),
        ("@media print{.index{a:b}.tile{a:b}}", "@media print{.index{a:b}}"),
        ("@media print{.tile{a:b}}", ""),
        ("@page{size:A4}", "@page{size:A4}"),
        (
            "@media screen and (max-width:40rem){.long{a:b}}p{a:b}",
            "@media screen and (max-width:40rem){.long{a:b}}p{a:b}",
        ),
    ],
)
def test_only_rules_for_what_the_page_lacks_are_left_out(css: str, kept: str) -> None:
    """A phone would get the layout of the desk, or the index be over its budget for rules of other pages."""
    assert lean_styles(css, PAGE) == kept

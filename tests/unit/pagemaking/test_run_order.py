"""In what order pages are run: what takes longest first, and never two that hold all counties' data at once."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reporting.pagemaking.making import run_order
from reporting.pagemaking.plan import WantedPage

CITY = "410400"


@given(st.integers(0, 40), st.integers(0, 4))
def test_pages_of_the_city_begin_and_stand_apart(counties: int, whole: int) -> None:
    """The longest page would be made alone at the end, or two of a nation's at once in twice the memory."""
    pages = [WantedPage(0, str(number), "zh-Hans") for number in range(counties)] + [
        WantedPage(1 + number, CITY, "zh-Hans") for number in range(whole)
    ]
    places = [page.place for page in run_order(pages, CITY)]
    assert sorted(places) == sorted(page.place for page in pages)
    assert [place for place in places if place != CITY] == [str(number) for number in range(counties)]
    assert not whole or places[0] == CITY
    assert counties < whole or (CITY, CITY) not in pairwise(places)

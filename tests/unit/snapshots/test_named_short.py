"""The schools that a page names are those of its list of schools."""

from __future__ import annotations

import dataclasses

from reporting.report.named_short import named_short
from reporting.settings import Project
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData, gather
from reporting.snapshots.short_schools import short_schools
from reporting.store.store import open_store
from reporting.store.view import View


def test_a_county_that_was_taken_out_of_the_city_is_in_no_list(bureau: Project, known: PeriodData) -> None:
    """A run would end in an error, or a circular name schools of a county that is another city's now."""
    settings = known.settings
    gone = str(known.school_lists["county"].iloc[0])
    left = tuple(one for one in settings.city.counties if one.code != gone)
    fewer = dataclasses.replace(settings, city=settings.city.model_copy(update={"counties": left}))
    with open_store(bureau.store, settings.forms) as store:
        now = gather(View(store), fewer, known.period)
        listed = short_schools(View(store), now)
    assert len(listed)
    for frame in (listed, now.schools, now.school_lists, *now.tables.values()):
        assert gone not in set(frame["county"])


def test_page_and_list_name_the_same_schools(bureau: Project, known: PeriodData) -> None:
    """A school would have five items on the first screen and four in the workbook that the page links to."""
    with open_store(bureau.store, known.settings.forms) as store:
        listed = short_schools(View(store), known)
    compared = 0
    for county in known.settings.city.codes:
        mine = listed[listed["county"] == county]
        told = named_short(cut_snapshot(known, county, "internal"))
        assert set(zip(told["school_id"], told["indicator"], strict=True)) == set(
            zip(mine["school_id"], mine["indicator"], strict=True)
        )
        compared += len(mine)
    assert compared

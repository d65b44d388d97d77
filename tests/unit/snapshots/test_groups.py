"""The second benchmark: what counties are held against in their own group, and what of it may be public."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from pydantic import ValidationError

from reporting import CityReport, EvidenceReport, Report
from reporting.definitions.base import Text
from reporting.definitions.counties import City, CountyGroup
from reporting.definitions.runs import Audience
from reporting.disclosure.public_counts import is_protected
from reporting.disclosure.public_view import public_period_data
from reporting.editions.files.brief import city_brief, county_brief
from reporting.report.dictionary import data_dictionary
from reporting.settings import Project, Settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.exports import edition_data, export_frame
from reporting.snapshots.period_data import PeriodData, gather
from reporting.snapshots.snapshot import Snapshot
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import translator

EAST, WEST, SOUTH, CITY = "990101", "990102", "990103", "990000"
ALIKE = CountyGroup(code="990000-G", name=Text(**{"zh-Hans": "城区", "en": "Districts"}), counties=(EAST, WEST))


@pytest.fixture(scope="module")
def public(grouped: PeriodData) -> PeriodData:
    """What of it the public edition may use."""
    return public_period_data(grouped)


@pytest.fixture(scope="module")
def grouped(filled: Project, bureau_settings: Settings) -> PeriodData:
    """What is known of a city whose params name one group of two counties."""
    city = bureau_settings.city.model_copy(update={"groups": (ALIKE,)})
    settings = replace(bureau_settings, city=city)
    with open_store(filled.store, settings.forms) as store:
        return gather(View(store), settings, settings.period("2022-04"))


def rows(period_data: PeriodData) -> pd.DataFrame:
    assert period_data.groups is not None
    return period_data.groups


def test_a_group_is_what_its_counties_add_up_to(grouped: PeriodData) -> None:
    """A group's value would be the mean of rates, the city's, or that of counties outside it."""
    observed = grouped.observations
    mine = observed[(observed["period"] == "2022-04") & observed["county"].isin([EAST, WEST])]
    checked = 0
    for row in rows(grouped).to_dict("records"):
        same = mine[(mine["indicator"] == row["indicator"]) & (mine["category"] == row["category"])]
        same = same[same["state"] == "reported"]
        hundred = 100 if (same["unit"] == "percent").all() else 1
        assert row["group_value"] == pytest.approx(hundred * same["numerator"].sum() / same["denominator"].sum())
        assert row["counties"] == len(same) == 2
        checked += 1
    assert checked
    assert set(rows(grouped)["county"]) == {EAST, WEST}


def test_a_group_of_the_whole_city_says_what_the_city_says(bureau: Project, bureau_settings: Settings) -> None:
    """The second benchmark would judge by other rules than the first."""
    everybody = ALIKE.model_copy(update={"counties": bureau_settings.city.codes})
    settings = replace(bureau_settings, city=bureau_settings.city.model_copy(update={"groups": (everybody,)}))
    with open_store(bureau.store, settings.forms) as store:
        known = gather(View(store), settings, settings.period("2022-04"))
    both = rows(known).merge(known.assessments, on=["county", "indicator", "category"], suffixes=("", "_of_city"))
    assert len(both) == len(rows(known))
    assert both["against_group"].tolist() == both["against_city"].tolist()
    assert both["strong"].tolist() == both["strong_of_city"].tolist()
    assert both["group_value"].tolist() == pytest.approx(both["city"].tolist())


def test_no_group_is_said_where_params_name_none(known: PeriodData) -> None:
    """Every edition would change its bytes, and every page have a fold that nobody asked for."""
    assert known.groups is None
    assert "groups" not in cut_snapshot(known, EAST, "internal").tables


def test_the_public_gets_no_group_of_pupils(grouped: PeriodData, public: PeriodData) -> None:
    """A group's total would be one more sum, by which a count held back could be worked out."""
    guarded = {one.id for one in grouped.settings.indicators.indicators if is_protected(one)}
    assert guarded & set(rows(grouped)["indicator"])
    assert not guarded & set(rows(public)["indicator"])
    assert len(rows(public))
    assert not any(code == ALIKE.code for code in public.observations["county"])
    for place in (EAST, CITY):
        shown = cut_snapshot(public, place, "public", b"key")
        assert not guarded & set(shown["groups"]["indicator"])


def test_a_county_learns_nothing_of_the_others_of_its_group(grouped: PeriodData) -> None:
    """A county's snapshot would hold another county's rows, or name it."""
    shown = Snapshot.from_bytes(cut_snapshot(grouped, EAST, "internal").encoded)
    assert set(shown["groups"]["county"]) == {EAST}
    assert [group.counties for group in shown.definitions.city.groups] == [(EAST,)]
    assert shown.definitions.city.group_of(EAST) == shown.definitions.city.groups[0]
    other = Snapshot.from_bytes(cut_snapshot(grouped, SOUTH, "internal").encoded)
    assert other["groups"].empty
    assert other.definitions.city.group_of(SOUTH) is None


@pytest.mark.parametrize(
    ("groups", "wrong"),
    [
        (({"code": "G", "name": {"zh-Hans": "城区"}, "counties": ["1"]},), "unknown county 1"),
        (
            (
                {"code": "G", "name": {"zh-Hans": "城区"}, "counties": [EAST]},
                {"code": "H", "name": {"zh-Hans": "县"}, "counties": [EAST]},
            ),
            "is in G and in H",
        ),
        (({"code": EAST, "name": {"zh-Hans": "城区"}, "counties": [EAST]},), "stands twice"),
    ],
)
def test_groups_that_cannot_be_are_refused(bureau_settings: Settings, groups: tuple[object, ...], wrong: str) -> None:
    """A county would silently be held against the wrong counties."""
    content = bureau_settings.city.model_dump(by_alias=True, mode="json")
    with pytest.raises(ValidationError, match=wrong):
        City.model_validate(content | {"groups": groups})


def test_the_page_says_how_a_county_stands_in_its_group_and_how_that_is_judged(
    grouped: PeriodData, public: PeriodData
) -> None:
    """A bureau would ask for the second benchmark and see it nowhere, or without what it means."""
    mine, other = (Report(cut_snapshot(grouped, place, "internal")) for place in (EAST, SOUTH))
    table = mine.indicator_table().html
    assert "与同类对照：城区" in table
    for row in rows(grouped).query("county == @EAST and category == ''").to_dict("records"):
        name = grouped.settings.indicators[row["indicator"]].name.zh
        assert f'<th scope="row">{name}</th>' in table.split("与同类对照")[-1]
    assert "图中◇为同类" in table
    assert "l5 5-5 5-5-5z" in table
    assert "怎样与同类对照" in mine.methods().html
    assert "与同类对照" not in other.indicator_table().html
    assert "怎样与同类对照" not in other.methods().html
    assert "按学生人数计的指标此处不与同类对照" not in table
    of_all = Report(cut_snapshot(public, EAST, "public", b"key"))
    assert "按学生人数计的指标此处不与同类对照" in of_all.indicator_table().html


def test_the_citys_page_shows_its_groups_side_by_side(grouped: PeriodData) -> None:
    """The bureau would have to open every county's page to see how its groups stand."""
    html = CityReport(cut_snapshot(grouped, CITY, "internal")).matrix().html
    table = html.split("及其中较突出的")[-1]
    compared = rows(grouped).query("category == ''")["indicator"].unique()
    assert ">城区</th>" in table
    assert table.count('<th scope="row">') <= len(compared)
    assert '<span class="figure">' in table


def test_circular_and_files_say_what_the_page_says_of_groups(grouped: PeriodData) -> None:
    """The office would circulate nothing of the second benchmark, or other numbers than the page's."""
    speak = translator("editions", "zh-Hans")
    # the city is too small for chance to be told from difference
    judged_so = ["worse" if one % 2 else "similar" for one in range(len(rows(grouped)))]
    grouped = replace(grouped, groups=rows(grouped).assign(against_group=judged_so, group_doubt=""))
    for known in (grouped, public_period_data(grouped)):
        audience: Audience = "internal" if known is grouped else "public"
        county, city = (cut_snapshot(known, place, audience, b"key") for place in (EAST, CITY))
        of_county = county_brief(county, "zh-Hans", speak, "", ()).chapters[0][1][-1]
        of_city = city_brief(city, "zh-Hans", speak, "", ()).chapters[0][1][-1]
        table = Report(county).indicator_table().html
        assert of_county.startswith("与同类“城区”对照，可比的")
        assert f"<p>{of_county}</p>" in table
        assert of_city.startswith("同类“城区”中，")
        assert f"<p>{of_city}</p>" in CityReport(city).matrix().html
        rates = {one.id for one in known.settings.indicators.indicators if one.is_rate}
        judged = rows(known).query("county == @EAST and category == ''")
        judged = judged[judged["indicator"].isin(rates)]
        assert len(judged)
        alike = (judged["against_group"] == "similar").sum()
        assert f"可比的{len(judged)}项中" in of_county
        assert not alike or f"相近{alike}项" in of_county
        files = edition_data(known, audience)
        guarded = {one.id for one in known.settings.indicators.indicators if is_protected(one)}
        assert len(files["groups"]) == len(rows(known))
        assert audience == "internal" or not guarded & set(files["groups"]["indicator"])
        told = data_dictionary(known.settings)
        assert set(files["groups"]) <= {*told["name"], "demo"}
        assert told.loc[told["part"] == "group", "name"].tolist() == [ALIKE.code]
    assert "groups" not in edition_data(replace(grouped, groups=None), "internal")


def test_the_evidence_page_says_how_far_each_group_is(grouped: PeriodData) -> None:
    """Whoever reads of a commitment or a claim would have to add up by hand what the groups have done."""
    html = EvidenceReport(cut_snapshot(grouped, CITY, "internal")).commitment_board().html
    assert "按同类县（市、区）：城区" in html


def test_an_export_names_the_group_beside_the_city(grouped: PeriodData, bureau: Project) -> None:
    """Whoever works with the table would know the first benchmark only."""
    with open_store(bureau.store, grouped.settings.forms) as store:
        frame = export_frame("assessments", View(store), grouped.settings, period="2022-04")
    mine = frame[frame["county"] == EAST].set_index(["indicator", "category"])
    for row in rows(grouped).query("county == @EAST").to_dict("records"):
        told = mine.loc[(row["indicator"], row["category"])]
        assert (told["group"], told["against_group"]) == (ALIKE.code, row["against_group"])
    assert frame.loc[frame["county"] == SOUTH, "group"].isna().all()

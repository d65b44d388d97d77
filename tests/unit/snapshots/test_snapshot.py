"""Snapshots: all that one report may know, and nothing else; the same content is always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from reporting.definitions import counties
from reporting.definitions.base import Text
from reporting.definitions.claims import Claim, Claims
from reporting.definitions.counties import City
from reporting.definitions.forms import OWN_TABLES
from reporting.definitions.periods import Period
from reporting.disclosure.place_snapshot import build_snapshot
from reporting.errors import EmptyStoreError, StoreError
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots import snapshot as snapshots
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData, gather, school_periods
from reporting.snapshots.seal import seal_key
from reporting.snapshots.snapshot import Snapshot, frame_from_json, frame_to_json
from reporting.store.store import open_store, utc_now
from reporting.store.submissions import Submission
from reporting.store.view import View

COUNTIES = ("990101", "990102", "990103", "990104")
CITY = "990000"
SCHOOLS = {county: [f"{letter}{number}" for number in "1234"] for county, letter in zip(COUNTIES, "ABCD", strict=True)}

Fill = Callable[..., Project]


@pytest.mark.parametrize("place", [*COUNTIES, CITY])
def test_a_snapshot_comes_back_from_its_bytes(known: PeriodData, place: str, tmp_path: Path) -> None:
    """A worker on another machine would work on something else."""
    snapshot = cut_snapshot(known, place, "internal")
    path = tmp_path / "snapshot.json"
    path.write_bytes(snapshot.encoded)
    back = Snapshot.open(path)
    assert back.hash == snapshot.hash
    assert replace(back).encoded == snapshot.encoded
    assert (back.place, back.period, back.demo, back.data_as_of) == (place, known.period, False, snapshot.data_as_of)
    for name, frame in snapshot.tables.items():
        assert list(back[name].columns) == list(frame.columns)
        assert len(back[name]) == len(frame)


@pytest.mark.parametrize("seed", [1])
def test_the_same_knowledge_is_the_same_bytes_in_whatever_order_it_came(
    known: PeriodData, fill: Fill, seed: int
) -> None:
    """Every page would be run again, and every edition differ, because files were read in another order."""

    def cut(known: PeriodData) -> list[str]:
        return [cut_snapshot(known, place, "internal").hash for place in (*COUNTIES, CITY)]

    shuffled = fill(seed)
    settings = load_settings(shuffled)
    with open_store(shuffled.store, settings.forms) as store:
        assert cut(gather(View(store), settings, Period("2022-04"))) == cut(known)


@pytest.mark.parametrize("place", COUNTIES)
def test_no_other_county_s_school_is_in_a_snapshot(known: PeriodData, place: str) -> None:
    """A county's report could name, or a notebook print, a school that is none of its business."""
    text = replace(cut_snapshot(known, place, "internal"), content={}).encoded.decode()
    for county, schools in SCHOOLS.items():
        for school in schools:
            there = [form for form in (f"学校{school}", f"41{school}", f'"{school}"') if form in text]
            assert county == place or not there
    others = [county for county in COUNTIES if county != place]
    assert not [county for county in others if f"{county}的" in text], "nor another county's problems and findings"


def test_a_county_s_snapshot_has_its_own_schools(known: PeriodData) -> None:
    """The test above would pass on empty snapshots."""
    snapshot = Snapshot.from_bytes(cut_snapshot(known, "990101", "internal").encoded)
    assert snapshot["schools"]["school_id"].tolist() == ["A1", "A2", "A3", "A4"]
    assert snapshot["schools"]["in_scope"].tolist() == [True, True, True, False]
    assert snapshot["schools"]["school_name"].tolist() == ["学校A1", "学校A2", "学校A3", "学校A4"]
    assert set(snapshot["school_values"]["school_id"]) == {"A1", "A2", "A3"}
    assert snapshot["problems"]["due"].tolist() == ["2022-05-31"], "days are ISO text"
    assert snapshot["problems_before"]["problem"].tolist() == ["990101的问题"]


def test_a_county_s_snapshot_has_its_rows_and_the_totals_alone(known: PeriodData) -> None:
    """A county would see its neighbours' figures, or have nothing to compare with."""
    snapshot = cut_snapshot(known, "990101", "internal")
    assert set(snapshot["observations"]["county"]) == {"990101", CITY, "990000-N"}
    assert set(snapshot["assessments"]["county"]) == {"990101"}
    assert set(snapshot["reporting"]["county"]) == {"990101"}
    assert snapshot["counties"].empty
    assert not snapshot["spread"].empty


def test_the_city_s_snapshot_has_every_county_and_no_school(known: PeriodData) -> None:
    """The overview would name schools, or leave a county out."""
    snapshot = cut_snapshot(known, CITY, "internal")
    assert set(snapshot["observations"]["county"]) == {*COUNTIES, CITY, "990000-N"}
    assert all(snapshot[name].empty for name in ("schools", "school_values", "school_lists"))
    assert "学校A" not in snapshot.encoded.decode()
    assert snapshot["counties"]["status"].tolist() == ["reported"] * 4


def test_private_fields_and_places_in_the_workbook_are_left_out(known: PeriodData) -> None:
    """A telephone number in a note would travel into notebooks and pages."""
    for place in (*COUNTIES, CITY):
        snapshot = cut_snapshot(known, place, "internal")
        text = snapshot.encoded.decode()
        assert "13712345678" not in text
        assert not any("note" in frame for frame in snapshot.tables.values())
        assert ".xlsx" not in text
        assert not {"submission", "sheet", "row_number"} & set(snapshot["schools"])


def test_what_was_found_in_a_superseded_workbook_is_no_longer_open(known: PeriodData, bureau: Project) -> None:
    """A county would be reproached with an error that it has corrected."""
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms, writing=True) as store:
        old = next(iter(View(store).submissions().query("county == '990101' and period == '2022-04'").itertuples()))
        store.withdraw(str(old.submission), "重报", utc_now())
        now = gather(View(store), settings, Period("2022-04"))
    assert len(now.findings) == len(known.findings) - 1


def test_a_silent_county_s_schools_are_expected_all_the_same(bureau: Project) -> None:
    """The city would look complete because a county is silent."""
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms, writing=True) as store:
        for one in View(store).submissions().query("county == '990102' and period == '2022-04'")["submission"]:
            store.withdraw(str(one), "误报", utc_now())
        known = gather(View(store), settings, Period("2022-04"))
    said = known.counties.set_index("county").loc["990102"]
    assert (said["status"], said["because"], bool(said["withdrawn_at"])) == ("withdrawn", "误报", True)
    row = known.reporting.set_index("county").loc["990102"]
    assert (row["status"], row["form"], row["reported"], row["expected"]) == ("withdrawn", "", 0, 3)


def test_a_county_of_which_all_was_rejected_says_so(bureau: Project) -> None:
    """A county that sent a bad workbook would be called silent."""
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms, writing=True) as store:
        bad = Submission(
            county="990103", period="2022-05", form="own", outcome="rejected", late=False, file="x", sha256="x", size=1,
            received_at=datetime(2022, 6, 1), demo=False, rows={}, typed={}, figures=pd.DataFrame({"table_name": []}),
            columns=pd.DataFrame(), findings=pd.DataFrame(),
        )  # fmt: skip
        store.add(bad, utc_now())
        store.add(
            replace(bad, county="990104", outcome="accepted", sha256="y", rows={"problems": problems()}), utc_now()
        )
        known = gather(View(store), settings, Period("2022-05"))
    assert known.counties["status"].tolist() == ["silent", "silent", "rejected", "reported"]
    assert known.schools.empty


def problems() -> pd.DataFrame:
    return pd.DataFrame({"sheet": ["问题"], "row_number": [3], "problem": ["无"]})


def test_as_of_is_what_was_known_then(known: PeriodData, bureau: Project) -> None:
    """A report could not be made again as it was."""
    settings = load_settings(bureau)
    before = cut_snapshot(known, "990101", "internal")
    moment = utc_now()
    with open_store(bureau.store, settings.forms, writing=True) as store:
        for one in View(store).submissions()["submission"]:
            store.withdraw(str(one), "重来", utc_now())
    assert build_snapshot(bureau, settings, "990101", "2022-04", "internal", moment).hash == before.hash
    with pytest.raises(EmptyStoreError):
        build_snapshot(bureau, settings, "990101", "2022-04", "internal")


def test_the_moment_of_the_view_is_known(known: PeriodData) -> None:
    """The manifest would record a moment after files came in that the edition does not know."""
    assert known.as_of <= utc_now()
    assert known.data_as_of == datetime(2022, 5, 3, 2, tzinfo=UTC)


def test_school_periods_go_back_to_the_first_and_skip_holidays(settings: Settings) -> None:
    """A series would have a hole in July and August, or begin before anybody reported."""
    sent = pd.DataFrame({"period": ["2021-06", "2021-10", "2022-12"]})
    assert school_periods(settings, sent, Period("2021-11")) == ("2021-06", "2021-09", "2021-10", "2021-11")
    assert school_periods(settings, sent[:0], Period("2021-11")) == ("2021-11",)


def test_a_bureau_without_lists_of_schools_has_snapshots(bureau: Project) -> None:
    """A city that collects figures only could make no report."""
    city = bureau.params / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").split("scope:")[0], encoding="utf-8")
    indicators = bureau.params / "indicators.yaml"
    lines = indicators.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "id: gap" not in line and ("in_scope" not in line or "纳入统计" in line)]
    indicators.write_text("".join(kept), encoding="utf-8")
    for file in ("commitments.yaml", "claims.yaml"):
        (bureau.params / file).write_text("source: {zh-Hans: 无}\n", encoding="utf-8")
    settings = load_settings(bureau)
    with open_store(bureau.store, settings.forms) as store:
        known = gather(View(store), settings, Period("2022-04"))
    snapshot = cut_snapshot(known, "990101", "internal")
    assert snapshot["schools"].empty
    assert not snapshot["observations"].query("state == 'reported'").empty
    assert known.reporting["expected"].isna().all()


def test_no_table_of_a_form_takes_the_place_of_one_of_a_snapshot(known: PeriodData) -> None:
    """A form's table called `spread` would be shown as the quartiles."""
    own = (
        set(cut_snapshot(known, CITY, "internal").tables)
        - set(known.tables)
        - {f"{one}_before" for one in known.tables}
    )
    assert own - {"commitment_progress"} <= OWN_TABLES


@pytest.mark.parametrize(
    "document",
    [
        *(b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "place": "x", "period": "2022-04"}', b"\xff"),
        *(b'{"format": 1', b'{"format": 1} {"format": 1}', b'{"format": 1,}', b'{"format" 1}'),
        *(b'{"tables": {"schools": {"data": []}}}', b'{"tables": {"schools": {"columns": [], "data": [[]]}}}'),
        *(b'{"tables": {"schools": {"columns": []}}}', b'{"tables": {"schools": {"columns": [["a", "text"]]}}}'),
    ],
    ids=repr,
)
def test_what_is_no_snapshot_is_said_so(document: bytes) -> None:
    """A file from another version would end in a traceback."""
    with pytest.raises(StoreError, match="snapshot"):
        Snapshot.from_bytes(document)


CELLS = {
    "text": some.none() | some.text(max_size=5),
    "number": some.none() | some.floats(allow_nan=False, allow_infinity=False),
    "flag": some.none() | some.booleans(),
}
DTYPES = {"text": "str", "number": "float64", "flag": "boolean"}


@given(some.data(), some.integers(0, 4))
def test_any_table_comes_back_as_it_was(data: some.DataObject, length: int) -> None:
    """A gap would become a word or a number on the way to the notebook."""
    frame = pd.DataFrame(
        {
            kind: pd.Series(data.draw(some.lists(cells, min_size=length, max_size=length)), dtype=DTYPES[kind])
            for kind, cells in CELLS.items()
        }
    )
    written = json.loads(json.dumps(frame_to_json(frame)))
    back = frame_from_json(written["columns"], iter(written["data"]))
    pd.testing.assert_frame_equal(back, frame)


def test_definitions_travel_with_the_snapshot(known: PeriodData) -> None:
    """A report made again later would speak by today's targets."""
    snapshot = cut_snapshot(known, "990101", "internal")
    definitions: Any = Snapshot.from_bytes(snapshot.encoded).definitions
    assert isinstance(definitions.city, City)
    assert definitions.indicators["cov"].near == 95
    assert snapshot.county.name.zh == "东区"


def test_a_large_city_s_snapshot_leaves_out_the_past_but_what_a_claim_speaks_of(
    known: PeriodData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A nation's page would weigh as much as all months together, or say of a claim that nobody sent the number."""
    monkeypatch.setattr(counties, "MOST_SIDE_BY_SIDE", 1)
    about = Text.model_validate({"zh-Hans": "本县", "en": "the county"})
    claim = Claim(id="one", quotation="", county="990102", scope=about, as_of=date(2022, 3, 5))
    settings = replace(known.settings, claims=Claims(source=about, claims=(claim,)))
    seen = cut_snapshot(replace(known, settings=settings), CITY, "internal")["observations"]
    earlier = seen[(seen["period"] != str(known.period)) & seen["county"].isin(COUNTIES)]
    assert set(zip(earlier["county"], earlier["period"], strict=True)) == {("990102", "2022-03")}
    assert set(seen.loc[seen["period"] == str(known.period), "county"]) >= set(COUNTIES)


def test_the_hash_of_a_public_snapshot_cannot_be_guessed(known: PeriodData, bureau: Project) -> None:
    """Who tries every small count until the printed version matches would have what is held back."""
    key = seal_key(bureau.seal)
    mine = cut_snapshot(known, "990101", "public", key)
    assert seal_key(bureau.seal) == key, "the secret is made once"
    assert bureau.seal.stat().st_mode & 0o077 == 0, "the secret is the bureau's alone"
    guessed = replace(mine, salt="")
    assert guessed.encoded != mine.encoded
    assert guessed.hash != mine.hash
    assert cut_snapshot(known, "990101", "public", b"another").hash != mine.hash
    assert Snapshot.from_bytes(mine.encoded).hash == mine.hash, "a worker elsewhere prints the same version"
    assert cut_snapshot(known, "990101", "internal", key).salt == ""


def test_the_submissions_used_say_what_counts_of_them(known: PeriodData) -> None:
    """Of two files of a county nobody could tell which is which."""
    used = cut_snapshot(known, "990101", "internal")["reporting"].set_index("form")["sheets"]
    assert used.to_dict() == {"own": "台账、统计、问题", "national": "半月报"}


def test_a_snapshot_is_read_however_its_json_is_laid_out(known: PeriodData) -> None:
    """A file that somebody printed to read it would be no snapshot any more."""
    snapshot = cut_snapshot(known, CITY, "internal")
    printed = json.dumps(json.loads(snapshot.encoded), indent=2).encode()
    assert replace(Snapshot.from_bytes(printed)).encoded == snapshot.encoded


def test_long_columns_are_read_as_short_ones(known: PeriodData, monkeypatch: pytest.MonkeyPatch) -> None:
    """A nation's page would tell other words than a county's."""
    snapshot = cut_snapshot(known, CITY, "internal")
    monkeypatch.setattr(snapshots, "_MANY", 0)
    assert replace(Snapshot.from_bytes(snapshot.encoded)).encoded == snapshot.encoded

"""Observations against tables worked out by hand: tests/golden/observations, with a README."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests.unit.conftest import write_project

from reporting.analysis.observations import COLUMNS, observe, school_values, wide_figures
from reporting.errors import SettingsError
from reporting.settings import Project, Settings, load_settings

GOLDEN = Path(__file__).parents[2] / "golden" / "observations"
PERIODS = ["2022-03", "2022-04"]
KEY = ["period", "county", "indicator", "category"]
TEXTS = ["unit", "qualifier", "state", "scope", "source"]
NUMBERS = ["numerator", "denominator", "value", "completeness"]

ONLY_FIGURES = """\
groups: [{id: s, name: {zh-Hans: 课}}]
scopes: {county: {zh-Hans: 县}}
indicators:
  - id: closed
    name: {zh-Hans: 办结率}
    definition: {zh-Hans: 办}
    group: s
    kind: context
    unit: percent
    aggregate: rate
    measures: [{table: figures, numerator: closed, denominator: complaints, scope: county}]
"""

EXPECTED = pd.read_csv(GOLDEN / "expected.csv", dtype="str", keep_default_na=False)


def ledgers() -> pd.DataFrame:
    """The schools as the store gives them; a gap has the state that a blank cell has."""
    typed = pd.read_csv(GOLDEN / "schools.csv", dtype="str", keep_default_na=False)
    fields = [name for name in typed.columns if name not in ("period", "county", "school_id")]
    states = {f"{name}_state": typed[name].map({"": "not_submitted", "/": "not_applicable"}) for name in fields}
    schools = typed.mask(typed.isin(["", "/"])).assign(
        **{name: state.fillna("reported") for name, state in states.items()}
    )
    numbers = ["enrolled", "participants", "fee", "minutes", "courses"]
    yes_no = {
        name: schools[name].map({"true": True, "false": False}).astype("boolean") for name in ("boarding", "offers")
    }
    return schools.astype(dict.fromkeys(numbers, "float64")).assign(
        **yes_no, course_names=schools["course_names"].replace({"无": ""})
    )


def figures() -> dict[str, pd.DataFrame]:
    sent = pd.read_csv(GOLDEN / "figures.csv", dtype={"county": "str"}).fillna({"qualifier": ""})
    return {str(name): part.drop(columns="table") for name, part in sent.groupby("table")}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    indicators = (GOLDEN / "indicators.yaml").read_text(encoding="utf-8")
    return load_settings(write_project(tmp_path_factory.mktemp("golden"), files={"indicators.yaml": indicators}))


@pytest.fixture(scope="module")
def observed_once(golden: Settings) -> pd.DataFrame:
    return observed(golden, ledgers())


@pytest.fixture
def usual(observed_once: pd.DataFrame) -> pd.DataFrame:
    """What is observed of the schools as they stand in the table, as the test's own."""
    return observed_once.copy()


def observed(settings: Settings, schools: pd.DataFrame, periods: list[str] = PERIODS) -> pd.DataFrame:
    return observe(settings.indicators, settings.city, settings.forms, {"ledger": schools}, figures(), periods)


def test_every_observation_is_as_worked_out_by_hand(usual: pd.DataFrame) -> None:
    """A number, a state, a scope or a completeness in a report would be wrong."""
    found = usual.set_index(KEY)
    assert found.index.is_unique
    wrong = []
    for line in EXPECTED.to_dict("records"):
        row = found.loc[tuple(line[name] for name in KEY)]
        wrong += [(line, name, row[name]) for name in TEXTS if row[name] != line[name]]
        for name in NUMBERS:
            # A denominator may be left of a rate whose parts did not come; only its value matters then.
            if line["state"] != "reported" and name == "denominator":
                continue
            same = pd.isna(row[name]) if line[name] == "" else abs(row[name] - float(line[name])) < 0.00005
            wrong += [] if same else [(line, name, row[name])]
    assert not wrong, "\n".join(f"{line}: {name} is {value!r}" for line, name, value in wrong)


def test_every_county_has_every_row(usual: pd.DataFrame) -> None:
    """A county that sent nothing would vanish from a table instead of standing there with the reason."""
    found = usual
    assert list(found.columns) == list(COLUMNS)
    rows = 14 + 1 + 3  # the indicators, a second category, and three areas beside the gap
    assert len(found) == len(PERIODS) * 6 * rows
    order = found[["period", "county"]].drop_duplicates()
    assert list(order["county"])[:6] == ["990101", "990102", "990103", "990104", "990000", "990000-N"]
    assert list(order["period"]) == ["2022-03"] * 6 + ["2022-04"] * 6


def test_a_missing_value_is_never_a_number(usual: pd.DataFrame) -> None:
    """What was not reported would be read as a zero."""
    found = usual
    assert (found["value"].notna() == (found["state"] == "reported")).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(golden: Settings, usual: pd.DataFrame, seed: int) -> None:
    """The same workbook read in another order would give another snapshot and another page."""
    shuffled = ledgers().sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(observed(golden, shuffled), usual)


def test_totals_need_earlier_ledgers_to_know_what_to_expect(golden: Settings) -> None:
    """A silent county would make the city look complete."""
    alone = observed(golden, ledgers(), ["2022-04"]).set_index(KEY)
    assert alone.loc[("2022-04", "990000", "cov", ""), "completeness"] == pytest.approx(0.9)


def test_nothing_sent_at_all(golden: Settings) -> None:
    """The first run of a new bureau would end in a traceback."""
    found = observe(golden.indicators, golden.city, golden.forms, {}, {}, PERIODS)
    seasonal = found["indicator"] == "summer"
    without = (found["county"] == "990000-N") & (found["indicator"] == "meetings")
    assert set(found.loc[~seasonal & ~without, "state"]) == {"not_submitted"}
    assert not (found["completeness"] > 0).any(), "no county has answered"


def test_a_bureau_without_lists_of_schools(make_project: Callable[..., Project]) -> None:
    """Completeness would be asked of a ledger that does not exist."""
    project = make_project(
        files={
            "indicators.yaml": ONLY_FIGURES,
            "commitments.yaml": "source: {zh-Hans: 无}\n",
            "claims.yaml": "source: {zh-Hans: 无}\n",
        }
    )
    city = project.params / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").split("scope:")[0], encoding="utf-8")
    settings = load_settings(project)
    found = observe(settings.indicators, settings.city, settings.forms, {}, figures(), ["2022-04"]).set_index("county")
    assert found.loc["990000", "completeness"] == 0.5, "two of four counties have a trusted figure"
    assert school_values(settings.indicators, settings.city, settings.forms, pd.DataFrame()).empty


def test_a_year_has_every_season(make_project: Callable[..., Project]) -> None:
    """A bureau that reports by year would never see its summer figures."""
    indicators = (GOLDEN / "indicators.yaml").read_text(encoding="utf-8")
    settings = load_settings(
        make_project(replace={"city.yaml": ("period: month", "period: year")}, files={"indicators.yaml": indicators})
    )
    sent = {name: frame.assign(period="2022") for name, frame in figures().items()}
    found = observe(settings.indicators, settings.city, settings.forms, {}, sent, ["2022"]).set_index(KEY)
    assert found.loc[("2022", "990101", "summer", ""), "state"] == "reported"


def test_one_county_alone(make_project: Callable[..., Project]) -> None:
    """A county bureau of its own could not use the system."""
    project = make_project(files={"indicators.yaml": (GOLDEN / "indicators.yaml").read_text(encoding="utf-8")})
    city = project.params / "city.yaml"
    lines = city.read_text(encoding="utf-8").splitlines(keepends=True)
    others = ('  - {code: "990102"', '  - {code: "990103"', '  - {code: "990104"', '  - {code: "990000-N"')
    city.write_text("".join(line for line in lines if not line.startswith(others)), encoding="utf-8")
    settings = load_settings(project)
    found = observed(settings, ledgers().query("county == '990101'"))
    values = found.query("indicator == 'cov' and period == '2022-04'").set_index("county")["value"]
    assert values.to_dict() == {"990101": 100.0, "990000": 100.0}


def test_a_field_may_be_called_as_the_parts_of_a_rate(make_project: Callable[..., Project]) -> None:
    """A field named n would be added up in the place of the numerator."""
    project = make_project(replace={"forms.yaml": ("name: fee,", "name: n,")})
    settings = load_settings(project)
    schools = ledgers().assign(n=1000.0)
    found = observe(settings.indicators, settings.city, settings.forms, {"ledger": schools}, {}, ["2022-04"])
    cov = found.query("county == '990101' and indicator == 'cov'")
    assert cov[["numerator", "denominator"]].to_numpy().tolist() == [[3, 3]]


def test_what_does_not_compute_over_what_came_is_said(make_project: Callable[..., Project]) -> None:
    """A word where a number was meant would end the run in a traceback."""
    settings = load_settings(
        make_project(replace={"indicators.yaml": ("numerator: participants,", "numerator: stage::DOUBLE,")})
    )
    with pytest.raises(SettingsError, match="does not compute over what counties sent"):
        observe(settings.indicators, settings.city, settings.forms, {"ledger": ledgers()}, {}, PERIODS)


def test_of_an_item_that_stands_twice_the_last_counts() -> None:
    """A workbook with a repeated line would end in a traceback."""
    row = {"county": "990101", "period": "2022-04", "item": "cases", "qualifier": "", "state": "reported"}
    wide = wide_figures(pd.DataFrame([{**row, "value": 1.0}, {**row, "value": 2.0}]))
    assert wide.loc[0, "cases"] == 2.0


QUALIFIED = """\
groups: [{id: s, name: {zh-Hans: 课}}]
scopes: {all: {zh-Hans: 全部}}
units: {persons: {name: {zh-Hans: 人}}}
indicators:
  - id: pupils
    name: {zh-Hans: 人数}
    definition: {zh-Hans: 人数}
    group: s
    kind: context
    unit: persons
    aggregate: sum
    measures: [{table: ledger, scope: all, numerator: enrolled}]
  - id: rate
    name: {zh-Hans: 率}
    definition: {zh-Hans: 率}
    group: s
    kind: context
    unit: percent
    aggregate: rate
    measures: [{table: ledger, scope: all, numerator: participants, denominator: enrolled}]
  - id: cov
    name: {zh-Hans: 大}
    definition: {zh-Hans: 大}
    group: s
    kind: context
    unit: percent
    aggregate: rate
    measures: [{table: ledger, scope: all, numerator: (enrolled >= 100)::INT, denominator: "1"}]
"""


@pytest.mark.parametrize(
    ("enrolled", "participants", "expected"),
    [
        ([None, None], [None, None], {"pupils": "", "rate": "", "cov": ""}),
        (["余", None], [None, None], {"pupils": "余", "rate": "约", "cov": "约"}),
        (["余", "近"], [None, None], {"pupils": "约", "rate": "约", "cov": "约"}),
        ([None, None], [None, "近"], {"pupils": "", "rate": "约", "cov": ""}),
    ],
)
def test_what_is_made_of_vague_numbers_says_so(
    make_project: Callable[..., Project], enrolled: list[str], participants: list[str], expected: dict[str, str]
) -> None:
    """A county that wrote 约120 would be shown as having met or missed a threshold for certain."""
    settings = load_settings(make_project(files={"indicators.yaml": QUALIFIED}))
    county = settings.city.codes[0]
    sent = {"county": county, "period": "2022-04", "school_id": ["1", "2"], "enrolled": 120.0, "participants": 60.0}
    states = {"enrolled_state": "reported", "participants_state": "reported"}
    marks = {"enrolled_qualifier": enrolled, "participants_qualifier": participants}
    rows = pd.DataFrame(sent | states | marks)
    args = (settings.indicators, settings.city, settings.forms)
    found = observe(*args, {"ledger": rows}, {}, ["2022-04"])
    for code in (county, settings.city.code):
        mine = found[found["county"] == code].set_index("indicator")["qualifier"]
        assert mine.to_dict() == expected
    values = school_values(*args, rows).set_index(["indicator", "school_id"])["qualifier"]
    assert values.notna().sum() == sum(map(bool, [*enrolled, *participants])) + sum(map(bool, enrolled))


def test_schools_values_are_those_that_the_rates_are_made_of(golden: Settings, usual: pd.DataFrame) -> None:
    """The dots of a strip plot would not add up to the county's rate."""
    values = school_values(golden.indicators, golden.city, golden.forms, ledgers())
    sums = values.groupby(KEY, as_index=False)[["numerator", "denominator"]].sum()
    found = usual.query("source == 'ledger' and state == 'reported' and indicator != 'gap'")
    both = found.merge(sums, on=KEY, suffixes=("", "_of_schools"))
    assert len(both) > 20
    assert (both["numerator"] == both["numerator_of_schools"]).all()
    assert (both["denominator"] == both["denominator_of_schools"]).all()


def counted(settings: Settings, name: str, value: float, **more: str) -> pd.DataFrame:
    """What is observed of the voluntary indicator where its complaints are an item; of one county more than golden."""
    kept = tuple(
        one.model_copy(update={"complaints": name}) if one.id == "joined" else one
        for one in settings.indicators.indicators
    )
    asked = settings.indicators.model_copy(update={"indicators": kept})
    item = {"period": "2022-04", "county": "990101", "item": name, "value": value, "qualifier": "", "state": "reported"}
    mine = pd.concat([figures()["figures"], pd.DataFrame([item | more])], ignore_index=True)
    found = observe(asked, settings.city, settings.forms, {"ledger": ledgers()}, {"figures": mine}, PERIODS)
    return found[found["indicator"] == "joined"].set_index(["period", "county"])


def test_complaints_of_the_period_stand_beside_what_they_are_about(golden: Settings) -> None:
    """A complaint about tutoring, of another month, or added up since September would cast suspicion on schools."""
    found = counted(golden, "meetings", 3)["complaints"]
    assert found["2022-04", "990101"] == 3
    assert found["2022-04", "990000"] == found.loc["2022-04"].drop(["990000", "990000-N"]).sum()
    assert pd.isna(found["2022-04", "990103"]), "who was not asked has none"
    added_up = counted(golden, "meetings", 3, basis="cumulative", period="2022-03")["complaints"]
    assert pd.isna(added_up["2022-03", "990101"])


def test_what_is_computed_from_an_inexact_number_is_inexact(golden: Settings) -> None:
    """近4000 of 7000 would be printed as a rate to a tenth."""
    mine = figures()["figures"]
    mine.loc[(mine["county"] == "990101") & (mine["item"] == "complaints"), "qualifier"] = "近"
    found = observe(golden.indicators, golden.city, golden.forms, {"ledger": ledgers()}, {"figures": mine}, PERIODS)
    closed = found[(found["indicator"] == "closed") & (found["period"] == "2022-04")].set_index("county")["qualifier"]
    assert (closed["990101"], closed["990000"], closed["990102"]) == ("约", "约", "")


def test_each_total_says_how_it_was_made(golden: Settings, usual: pd.DataFrame) -> None:
    """The bureau's own 79 visits would stand as the city's, beside a county's 159."""
    found = usual
    made = found[found["county"] == "990000"].set_index("indicator")["made"].to_dict()
    own = {one.id for one in golden.indicators.indicators if one.total == "own"}
    assert own
    assert {identity for identity, how in made.items() if how == "own"} == own
    assert (made["courses"], made["cov"]) == ("distinct", "rate")
    assert set(found.loc[~found["county"].isin(["990000", "990000-N"]), "made"]) == {""}

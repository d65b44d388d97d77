"""Settings: whoever edits params/ wrongly is told the file, the line and the key; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporting.errors import SettingsError, UsageError
from reporting.settings import Project, Settings, load_settings

Make = Callable[..., Project]


def complaint(project: Project) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(project)
    return str(raised.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "what"),
    [
        ("city.yaml", 'code: "990101"', "code: 990101", "line 6, counties[0].code", "string"),
        ("indicators.yaml", "kind: voluntary", "kind: optional", "line 26, indicators[1].kind", "no kind is called"),
        ("indicators.yaml", "    near: 95", "    neer: 95", "line 15, indicators[0].neer", "Extra inputs"),
        ("indicators.yaml", "    kind: target\n", "", "line 9, indicators[0].kind", "Field required"),
        ("city.yaml", "title: {", "titel: {", "line 1, title", "Field required"),
        ("indicators.yaml", "    group: service", "    group: homework", "line 12, indicators[0].group", "homework"),
        ("indicators.yaml", "scope: offering}", "scope: offers}", "line 32, indicators[1].measures[0].scope", "offers"),
        ("indicators.yaml", "complaints: closed", "complaints: close", "line 27, indicators[1].complaints", "close"),
        ("indicators.yaml", "id: joined", "id: cov", "line 22, indicators[1].id", "stands twice"),
        ("indicators.yaml", "table: national", "table: provincial", "indicators[0].measures[1].table", "provincial"),
        ("forms.yaml", "name: fee,", "name: sheet,", "line 19, forms[0].tables[0].fields[8].name", "every table has"),
        ("forms.yaml", "name: fee,", "name: offers_state,", "forms[0].tables[0].fields[8].name", "offers_state"),
        ("forms.yaml", "name: fee,", "name: offers,", "forms[0].tables[0].fields[8].name", "stands twice"),
        ("forms.yaml", "name: problems", "name: findings", "forms[0].tables[2].name", "one of our own"),
        ("forms.yaml", "entity: [school_code", "entity: [school_id", "forms[0].tables[0].entity[0]", "school_id"),
        ("forms.yaml", "[已整改, 整改中]", "[已办结, 整改中]", "line 47, forms[0].tables[2].fields[5]", "under closed"),
        ("forms.yaml", "[已整改, 整改中]", "[已整改], closed: [办结]", "forms[0].tables[2].fields[5].closed", "办结"),
        ("city.yaml", 'code: "990102"', 'code: "990101"', "line 7, counties[1].code", "stands twice"),
        ("city.yaml", "aliases: [东]", "aliases: [西县]", "line 7, counties[1]", "a name of both 990101 and 990102"),
        ("city.yaml", 'without: ["990104"]', 'without: ["990105"]', "line 12, totals[1].without[0]", "990105"),
        ("city.yaml", 'without: ["990104"]', 'without: ["990000"]', "line 12, totals[1].without[0]", "990000"),
        ("city.yaml", "table: ledger", "table: figures", "line 15, scope.table", "figures"),
        ("city.yaml", "school_months: [1,", "school_months: [0, 1,", "line 13, calendar.school_months[0]", "greater"),
        ("city.yaml", "[1, 2, 3, 4, 5, 6, 9, 10, 11, 12]", "[]", "line 13, calendar.school_months", "at least 1"),
        ("city.yaml", "aliases: [东]", "aliases: [西 县]", "line 7, counties[1]", "a name of both 990101 and 990102"),
        ("city.yaml", "aliases: [云州]", "timezone: Asia/Yunzhou", "line 3, timezone", "Asia/Yunzhou"),
        ("commitments.yaml", "[cov]", "[covered]", "line 3, commitments[0].indicators[0]", "covered"),
        ("claims.yaml", "indicator: cov", "indicator: covered", "line 3, claims[0].indicator", "covered"),
        ("claims.yaml", 'county: "990000"', 'county: "110000"', "line 3, claims[0].county", "110000"),
        ("run.yaml", "per: city, page: city", "per: city", "line 3, pages[1].per", "needs a name"),
        ("run.yaml", "per: city, page: city", "per: county", "line 3, pages[1]", "same page"),
        ("run.yaml", "page: city", "page: index", "line 3, pages[1].page", "index"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_line_and_key(
    make_project: Make, file: str, old: str, new: str, where: str, what: str
) -> None:
    """The bureau's clerk would search 700 lines for one word."""
    text = complaint(make_project(replace={file: (old, new)}))
    assert text.startswith(f"params/{file}, line ")
    assert f"{where}: " in text
    assert what in text


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("code: a\nname: b\ncode: c\n", "line 3", "'code' stands twice"),
        ("code: [a\n", "line 2", "no YAML"),
        ("", "city.yaml", "empty"),
        ("? [a, b]\n: c\n", "line 1", "a key must be a word"),
        ("code: &a [*a]\n", "city.yaml", "holds itself"),
        ("code: 2022-13-45\n", "line 1", "'2022-13-45'"),
        ("code: !!python/object:os.system x\n", "line 1", "no value"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "line 3", "'<<'"),
    ],
)
def test_what_is_no_yaml_for_us_is_said_so(make_project: Make, text: str, where: str, what: str) -> None:
    """A slip of the editor would end in a traceback, or the second of two keys would silently win."""
    said = complaint(make_project(files={"city.yaml": text}))
    assert where in said
    assert what in said


def test_a_missing_file_and_another_encoding(make_project: Make) -> None:
    """A file saved as GBK by Windows would end in a traceback."""
    project = make_project()
    (project.params / "run.yaml").write_bytes("pages: [] # 县\n".encode("gbk"))
    assert "params/run.yaml: this is no YAML: it is not UTF-8 text" in complaint(project)
    (project.params / "run.yaml").unlink()
    assert "params/run.yaml: the file is missing" in complaint(project)


def test_complaints_are_those_of_the_period(make_project: Make) -> None:
    """A complaint of September would cast suspicion on the schools of June."""
    named = ("complaints: closed", "complaints: answers")
    item = ("{name: answers, label: 问卷}", "{name: answers, label: 问卷, basis: cumulative}")
    said = complaint(make_project(replace={"indicators.yaml": named, "forms.yaml": item}))
    assert "line 27, indicators[1].complaints" in said
    assert "added up from month to month" in said


def test_a_byte_order_mark_is_no_fault(make_project: Make) -> None:
    """Windows' Notepad puts one in front of every file it saves as UTF-8."""
    project = make_project()
    path = project.params / "city.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_settings(project).city.code == "990000"


def test_at_most_five_faults_are_told_at_once(make_project: Make) -> None:
    """A file of another version would fill the screen with complaints."""
    keys = "".join(f"x{number}: 1\n" for number in range(8))
    said = complaint(make_project(replace={"run.yaml": ("pages:", keys + "pages:")}))
    assert said.endswith("(and 3 more)")


def test_a_place_is_found_for_what_is_computed_later(settings: Settings) -> None:
    """An expression that does not compute would be complained about without its line."""
    assert settings.place("indicators.yaml", "indicators", 1, "measures", 0, "numerator") == (
        "params/indicators.yaml, line 32, indicators[1].measures[0].numerator"
    )
    assert settings.place("indicators.yaml", "indicators", 0, "measures", 0, "survey").startswith(
        "params/indicators.yaml, line 20, "
    ), "a key that is not written has the line of what it would stand in"


@pytest.mark.parametrize(
    "name", ["990101", "东区", "East District", "东", "东 区", "９９０１０１", "云州东区", "990101.0"]
)
def test_a_county_is_known_by_code_name_and_alias(settings: Settings, name: str) -> None:
    """The operator would have to know codes by heart, or what passes in a workbook would fail on the command line."""
    assert settings.county_code(name) == "990101"


@pytest.mark.parametrize("name", ["北区", "", "9901", "990000"])
def test_no_county_is_guessed(settings: Settings, name: str) -> None:
    """北区 run as 北市 would publish the wrong county's report; an empty name must mean nobody."""
    with pytest.raises(UsageError, match="no county is called"):
        settings.county_code(name)


def test_totals_have_numbers_but_send_nothing(settings: Settings) -> None:
    """The city's own rate could not be traced, or a run be asked for the city as if it were a county."""
    assert settings.place_code("990000") == settings.city.code
    assert [settings.place_code(total.code) for total in settings.city.totals] == [
        total.code for total in settings.city.totals
    ]


def test_who_names_nobody_is_told_the_names(settings: Settings) -> None:
    """The operator would have to open params/city.yaml to see what may be written."""
    with pytest.raises(UsageError, match="counties: 990101 东区"):
        settings.county_code("zzz")


def test_the_nearest_names_are_suggested(settings: Settings) -> None:
    """A slip of the finger would leave the operator without help."""
    with pytest.raises(UsageError, match="西县"):
        settings.county_code("西区县")


@pytest.mark.parametrize("text", ["2022", "2022-13", "April", "2022-4", "0000-01"])
def test_a_period_of_another_kind_is_refused(settings: Settings, text: str) -> None:
    """A run for a period that nobody reports in would publish an empty edition."""
    with pytest.raises(UsageError):
        settings.period(text)


def test_a_bureau_may_report_by_year(make_project: Make) -> None:
    """A city that reports by year could not use the system."""
    by_year = load_settings(make_project(replace={"city.yaml": ("period: month", "period: year")}))
    assert str(by_year.period("2022")) == "2022"
    with pytest.raises(UsageError, match="a year such as 2022"):
        by_year.period("2022-04")


def test_a_bureau_without_lists_of_schools_has_no_scope(make_project: Make) -> None:
    """A bureau whose counties send figures only could not use the system."""
    city = make_project().params.joinpath("city.yaml").read_text(encoding="utf-8")
    plain = load_settings(make_project(files={"city.yaml": city[: city.index("scope:")]}, name="plain"))
    assert plain.city.scope is None


def test_a_folder_without_params_is_no_project(tmp_path: Path) -> None:
    """Whoever stands in the wrong folder would be told of a missing file inside the package."""
    with pytest.raises(UsageError, match="no params folder"):
        Project.at(tmp_path)


def test_content_comes_back_as_the_definitions_it_was(settings: Settings) -> None:
    """A report would speak by other definitions than the bureau's."""
    from reporting.snapshots.snapshot import Definitions

    back = Definitions.from_content(settings.content)
    assert (back.city, back.indicators) == (settings.city, settings.indicators)
    assert (back.commitments, back.claims) == (settings.commitments, settings.claims)
    assert back.closed == settings.closed

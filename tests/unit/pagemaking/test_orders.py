"""What is asked for becomes an order: decided and refused before anything starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.pagemaking.conftest import OF_THE_CITY, PARAMETERS, write_notebook

from reporting.definitions.periods import Period
from reporting.definitions.runs import Contact
from reporting.errors import ParameterError, UsageError
from reporting.pagemaking.dependencies import dependencies
from reporting.pagemaking.order import Order, Request, Running, make_order, own_page
from reporting.pagemaking.single import limits, page_parameters, page_renderer, page_task
from reporting.pagemaking.workers import confinement
from reporting.settings import Project, Settings, load_settings


def test_left_alone_it_is_the_whole_edition_of_the_newest_period(filled: Project, filled_settings: Settings) -> None:
    """A plain `reporting run` would make another month, half the pages, or the public's."""
    made = make_order(filled, filled_settings, Request())
    assert made == Order(
        project=filled,
        period=Period("2022-04"),
        pages=filled_settings.run.pages,
        languages=("zh-Hans",),
        contact=filled_settings.run.contact,
    )
    assert not made.is_public
    assert made.places.project == filled
    assert made.notebook(made.pages[0]) == filled.notebooks / "county.ipynb"


def test_what_is_asked_for_is_what_is_ordered(filled: Project, filled_settings: Settings, tmp_path: Path) -> None:
    """One option of the command line would be lost on its way."""
    own = write_notebook(tmp_path / "Homework.ipynb")
    running = Running(jobs=2, cluster="local:2", force=True, follow=True)
    made = make_order(
        filled,
        filled_settings,
        Request("2022-03", ("西县", "990101"), own, {"rows": 5}, ("en", "zh-Hans"), "public", None, running),
    )
    assert (made.period, made.counties, made.name) == (Period("2022-03"), ("990101", "990102"), "Homework")
    assert made.languages == ("zh-Hans", "en"), "in one order, whatever order they are asked for in"
    assert made.is_public
    assert (made.running, made.parameters, made.keep_executed) == (running, {"rows": 5}, False)
    assert [page.notebook for page in made.pages] == [str(own)]
    assert made.notebook(made.pages[0]) == own
    assert made.places.draft == filled.outputs / "drafts" / "2022-03-public" / "Homework"


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"languages": ("fr", "en", "de")}, "no language is called de, fr"),
        ({"parameters": {"snapshot": "x", "county": "y"}}, "county, snapshot is not given with -p"),
        ({"notebook": Path("data.ipynb")}, "may not be called data"),
        ({"notebook": Path("nowhere.ipynb")}, "there is no such notebook"),
        ({"counties": ("河县",)}, "河县"),
    ],
)
def test_what_cannot_be_made_is_refused(
    filled: Project, filled_settings: Settings, asked: dict[str, Any], complaint: str
) -> None:
    """A run would fail after minutes, or make something else."""
    with pytest.raises(UsageError, match=complaint):
        make_order(filled, filled_settings, Request(period="2022-04", **asked))


def test_a_standard_parameter_has_an_option_of_its_own(filled: Project, filled_settings: Settings) -> None:
    """Whoever gives one with -p would be told that it is wrong, and not what is right."""
    with pytest.raises(UsageError) as refused:
        make_order(filled, filled_settings, Request(period="2022-04", parameters={"county": "y"}))
    assert "--county" in str(refused.value.hint)


def test_a_bureau_that_keeps_all_executed_notebooks_has_them_all(filled: Project, filled_settings: Settings) -> None:
    """Those of pages that came well would be thrown away."""
    run = filled_settings.run.model_copy(update={"executed_notebooks": "all"})
    settings = replace(filled_settings, run=run)
    assert make_order(filled, settings, Request(period="2022-04")).keep_executed


def test_a_parameter_that_no_notebook_declares_or_a_notebook_that_is_gone_is_refused(bureau: Project) -> None:
    """A slip in -p would be passed over, and the default be used."""
    settings = load_settings(bureau)
    with pytest.raises(ParameterError):
        make_order(bureau, settings, Request(period="2022-04", parameters={"row": 3}))
    (bureau.notebooks / "city.ipynb").unlink()
    with pytest.raises(UsageError, match="no such notebook") as refused:
        make_order(bureau, settings, Request(period="2022-04"))
    assert refused.value.where == "city.ipynb"


@pytest.mark.parametrize(
    ("parameters", "page", "per", "name"),
    [
        (PARAMETERS, "", "county", ""),
        (PARAMETERS, "draft", "county", "draft"),
        (OF_THE_CITY, "", "city", "my-analysis"),
        (OF_THE_CITY, "draft", "city", "draft"),
    ],
)
def test_a_notebook_of_one_s_own_makes_a_page_a_county_if_it_asks_for_one(
    tmp_path: Path, parameters: str, page: str, per: str, name: str
) -> None:
    """One page would be made where every county is to have one."""
    made = own_page(write_notebook(tmp_path / "My analysis.ipynb", parameters), page)
    assert (made.per, made.page, made.title.to("zh-Hans")) == (per, name, "My analysis")
    assert made.notebook == str((tmp_path / "My analysis.ipynb").resolve())


def test_a_notebook_gets_the_parameters_that_it_declares(order: Order) -> None:
    """A notebook that asks for no county would be refused, or one get another county's."""
    county, city = order.pages
    assert page_parameters(order, county, "990101", "en") == {"county": "990101", "period": "2022-04", "lang": "en"}
    assert page_parameters(order, city, "990000", "zh-Hans") == {"period": "2022-04", "lang": "zh-Hans"}


def test_the_task_of_a_page(order: Order) -> None:
    """A page would lie under another name, be told nothing of its county, or never be kept."""
    county, city = order.pages
    task = page_task(order, county, "990101", "en", b"{}", name="East District")
    places = order.places
    assert (task.id, task.notebook) == ("990101.en", order.notebook(county))
    assert (task.page, task.executed) == (places.bodies / "990101.en.html", places.logs / "990101.en.ipynb")
    assert (task.attachments, task.fingerprint) == ({"snapshot": b"{}"}, None)
    assert task.subject == ("East District", "April 2022")
    assert task.context == {"county": "990101", "period": "2022-04", "lang": "en"}
    assert task.parameters == page_parameters(order, county, "990101", "en")
    assert (task.keep_executed, task.follow) == (False, False)
    assert page_task(order, county, "990101", "en", b"{}").subject == ()
    whole = page_task(order, city, "990000", "zh-Hans", b"{}", name="云州市")
    assert (whole.id, whole.subject, whole.attachments) == ("city", (), {})


def test_what_a_renderer_is_given(bureau: Project) -> None:
    """Invented figures would stand under no banner, or prose in the wrong language."""
    order = make_order(bureau, load_settings(bureau), Request(period="2022-04", languages=("zh-Hans", "en")))
    folder = bureau.notebooks / "locale"
    folder.mkdir()
    (folder / "en.po").write_text('msgid "# 概况\\n"\nmsgstr "# Overview"\n', encoding="utf-8")
    renderer = page_renderer(order, demo=True)
    assert renderer.banner == {
        "zh-Hans": "演示数据：学校与数值均为虚构",
        "en": "Demonstration data: everything is invented",
    }
    assert renderer.prose == {"zh-Hans": {}, "en": {"# 概况": "# Overview"}}
    assert (renderer.glyphs, renderer.pages, renderer.contact) == (bureau.work, order.pages, order.contact)
    assert set(page_renderer(order, demo=False).banner.values()) == {""}
    office = Contact(office=order.pages[0].title)
    assert page_renderer(replace(order, contact=office), demo=False).contact == office
    prepare = page_task(order, order.pages[0], "990101", "en", b"").prepare
    assert prepare is not None
    assert prepare.prose == {"# 概况": "# Overview"}  # type: ignore[attr-defined]


def test_limits_and_confinement_are_those_of_run_yaml(order: Order, filled_settings: Settings) -> None:
    """A page could use all memory, or read the store in the strict mode."""
    run = filled_settings.run.model_copy(update={"seconds_per_report": 7, "memory_mib_per_report": 3})
    assert (limits(run).seconds, limits(run).memory) == (7, 3 * 1024 * 1024)
    assert confinement(order, run) is None
    confined = confinement(order, run.model_copy(update={"strict": True}))
    assert confined is not None
    assert confined.read_only == (str(order.project.root),)
    assert {str(order.project.root / "data"), str(order.project.outputs)} <= set(confined.hidden)


def test_no_cluster_is_confined(filled: Project, filled_settings: Settings) -> None:
    """A bureau would believe its notebooks confined that run on other machines."""
    strict = filled_settings.run.model_copy(update={"strict": True})
    asked = Request(period="2022-04", running=Running(cluster="local:2"))
    with pytest.raises(UsageError, match="cannot be confined") as refused:
        confinement(make_order(filled, filled_settings, asked), strict)
    assert "strict: false" in str(refused.value.hint)


def test_a_page_is_made_again_when_what_it_rests_on_changes(bureau: Project) -> None:
    """Pages would be reused that another version of a library or of the prose would make otherwise."""
    order = make_order(bureau, load_settings(bureau), Request(period="2022-04"))
    before = dependencies(order, demo=False)
    for changed, write in (
        ("lock", "requirements.lock"),
        ("prose", "notebooks/locale/en.po"),
        ("helpers", "notebooks/helpers/sums.py"),
    ):
        path = bureau.root / write
        path.parent.mkdir(exist_ok=True)
        path.write_text("x = 1\n", encoding="utf-8")
        after = dependencies(order, demo=False)
        assert {name for name in before if before[name] != after[name]} == {changed}
        before = after
    title = order.pages[0].model_copy(update={"title": order.pages[1].title})
    contact = Contact(office=title.title)
    other = dependencies(replace(order, pages=(title, order.pages[1]), contact=contact), demo=True)
    assert {name for name in before if before[name] != other[name]} == {"banner", "titles", "contact"}

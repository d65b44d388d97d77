"""Where files of an edition are, and what a page's file is called: readers' links and bookmarks hang on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience, EditionNotebook
from reporting.pagemaking.edition_places import EditionPlaces, in_language, page_file
from reporting.pagemaking.order import page_name
from reporting.pagemaking.single import page_stem
from reporting.settings import Project

APRIL = Period("2022-04")


@pytest.mark.parametrize(
    ("lang", "page", "circular"),
    [
        ("zh-Hans", "410421.html", "410421.docx"),
        ("", "410421.html", "410421.docx"),
        ("en", "410421.en.html", "410421.en.docx"),
    ],
)
def test_a_file_s_name_says_its_language_where_it_is_not_chinese(lang: str, page: str, circular: str) -> None:
    """A link of last month would lead nowhere."""
    assert page_file("410421", lang) == page
    assert in_language("410421", lang, ".docx") == circular


@pytest.mark.parametrize(
    ("per", "page", "stem"),
    [("county", "", "410421"), ("county", "teachers", "410421-teachers"), ("city", "city", "city")],
)
def test_a_page_is_named_by_its_place_or_by_itself(per: str, page: str, stem: str) -> None:
    """Two counties' pages would lie one over the other."""
    notebook = EditionNotebook.model_validate(
        {"notebook": "a.ipynb", "per": per, "page": page, "title": {"zh-Hans": "页"}}
    )
    assert page_stem(notebook, "410421") == stem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("homework", "homework"),
        ("My Homework (2)", "my-homework-2"),
        ("作业分析", "作业分析"),
        ("  _x_ ", "x"),
        ("Q1 plan", "q1-plan"),
        ("2022 plan", "page-2022-plan"),
        ("index", "page-index"),
        ("data", "page-data"),
        ("!", "page-"),
    ],
)
def test_any_text_becomes_a_name_that_is_free(text: str, name: str) -> None:
    """A notebook called index would write over the list of all counties."""
    assert page_name(text) == name


@pytest.mark.parametrize(
    ("audience", "readers", "drafts", "revision", "kept"),
    [
        ("internal", "2022-04", "drafts/2022-04", "editions/2022-04-r3", "editions/2022-04-r3"),
        (
            "public",
            "public/2022-04",
            "drafts/2022-04-public",
            "editions/2022-04-r3-public",
            "public/editions/2022-04-r3",
        ),
    ],
)
def test_the_public_edition_stands_by_itself(
    tmp_path: Path, audience: Audience, readers: str, drafts: str, revision: str, kept: str
) -> None:
    """What only the bureau may read would lie in the folder that is given to everybody."""
    places = EditionPlaces(Project(tmp_path), APRIL, audience)
    outputs = tmp_path / "outputs"
    assert places.published == outputs / readers
    assert places.draft == outputs / drafts
    assert places.revision(3) == outputs / revision
    assert places.kept(3) == outputs / kept
    assert places.is_public == (audience == "public")
    work = Project(tmp_path).work
    bodies = work / ("2022-04-public" if audience == "public" else "2022-04")
    assert (places.bodies, places.data, places.files, places.logs) == (
        bodies,
        bodies / "data",
        bodies / "files",
        bodies / "logs",
    )
    assert places.pages == work / "pages", "shared by all editions"
    of_own = EditionPlaces(Project(tmp_path), APRIL, audience, "homework")
    assert (of_own.bodies, of_own.draft) == (bodies / "homework", outputs / drafts / "homework")


def test_revisions_and_periods_are_those_of_the_audience(tmp_path: Path) -> None:
    """The tenth revision would be numbered as the second, or a public one count for the bureau's."""
    internal, public = (EditionPlaces(Project(tmp_path), APRIL, one) for one in ("internal", "public"))
    assert internal.revisions() == public.revisions() == []
    for places, numbers in ((internal, (1, 2, 10)), (public, (4,))):
        for number in numbers:
            places.revision(number).mkdir(parents=True)
    (tmp_path / "outputs" / "editions" / "2022-04-rx").mkdir()
    EditionPlaces(Project(tmp_path), Period("2022-05"), "internal").revision(7).mkdir()
    assert internal.revisions() == [1, 2, 10]
    assert public.revisions() == [4]
    for folder in ("2022-04", "2021-12", "2022-13", "2022-05-half", "drafts"):
        (tmp_path / "outputs" / folder).mkdir()
        (tmp_path / "outputs" / folder / "manifest.json").touch()
    (tmp_path / "outputs" / "2022-03").mkdir()
    assert internal.published_periods() == [Period("2021-12"), APRIL]
    assert public.published_periods() == []

"""What a page is told besides its notebook, by a run and by `jupyter nbconvert`: language, banner, prose, subject."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode, v4

from reporting.definitions.base import Text
from reporting.definitions.runs import Contact
from reporting.execution.tasks import Task
from reporting.pagemaking.exporter import CountyReportExporter
from reporting.pagemaking.rendering import PageRenderer, Preparation
from reporting.pagemaking.stamping import reserved_characters
from reporting.pages.exporter import WORDS
from reporting.settings import Project, load_settings

BANNERS = {"zh-Hans": "演示数据", "en": "Demonstration"}
PROSE = {"en": {"# 概况": "# Overview", "别处": "Elsewhere"}}


def notebook(**metadata: Any) -> NotebookNode:
    cells = [v4.new_markdown_cell("# 概况"), v4.new_code_cell("1 + 1")]  # type: ignore[no-untyped-call]
    made: NotebookNode = v4.new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]
    return made


@pytest.mark.parametrize(
    ("parameters", "lang", "heading", "prose"),
    [({"lang": "en"}, "en", "Overview", {"# 概况": "# Overview"}), ({}, "zh-Hans", "概况", {})],
)
def test_a_page_is_in_the_language_of_its_task(
    parameters: dict[str, str], lang: str, heading: str, prose: dict[str, str]
) -> None:
    """A Chinese page would have an English banner, or every page carry the prose of all others."""
    contact = Contact(office=Text.model_validate({"zh-Hans": "龘科", "en": "Office Ǫ"}))
    renderer = PageRenderer(BANNERS, PROSE, contact=contact)
    task = Task("x", Path("n/homework.ipynb"), Path("x.ipynb"), parameters, subject=("东区", "2022年4月"))
    node = notebook()
    rendered = renderer(node, task)
    assert node.metadata[WORDS] == {
        "lang": lang,
        "banner": BANNERS[lang],
        "name": "homework",
        "subject": ["东区", "2022年4月"],
        "prose": prose,
        "reserve": reserved_characters(lang, (), contact),
    }
    assert f'lang="{lang}"' in rendered.page
    assert heading in rendered.page
    assert BANNERS[lang] in rendered.page
    assert rendered.remarks == ()
    bare = notebook()
    PageRenderer({})(bare, task)
    assert (bare.metadata[WORDS]["banner"], bare.metadata[WORDS]["prose"]) == ("", {})


def test_what_a_page_does_not_show_comes_back_with_it() -> None:
    """An analyst would not learn that a script of theirs is on no page."""
    output = v4.new_output("display_data", data={"text/html": "<script>alert(1)</script>"})  # type: ignore[no-untyped-call]
    node = notebook()
    node.cells[1].outputs = [output]
    rendered = PageRenderer({})(node, Task("x", Path("n.ipynb"), Path("x.ipynb")))
    assert [remark["cell"] for remark in rendered.remarks] == [2]
    assert {"cell", "kind", "what", "hint", "grade"} == set(rendered.remarks[0])


def test_prose_is_translated_before_its_values_are_computed(tmp_path: Path) -> None:
    """An English page would have Chinese sentences around its numbers, or none of the numbers."""
    cells = [v4.new_markdown_cell(" 共{python} n所 ")]  # type: ignore[no-untyped-call]
    text = json.dumps(v4.new_notebook(cells=cells))  # type: ignore[no-untyped-call]
    text = text.replace("{python} n", "`{python} n`")
    plain = Preparation()(text, tmp_path)
    english = Preparation({"共`{python} n`所": "`{python} m` schools"})(text, tmp_path)
    assert "show_values(['n'])" in json.loads(plain)["cells"][0]["source"]
    assert "show_values(['m'])" in json.loads(english)["cells"][0]["source"]


def words(node: NotebookNode, folder: Path) -> dict[str, Any]:
    exporter = CountyReportExporter()  # type: ignore[no-untyped-call]
    return exporter.page_words(node, {"metadata": {"path": str(folder)}})


def executed(**parameters: object) -> NotebookNode:
    return notebook(papermill={"parameters": parameters, "input_path": "n/homework.ipynb"})


def test_nbconvert_finds_out_what_a_run_would_have_said(
    bureau: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A page made by nbconvert would lack the banner over invented figures, or name no county."""
    monkeypatch.delenv("REPORTING_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    with (bureau.params / "run.yaml").open("a", encoding="utf-8") as run:
        run.write("\ncontact: {office: {zh-Hans: 龘科, en: Office Ǫ}}\n")
    settings = load_settings(bureau)
    (bureau.notebooks / "locale").mkdir()
    (bureau.notebooks / "locale" / "en.po").write_text('msgid "# 概况"\nmsgstr "# Overview"\n', encoding="utf-8")
    found = words(executed(county="东区", period="2022-04", lang="en"), bureau.notebooks)
    assert found == {
        "lang": "en",
        "name": "homework",
        "reserve": reserved_characters("en", settings.run.pages, settings.run.contact),
        "subject": ["East District", "April 2022"],
        "banner": "",
        "prose": {"# 概况": "# Overview"},
    }
    assert words(executed(period="2022-04"), bureau.notebooks)["subject"] == []
    assert words(executed(county="东区"), bureau.notebooks)["subject"] == []
    plain = words(notebook(), bureau.notebooks)
    assert (plain["lang"], plain.get("name"), plain["prose"]) == ("zh-Hans", None, {})
    # one that a run has executed knows it all
    assert words(notebook(**{WORDS: {"lang": "en"}}), bureau.notebooks) == {}
    snapshot = tmp_path / "snapshot.json"
    for demo, banner in ((True, "演示数据：学校与数值均为虚构"), (False, "")):
        snapshot.write_text(json.dumps({"demo": demo}), encoding="utf-8")
        assert words(executed(snapshot=str(snapshot)), bureau.notebooks)["banner"] == banner


def test_without_a_project_a_page_is_made_all_the_same(
    tmp_path: Path, bureau: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook outside any bureau could not be made a page; or one in a folder of its own not be told which."""
    monkeypatch.delenv("REPORTING_PROJECT", raising=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert words(executed(county="东区", period="2022-04"), elsewhere) == {
        "lang": "zh-Hans",
        "reserve": reserved_characters("zh-Hans"),
        "name": "homework",
    }
    monkeypatch.setenv("REPORTING_PROJECT", str(bureau.root))
    assert words(executed(county="东区", period="2022-04"), elsewhere)["subject"] == ["东区", "2022年4月"]
    (bureau.params / "run.yaml").write_text("pages: nonsense\n", encoding="utf-8")
    broken = words(executed(county="东区", period="2022-04"), elsewhere)
    assert (broken.get("subject"), broken["banner"]) == (None, "")

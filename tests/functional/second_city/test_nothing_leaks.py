"""What the second city publishes and sends holds nothing of the first one or of its topic; nor does the code."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.definitions.forms import RowTable
from reporting.editions.manifest import read_manifest
from reporting.settings import Project, Settings, load_settings

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "reporting"
WORDS = (
    "平顶山",
    "Pingdingshan",
    "双减",
    "double reduction",
    "double-reduction",
    "课后服务",
    "作业",
    "校外培训",
    "after-school",
)
PERIOD = "2024-04"


@pytest.fixture(scope="module")
def first() -> Settings:
    return load_settings(Project.at(ROOT))


@pytest.fixture(scope="module")
def telling(first: Settings) -> re.Pattern[str]:
    """Whatever would tell the first city or its topic: names and codes of counties, ids and names of indicators."""
    counties = [county for county in first.city.counties if county.kind == "county"]
    names = [*WORDS, *(county.name.zh for county in counties), *(one.name.zh for one in first.indicators.indicators)]
    names += [form.title for form in first.forms.forms]
    ids = [one.id for one in first.indicators.indicators if "_" in one.id]
    fields = [field.name for table in first.forms.tables if isinstance(table, RowTable) for field in table.fields]
    ids += [name for name in fields if name.startswith(("hw_", "teachers_", "five_"))]
    prefixes = {f"{identity.split('_')[0]}_" for identity in ids if identity.startswith(("ass_", "hw_"))}
    exact = "|".join(re.escape(name) for name in ids)
    return re.compile(
        rf"{'|'.join(map(re.escape, names))}|(?<![\w.])4104\d\d(?![\w.])|\b(?:{exact})\b|\b(?:{'|'.join(prefixes)})\w+"
    )


def texts(path: Path, content: bytes) -> Iterator[tuple[str, str]]:
    """Name and text of a file; of a workbook or an archive, of each file in it."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from texts(path / name, archive.read(name))
    elif path.suffix not in (".duckdb", ".png", ".pickle"):
        yield str(path), content.decode("utf-8", errors="replace")


def test_the_edition_is_whole(project: Project) -> None:
    """The rest would be proved of pages that are not there."""
    for folder in (project.outputs / PERIOD, project.outputs / "public" / PERIOD):
        manifest = read_manifest(folder)
        pages = {entry.file for entry in manifest.entries if entry.status == "published"}
        assert {"441901.html", "441901.en.html", "441903.html", "overview.html", "overview.en.html"} <= pages
        page = (folder / "441902.html").read_text("utf-8")
        for shown in ("石桥区", "明厨亮灶率", "8/12", "后厨用水量", "12.5", "吨"):
            assert shown in page, f"{folder.parent.name}: {shown}"
        english = (folder / "441902.en.html").read_text("utf-8")
        for shown in ("Kitchens with a camera", "Water used", "tonnes"):
            assert shown in english


def test_what_the_topic_does_not_have_has_no_heading(project: Project) -> None:
    """A reader would meet headings with nothing under them, of a list of problems that no form asks for."""
    page = (project.outputs / PERIOD / "441902.html").read_text("utf-8")
    assert "问题与整改" not in page
    assert "数据质量" in page


def test_nothing_that_leaves_the_project_tells_the_first_city(project: Project, telling: re.Pattern[str]) -> None:
    """A city would publish, or send to its clerks, another city's name, units or indicators."""
    files = [path for path in project.root.rglob("*") if path.is_file()]
    suffixes = {path.suffix for path in files}
    assert {".html", ".csv", ".json", ".xml", ".xlsx", ".zip", ".yaml", ".ipynb", ".md"} <= suffixes
    # the same file lies in the draft, the edition and its archive
    said = {text: name for path in files for name, text in texts(path.relative_to(project.root), path.read_bytes())}
    found = [f"{name}: {match[0]}" for text, name in said.items() if (match := telling.search(without_fonts(text)))]
    assert not found, found[:20]


def without_fonts(text: str) -> str:
    """A text without the characters of a font, which spell nothing."""
    return re.sub(r"url\(data:font/woff2;base64,[\w+/=]*\)", "", text)


def spoken(path: Path) -> str:
    """What a file can make anybody read: of a module its texts without docstrings, of any other file all of it."""
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        return source
    tree = ast.parse(source)
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in explained)
    return "\n".join(node.value for node in constants if isinstance(node.value, str))


def test_the_code_says_nothing_of_it_either(telling: re.Pattern[str]) -> None:
    """A city's or a topic's fact in code, template or catalogue could not be changed in params.

    Left out are the demonstration, which invents figures of one topic by the names of its fields, and the national
    list of divisions, which has every county there is.
    """
    files = [
        path
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".html", ".j2", ".po", ".css", ".js", ".yaml", ".ipynb")
        and "demonstration" not in path.relative_to(PACKAGE).parts
    ]
    found = [f"{path.relative_to(PACKAGE)}: {match[0]}" for path in files if (match := telling.search(spoken(path)))]
    assert not found

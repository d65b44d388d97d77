"""The index as a reader uses it: searched by typing, sorted by keyboard, whole without a script, with many counties."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reporting.definitions.counties import County
from reporting.editions.editions_list import editions_list
from reporting.editions.index import LONG, edition_index
from reporting.editions.manifest import Manifest, PageEntry
from reporting.settings import Project, Settings, load_settings

Opener = Callable[..., Page]

ROOT = Path(__file__).parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MANY = LONG + 40
SILENT, CARRIED = 3, 7
REPORTED = [60, 5, 118, 0, 90]
DAY = 7
"""The column of dates, the last."""


@pytest.fixture(scope="module")
def settings() -> Settings:
    """The city's settings with more counties than any city has."""
    settings = load_settings(Project.at(ROOT))
    counties = tuple(
        County.model_validate(
            {"code": f"{100_000 + number}", "name": {"zh-Hans": f"甲{number}县", "en": f"No {number}"}}
        )
        for number in range(MANY)
    )
    city = settings.city.model_copy(update={"counties": counties})
    return Settings(**{**vars(settings), "city": city})


def entry(code: str, number: int) -> PageEntry:
    status = {SILENT: "silent", CARRIED: "stale"}.get(number, "published")
    return PageEntry.model_validate(
        {
            "place": code,
            "page": code,
            "lang": "zh-Hans",
            "status": status,
            "reason": "" if status == "published" else "silent",
            "from_period": "2022-03" if status == "stale" else "",
            "file": "" if status == "silent" else f"{code}.html",
            "data_as_of": None if status == "silent" else f"2022-{1 + number % 12:02d}-05T10:00:00+08:00",
            "schools_reported": REPORTED[number % len(REPORTED)],
            "schools_expected": 120,
            "words": {"target.met": number % 20},
        }
    )


def manifest(settings: Settings, period: str) -> Manifest:
    return Manifest(
        period=period,
        audience="internal",
        languages=("zh-Hans",),
        state="published",
        revision=2,
        supersedes=1,
        approved_by="张三",
        generated_at="2022-05-06T12:00:00+08:00",
        as_of="2022-05-06T04:00:00+00:00",
        data_as_of="2022-05-05T10:00:00+08:00",
        demo=True,
        counties=tuple(entry(county.code, number) for number, county in enumerate(settings.city.counties)),
        pages=(),
    )


@pytest.fixture(scope="module")
def index(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of an edition of many counties."""
    file = tmp_path_factory.mktemp("index") / "index.html"
    file.write_text(edition_index(manifest(settings, "2022-04"), settings, "zh-Hans"), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def editions(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list of two editions."""
    file = tmp_path_factory.mktemp("editions") / "index.html"
    both = [manifest(settings, period) for period in ("2022-03", "2022-04")]
    file.write_text(editions_list(both, settings, "zh-Hans"), encoding="utf-8")
    return file


def codes(page: Page) -> list[str]:
    """The codes of the rows that can be seen, from above."""
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.sortable tbody tr:not([hidden]) .code')].map(e => e.textContent)"
    )
    return found


def column(page: Page, number: int) -> list[str]:
    found: list[str] = page.evaluate(
        "number => [...document.querySelectorAll('.sortable tbody tr')].map(e => e.cells[number].textContent.trim())",
        number,
    )
    return found


def test_typing_finds_a_county_by_name_code_or_report(index: Path, show: Opener) -> None:
    """Somebody would read thousands of rows to find one."""
    page = show(index)
    field = page.get_by_label("按名称、代码或报告状态筛选")
    for typed, expected in (("甲12县", ["100012"]), ("100025", ["100025"]), ("未报送", ["100003", "100007"])):
        field.fill(typed)
        assert codes(page) == expected
        assert page.locator("#filter-count").inner_text() == f"{len(expected)}/{MANY}"
    field.fill("")
    assert len(codes(page)) == MANY
    field.fill("没有这个县")
    assert codes(page) == []


def test_the_keyboard_alone_is_enough(index: Path, show: Opener) -> None:
    """Somebody who cannot use a mouse could neither filter, nor open the county found, nor sort."""
    page = show(index)
    page.get_by_label("按名称、代码或报告状态筛选").focus()
    page.keyboard.type("甲12县")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "100012.html"
    heading = page.locator("th", has_text="报送学校")
    heading.get_by_role("button").focus()
    for key, order in (("Enter", "ascending"), ("Space", "descending")):
        page.keyboard.press(key)
        assert heading.get_attribute("aria-sort") == order
        assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the place in the page is lost"
    assert page.locator("[aria-sort]").count() == 1


def test_columns_sort_by_what_they_mean(index: Path, show: Opener) -> None:
    """5/120 would stand behind 118/120, October before May, or counties without a number at the top."""
    page = show(index)
    assert page.locator("th", has_text="县（市、区）").first.get_attribute("aria-sort") == "ascending"

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    press("报送学校")
    reported = [int(text.split()[-1].split("/")[0]) for text in column(page, 3)]
    assert reported == sorted(reported)
    press("报送学校")
    reported = [int(text.split()[-1].split("/")[0]) for text in column(page, 3)]
    assert reported == sorted(reported, reverse=True)
    for _ in range(2):  # missing comes last both ways
        press("数据截至")
        assert column(page, DAY)[-1] == "未报送"
    assert [text for text in column(page, DAY) if "10月" in text]
    months = [int(text.split("年")[1].split("月")[0]) for text in column(page, DAY)[:-1]]
    assert months == sorted(months, reverse=True)
    press("县（市、区）")
    assert codes(page) == sorted(codes(page))


def test_without_a_script_everything_is_there(index: Path, editions: Path, chromium: Browser) -> None:
    """Where scripts are forbidden the list would be empty, or offer what does nothing."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for file in (index, editions):
        page.goto(file.as_uri())
        assert page.locator(".sortable tbody tr").count() == MANY
        assert not page.locator(".filter").is_visible()
        assert page.locator("thead button").count() == 0
    context.close()


def test_a_county_is_found_in_every_edition(editions: Path, show: Opener) -> None:
    """Somebody who follows one county would open every edition to look for it."""
    page = show(editions)
    page.get_by_label("按名称、代码或报告状态筛选").fill("甲12县")
    row = page.locator(".sortable tbody tr:visible")
    links = [link.get_attribute("href") for link in row.get_by_role("link").all()]
    assert links == ["2022-04/100012.html", "2022-03/100012.html"]


@pytest.mark.parametrize("width", [360, 1280])
def test_long_tables_are_accessible_and_still_tables(index: Path, editions: Path, show: Opener, width: int) -> None:
    """Rows laid out one by one would be no table any more to a reader's software, or push the page sideways.

    Nine tenths of axe's time go into contrast, which grows with the rows: it looks at each list in one of the widths.
    """
    for file, looks_at_contrast in ((index, width == 360), (editions, width == 1280)):
        page = show(file, width)
        run = {
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {"color-contrast": {"enabled": looks_at_contrast}},
            "resultTypes": ["violations"],
        }
        results = Axe().run(page, options=run)
        assert results.violations_count == 0, results.generate_report()
        assert page.get_by_role("table").last.get_by_role("columnheader").count() >= 3
        assert page.get_by_role("rowheader", name="甲12县 100012").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_cells_stand_under_their_headings(index: Path, show: Opener) -> None:
    """Rows laid out one by one would each have columns of their own."""
    page = show(index)
    lefts = page.evaluate(
        "() => [document.querySelector('.sortable thead tr'), ...[...document.querySelectorAll('.sortable tbody tr')]"
        ".slice(0, 5)].map(row => [...row.cells].map(cell => Math.round(cell.getBoundingClientRect().left)).join())"
    )
    assert len(set(lefts)) == 1


def test_on_a_phone_a_row_says_what_is_missed_and_how_complete_it_is(index: Path, show: Opener) -> None:
    """Somebody on the way would scroll sideways for what asks for something, past what does not."""
    page = show(index, 360)
    heads = [one for one in page.locator(".sortable thead th").all() if one.is_visible()]
    assert [one.inner_text().strip(" ↑") for one in heads] == ["县（市、区）", "未达标", "▼ 低于全市", "报送学校"]
    region = page.locator(".table-region").first
    assert region.evaluate("e => e.scrollWidth <= e.clientWidth")
    row = page.get_by_role("row", name="甲7县")
    assert "沿用上期 2022年3月" in row.inner_text()


def test_what_all_rows_share_is_said_once(settings: Settings) -> None:
    """Every row would repeat 本期 and one date, and a reader look for the difference."""
    whole = manifest(settings, "2022-04")
    same = tuple(
        one.model_copy(update={"data_as_of": "2022-05-05T10:00:00+08:00"}) for one in whole.counties if one.file
    )
    html = edition_index(whole.model_copy(update={"counties": same}), settings, "zh-Hans")
    assert html.count("2022年5月5日") == 1
    assert html.count("数据截至") == 1
    assert "本期</td>" not in html

"""A month of the demonstration, taken in by the real intake, on real pages, to both readers, in both languages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reporting import CityReport, EvidenceReport, Report
from reporting.analysis.claims import judge_claim
from reporting.definitions.runs import Audience
from reporting.disclosure.public_counts import disclosures
from reporting.disclosure.public_view import public_period_data
from reporting.editions.files.brief import city_brief, county_brief
from reporting.editions.gates.file_gates import numbers_told
from reporting.intake.ingest import ingest
from reporting.pages.text import plain_text
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.build import cut_snapshot
from reporting.snapshots.period_data import PeriodData, gather
from reporting.store.store import open_store
from reporting.store.view import View
from reporting.translations import LANGUAGES, Language, translator
from reporting_demonstration.facts import load_facts
from reporting_demonstration.inbox import invent_months, write_period

HERE = Project.at(Path(__file__).parents[2])
CITY, COUNTY = "410400", "410421"
AUDIENCES: tuple[Audience, ...] = ("internal", "public")
HAN = re.compile(r"[\u4e00-\u9fff]")
NARROW = re.compile(r"[\u4e00-\u9fff”》%\d]\([^()]*\)|\([^()]*[\u4e00-\u9fff][^()]*\)")
BLOCK = re.compile(r"<(?=/?(?:td|th|li|p|div|tr|summary|h\d|dt|dd|caption|section|ul|table)\b)")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,/\u00a0\u202f])1 (?:(?:more|further|different) )?(?:schools|counties|cases|items|days|pupils"
    r"|institutions|problems|people|teachers|answers|rates|losses|gains|requirements|courses|matters|comparisons|indicators)\b"
    r"|(?<![\d.,/\u00a0\u202f])1 \w+ (?:newly )?(?:are|have|were|meet|lie|do|rest)\b"
)
FRACTION = re.compile(r"([\d\u00a0]+)/([\d\u00a0]+)")

Show = Callable[[Audience, Language], dict[str, str]]


@pytest.fixture(scope="module")
def settings() -> Settings:
    return load_settings(HERE)


@pytest.fixture(scope="module")
def known(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[Audience, PeriodData]:
    """What is known of the last month, by reader."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(HERE.params, root / "params")
    project = Project.at(root)
    months = invent_months(load_facts(HERE.params, settings.city), settings, seed=42)
    write_period(months, len(months.facts.months) - 1, project.inbox)
    ingest(project, settings, [project.inbox])
    with open_store(project.store, settings.forms) as store:
        everything = gather(View(store), settings, settings.period("2022-04"))
    return {"internal": everything, "public": public_period_data(everything)}


@pytest.fixture(scope="module")
def show(known: dict[Audience, PeriodData]) -> Show:
    """The county's, the city's and the evidence page: every section but the figures' drawings."""

    @cache
    def pages(audience: Audience, lang: Language) -> dict[str, str]:
        mine, whole = (cut_snapshot(known[audience], place, audience) for place in (COUNTY, CITY))
        county, city, evidence = Report(mine, lang), CityReport(whole, lang), EvidenceReport(whole, lang)
        sections = {
            "county": [
                *(county.header(), county.key_points(), county.indicator_table(), county.targets(), county.trends()),
                *(county.within_county(), county.courses(), county.problems(), county.commitments()),
                *(county.data_quality(), county.methods(), county.annex()),
            ],
            "city": [
                *(city.header(), city.headlines(), city.matrix(), city.funnels(), city.intervals()),
                *(city.changes(), city.completeness(), city.annex()),
            ],
            "evidence": [evidence.header(), evidence.claims(), evidence.inconsistencies(), evidence.commitment_board()],
        }
        return {name: "\n".join(section.html for section in shown) for name, shown in sections.items()}

    return pages


class Reading(HTMLParser):
    """Cells of tables with the row they are in, and text that is ours: not a county's, nor a quotation."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.ours: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        theirs = "as-sent" in (found.get("class") or "").split() or found.get("lang") == "zh-Hans"
        theirs |= tag in ("code", "style")
        self._open.append((tag, theirs or any(theirs for _, theirs in self._open[-1:])))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and not self._open[-1][1]:
            self.ours.append(data)
        if any(tag in ("td", "th") for tag, _ in self._open):
            self.rows[-1][-1] += data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_pages_hold(show: Show, audience: Audience, lang: Language) -> None:
    """A cell would be blank, another language show through, 100% be printed of less, or a link lead nowhere."""
    for name, html in show(audience, lang).items():
        page = Reading(html)
        assert [row for row in page.rows for cell in row if cell.strip() in ("", "—", "-", "nan", "None")] == [], name
        for row in page.rows:
            for numerator, denominator in FRACTION.findall(" ".join(row)) if "100.0%" in row[1:2] else ():
                assert numerator == denominator, f"{name}: {row}"
        for fraction in re.findall(r"100\.0%[（ (]+([\d\u00a0]+/[\d\u00a0]+)", html):
            assert len(set(fraction.split("/"))) == 1, f"{name}: 100.0% of {fraction}"
        if lang == "en":
            assert [text for text in page.ours if HAN.search(text)] == [], name
        else:
            assert [text for text in page.ours if re.search(r"[A-Za-z]{3}", text)] == [], name
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), name


def finished(known: dict[Audience, PeriodData], show: Show, audience: Audience, lang: Language) -> dict[str, list[str]]:
    """What is ours of each page and circular, a paragraph or cell a line."""
    ours = {name: "".join(Reading(BLOCK.sub("\n<", html)).ours) for name, html in show(audience, lang).items()}
    speak = translator("editions", lang)
    for place, brief in ((COUNTY, county_brief), (CITY, city_brief)):
        said = brief(cut_snapshot(known[audience], place, audience), lang, speak, speak("the next closing day"), ())
        lines = [said.opening, *(text for _, texts in said.chapters for text in texts)]
        ours[f"circular {place}"] = "\n".join(
            [*lines, *(cell for one in said.annexes for row in one.rows for cell in row)]
        )
    return {name: [line.strip() for line in text.splitlines() if line.strip()] for name, text in ours.items()}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_finished_chinese_has_full_width_brackets_and_none_within_another(
    known: dict[Audience, PeriodData], show: Show, audience: Audience
) -> None:
    """县(市、区) would stand beside （演示）, or a name end in ））: no catalogue shows it, a page joins them."""
    for name, lines in finished(known, show, audience, "zh-Hans").items():
        assert [line for line in lines if NARROW.search(line) or "））" in line or "（（" in line] == [], name


@pytest.mark.parametrize("audience", AUDIENCES)
def test_finished_english_counts_one_as_one(known: dict[Audience, PeriodData], show: Show, audience: Audience) -> None:
    """A page or a circular would say 1 counties, 1 schools, or that 1 school newly meet a target."""
    for name, lines in finished(known, show, audience, "en").items():
        assert [line for line in lines if ONE_OF_MANY.search(line)] == [], name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_number_of_a_circular_is_on_its_page(
    known: dict[Audience, PeriodData], show: Show, audience: Audience, lang: Language
) -> None:
    """The office would circulate another number than the report says, or a public circular name a school."""
    pages, speak = show(audience, lang), translator("editions", lang)
    names = set(known["internal"].schools["school_name"].dropna())
    for place, name, brief in ((COUNTY, "county", county_brief), (CITY, "city", city_brief)):
        said = brief(cut_snapshot(known[audience], place, audience), lang, speak, speak("the next closing day"), ())
        lines = [said.title, said.opening, *(text for _, texts in said.chapters for text in texts)]
        lines += [cell for annex in said.annexes for row in annex.rows for cell in row]
        told = "\n".join(lines)
        met = re.search(r"\d+%", said.chapters[0][1][0])
        observed = known[audience].observations
        mine = observed[(observed["county"] == place) & (observed["period"] == "2022-04")]
        parts = {f"{part:g}" for column in ("numerator", "denominator") for part in mine[column].dropna()}
        bounds = (one.nature.bound(one) for one in known[audience].settings.indicators.indicators)
        parts |= {f"{bound:g}" for bound in bounds if bound is not None}
        shown = numbers_told(plain_text(re.sub("[\u00a0\u202f]", "", pages[name]))) | parts
        # which part of the requirements is met is worked out of two numbers that stand beside it
        other = numbers_told(told.replace(met[0], "")) - shown if met else {"no share"}
        assert {one for one in other if "/" not in one} == set(), f"{place} {audience} {lang}"
        assert {part for one in other for part in one.split("/")} <= shown
        assert said.chapters[2][1], "what is wrong is said"
        if audience == "public":
            assert [one for one in names if one in told] == []
            # what nobody has reviewed is counted, and is no step that a county is told to take
            unreviewed = Report(cut_snapshot(known[audience], COUNTY, audience), lang).words.left_out("unreviewed")
            assert [step for step in said.chapters[3][1] if step.startswith(unreviewed)] == []


def test_no_school_is_named_to_the_public(known: dict[Audience, PeriodData], show: Show) -> None:
    """A school would be named outside the bureau."""
    names = set(known["internal"].schools["school_name"].dropna())
    internal = "".join(show("internal", "zh-Hans").values())
    assert any(name in internal for name in names)
    for lang in LANGUAGES:
        public = "".join(show("public", lang).values())
        assert [name for name in names if name in public] == []
    assert "某校" in public or "某校" in "".join(show("public", "zh-Hans").values())


def test_the_demonstration_agrees_with_the_document(known: dict[Audience, PeriodData], settings: Settings) -> None:
    """The evidence page would contradict the bureau by invented figures, or prove nothing."""
    observations = known["internal"].observations
    words = {
        claim.id: str(judge_claim(claim, observations, settings.policy.claims).word) for claim in settings.claims.claims
    }
    assert {claim for claim, word in words.items() if word == "supported"} == {
        *("meetings", "documents_issued", "research_sessions", "research_onsite", "research_remote"),
        *("homework_guides", "schools_offering", "full_coverage", "funding", "baofeng_courses"),
    }
    assert "contradicted" not in words.values()


def test_totals_reconcile_with_the_counties(known: dict[Audience, PeriodData], settings: Settings) -> None:
    """全市(含汝州) and 全市(不含汝州) would not be what their counties add up to."""
    observations = known["internal"].observations
    added = {one.id for one in settings.indicators.indicators if one.total == "sum" and one.is_rate}
    rates = observations[observations["indicator"].isin(added) & (observations["state"] == "reported")]
    key = ["indicator", "category"]
    for total in settings.city.totals:
        whole = rates[rates["county"] == total.code].set_index(key)
        assert len(whole) > 20
        members = rates[rates["county"].isin(settings.city.members(total))]
        alike = members.merge(whole["scope"].reset_index(), on=[*key, "scope"])
        sums = alike.groupby(key)[["numerator", "denominator"]].sum()
        assert (sums.loc[whole.index] == whole[["numerator", "denominator"]]).all(axis=None)
    schools = rates[rates["indicator"] == "ass_school_cov"].set_index("county")["denominator"]
    with_ruzhou, without_ruzhou = (schools[total.code] for total in settings.city.totals)
    assert with_ruzhou - without_ruzhou == schools["410482"] > 0


def test_public_numbers_betray_nobody(known: dict[Audience, PeriodData], settings: Settings) -> None:
    """A handful of pupils could be worked out from the public data."""
    shown, true = known["public"].observations, known["internal"].observations
    assert list(disclosures(shown, true, settings.indicators, settings.city, settings.policy.disclosure)) == []
    assert (shown["state"] == "suppressed").any()
    pupils = known["public"].assessments[known["public"].assessments["indicator"] == "ass_demand_met"]
    assert not (pupils["gap"] > 0).any(), "how many schools leave pupils unserved is confidential"

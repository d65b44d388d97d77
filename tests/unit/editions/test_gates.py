"""Each gate, with the case that shuts it, on an edition of two pages made for the purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pandas as pd
import pytest

from reporting.definitions.periods import Period
from reporting.definitions.runs import Audience
from reporting.editions.gates.data_gates import completeness
from reporting.editions.gates.edition import Edition
from reporting.editions.gates.findings import GateFinding
from reporting.editions.gates.gates import GATES
from reporting.editions.manifest import Manifest, PageEntry
from reporting.pages.shell import page
from reporting.settings import Project, Settings
from reporting.snapshots.snapshot import Snapshot

Make: TypeAlias = Callable[..., Edition]

HEADING = "<h1>东区 2022年4月</h1>"
COUNTS = "period,county,indicator,category,numerator,denominator,value,state,scope\n"
SENT = "county,period,form,revision,status,errors,received_at,recorded_at,sha256\n"
GOOD = "990101,2022-04,own,1,accepted,0,2022-05-03T02:00:00Z,2022-05-04T00:00:00Z,aa\n"
TOTALS = (
    "2022-04,990101,cov,,3,4,75,reported,in_scope\n"
    "2022-04,990102,cov,,5,6,83.3,reported,in_scope\n"
    "2022-04,990000,cov,,8,10,80,reported,in_scope\n"
)
JOINED = {"990101": (3, 200), "990102": (150, 300), "990103": (160, 320), "990000": (313, 820)}


def snapshot(settings: Settings, place: str, audience: Audience, county: str = "990101") -> Snapshot:
    return Snapshot(
        place=place,
        period=Period("2022-04"),
        audience=audience,
        demo=False,
        data_as_of=None,
        content=settings.content,
        tables={"observations": pd.DataFrame({"county": [county]})},
    )


@pytest.fixture
def make(settings: Settings, tmp_path: Path) -> Make:
    """An edition of one county's page that every gate lets pass, but for what is asked."""

    def build(
        body: str = HEADING,
        *,
        replace: tuple[str, str] = ("", ""),
        entry: Mapping[str, object] | None = None,
        audience: Audience = "internal",
        observations: str = TOTALS,
        true: str = "",
        sent: str = GOOD,
        of: str = "990101",
        figures_of: str = "990101",
        show_version: bool = True,
    ) -> Edition:
        folder, work = tmp_path / "draft", tmp_path / "work"
        (folder / "data").mkdir(parents=True)
        (work / "snapshots").mkdir(parents=True)
        kept = snapshot(settings, of, audience, figures_of)
        (work / "snapshots" / "990101.json").write_bytes(kept.encoded)
        version = f"<p><code>{kept.hash[:8]}</code></p>" if show_version else ""
        html = page(title="t", lang="zh-Hans", body=body + version).replace(*replace)
        (folder / "990101.html").write_text(html, "utf-8")
        (folder / "index.html").write_text("", "utf-8")
        (folder / "data" / "observations.csv").write_text(COUNTS + observations, "utf-8")
        (work / "observations.csv").write_text(COUNTS + true, "utf-8")
        (work / "submissions.csv").write_text(SENT + sent, "utf-8")
        values = {
            "place": "990101",
            "page": "990101",
            "lang": "zh-Hans",
            "status": "published",
            "file": "990101.html",
            "snapshot": kept.hash,
            "schools_expected": 4,
            "schools_reported": 4,
            "parameters": {"county": "990101", "period": "2022-04", "lang": "zh-Hans", "audience": audience},
        }
        others = tuple(
            PageEntry(place=code, page=code, lang="zh-Hans", status="silent", reason="silent")
            for code in settings.city.codes[1:]
        )
        manifest = Manifest(
            period="2022-04",
            audience=audience,
            languages=("zh-Hans",),
            state="draft",
            generated_at="2022-05-06T12:00:00+08:00",
            as_of="2022-05-06T04:00:00+00:00",
            data_as_of=None,
            demo=False,
            counties=(PageEntry.model_validate({**values, **(entry or {})}), *others),
            pages=(),
        )
        return Edition(folder, work, manifest, settings, Project(tmp_path))

    return build


def shut(edition: Edition) -> dict[str, list[GateFinding]]:
    """Gate → findings, of the gates that are shut."""
    found = {name: list(gate(edition)) for name, gate in GATES.items()}
    return {name: findings for name, findings in found.items() if findings}


def test_a_good_edition_passes_every_gate(make: Make) -> None:
    """A gate that is never open would be accepted by habit."""
    assert shut(make()) == {}


def test_the_word_none_in_prose_is_no_placeholder(make: Make) -> None:
    assert shut(make(HEADING + "<p>None of the schools reported.</p>")) == {}


CASES: dict[str, tuple[str, dict[str, object]]] = {
    "no page, no reason": ("every_county", {"entry": {"file": "", "status": "silent", "schools_expected": 0}}),
    "a failed run": (
        "every_county",
        {"entry": {"file": "", "status": "failed", "reason": "boom", "schools_expected": 0}},
    ),
    "run for another county": ("right_county", {"entry": {"parameters": {"county": "990102"}}}),
    "run for another period": ("right_county", {"entry": {"parameters": {"period": "2022-03"}}}),
    "run for the other audience": ("right_county", {"entry": {"parameters": {"audience": "public"}}}),
    "another county in the heading": ("right_county", {"body": "<h1>南县 2022年4月</h1>"}),
    "another county in the text": ("right_county", {"body": HEADING + "<p>西县做得好</p>"}),
    "another snapshot than was kept": ("snapshot", {"entry": {"snapshot": "0" * 64}}),
    "another county's snapshot": ("snapshot", {"of": "990102"}),
    "another county's figures": ("snapshot", {"figures_of": "990102"}),
    "no version on the page": ("snapshot", {"show_version": False}),
    "a picture from outside": ("self_contained", {"body": HEADING + '<img alt="x" src="https://example.org/x.png">'}),
    "a script": ("self_contained", {"body": HEADING + "<script>1</script>"}),
    "a traceback": ("clean_text", {"body": HEADING + "<p>Traceback (most recent call last)</p>"}),
    "a path of the machine": ("clean_text", {"body": HEADING + "<p>see /home/anna/x</p>"}),
    "a missing value as Python writes it": ("clean_text", {"body": HEADING + "<p>nan</p>"}),
    "a character without glyph": ("glyphs", {"replace": ("2022年4月</h1>", "2022年4月犇</h1>")}),
    "a table without caption": ("readable", {"body": HEADING + "<table><tr><td>1</td></tr></table>"}),
    "a blank cell": (
        "readable",
        {"body": HEADING + "<table><caption>c</caption><tr><td></td></tr></table>"},
    ),
    "another language": ("language", {"replace": ('lang="zh-Hans"', 'lang="en"')}),
    "a page over its budget": ("size", {"body": HEADING + f"<p>{'a' * 102_400}</p>"}),
    "too few schools": ("completeness", {"entry": {"schools_reported": 2}}),
    "a workbook that counts in part": ("intake_errors", {"sent": GOOD.replace("accepted,0", "partly,2")}),
    "a later workbook that was rejected": (
        "intake_errors",
        {"sent": GOOD + GOOD.replace(",1,accepted,0", ",2,rejected,1").replace("05-04", "05-05")},
    ),
    "totals that do not add up": ("totals", {"observations": TOTALS.replace("8,10,80", "9,10,90")}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_gate_is_shut_by(case: str, make: Make) -> None:
    """What the gate is for would be published."""
    gate, changes = CASES[case]
    assert list(shut(make(**changes))) == [gate]


@pytest.mark.parametrize("form", ["own", ""], ids=["its form", "what nobody could read"])
def test_a_rejected_workbook_that_was_mended_since_is_no_open_error(make: Make, form: str) -> None:
    """Every county that makes one mistake would hold back the city."""
    earlier = GOOD.replace(",own,1,accepted,0", f",{form},0,rejected,3").replace("05-04", "05-03")
    assert shut(make(sent=earlier + GOOD)) == {}


def rows(counts: Mapping[str, tuple[object, object]]) -> str:
    return "".join(
        f"2022-04,{county},joined,,{part},{whole},{'' if part == '' else 50},"
        f"{'suppressed' if part == '' else 'reported'},offering\n"
        for county, (part, whole) in counts.items()
    )


HELD_BACK = {"990101": ("", ""), "990102": (150, 300), "990103": ("", ""), "990000": (315, 820)}


@pytest.mark.parametrize(
    ("printed", "is_shut"),
    [
        ({**HELD_BACK, "990101": (3, 200)}, True),
        ({**HELD_BACK, "990102": (151, 300)}, True),
        (HELD_BACK, False),
    ],
    ids=["a small count is printed", "a count is not rounded", "held back well"],
)
def test_small_counts_stay_hidden_from_the_public(
    printed: dict[str, tuple[object, object]], is_shut: bool, make: Make
) -> None:
    """A pupil could be found out; or the public edition be held up because rounded counts do not add up."""
    edition = make(audience="public", observations=rows(printed), true=rows(JOINED))
    assert list(shut(edition)) == (["suppression"] if is_shut else [])


def test_a_county_that_leaves_schools_out_shuts_the_gate_however_large_the_city(make: Make) -> None:
    """5 of 17 schools would be published as a county's report, for all others are complete."""
    edition = make()
    short = edition.manifest.counties[0].model_copy(update={"schools_reported": 5, "schools_expected": 17})
    whole = short.model_copy(update={"place": "990102", "schools_reported": 400, "schools_expected": 400})
    manifest = edition.manifest.model_copy(update={"counties": (short, whole)})
    (finding,) = completeness(replace(edition, manifest=manifest))
    assert "990101: schools that reported: 5 of 17" in str(finding)
    assert "应报送学校17所，只报送5所" in finding.to("zh-Hans")

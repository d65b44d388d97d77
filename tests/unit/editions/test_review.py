"""Each gate through `reporting review`: the case that shuts it, and shuts no other, told in Chinese on its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeAlias

import pytest

from reporting.cli import app
from reporting.editions.files.brief import Brief
from reporting.editions.files.circular import circular
from reporting.editions.gates.gates import GATES
from reporting.editions.gates.review_page import ACTS
from reporting.editions.manifest import Manifest, read_manifest, write_manifest
from reporting.execution.tasks import remarks_file
from reporting.pages.checks import check_page
from reporting.translations import translator

ALL = {"990101": "甲", "990102": "乙", "990103": "丙", "990104": "丁"}
PAGE = "990101.html"
TOTALS = (
    "2022-04,990101,cov,,3,4,75,reported,in_scope\n"
    "2022-04,990102,cov,,5,6,83.3,reported,in_scope\n"
    "2022-04,990000,cov,,9,10,90,reported,in_scope\n"
)
REJECTED = "990101,2022-04,own,1,rejected,2,2022-05-03T02:00:00Z,2022-05-04T00:00:00Z,aa\n"
Act: TypeAlias = Callable[[Any], None]


def writes(text: str) -> Act:
    """A county's page says this."""
    return lambda desk: desk.draft(ALL | {"990101": text})


def lacks(county: str, why: str) -> Act:
    """A county has no page."""
    return lambda desk: desk.draft({code: text for code, text in ALL.items() if code != county}, missing={county: why})


def forged(old: str, new: str) -> Act:
    """A page is changed by somebody who knows how the manifest is made."""

    def act(desk: Any) -> None:
        folder = desk.places().draft
        manifest: Manifest = desk.draft(ALL)
        content = (folder / PAGE).read_text("utf-8").replace(old, new).encode()
        (folder / PAGE).write_bytes(content)
        first, *others = manifest.counties
        first = first.model_copy(update={"sha256": sha256(content).hexdigest()})
        write_manifest(folder, manifest.model_copy(update={"counties": (first, *others)}))

    return act


def few_schools(desk: Any) -> None:
    manifest: Manifest = desk.draft(ALL)
    counties = tuple(one.model_copy(update={"schools_expected": 9}) for one in manifest.counties)
    write_manifest(desk.places().draft, manifest.model_copy(update={"counties": counties}))


def another_snapshot(desk: Any) -> None:
    desk.draft(ALL)
    snapshots = desk.places().bodies / "snapshots"
    (snapshots / "990101.json").write_bytes((snapshots / "990102.json").read_bytes())


def appended(where: str, text: str) -> Act:
    """A line more in a table of the draft, or of what it was made from."""

    def act(desk: Any) -> None:
        desk.draft(ALL)
        places = desk.places()
        path = places.draft / where if where.startswith("data") else places.bodies / where
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return act


def lost(desk: Any) -> None:
    """A drawing that needs a script, which the run has remarked on."""
    desk.draft(ALL)
    remark = {"cell": 4, "kind": "script", "what": "plotly needs a script", "hint": "show a picture", "grade": "lost"}
    remarks_file(desk.places().bodies / PAGE).write_text(json.dumps([remark]), "utf-8")


def another_number(desk: Any) -> None:
    """A circular that says a number which is not on the county's page."""
    title = f"{desk.settings.city.county('990101').name.zh}2022年4月进展情况通报"
    brief = Brief(title, "", "", (("一", ("达标1/2所",)),), ())
    folder = desk.places().files
    folder.mkdir(parents=True)
    (folder / "990101.docx").write_bytes(circular(brief, "zh-Hans"))
    desk.draft(ALL)


CASES: dict[str, tuple[Act, str]] = {
    "every_county": (lacks("990103", "cell 3: KeyError: 'x'"), "南县：报告生成失败"),
    "right_county": (writes("西县做得好"), "东区 990101.html：正文出现其他县名：西县"),
    "snapshot": (another_snapshot, "东区 990101.html：由数据快照"),
    "self_contained": (writes('<img alt="x" src="https://example.org/x.png">'), "东区 990101.html：引用了外部地址"),
    "clean_text": (writes("Traceback (most recent call last)"), "东区 990101.html：出现程序代码"),
    "glyphs": (forged("甲", "犇"), "东区 990101.html：有字无法显示"),
    "readable": (writes("<table><tr><td>1</td></tr></table>"), "东区 990101.html：表格缺少标题"),
    "everything_shown": (lost, "东区 990101.html：第4个单元格的内容未上页面"),
    "no_dead_links": (writes('<a href="990109.html">另县</a>'), "东区 990101.html：链接990109.html无效"),
    "language": (forged('<html lang="zh-Hans"', '<html lang="en"'), "东区 990101.html：页面语言标注不符"),
    "size": (writes("a" * 600_000), "东区 990101.html：页面过大"),
    "files": (another_number, "东区 990101.docx：页面上没有这些数：1/2"),
    "completeness": (few_schools, "应报送学校36所，已报送16所；下限为75%"),
    "intake_errors": (appended("submissions.csv", REJECTED), "东区：报表"),
    "totals": (appended("data/observations.csv", TOTALS), "分子为9，各县相加为8"),
}


def test_every_gate_of_the_internal_edition_has_a_case() -> None:
    """A gate would be added and never be seen shut; those of the store and the public have their own."""
    assert set(CASES) == set(GATES) - {"suppression", "protected", "unchanged_store"}


@pytest.mark.parametrize("gate", CASES)
def test_review_tells_which_gate_is_shut_and_why(gate: str, desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """What the gate is for would be published; or two gates say the same and one of them is accepted by habit."""
    act, finding = CASES[gate]
    act(desk)
    project = str(desk.project.root)
    assert app(["--project", project, "review", "2022-04", "--json"], standalone_mode=False) == 1
    records = json.loads(capsys.readouterr().out)
    assert [one["gate"] for one in records if not one["passed"]] == [gate]
    html = (desk.places().draft / "review.html").read_text("utf-8")
    assert finding in html
    # a run that failed is no question to the county, though its page is what is missing
    wanted = "mend" if gate == "every_county" else next((one for one, of in ACTS.items() if gate in of), "mend")
    todo = html.split('id="todo"')[1].split("</section>")[0]
    for told in ("act", "how"):
        assert translator("editions", "zh-Hans")(f"{told} {wanted}") in todo, "the reviewer is told what to do, first"
    assert "18项核验中有1项未通过" in html
    assert finding in todo
    assert check_page(html, lang="zh-Hans", largest=250 * 1024) == []
    with pytest.raises(Exception, match=f"gate {gate} is shut"):
        desk.publish()


def test_a_cell_that_is_not_shown_is_named_once(desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """An analyst would read `cell 4: cell 4:` and look for a second one."""
    lost(desk)
    app(["--project", str(desk.project.root), "review", "2022-04"], standalone_mode=False)
    (line,) = [one for one in capsys.readouterr().out.splitlines() if "plotly" in one]
    assert line.count("cell 4") == 1


def test_the_reviewer_sees_what_would_change(desk: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Corrections would be approved unseen, or a draft like the standing revision be published in vain."""
    desk.draft(ALL)
    desk.publish()
    command = ["--project", str(desk.project.root), "review", "2022-04"]
    desk.draft(ALL)
    assert app(command, standalone_mode=False) == 0
    review = desk.places().draft / "review.html"
    assert "与现行修订相同" in review.read_text("utf-8")
    desk.draft(ALL | {"990102": "改正"})
    assert app(command, standalone_mode=False) == 0
    assert "against r1: 1 places would change" in capsys.readouterr().out
    html = review.read_text("utf-8")
    section = html.split('id="changes"')[1].split('id="publish"')[0]
    assert '<a href="990102.html">' in section
    assert "西县" in section
    assert check_page(html, lang="zh-Hans", largest=250 * 1024) == []


def test_what_was_accepted_stands_on_the_edition(desk: Any) -> None:
    """Readers would take an edition for sound that was let out in spite of a finding."""
    desk.draft(ALL | {"990101": "西县做得好"})
    desk.publish(accepted={"right_county": "经局务会同意"})
    index = (desk.places().published / "index.html").read_text("utf-8")
    assert "审定人：张三" in index
    assert "页面与县相符 (1)：" in index
    assert "经局务会同意" in index
    assert read_manifest(desk.places().published).gates[1].accepted_because == "经局务会同意"

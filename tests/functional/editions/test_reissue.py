"""A month published, corrected by a late workbook and published again, through the command line.

One small notebook without figures stands for the edition's own, so that it is the edition that is tried.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import distributions
from io import BytesIO
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote
from zipfile import ZipFile

import pandas as pd
import pytest
from tests.functional.smaller_city import change_run, demonstration_project, write_notebook
from tests.shared import Parents, one_warm_parent
from tests.unit.disclosure.reader import Place, Print, fewest_possible

from reporting.cli import app
from reporting.editions.manifest import Manifest, read_manifest
from reporting.errors import EditionError
from reporting.pages.checks import check_page
from reporting.settings import Project, load_settings
from reporting.snapshots.seal import seal_key
from reporting.store.store import open_store
from reporting.store.view import View

ROOT = Path(__file__).parents[3]
PERIOD = "2022-04"
LATE = "410425"
# a district, three counties and two county-level cities: what is tried of thirteen holds of six, in half the time
COUNTIES = {
    "410402": "新华区",
    "410421": "宝丰县",
    "410422": "叶县",
    LATE: "郏县",
    "410481": "舞钢市",
    "410482": "汝州市",
}
# one of each kind: pupils that share a sum, schools, lists, county figures, surveys, gaps between areas
INDICATORS = {
    *("ass_student_rate", "ass_fullweek", "ass_demand_met", "ass_school_cov", "ass_courses", "ass_cat_cov"),
    *("ass_summer", "ass_waiver", "ass_voluntary", "ass_ban_cases", "hw_min_g36", "sat_parent", "oc_spend", "bal_gap"),
}
# what the demonstration's clerks got wrong is intake's business, not these tests'
KNOWN = ("--accept", "intake_errors", "--because", "known")
Reporting: TypeAlias = Callable[..., int]

PARAMETERS = 'county = ""\nperiod = ""\nlang = "zh-Hans"\naudience = "internal"\nsnapshot = ""'
PAGE = """
from html import escape
from pathlib import Path
from IPython.display import HTML, display
from reporting.snapshots.snapshot import Snapshot

kept = Snapshot.open(Path(snapshot))
mine = kept["observations"].query("county == @county and period == @period")
numbers = " ".join(str(number) for number in mine["value"].dropna())
title = f"{kept.county.name.to(lang)} {kept.period.label(lang)}"
display(HTML(f"<h1>{escape(title)}</h1><p><code>{kept.hash[:8]}</code></p><p>{numbers}</p>"))
"""


@pytest.fixture(scope="module", autouse=True)
def warm(parents: Parents) -> Iterator[None]:
    with one_warm_parent(parents):
        yield


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demonstration's last month of six counties in the inbox, one county's workbooks kept back in ``late``."""
    root = tmp_path_factory.mktemp("bureau")
    made = demonstration_project(tmp_path_factory, root, COUNTIES, indicators=INDICATORS, others={"市教育"})
    pages = [{"notebook": "small.ipynb", "per": "county", "title": {"zh-Hans": "县报告"}}]
    change_run(made.params, pages=pages, min_completeness=0.5)
    write_notebook(made.notebooks / "small.ipynb", PARAMETERS, PAGE)
    return made


@pytest.fixture(scope="module")
def reporting(project: Project) -> Reporting:
    def run(*arguments: str) -> int:
        code = app(["--project", str(project.root), *arguments], standalone_mode=False)
        return code if isinstance(code, int) else 0

    return run


@pytest.fixture(scope="module")
def revisions(project: Project, reporting: Reporting) -> tuple[Manifest, Manifest]:
    """Both revisions: the first without the county whose workbook came late."""
    (workbook,) = project.inbox.rglob("郏县*.xlsx")
    kept_back = project.root / workbook.name
    shutil.move(workbook, kept_back)
    reporting("ingest", str(project.inbox))
    publish(reporting)
    reporting("ingest", str(kept_back))
    publish(reporting)
    first, second = (project.outputs / "editions" / f"{PERIOD}-r{number}" for number in (1, 2))
    return read_manifest(first), read_manifest(second)


def publish(reporting: Reporting) -> None:
    assert reporting("run", "--period", PERIOD, "--jobs", "1") == 0
    assert reporting("publish", PERIOD, "--approved-by", "张三", *KNOWN) == 0


def leads(page: Path, address: str) -> bool:
    return (page.parent / unquote(address)).exists()


def bodies(manifest: Manifest) -> dict[str, str]:
    return {entry.file: entry.body for entry in manifest.entries if entry.file}


def test_corrections_name_county_numbers_and_submission(project: Project, revisions: tuple[Manifest, Manifest]) -> None:
    """Readers would see other numbers than last week and nobody would say why."""
    html = (project.outputs / PERIOD / "corrections.html").read_text("utf-8")
    section = html.split(f'id="place-{LATE}"')[1].split("</section>")[0]
    assert "新报送件" in section
    assert "本期未报送 → 本期报告" in section
    assert "未列入" in section or "未报送" in section
    assert "所辖县（市、区）数值更正" in html.split('id="place-410400"')[1]
    assert "县级月报表，第1次报送，" in section
    assert "郏县“双减”月报" not in html, "the name of a file may be anything"
    assert check_page(html, lang="zh-Hans", largest=250 * 1024) == []


def test_what_is_replaced_is_marked_and_stays(project: Project, revisions: tuple[Manifest, Manifest]) -> None:
    """A reader of the list would take an old number for the current one, or find the old edition rewritten."""
    first, second = revisions
    old = project.outputs / "editions" / f"{PERIOD}-r1"
    assert second.supersedes == 1
    for entry in first.entries:
        if entry.file:
            assert sha256((old / entry.file).read_bytes()).hexdigest() == entry.sha256
    assert not (old / "corrections.html").exists()
    editions = (project.outputs / "index.html").read_text("utf-8")
    assert re.search(rf'href="editions/{PERIOD}-r1/index.html">r1</a> 已被取代', editions)
    links = {
        file: re.findall(r'href="([^"#]+)"', (project.outputs / file).read_text("utf-8"))
        for file in ("index.html", "editions/index.html", f"editions/{PERIOD}-r1/index.html")
    }
    dead = {file: [to for to in of if not leads(project.outputs / file, to)] for file, of in links.items()}
    assert dead == {file: [] for file in links}
    page = (project.outputs / PERIOD / f"{LATE}.html").read_text("utf-8")
    assert 'href="corrections.html">更正说明' in page
    assert "取代 r1" in page
    assert 'href="corrections.html"' in (project.outputs / PERIOD / "index.html").read_text("utf-8")


def test_the_first_revision_is_made_again_as_of_its_moment(
    project: Project, reporting: Reporting, revisions: tuple[Manifest, Manifest]
) -> None:
    """What was published could not be defended: nobody could make it a second time."""
    first, second = revisions
    assert bodies(first) != bodies(second)
    assert reporting("review", PERIOD, "--reproduces", "1") == 1, "the draft is the second revision"
    assert reporting("review", PERIOD, "--reproduces", "2") == 0
    assert reporting("run", "--period", PERIOD, "--as-of", first.as_of, "--force", "--jobs", "1") == 0
    again = read_manifest(project.outputs / "drafts" / PERIOD)
    assert bodies(again) == bodies(first)
    assert again.as_of == first.as_of
    assert reporting("review", PERIOD, "--reproduces", "1") == 0
    assert reporting("review", PERIOD, "--reproduces", "2") == 1


def test_the_review_is_a_page_of_the_draft_alone(
    project: Project, reporting: Reporting, revisions: tuple[Manifest, Manifest]
) -> None:
    """Who approves would have nothing to show, or readers would find the bureau's own doubts."""
    reporting("review", PERIOD)
    html = (project.outputs / "drafts" / PERIOD / "review.html").read_text("utf-8")
    assert "页面与县相符" in html
    assert check_page(html, lang="zh-Hans", largest=250 * 1024) == []
    assert not (project.outputs / PERIOD / "review.html").exists()


@pytest.fixture(scope="module")
def public(project: Project, reporting: Reporting, revisions: tuple[Manifest, Manifest]) -> Path:
    """Both revisions of the public edition, through the command line; returns the one folder that may leave."""
    first, _ = revisions
    audience = ("--audience", "public")
    for as_of in (first.as_of, datetime.now(UTC).isoformat()):
        assert reporting("run", "--period", PERIOD, *audience, "--as-of", as_of, "--jobs", "1") == 0
        assert reporting("review", PERIOD, *audience) in (0, 1)
        # the first is made again as of a moment after which more has come
        later = ("--accept", "unchanged_store", "--because", "如当时") if as_of == first.as_of else ()
        assert reporting("publish", PERIOD, *audience, "--approved-by", "张三", *KNOWN, *later) == 0
    return project.outputs / "public"


def test_the_public_edition_tells_which_submission_corrected_it(public: Path) -> None:
    """The public would see other numbers and not learn why; or learn what is the bureau's alone."""
    html = (public / PERIOD / "corrections.html").read_text("utf-8")
    section = html.split(f'id="place-{LATE}"')[1].split("</section>")[0]
    assert "新报送件" in section
    assert "县级月报表，第1次报送，" in section
    assert "郏县“双减”月报" not in html
    assert check_page(html, lang="zh-Hans", largest=250 * 1024) == []
    header = (public / PERIOD / "data" / "submissions.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.split(",") == ["county", "period", "form", "revision", "status", "late", "received_at"]


def test_what_may_leave_the_bureau_is_one_folder(public: Path) -> None:
    """A link of the public pages would lead into the internal ones, or an old revision be missing."""
    for page in sorted(public.rglob("*.html")):
        for address in re.findall(r'href="([^"#]+)"', page.read_text("utf-8")):
            target = (page.parent / unquote(address)).resolve()
            assert target.exists(), f"{page.relative_to(public)}: {address}"
            assert target.is_relative_to(public.resolve()), f"{page.relative_to(public)}: {address}"
    assert read_manifest(public / "editions" / f"{PERIOD}-r1").revision == 1


def test_true_counts_in_the_public_data_shut_the_gate(project: Project, reporting: Reporting, public: Path) -> None:
    """A pupil could be found out from the file beside the pages."""
    draft = project.outputs / "drafts" / f"{PERIOD}-public" / "data" / "observations.csv"
    draft.write_bytes((project.outputs / ".work" / f"{PERIOD}-public" / "observations.csv").read_bytes())
    with pytest.raises(EditionError, match="gate suppression is shut"):
        reporting("publish", PERIOD, "--audience", "public", "--approved-by", "张三", *KNOWN)


def test_no_public_file_has_a_hash_of_what_is_inside(project: Project, public: Path) -> None:
    """A small workbook can be guessed until its hash matches: its counts would be public after all."""
    key = seal_key(project.seal)
    inside = {path: path.read_bytes() for path in (project.root / "data").rglob("*") if path.is_file()}
    inside |= {path: path.read_bytes() for path in (project.root / "notebooks").rglob("*.ipynb")}
    for path in (project.outputs / ".work").rglob("snapshots/*.json"):
        document = json.loads(path.read_bytes())
        document.pop("salt", None)
        plain = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        inside |= {path: path.read_bytes() if path.parents[1].name == PERIOD else plain}
    hashes = {sha256(content).hexdigest()[:8]: path for path, content in inside.items()}
    assert len(hashes) > 20
    packages = {f'"{one.name.lower()}": "' for one in distributions()}
    for name, content in _public_files(public):
        assert key.hex().encode() not in content, name
        found = [origin for digest, origin in hashes.items() if digest.encode() in content]
        assert not found, f"{name}: the hash of {found[0]}"
        text = content.decode("utf-8", "replace").lower()
        assert [package for package in packages if package in text] == [], name
    manifest = json.loads((public / PERIOD / "manifest.json").read_bytes())
    assert (manifest["packages"], manifest["git_commit"]) == ({}, "")
    assert [gate["findings"] for gate in manifest["gates"] if gate["findings"]] == []
    (workbook,) = project.root.glob("郏县*.xlsx")
    assert sha256(workbook.read_bytes()).hexdigest()[:8] in hashes, "the workbooks are among what is looked for"


def _public_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that the public may have, what is in zips included."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        yield path.relative_to(folder).as_posix(), path.read_bytes()
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}!{name}", archive.read(name)


RATES = {
    "ass_student_rate": ("participants", "enrolled"),
    "ass_fullweek": ("five_day", "participants"),
    "ass_demand_met": ("participants", "applied"),
}


def test_both_public_revisions_together_betray_no_handful_of_pupils(project: Project, public: Path) -> None:
    """Who kept the first revision would read from the second what either holds back."""
    city = load_settings(project).city
    sums = {line.code: city.members(line) for line in city.totals}
    folders = [public / "editions" / f"{PERIOD}-r{number}" / "data" for number in (1, 2)]
    sent = [pd.read_csv(folder / "submissions.csv", dtype="str", encoding="utf-8-sig") for folder in folders]
    known = [set(map(tuple, frame[frame["status"] != "superseded"].to_numpy().tolist())) for frame in sent]
    changed = {str(row[0]) for row in known[0] ^ known[1]}
    assert changed == {LATE}
    prints = []
    for folder in folders:
        rows = pd.read_csv(folder / "observations.csv", dtype={"county": "str"}, encoding="utf-8-sig")
        rows = rows[(rows["period"] == PERIOD) & rows["indicator"].isin(RATES)]
        rows = rows[rows["state"].isin(["reported", "suppressed"])]
        shown: dict[Place, int | None] = {}
        for row in rows.to_dict("records"):
            for item, column in zip(RATES[row["indicator"]], ("numerator", "denominator"), strict=True):
                value = None if pd.isna(row[column]) else int(row[column])
                shown[(item, row["county"])] = shown.get((item, row["county"])) if value is None else value
        there = {unit for _, unit in shown}
        of = {total: [part for part in parts if part in there] for total, parts in sums.items()}
        same = {place: f"{place}" for place in shown if place[1] not in {*changed, *(t for t in of if LATE in of[t])}}
        prints.append(Print(shown, of, list(RATES.values()), same))
    assert {key: n for key, n in fewest_possible(prints).items() if n < 5} == {}
    assert (project.true_counts / f"{PERIOD}-r2-public.csv").exists()
    assert not list(public.rglob("*true*"))


def test_no_public_file_names_a_school_a_person_or_a_place_of_the_project(project: Project, public: Path) -> None:
    """What may leave the bureau would tell whose numbers they are, in a file that nobody opened before."""
    settings = load_settings(project)
    with open_store(project.store, settings.forms) as store:
        view = View(store)
        ledger = view.rows("ledger")
        files = {Path(name).stem for name in view.submissions()["file"]}
        submissions = set(view.submissions()["submission"])
        marks = store.connection.execute("SELECT DISTINCT found FROM findings WHERE found <> ''").fetchall()
    secrets = set(ledger["school_name"].dropna()) | set(ledger["school_code"].dropna()) | set(ledger["school_id"])
    secrets |= {name.replace("（演示）", "") for name in ledger["school_name"].dropna()}
    secrets |= files | submissions | {str(project.root), str(Path.home()), "store.duckdb", "data/inbox", "data/archive"}
    secrets |= {name for workbook in project.inbox.rglob("*.xlsx") for name in _signed_by(workbook)}
    assert len(secrets) > 1000
    assert marks
    longest_first = re.compile("|".join(map(re.escape, sorted((one for one in secrets if len(one) > 3), key=len))))
    # what stands in a folder stands in its zip as well, and a glyph names nobody
    for content, name in {content: name for name, content in _public_files(public)}.items():
        text = re.sub(r"url\(data:font[^)]*\)", "", _readable(name, content))
        assert (found := longest_first.search(text)) is None, f"{name}: {found}"
    names = {path.suffix for path in public.rglob("*") if path.is_file()}
    assert {".html", ".csv", ".json", ".xml", ".zip", ".docx"} <= names
    assert not list(public.rglob("*.xlsx")), "a list of schools is the bureau's own"


def _readable(name: str, content: bytes) -> str:
    """What is in a file; of a Word file or workbook, every part of it, its properties included."""
    if not name.endswith((".docx", ".xlsx")):
        return content.decode("utf-8", "replace")
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())


def _signed_by(workbook: Path) -> Iterator[str]:
    """Who filled in a workbook, by what stands behind 填报人 and 审核人."""
    with ZipFile(workbook) as archive:
        xml = "".join(archive.read(part).decode() for part in archive.namelist() if "sharedStrings" in part)
    yield from re.findall(r"(?:填报人|审核人)[:：]\s*([\u4e00-\u9fff]{2,4})(?=[<\s　])", xml)

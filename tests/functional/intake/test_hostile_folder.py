"""A folder of files made to break, fill or command the bureau's machine, with a good workbook among them."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from tests.functional.intake.conftest import new_bureau, school

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes that the command may need at its peak; it needs a quarter of it for the good workbook alone."""
MEASURED = """
from reporting.cli import main
import re, sys
try:
    main()
finally:
    sys.stderr.write("peak " + re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
NAMES = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("x")', "<script>alert(1)</script>", "../../etc/passwd"]


@dataclass(frozen=True)
class Done:
    """What the command printed, the memory it needed at its peak, and the folder of its receipts."""

    code: int
    files: dict[str, dict[str, Any]]
    stderr: str
    peak: int
    receipts: Path


def plain_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "学校台账"
    sheet.append(["叶县2022年4月学校台账"])
    sheet.append(["学校名称", "在校学生数"])
    sheet.append(["第一小学", 300])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def with_parts(**parts: bytes) -> bytes:
    """A workbook with some of its parts replaced, or added, by name."""
    where = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "media": "xl/media/image1.png"}
    added = {where[name]: content for name, content in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_workbook())) as good, zipfile.ZipFile(packed, "w", 8) as bad:
        for name, content in ({name: good.read(name) for name in good.namelist()} | added).items():
            bad.writestr(name, content)
    return packed.getvalue()


def sheet_of(cells: bytes) -> bytes:
    return b"<worksheet " + MAIN + b"><sheetData>" + cells + b"</sheetData></worksheet>"


def protected() -> bytes:
    sealed = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain_workbook())).encrypt("secret", sealed)
    return sealed.getvalue()


@cache
def hostile_files() -> dict[str, bytes]:
    long = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 300 + b"</row>"
    entity = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]>' + sheet_of(b"")
    return {
        "bomb.xlsx": with_parts(media=bytes(100 * 1024 * 1024)),
        "columns.xlsx": with_parts(sheet=sheet_of(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "strings.xlsx": with_parts(
            sheet=sheet_of(long * 200),
            strings=b"<sst " + MAIN + b"><si><t>" + b"x" * 32_000 + b"</t></si></sst>",
        ),
        "long.xlsx": with_parts(strings=b"<sst " + MAIN + b"><si><t>" + b"x" * 9_000_000 + b"</t></si></sst>"),
        "entities.xlsx": with_parts(sheet=entity),
        "protected.xlsx": protected(),
        "truncated.xlsx": plain_workbook()[:2000],
        "empty.xlsx": b"",
        "picture.xls": b"\x89PNG\r\n\x1a\n" + b"x" * 3000,
        "ole.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 3000,
        "noise.csv": bytes(range(256)) * 100,
        "page.xls": b"<table><tr><td colspan=999999>x</td></tr></table>",
        "open.xls": b"<table><tr><td>x</td></tr>" + b"<a " * 200_000,
        "letter.txt": "各位领导好".encode(),
        "=cmd|' C calc'!A0.csv": "学校名称,人数\n".encode() + "甲,1\n".encode() * 3,
        "+1+1.csv": b"a,b\n1,2\n",
        "@SUM(1).csv": b"a,b\n1,2\n1,3\n",
        "<img src=x onerror=alert(1)>.csv": b"a,b\n1,4\n",
        "a..%2f..%2fetc\u202e\n\x1b[31m.csv": b"a,b\n1,5\n",
    }


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The folder taken in once, by the command itself in a process of its own."""
    bureau = new_bureau(tmp_path_factory.mktemp("hostile") / "bureau")
    bureau.send("good.xlsx", [school(1)])
    rows = ['"{}",{},9999'.format(name.replace('"', '""'), number) for number, name in enumerate(NAMES)]
    head = "宝丰县2022年4月学校台账\n学校名称,在校学生数,参加课后服务学生数"
    bureau.put("formulas.csv", "\n".join([head, *rows]).encode())
    for name, content in hostile_files().items():
        bureau.put(name, content)
    receipts = bureau.project.root / "receipts"
    given = ["--project", bureau.project.root, "ingest", bureau.project.inbox, "--receipts", receipts, "--json"]
    command = [sys.executable, "-c", MEASURED, *map(str, given)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    errors, _, peak = run.stderr.rpartition("peak ")
    files = {one["file"]: one for one in json.loads(run.stdout)}
    return Done(run.returncode, files, errors, int(peak) * 1024, receipts)


def test_every_bad_file_is_sent_back_and_the_good_one_comes_in(done: Done) -> None:
    """One county could keep all the others out."""
    assert done.code == 1
    outcomes = {name: one["outcome"] for name, one in done.files.items()}
    assert outcomes.pop("good.xlsx") == "accepted"
    assert outcomes.pop("formulas.csv") == "partly"
    assert outcomes == dict.fromkeys(hostile_files(), "rejected")
    assert all(done.files[name]["reason"] for name in outcomes)


def test_nothing_is_printed_but_what_was_asked_for(done: Done) -> None:
    """A traceback, or a panic of a library, would land in the operator's terminal and mail."""
    assert re.fullmatch(r"(ingest …\n)?(ingest \d+/\d+ read( \(\d+ s left\))?\n)+", done.stderr), (
        "and no name of a file"
    )


def test_memory_stays_bounded(done: Done) -> None:
    """The machine would be brought down by a file of a few kilobytes."""
    assert done.peak < MOST_MEMORY


def test_receipts_hold_no_live_formula_and_no_markup(done: Done) -> None:
    """What one county typed would run on the machine of whoever opens its receipt."""
    pages = list(done.receipts.glob("*.html"))
    books = list(done.receipts.glob("*.xlsx"))
    said = [one for one in done.files.values() if one["errors"] or one["warnings"] or one["notices"]]
    assert (len(pages), len(books)) == (len(done.files), len(said))
    assert {path.parent for path in done.receipts.rglob("*") if path.is_file()} == {done.receipts}
    for path in pages:
        tags = set(re.findall(r"<([a-z]+)", path.read_text(encoding="utf-8").partition("<body>")[2]))
        assert tags <= {
            "main",
            "h",
            "p",
            "dl",
            "dt",
            "dd",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "ol",
            "li",
            "strong",
        }
    for path in books:
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert all(cell.hyperlink is None for cell in cells)


def test_what_the_county_typed_comes_back_as_it_was(done: Done) -> None:
    """A clerk would look for a school that the receipt calls otherwise."""
    book = openpyxl.load_workbook(done.files["formulas.csv"]["receipts"][0])
    sheet = book.worksheets[1]
    assert [sheet.cell(row, 1).value for row in range(3, 3 + len(NAMES))] == NAMES

"""Hundreds of small mutations of good files: each is read, or refused with a reason, in bounded memory.

`INTAKE_MUTATIONS` sets how many mutations of each of the eleven files are tried; by hand, more than 20,000 in all:
`INTAKE_MUTATIONS=1900 pytest tests/unit/intake/reading/test_mutations.py`.
"""

from __future__ import annotations

import io
import os
import random
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reporting.errors import UnreadableFileError
from reporting.intake.inspection import inspect_workbook
from reporting.workbooks.files import read_workbook

MUTATIONS = int(os.environ.get("INTAKE_MUTATIONS", "60"))
GROWTH = 300 * 1024 * 1024
"""Bytes by which all mutations of a file together may raise the peak of memory."""

ROWS = [
    ["学校台账"],
    ["学校名称", "在校学生数", "参加率"],
    ["第一小学", 120, 0.95],
    ["合计", "=SUM(B3)", "#REF!"],
    ["注：x"],
]
TEXT = "学校台账\n学校名称,在校学生数\n第一小学,120\n注：滍\n"
PAGE = "<table><tr><th colspan=2>学校台账</th></tr><tr><td rowspan=2>第一小学</td><td>120</td></tr><tr><td>x</table>"
TOKENS = (
    b"\0", b"\xff\xff\xff\xff", b"99999999", b'r="XFD1048576"', b"<", b">", b'"', b"&#0;", b"&a;", b"<!DOCTYPE x>",
    b"<c ", b'<row r="1048576">', b't="s"', b't="e"', b"<v>9999999</v>", b'ref="A1:XFD1048576"', b"-1", b"1e999",
    b"NaN", b"PK\x03\x04", b"\x09\x08", b"<table>", b"colspan=9999", b",", b'"',
)  # fmt: skip


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to four pieces changed, cut, doubled or put in."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) or 1)
        end = min(len(data), place + chance.choice((1, 2, 4, 16, 200)))
        match chance.randrange(6):
            case 0:
                data[place:end] = bytes(chance.randrange(256) for _ in range(end - place))
            case 1:
                del data[place:end]
            case 2:
                data[place:place] = data[place:end] * chance.choice((1, 2, 50))
            case 3:
                data[place:place] = chance.choice(TOKENS)
            case 4:
                token = chance.choice(TOKENS)
                data[place : place + len(token)] = token
            case 5:
                del data[chance.randrange(len(data) or 1) :]
    return bytes(data)


def mutated_part(content: bytes, chance: random.Random) -> bytes:
    """A zip with one of its parts mutated, so that the change reaches the parsers behind the checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in parts.items():
            archive.writestr(entry, data)
    return packed.getvalue()


def survive(path: Path, content: bytes, mutate: Callable[[bytes, random.Random], bytes], name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(MUTATIONS):
        path.write_bytes(mutate(content, random.Random(f"{name} {seed}")))  # noqa: S311
        try:
            inspect_workbook(read_workbook(path))
        except UnreadableFileError as error:
            assert error.hint, f"seed {seed} is refused without a hint"
        except Exception as error:
            pytest.fail(f"seed {seed} of {name}: {error!r}")
    unit = 1 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < GROWTH


@pytest.mark.parametrize("mutate", [mutated, mutated_part])
def test_xlsx(xlsx: Callable[..., Path], mutate: Callable[[bytes, random.Random], bytes]) -> None:
    def change(sheet: object) -> None:
        sheet.merge_cells("A1:C1")  # type: ignore[attr-defined]
        sheet["C3"].number_format = "0%"  # type: ignore[index]

    path = xlsx(ROWS, change)
    survive(path, path.read_bytes(), mutate, f"xlsx {mutate.__name__}")


@pytest.mark.parametrize("mutate", [mutated, mutated_part])
def test_open_document(ods: Path, mutate: Callable[[bytes, random.Random], bytes]) -> None:
    survive(ods, ods.read_bytes(), mutate, f"ods {mutate.__name__}")


def test_excel_97(xls: Callable[..., Path]) -> None:
    path = xls({(1, 1): "学校名称", (1, 2): "人数", (2, 1): "第一小学", (2, 2): 120.0})
    survive(path, path.read_bytes(), mutated, "xls")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", [TEXT, PAGE])
def test_text(tmp_path: Path, encoding: str, text: str) -> None:
    survive(tmp_path / "f.csv", text.encode(encoding), mutated, f"{encoding} {text[:4]}")

"""A project and a store as version 0.1.0 made them go on with this program.

``v0.1.0.tar.xz`` was made by that version: one county's file taken in, run with a small notebook, published, and then
withdrawn; it holds store, archive, published edition and notebook. The params are today's: an upgrade brings them.
"""

from __future__ import annotations

import re
import shutil
import sys
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from tests.functional.smaller_city import keep_indicators

from reporting.cli import main
from reporting.editions.manifest import read_manifest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PERIOD = "2022-04"
SUBMISSION = "410404-2022-04-county_monthly-1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    root = tmp_path / "bureau"
    with tarfile.open(HERE / "v0.1.0.tar.xz") as archive:
        # Python 3.11.2, which Debian has, knows no filters; later ones warn without one
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(root)  # noqa: S202 - our own
    shutil.copytree(ROOT / "params", root / "params")
    keep_indicators(root / "params", {"ass_school_cov", "ass_time_ok"})
    run = yaml.safe_load((root / "params" / "run.yaml").read_text("utf-8"))
    run["pages"] = [{"notebook": "small.ipynb", "per": "county", "title": {"zh-Hans": "县报告"}}]
    (root / "params" / "run.yaml").write_text(
        yaml.safe_dump(run | {"min_completeness": 0}, allow_unicode=True), "utf-8"
    )
    return root


@pytest.fixture
def reporting(old: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def given(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["reporting", "--project", str(old), *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        return int(left.value.code or 0)

    return given


def pages(edition: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in edition.rglob("*") if path.is_file()}


@pytest.mark.long
def test_the_month_goes_on_where_the_older_version_left_it(
    old: Path, reporting: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    """Years of a bureau's submissions and editions would be lost to it by a new program."""
    first = pages(old / "outputs" / "editions" / f"{PERIOD}-r1")
    assert reporting("doctor") == 0
    assert reporting("status", "--period", PERIOD) == 0
    assert re.search(r"410404\s+\S+\s+2022-04\s+withdrawn", capfd.readouterr().out)
    assert reporting("withdraw", SUBMISSION, "--because", "报送无误", "--undo") == 0
    assert reporting("ingest", str(old / "data" / "archive")) == 0
    assert reporting("trace", PERIOD, "--county", "410404", "--indicator", "ass_time_ok") == 0
    assert "石龙区 4月报表.xlsx" in capfd.readouterr().out
    assert reporting("run", "--period", PERIOD) == 0
    accepted = ("--accept", "intake_errors", "--because", "known")
    assert reporting("publish", PERIOD, "--approved-by", "李四", *accepted) == 0
    assert read_manifest(old / "outputs" / PERIOD).revision == 2
    assert pages(old / "outputs" / "editions" / f"{PERIOD}-r1") == first
    assert reporting("doctor") == 0


def test_forms_of_then_are_told_line_by_line(
    old: Path, reporting: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    """Whether a number counts people decides what may be public: nobody but the bureau can say it of its own forms."""
    forms = old / "params" / "forms.yaml"
    forms.write_text(re.sub(r"counts: \w+, ", "", forms.read_text("utf-8")), "utf-8")
    assert reporting("status") == 2
    told = capfd.readouterr().err
    assert re.search(r"forms\.yaml, line \d+, .*enrolled does not say what its numbers count", told)
    assert "Traceback" not in told

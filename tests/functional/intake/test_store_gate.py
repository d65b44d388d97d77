"""What a draft was made of is held against the store as it is when somebody publishes."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.functional.intake.conftest import Bureau, school

from reporting.editions.gates.edition import Edition
from reporting.editions.gates.store_gates import unchanged_store
from reporting.editions.manifest import Manifest


def found(bureau: Bureau, made: datetime) -> list[str]:
    manifest = Manifest(
        period="2022-04",
        audience="internal",
        languages=("zh-Hans",),
        state="draft",
        generated_at=made.isoformat(),
        as_of=made.isoformat(),
        data_as_of=None,
        demo=False,
        counties=(),
        pages=(),
    )
    root = bureau.project.root
    return [str(one) for one in unchanged_store(Edition(root, root, manifest, bureau.settings, bureau.project))]


def test_what_came_or_was_withdrawn_after_the_draft_shuts_the_gate(bureau: Bureau) -> None:
    """A withdrawn workbook would go out as passed."""
    bureau.send("4.xlsx", [school(1)], period="2022-04")
    (taken,) = bureau.take()
    made = datetime.now(UTC)
    assert found(bureau, made) == []
    assert bureau.command("withdraw", str(taken.submission), "--because", "报错月份").returncode == 0
    (withdrawn,) = found(bureau, made)
    assert "报错月份" in withdrawn
    bureau.send("4b.xlsx", [school(1), school(2)], period="2022-04")
    bureau.send("6.xlsx", [school(1)], period="2022-06")
    bureau.take()
    assert [("came after" in one) for one in found(bureau, made)] == [False, True], "a later period changes nothing"
    assert found(bureau, datetime.now(UTC)) == []

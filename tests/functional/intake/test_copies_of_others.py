"""A file that repeats another county's is held, whatever its title says, and a person settles it."""

from __future__ import annotations

import re
from typing import Any

from tests.functional.intake.conftest import Bureau, school

from reporting.intake.settling import held_files
from reporting.settings import load_settings

OTHER = "410423"


def schools(code: str, count: int = 12, **changed: Any) -> list[dict[str, Any]]:
    """Schools that differ in their numbers; the first one as changed."""
    rows = [
        school(
            n,
            school_code=f"{code}{n:04d}",
            county=code,
            enrolled=500 + 7 * n,
            applied=450 + n,
            participants=400 + n,
            five_day=300 + 3 * n,
        )
        for n in range(1, count + 1)
    ]
    return [rows[0] | changed, *rows[1:]]


def test_a_county_that_sends_the_sheet_of_another_is_asked(bureau: Bureau) -> None:
    """The numbers of one county would count for two, under names and codes that were changed."""
    bureau.take(bureau.send("a.xlsx", schools("410422")))
    copy = [one | {"school_name": f"鲁山第{n}校"} for n, one in enumerate(schools(OTHER, enrolled=900))]
    (one,) = bureau.take(bureau.send("b.xlsx", copy, county=OTHER))
    assert (one.outcome, one.county) == ("held", OTHER)
    with bureau.view() as view:
        (waiting,) = held_files(view)
        assert view.rows("ledger", counties=[OTHER]).empty
    assert "叶县" in waiting["question"] and "11行" in waiting["question"]
    told = bureau.command("settle", waiting["submission"], "--as", f"{OTHER}:2022-04", "--because", "两县数字确实相同")
    assert told.returncode == 0, told.stderr
    with bureau.view() as view:
        assert len(view.rows("ledger", counties=[OTHER])) == 12


def test_other_numbers_are_no_copy_nor_are_few_or_those_of_another_month(bureau: Bureau) -> None:
    """Honest files would wait for a telephone call."""
    bureau.take(bureau.send("a.xlsx", schools("410422")))
    own = [one | {"enrolled": 800 + n} for n, one in enumerate(schools(OTHER))]
    sent = [
        bureau.send("own.xlsx", own, county=OTHER),
        bureau.send("few.xlsx", schools("410421", 5), county="410421"),
        bureau.send("march.xlsx", schools("410425"), county="410425", period="2022-03"),
    ]
    assert [one.outcome for one in bureau.take(*sent)] == ["accepted"] * 3


def test_the_same_bytes_under_the_name_of_another_county_are_no_known_file(bureau: Bureau) -> None:
    """The second county would be told that its file is there already, and stay silent."""
    rows = [f"第{n}小学,{500 + n},{450 - n},{300 + 2 * n},是" for n in range(1, 12)]
    heading = "2022年4月学校台账\n学校名称,在校学生数,申请参加学生数,参加课后服务学生数,是否开展课后服务"
    text = "\n".join((heading, *rows)).encode()
    first = bureau.take(bureau.send("other.xlsx", [school(1, county="410425")], county="410425"))
    assert first[0].outcome == "accepted"
    sent = [bureau.put(f"{name}.csv", text) for name in ("叶县2022年4月", "鲁山县2022年4月")]
    outcomes = {one.county: one.outcome for one in bureau.take(*sent)}
    assert outcomes == {"410422": "accepted", OTHER: "held"}
    assert {one.county: (one.outcome, one.known) for one in bureau.take(*sent)} == {
        "410422": ("accepted", True),
        OTHER: ("held", True),
    }
    with bureau.view() as view:
        (waiting,) = held_files(view)
    assert re.search("叶县", waiting["question"])


def test_from_when_on_files_are_alike_the_bureau_says(bureau: Bureau) -> None:
    """A bureau of small counties could not have five schools compared, nor one whose numbers come from one source."""
    (bureau.project.params / "policy.yaml").write_text("copies: {least: 4, share: 0.5}\n", "utf-8")
    strict = Bureau(bureau.project, load_settings(bureau.project))
    strict.take(strict.send("a.xlsx", schools("410422", 5)))
    half = [one | ({"enrolled": 900 + n} if n < 2 else {}) for n, one in enumerate(schools(OTHER, 5))]
    (one,) = strict.take(strict.send("b.xlsx", half, county=OTHER))
    assert one.outcome == "held"

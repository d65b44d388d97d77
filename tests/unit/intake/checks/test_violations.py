"""What each kind of check finds in the smallest tables, at its bounds, with all that its message can say.

A fact that is wrong here is a wrong number in the sentence that a clerk reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reporting.definitions.forms import ItemTable, RowTable
from reporting.definitions.periods import Period
from reporting.intake.checks.base import CheckContext, CheckedTable, Earlier, Violation, plain
from reporting.intake.checks.registry import kinds
from reporting.intake.cleaning.tables.printed import PrintedShare, PrintedTotal
from reporting.settings import Settings

NAN = float("nan")
APRIL, MARCH = Period("2022-04"), Period("2022-03")
LEDGER = RowTable.model_validate(
    {
        "layout": "rows",
        "name": "ledger",
        "sheets": ["台账", "别名"],
        "entity": ["code", "name"],
        "fields": [
            {"name": "code", "heading": "标识码", "kind": "code"},
            {"name": "name", "heading": "学校名称", "kind": "text"},
            {"name": "county", "heading": "县区", "kind": "county"},
            {"name": "boarding", "heading": "寄宿", "kind": "boolean"},
            {"name": "offers", "heading": "开展", "kind": "boolean"},
            {"name": "applied", "heading": "申请", "kind": "integer", "counts": "people"},
            {"name": "enrolled", "heading": "在校", "kind": "integer", "counts": "people"},
            {"name": "joined", "heading": "参加", "kind": "integer", "counts": "people", "high": 900},
            {"name": "fee", "heading": "收费", "kind": "number", "counts": "nothing"},
            {"name": "share", "heading": "占比", "kind": "percent"},
            {"name": "issued", "heading": "日期", "kind": "date"},
            {"name": "note", "heading": "说明", "kind": "text"},
        ],
    }
)
FIGURES = ItemTable.model_validate(
    {
        "layout": "items",
        "name": "figures",
        "sheets": ["统计"],
        "item_heading": ["指标"],
        "value_heading": ["数值"],
        "items": [
            {"name": "whole", "label": "总数"},
            {"name": "part", "label": "其中"},
            {"name": "rest", "label": "其余"},
            {"name": "since", "label": "日期", "kind": "date"},
        ],
    }
)


def rows(totals: Sequence[PrintedTotal] = (), **columns: list[Any]) -> CheckedTable:
    """Rows from the third of the sheet on; numbers are float64."""
    size = max(map(len, columns.values()), default=0)
    given = {"sheet": ["台账"] * size, "row_number": [*range(3, 3 + size)], **columns}
    frame = pd.DataFrame(
        {
            name: pd.Series(values, dtype="float64")
            if LEDGER_KINDS.get(name) in ("integer", "number", "percent")
            else pd.Series(values, dtype="object")
            for name, values in given.items()
        }
    )
    letters = {("台账", field.name): "ABCDEFGHIJKL"[at] for at, field in enumerate(LEDGER.fields)}
    return CheckedTable(LEDGER, frame, letters=letters, totals=tuple(totals))


LEDGER_KINDS = {field.name: field.kind for field in LEDGER.fields}


def items(shares: Sequence[PrintedShare] = (), **values: float | str) -> CheckedTable:
    frame = pd.DataFrame({name: [value] for name, value in values.items()})
    return CheckedTable(FIGURES, frame, shares=tuple(shares), cells={"part": ("统计", "C4")})


@pytest.fixture(scope="module")
def context(settings: Settings) -> CheckContext:
    return CheckContext(settings.city, "410422", APRIL, {}, True, frozenset(), lambda _name: None)


def found(kind: str, rule: dict[str, Any], table: CheckedTable, context: CheckContext, **known: Any) -> list[Violation]:
    before = known.pop("before", None)
    earlier = Earlier(known.pop("when", MARCH), before) if before is not None else None
    given = CheckContext(
        **{
            **{name: getattr(context, name) for name in ("city", "sender", "period", "tables", "whole", "elsewhere")},
            "earlier": lambda _name: earlier,
            **known,
        }
    )
    one = kinds()[kind]
    return list(one.violations(one.rule.model_validate(rule), table, given))


@pytest.mark.parametrize(
    ("answers", "at_least", "facts"),
    [
        ({"boarding": [True, True], "offers": [True, True]}, 2, {"found": "2", "count": "2"}),
        ({"boarding": [True, True], "offers": [True, True]}, 3, None),
        ({"boarding": [True, None], "offers": [None, True]}, 2, {"found": "2", "count": "2"}),
        ({"boarding": [True, None], "offers": [True, None]}, 2, None),  # a row that says nothing is none
        ({"boarding": [True, False], "offers": [True, True]}, 2, None),
        ({"boarding": [True, True]}, 2, None),
    ],
)
def test_all_full(
    answers: dict[str, list[Any]], at_least: int, facts: dict[str, str] | None, context: CheckContext
) -> None:
    """Everything at 100 % would pass unasked, or a handful of rows be asked about."""
    rule = {"of": ["boarding", "offers"], "at_least": at_least}
    expected = [] if facts is None else [Violation(None, "", facts)]
    assert found("all_full", rule, rows(**answers), context) == expected


@pytest.mark.parametrize(
    ("now", "before", "each", "violation"),
    [
        (120, 100, True, None),
        (121, 100, True, (0, "121", "100", "+21")),
        (80, 100, True, None),
        (79, 100, True, (0, "79", "100", "-21")),
        (50, 0, True, None),
        (40, 30, True, None),  # below at_least in both
        (50, 30, True, (0, "50", "30", "+67")),
        (30, 50, True, (0, "30", "50", "-40")),
        (NAN, 100, True, None),
        (121, NAN, True, None),
        (321, 300, False, None),
        (521, 300, False, (None, "621", "400", "+55")),
    ],
)
def test_jump(
    now: float, before: float, each: bool, violation: tuple[int | None, str, str, str] | None, context: CheckContext
) -> None:
    """A school at the limit would be asked about, or a jump be told with the wrong month or number."""
    rule = {"of": ["enrolled", "fee"], "percent": 20, "at_least": 50, "each": each}
    table = rows(school_id=["a", "b", None, "new"], enrolled=[now, 100, 9000, 8000])
    earlier = rows(school_id=["b", "a", "a", None], enrolled=[100, before, 7, 1])
    expected = []
    if violation:
        row, told, was, change = violation
        facts = {"found": told, "before": was, "field": "在校", "change": change, "period": "2022年3月"}
        expected = [Violation(row, "enrolled", facts, cells=("enrolled",))]
    assert found("jump", rule, table, context, before=earlier) == expected


def test_jump_of_an_item_and_only_since_the_month_before(context: CheckContext) -> None:
    """A figure of a year ago would be held against this month's."""
    rule = {"of": ["whole"], "percent": 20}
    facts = {"found": "130", "before": "100", "field": "总数", "change": "+30", "period": "2022年3月"}
    now, before = items(whole=130.0), items(whole=100.0)
    assert found("jump", rule, now, context, before=before) == [Violation(0, "whole", facts, cells=("whole",))]
    assert found("jump", rule, now, context, before=before, when=Period("2022-02")) == []
    assert found("jump", rule, now, context, before=before, period=None) == []
    assert found("jump", rule, now, context, before=items(part=100.0)) == []
    assert found("jump", rule, now, context) == []


@pytest.mark.parametrize(
    ("columns", "before", "violation"),
    [
        ({"enrolled": [1000.0], "school_id": ["a"]}, {"enrolled": [100.0], "school_id": ["a"]}, None),
        ({"enrolled": [1001.0], "school_id": ["a"]}, {"enrolled": [100.0], "school_id": ["a"]}, ("1001", "100")),
        ({"enrolled": [1001.0], "school_id": ["a"]}, {"enrolled": [100.0], "school_id": ["b"]}, None),
        ({"enrolled": [1001.0], "school_id": ["a"]}, {"enrolled": [0.0], "school_id": ["a"]}, None),
        ({"enrolled": [1000.0], "applied": [100.0]}, None, None),
        ({"enrolled": [1001.0], "applied": [100.0]}, None, ("1001", "100")),
        ({"enrolled": [1001.0], "applied": [100.0], "joined": [101.0]}, None, None),  # the largest of them
        ({"enrolled": [1001.0], "applied": [NAN], "joined": [9.0]}, None, ("1001", "9")),
        ({"enrolled": [1001.0], "applied": [0.0]}, None, None),
        ({"enrolled": [99.0], "applied": [5.0]}, None, None),  # below at_least
        ({"enrolled": [100.0], "applied": [5.0]}, None, ("100", "5")),
        (
            {"enrolled": [1001.0], "applied": [90.0], "school_id": ["a"]},
            {"enrolled": [100.0], "school_id": ["a"]},
            ("1001", "90"),
        ),
    ],
)
def test_out_of_line(
    columns: dict[str, list[Any]],
    before: dict[str, list[Any]] | None,
    violation: tuple[str, str] | None,
    context: CheckContext,
) -> None:
    """A digit too many would outweigh a whole county; a school that grew would be told that it cannot be."""
    rule = {"of": ["enrolled"], "beside": ["enrolled", "applied", "joined"]}
    expected = []
    if violation:
        facts = {"found": violation[0], "other": violation[1], "field": "在校"}
        expected = [Violation(0, "enrolled", facts, cells=("enrolled",))]
    earlier = {} if before is None else {"before": rows(**before)}
    assert found("out_of_line", rule, rows(**columns), context, **earlier) == expected


def test_out_of_line_is_told_of_the_row_and_of_the_school_s_own_past(context: CheckContext) -> None:
    """The wrong school would be asked, since rows stand in another order than last month."""
    now = rows(school_id=["a", "b", "c"], enrolled=[100, 100, 5000])
    before = rows(school_id=["c", "a", "a", "b"], enrolled=[400, 1, 100, 100])
    (first, last) = found("out_of_line", {"of": ["enrolled"], "times": 10}, now, context, before=before)
    assert (first.row, first.facts["other"], last.row, last.facts["other"]) == (0, "1", 2, "400")
    item = found("out_of_line", {"of": ["whole"]}, items(whole=4001.0), context, before=items(whole=400.0))
    facts = {"found": "4001", "other": "400", "field": "总数"}
    assert item == [Violation(0, "whole", facts, cells=("whole",))]
    # one that does not stand beside others is not held against them
    alone = {"of": ["fee"], "beside": ["enrolled", "applied"]}
    assert found("out_of_line", alone, rows(fee=[9000], enrolled=[1], applied=[1]), context) == []


@pytest.mark.parametrize(
    ("columns", "violations"),
    [
        ({"enrolled": [5000.0], "fee": [300.0], "share": [100.0]}, []),
        ({"enrolled": [5001.0]}, [("enrolled", 0, "5001", "5000", "在校")]),
        ({"joined": [900.0]}, []),
        ({"joined": [901.0]}, [("joined", 0, "901", "900", "参加")]),
        ({"fee": [300.5]}, [("fee", 0, "300.5", "300", "收费")]),
        ({"share": [100.1]}, [("share", 0, "100.1", "100", "占比")]),
        ({"enrolled": [NAN, 1234.0], "code": ["1234", "1234"]}, [("enrolled", 1, "1234", "5000", "在校")]),
        ({"enrolled": [123.0], "code": ["123"]}, []),
        ({"enrolled": [1234.0], "code": ["12３4"]}, []),
        ({"enrolled": [1234.0], "code": ["A1234"]}, []),
        ({"fee": [12.0], "enrolled": [5.0], "code": ["0012"]}, []),
    ],
)
def test_plausible(
    columns: dict[str, list[Any]], violations: list[tuple[str, int, str, str, str]], context: CheckContext
) -> None:
    """A school's code among its pupils would be a county's largest school; or a large school be refused."""
    rule = {"integer": 5000, "number": 300, "digits": 4}
    assert found("plausible", rule, rows(**columns), context) == [
        Violation(row, name, {"found": told, "high": high, "field": label}, cells=(name,))
        for name, row, told, high, label in violations
    ]


@pytest.mark.parametrize(
    ("percent", "part", "right"),
    [
        (50.0, 1.0, None),
        (50.5, 101.0, None),
        (33.3, 66.6, None),
        (33.4, 66.6, None),  # a tenth is forgiven
        (33.41, 66.6, "33.30%"),
        (33.0, 67.0, None),  # a whole percentage may be half a point off
        (34.0, 67.0, None),
        (33.0, 67.1, "33.55%"),
        (0.4, 0.0, "0.00%"),
    ],
)
def test_printed_share(percent: float, part: float, right: str | None, context: CheckContext) -> None:
    """A rounded percentage would be called wrong, or a wrong one pass."""
    whole = 2.0 if part == 1.0 else 200.0
    table = items([PrintedShare("part", percent, "统计", "D4")], part=part, whole=whole)
    expected = []
    if right:
        facts = {"found": f"{plain(percent)}%", "right": right, "numerator": plain(part), "denominator": plain(whole)}
        expected = [Violation(0, "part", {**facts, "part": "其中", "whole": "总数"}, cell="D4")]
    assert found("printed_share", {"parts": ["part"], "whole": "whole"}, table, context) == expected


def test_a_share_of_nothing_or_of_no_part_of_the_rule_is_passed_over(context: CheckContext) -> None:
    """One share that cannot be held against anything would hide the wrong one after it."""
    shares = [PrintedShare(name, 99.0, "统计", f"D{at}") for at, name in enumerate(("since", "rest", "part"))]
    rule = {"parts": ["part", "rest"], "whole": "whole"}
    (wrong,) = found("printed_share", rule, items(shares, part=1.0, whole=2.0, since="甲"), context)
    assert (wrong.field, wrong.cell) == ("part", "D2")
    assert found("printed_share", rule, items(shares, part=1.0, whole=0.0), context) == []
    assert found("printed_share", rule, items(shares, part=1.0), context) == []


@pytest.mark.parametrize(
    ("total", "parts", "told"),
    [
        (3.0, (1.0, 2.0), None),
        (4.0, (1.0, 2.0), "3"),
        (0.3, (0.1, 0.2), None),
        (2.0, (1.0, 2.0), "3"),
        (NAN, (1.0, 2.0), None),
        (3.0, (1.0, NAN), None),
    ],
)
def test_parts(total: float, parts: tuple[float, float], told: str | None, context: CheckContext) -> None:
    """A sum in tenths would be called wrong, or one that is one short pass."""
    table = items(whole=total, part=parts[0], rest=parts[1])
    expected = []
    if told:
        facts = {"found": plain(total), "sum": told, "total": "总数", "parts": "其中＋其余"}
        expected = [Violation(0, "whole", facts, cells=("whole", "part", "rest"))]
    assert found("parts", {"parts": ["part", "rest"], "total": "whole"}, table, context) == expected


def test_order_and_within_name_every_number_that_breaks_them(context: CheckContext) -> None:
    """The second of two faults would be found a month later, when the first is mended."""
    table = rows(joined=[10, 11, 3], applied=[11, 10, 3], enrolled=[10, 10, 3])
    rule = {"lesser": ["applied", "share", "joined"], "greater": "enrolled"}
    limits = {"greater": "在校", "limit": "10", "found": "11"}
    assert found("order", rule, table, context) == [
        Violation(0, "applied", {**limits, "lesser": "申请"}, cells=("applied", "enrolled")),
        Violation(1, "joined", {**limits, "lesser": "参加"}, cells=("joined", "enrolled")),
    ]
    bounds = {"of": ["fee", "share", "enrolled"], "low": 0, "high": 10}
    table = rows(share=[-1, 0, 10, 10.5], enrolled=[NAN, NAN, 11, NAN])
    said = {"low": "0", "high": "10", "least": "0"}
    assert found("within", bounds, table, context) == [
        Violation(0, "share", {**said, "found": "-1", "field": "占比"}, cells=("share",)),
        Violation(3, "share", {**said, "found": "10.5", "field": "占比"}, cells=("share",)),
        Violation(2, "enrolled", {**said, "found": "11", "field": "在校"}, cells=("enrolled",)),
    ]


def test_code_shape_and_own_county_name_what_was_found(context: CheckContext) -> None:
    """A clerk would look for a code of another length, or for a county that nobody named."""
    table = rows(
        code=["4110000001", "411", None, "", "4110000002x"], county=["410422", "410425", None, "410482", "410422"]
    )
    assert found("code_shape", {"of": "code", "pattern": r"\d{10}"}, table, context) == [
        Violation(1, "code", {"found": "411", "field": "标识码", "length": "3"}),
        Violation(4, "code", {"found": "4110000002x", "field": "标识码", "length": "11"}),
    ]
    first, second = found("own_county", {"of": "county"}, table, context)
    assert first == Violation(1, "county", {"found": "郏县", "sender": "叶县"})
    assert second.row == 3
    assert found("own_county", {"of": "county"}, table, context, sender=None) == []
    with pytest.raises(ValueError, match="no regular expression"):
        kinds()["code_shape"].rule.model_validate({"of": "code", "pattern": "("})


def test_constant_and_dated_ahead_say_what_was_and_what_is(context: CheckContext) -> None:
    """A baseline that moved would be told with the wrong month, or a gap be taken for another value."""
    rule = {"of": ["rest", "part", "since", "whole"]}
    now = items(whole=90.0, part=NAN, since="2021-07-24")
    before = items(whole=100.5, part=3.0, since="2021-08-24", rest=1.0)
    said = {"period": "2021年9月"}
    assert found("constant", rule, now, context, before=before, when=Period("2021-09")) == [
        Violation(0, "since", {**said, "found": "2021-07-24", "before": "2021-08-24", "field": "日期"}),
        Violation(0, "whole", {**said, "found": "90", "before": "100.5", "field": "总数"}),
    ]
    days = [pd.Timestamp("2022-05-31"), pd.Timestamp("2022-06-01"), pd.NaT]
    ahead = found("dated_ahead", {"of": ["note", "issued"]}, rows(issued=days), context)
    assert ahead == [Violation(1, "issued", {"found": "2022-06-01", "field": "日期"}, cells=("issued",))]
    assert len(found("dated_ahead", {"of": ["issued"], "days": 30}, rows(issued=days), context)) == 2
    assert found("dated_ahead", {"of": ["issued"]}, rows(issued=days), context, period=None) == []


def test_copied(context: CheckContext) -> None:
    """A ledger that repeats the month before in another order would pass, or one in which a fee changed be held."""
    columns: dict[str, list[Any]] = {"name": ["甲", "乙"], "enrolled": [1, 2], "fee": [NAN, 5], "county": [None, None]}
    rule = {"least": 2}
    same = [Violation(None, "", {"found": "2", "period": "2022年3月"})]
    turned = {name: values[::-1] for name, values in columns.items()} | {"county": ["410422", "410422"]}
    assert found("copied", rule, rows(**columns), context, before=rows(**turned)) == same
    for name, other in (("name", "丙"), ("fee", 6), ("enrolled", 3)):
        changed = {**columns, name: [columns[name][0], other]}
        assert found("copied", rule, rows(**changed), context, before=rows(**columns)) == [], name
    assert found("copied", {"least": 3}, rows(**columns), context, before=rows(**columns)) == []
    longer = {name: [*values, values[-1]] for name, values in columns.items()}
    assert found("copied", rule, rows(**columns), context, before=rows(**longer)) == []
    # the same numbers in other rows are another ledger
    crossed = {**columns, "fee": [5, NAN]}
    assert found("copied", rule, rows(**crossed), context, before=rows(**columns)) == []
    bare = rows(name=["甲", "乙"], enrolled=[NAN, NAN])
    assert found("copied", rule, bare, context, before=bare) == []
    assert found("copied", rule, rows(**columns), context) == []


def test_duplicates_name_every_row_and_the_code(context: CheckContext) -> None:
    """Of three rows of one school one would be named, or another school's code."""
    table = rows(
        school_id=["a", "b", "a", None, "b", "a", "c"], name=[*"甲乙丙丁戊甲己"], code=["1", None, "1", *"2345"]
    )
    assert found("duplicates", {}, table, context) == [
        Violation(
            2,
            "name",
            {"found": "丙、甲", "rows": "3、5、8", "first": "台账 B3", "count": "2", "code": "1"},
            also=(5,),
        ),
        Violation(4, "name", {"found": "戊", "rows": "4、7", "first": "台账 B4", "count": "1", "code": ""}, also=()),
    ]
    assert found("duplicates", {}, rows(name=["甲"]), context) == []


def test_missing_entity_counts_what_is_here_and_what_was(context: CheckContext) -> None:
    """A clerk would not see that half the ledger is missing, and not three schools."""
    asked: list[object] = []

    def awaited(name: str, here: object) -> list[str]:
        asked.append((name, here))
        return ["甲", "乙"]

    table, before = rows(school_id=["a", None, "a"]), rows(school_id=["a", "b", "c", "d"])
    facts = {"found": "甲、乙", "count": "2", "here": "1", "before": "4", "period": "2022年3月"}
    assert found("missing_entity", {}, table, context, before=before, awaited=awaited) == [Violation(None, "", facts)]
    assert asked == [("ledger", {"a"})]
    first = found("missing_entity", {}, table, context, awaited=awaited)
    assert first == [Violation(None, "", {**facts, "before": "0", "period": ""})]
    assert found("missing_entity", {}, table, context, awaited=lambda _name, _here: []) == []


@pytest.mark.parametrize(
    ("known", "city", "missed"),
    [
        ({}, False, True),
        ({"whole": False}, False, False),
        ({"sender": "410400"}, False, False),
        ({"sender": "410400"}, True, True),
        ({"elsewhere": frozenset({"ledger"})}, False, False),
        ({"elsewhere": frozenset({"figures"})}, False, True),
    ],
)
def test_missing_table(known: dict[str, Any], city: bool, missed: bool, context: CheckContext) -> None:
    """A county that sent its ledger apart would be asked for it again, or one without it pass."""
    empty = CheckedTable(LEDGER, pd.DataFrame())
    expected = [Violation(None, "", {"found": "台账"})] if missed else []
    assert found("missing_table", {"city": city}, empty, context, **known) == expected
    assert found("missing_table", {"city": city}, rows(name=["甲"]), context, **known) == []


def test_calendar(context: CheckContext) -> None:
    """Figures of a holiday would count as the term's, or summer care be refused."""
    july = {"period": Period("2022-07")}
    rule = {"allowed": ["part"]}
    assert found("calendar", rule, items(whole=1.0), context, **july) == [Violation(None, "", {"found": "2022年7月"})]
    assert found("calendar", rule, items(whole=NAN, part=1.0), context, **july) == []
    assert found("calendar", rule, items(whole=1.0), context) == []
    assert found("calendar", rule, items(whole=1.0), context, period=None) == []


def test_free_text_names_what_it_may_betray_in_so_many_characters(context: CheckContext) -> None:
    """A clerk would read half a sentence, or all of it in the list of faults; or a ledger's school pass."""
    short, long = (f"约谈佟大为，{'请' * more}" for more in (18, 19))
    table = rows(note=[short, long, None, "部分学校时间不足", "溪禾双语开展"])
    ledger = rows(name=["溪禾双语", None])
    first, second, school = found("free_text", {"of": ["issued", "note"]}, table, context, tables={"ledger": ledger})
    assert (first.row, first.field, first.facts) == (0, "note", {"found": short, "doubt": "个人", "field": "说明"})
    assert second.facts["found"] == long[:23] + "…"
    assert len(second.facts["found"]) == 24
    assert (school.row, school.facts["doubt"]) == (4, "学校")


def test_total_rows(context: CheckContext) -> None:
    """A right total would be called wrong at a cell of another sheet."""

    def total(number: float, reason: Any, row: int, first: int = 3, last: int = 6) -> PrintedTotal:
        return PrintedTotal("enrolled", number, reason, "台账", "G", row, first, last)

    table: dict[str, Any] = {"enrolled": [1, 2, 3, NAN], "row_number": [3, 4, 6, 7]}
    for right in (total(6, "total", 8, last=7), total(3, "subtotal", 5), total(3, "subtotal", 5, last=7)):
        assert found("total_row", {}, rows([right], **table), context) == [], right
    wrong = rows([total(5, "total", 8, last=7), total(4, "subtotal", 8, last=7)], **table)
    said = {"sum": "6", "field": "在校"}
    assert found("total_row", {}, wrong, context) == [
        Violation(None, "enrolled", {**said, "found": "5"}, cell="G8", sheet="台账"),
        Violation(None, "enrolled", {**said, "found": "4"}, cell="G8", sheet="台账"),
    ]


def test_places_are_those_of_the_sheet(context: CheckContext) -> None:
    """A receipt would point at another cell than the one that is wrong."""
    table = rows(name=["甲", None], code=["1", "2"], enrolled=[1, 2])
    assert table.place(0, "code") == ("台账", "A3")
    assert table.place(1, "enrolled") == ("台账", "G4")
    assert table.place(1, "nowhere") == ("台账", "A4")
    assert table.place(None, "code") == ("台账", "")
    assert (table.row_number(1), table.row_number(None)) == (4, None)
    assert [table.entity(row) for row in (0, 1, None)] == ["甲", "", ""]
    assert CheckedTable(LEDGER, pd.DataFrame()).place(None, "code") == ("台账", "")
    figures = items(part=1.0, whole=2.0)
    assert (figures.place(0, "part"), figures.place(None, "whole")) == (("统计", "C4"), ("", ""))
    assert (figures.row_number(0), figures.entity(0)) == (None, "")
    assert figures.labels == {"whole": "总数", "part": "其中", "rest": "其余", "since": "日期"}
    assert (table.has("name", "enrolled"), table.has("name", "fee"), rows().has()) == (True, False, False)
    assert table.numbers("enrolled") is table.numbers("enrolled")
    assert np.array_equal(table.numbers("enrolled"), [1, 2])


@pytest.mark.parametrize(("number", "text"), [(520.0, "520"), (0.5, "0.5"), (4110000001.0, "4110000001"), (-1.0, "-1")])
def test_a_number_is_written_as_a_clerk_writes_it(number: float, text: str) -> None:
    """520.0 pupils, or a code in scientific notation, would stand in a receipt."""
    assert plain(number) == text

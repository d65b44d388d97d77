"""Each rule of forms.yaml has a file in `rules/` that breaks it and no other: the smallest that a county could send.

``RULE.csv`` is the file; ``RULE.before.csv`` is what the county sent the month before, where the rule looks back.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.intake.conftest import ROOT, Bureau

from reporting.definitions.forms import Check
from reporting.intake.examination import HELD
from reporting.settings import Project, load_settings

RULES = Path(__file__).with_name("rules")
CHECKS = {check.id: check for form in load_settings(Project.at(ROOT)).forms.forms for check in form.checks}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_its_file_breaks_this_rule_alone(bureau: Bureau, check: Check) -> None:
    """A rule would never speak, or a clerk would be sent after a fault that is not there."""
    before = RULES / f"{check.id}.before.csv"
    if before.exists():
        (earlier,) = bureau.take(before)
        assert earlier.outcome == "accepted"
    (taken,) = bureau.take(RULES / f"{check.id}.csv")
    with bureau.view() as view:
        findings = view.findings()
    # the files are smaller than what tells whether a school is in scope: that rule is looked for in its own
    asked = {*CHECKS} - ({"scope_untold"} - {check.id})
    found = findings[(findings["submission"] == taken.submission) & findings["check_id"].isin(asked)]
    assert found[["check_id", "severity"]].to_numpy().tolist() == [[check.id, check.severity]]
    message = str(found["message"].iloc[0])
    assert message.startswith(str(found["sheet"].iloc[0]))
    assert message.endswith(check.todo)
    error = "held" if check.id in HELD else "partly"
    assert taken.outcome == (error if check.severity == "error" else "accepted")


def test_no_file_is_left_of_a_rule_that_is_gone() -> None:
    """A reader would look for a rule that nobody applies."""
    assert {path.name.split(".")[0] for path in RULES.iterdir()} == set(CHECKS)

"""Ledgers as clerks mess them up come in as they were meant, or with a word about it."""

from __future__ import annotations

from tests.unit.intake.messy import scored

from reporting.settings import Settings
from reporting.store.view import View


def test_what_can_be_told_comes_in_and_nothing_is_silently_wrong(settings: Settings, nothing_sent: View) -> None:
    """Counties would be asked again for what they said, or be judged by numbers that they did not send."""
    score = scored(settings, nothing_sent, range(12))
    assert score.wrong == []
    assert score.told > 1000
    assert score.share >= 0.99, score.missed.most_common(10)

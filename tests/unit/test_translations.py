"""Catalogues: words that a bureau may mend with a text editor."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from reporting.errors import ReportingError, SettingsError, StoreError, UsageError
from reporting.translations import read_catalogue, translator


def test_a_message_is_in_the_reader_s_language() -> None:
    """Readers would meet English in a Chinese page."""
    assert translator("editions", "zh-Hans")("Draft") == "草稿"
    assert translator("editions", "en")("Draft") == "Draft"
    assert translator("editions", "zh-Hans")("no such message") == "no such message"


def test_what_has_no_translation_yet_is_left_out(tmp_path: Path) -> None:
    """An empty or doubtful translation would leave a blank on the page."""
    path = tmp_path / "en.po"
    path.write_text('msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "x"\n\nmsgid "c"\nmsgstr "see"\n', "utf-8")
    assert read_catalogue(path) == {"c": "see"}


@pytest.mark.parametrize("content", [b'msgid "a"\nmsgtr "b"\n', b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_slip_in_a_catalogue_is_named(tmp_path: Path, content: bytes) -> None:
    """A forgotten quotation mark would end in a traceback."""
    path = tmp_path / "en.po"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"en\.po"):
        read_catalogue(path)


@pytest.mark.parametrize("kind", [ReportingError, UsageError, StoreError])
def test_an_error_survives_the_way_between_processes(kind: type[ReportingError]) -> None:
    """A worker's error would arrive without its place and advice."""
    back = pickle.loads(pickle.dumps(kind("what", where="file, line 3", hint="do this")))  # noqa: S301
    assert type(back) is kind
    assert str(back) == "file, line 3: what → do this"
    assert (back.what, back.where, back.hint) == ("what", "file, line 3", "do this")


def test_a_saved_catalogue_is_read_again(tmp_path: Path) -> None:
    """A word mended in the editor would go on being the old one in the preview."""
    path = tmp_path / "words.po"
    path.write_text('msgid "a"\nmsgstr "甲"\n', encoding="utf-8")
    os.utime(path, ns=(0, 0))
    assert read_catalogue(path) == {"a": "甲"}
    path.write_text('msgid "a"\nmsgstr "乙"\n', encoding="utf-8")
    assert read_catalogue(path) == {"a": "乙"}


def test_a_bureau_has_its_own_words() -> None:
    """A country's pages would speak of a city; a place for a value, or half of another word, would be replaced."""
    chinese = translator("report", "zh-Hans", {"全市": "全国"})
    assert chinese("City") == "全国"
    english = translator("report", "en", {"city": "country", "counties": "provinces"})
    assert english("{city}: {count} counties of the city, in all capacity") == (
        "{city}: {count} provinces of the country, in all capacity"
    )

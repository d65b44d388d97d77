"""What the warm parent of an edition's kernels does before the first: what it leaves out, each page pays for."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from reporting.execution.warm import extensions
from reporting.pagemaking import warmup
from reporting.pages import fonts, glyphs
from reporting.report import notebook_display
from reporting.report.figures import rehearsal
from reporting.translations import read_catalogue


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was rehearsed, without what that costs."""
    done: dict[str, Any] = {}

    def folder(path: Path | None) -> nullcontext[None]:
        done["kept in"] = path
        return nullcontext()

    monkeypatch.setattr(warmup, "rehearse", lambda **options: done.update(cell=options))
    monkeypatch.setattr(rehearsal, "rehearse_figures", lambda: done.update(figures=True))
    monkeypatch.setattr(extensions, "load_in_kernels", lambda name: done.update(extension=name))
    monkeypatch.setattr(warmup, "_rehearse_exporter", lambda: done.update(exporter=True))
    monkeypatch.setattr(fonts, "face", lambda characters: done.update(characters=characters))
    monkeypatch.setattr(glyphs, "kept_glyphs", folder)
    return done


def test_what_all_pages_have_in_common_is_rehearsed_once(done: dict[str, Any]) -> None:
    """Each of thousands of pages would compile or outline it again; or plots would look as in a plain notebook."""
    warmup.rehearse_pages()
    assert done["cell"] == {"alone": False}, "pictures in files and tracebacks are what a page seldom has"
    assert done["figures"]
    assert done["exporter"]
    assert done["extension"] == notebook_display.__name__
    assert done["kept in"] == glyphs.AT_SET_UP
    catalogues = list((Path(warmup.__file__).parents[1] / "locale" / "zh_Hans").glob("*.po"))
    assert len(catalogues) > 1
    assert done["characters"] == {
        letter for path in catalogues for text in read_catalogue(path).values() for letter in text
    }


def test_the_common_characters_are_those_of_the_standard() -> None:
    """Every process to come would outline what set-up left out: GB/T 2312 has 3,755, from 啊 to 座."""
    common = warmup._common_characters()
    assert (len(set(common)), common[0], common[-1]) == (3755, "啊", "座")

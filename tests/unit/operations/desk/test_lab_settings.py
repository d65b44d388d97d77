"""What the lab may load."""

from __future__ import annotations

import json
from pathlib import Path

from reporting.operations.desk.lab_settings import allowed_labextensions, foreign, refused, write_overrides


def extension(folder: Path, name: str, version: str = "1") -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "package.json").write_text(json.dumps({"name": name, "version": version}), "utf-8")


def test_only_allowed_extensions_are_offered_and_the_first_found_wins(tmp_path: Path) -> None:
    """An extension that a package brings by the way would see every notebook, or an older copy shadow the right one."""
    first, second = tmp_path / "first", tmp_path / "second"
    extension(first, "jupyterlab_pygments", "2")
    extension(second, "jupyterlab_pygments", "1")
    extension(second, "@bureau/charts")
    extension(second, "share-everything")
    offered = allowed_labextensions([first, second], tmp_path / "offered", ["@bureau/charts"])
    assert sorted(path.parent.relative_to(offered).as_posix() for path in offered.rglob("package.json")) == [
        "@bureau/charts",
        "jupyterlab_pygments",
    ]
    assert json.loads((offered / "jupyterlab_pygments" / "package.json").read_text("utf-8"))["version"] == "2"


def test_a_server_extension_that_nobody_allowed_is_switched_off() -> None:
    """It would run in the server's process, with the analyst's rights."""
    assert refused(["jupyterlab", "telemetry", "ours"], ["ours"]) == {
        "jupyterlab": True,
        "telemetry": False,
        "ours": True,
    }


def test_foreign_names_are_what_is_neither_ours_nor_allowed() -> None:
    """The doctor would warn of what the bureau chose, or stay silent about what it did not."""
    assert foreign(["b", "a", "ours", "allowed"], ["ours"], ["allowed"]) == ["a", "b"]


def test_the_lab_asks_for_no_news_and_takes_the_language(tmp_path: Path) -> None:
    """The first thing an analyst sees would be a question whether to contact a web site."""
    folder = write_overrides(tmp_path / "config", "zh_CN")
    settings = json.loads((folder / "labconfig" / "default_setting_overrides.json").read_text("utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"] == {"fetchNews": "false", "checkForUpdates": False}
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "zh_CN"}

"""What the lab that `reporting lab` opens may do: an allow-list of extensions, and nothing that asks outside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

__all__ = ["LAB_EXTENSIONS", "SERVER_EXTENSIONS", "allowed_labextensions", "foreign", "refused", "write_overrides"]

LAB_EXTENSIONS = frozenset({"jupyterlab_pygments"})
"""What JupyterLab and nbconvert bring with them for the browser."""

SERVER_EXTENSIONS = frozenset({"jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim"})
"""What JupyterLab brings with it for its server."""


def foreign(names: Iterable[str], ours: Collection[str], allowed: Collection[str]) -> list[str]:
    """The names that are neither ours nor allowed by the bureau, sorted."""
    return sorted(set(names) - set(ours) - set(allowed))


def refused(found: Iterable[str], allowed: Collection[str]) -> dict[str, bool]:
    """Server extension → whether it is loaded, as Jupyter's own option `jpserver_extensions` takes it."""
    return {name: name in SERVER_EXTENSIONS or name in allowed for name in found}


def allowed_labextensions(folders: Iterable[Path], target: Path, allowed: Collection[str]) -> Path:
    """A folder that holds the browser's extensions that are allowed, and no other.

    Args:
        folders: where Jupyter looks, the first found wins.
        target: a folder to be made.
    """
    target.mkdir(parents=True)
    for folder in folders:
        for name in sorted({*LAB_EXTENSIONS, *allowed}):
            if (folder / name / "package.json").is_file() and not (target / name).exists():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(folder / name, target / name)
    return target


def write_overrides(folder: Path, locale: str) -> Path:
    """A Jupyter configuration folder in which the lab asks for no news and speaks the reader's language.

    A setting that an analyst has made by hand still wins.

    Args:
        locale: as JupyterLab names it (`zh_CN`), or `default`.
    """
    settings: dict[str, dict[str, Any]] = {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/translation-extension:plugin": {"locale": locale},
    }
    labconfig = folder / "labconfig"
    labconfig.mkdir(parents=True)
    (labconfig / "default_setting_overrides.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder

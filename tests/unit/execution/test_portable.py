"""Everything can be imported where the modules of Unix are missing, as on Windows; only forking needs them."""

from __future__ import annotations

import subprocess
import sys

_IMPORT_ALL = """
import builtins, importlib, pkgutil, sys

missing = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
actual = builtins.__import__

def without_unix(name, globals=None, *others, **more):
    # what other packages do about it is their business
    if name in missing and (globals or {}).get("__name__", "").partition(".")[0] == "reporting":
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    return actual(name, globals, *others, **more)

builtins.__import__ = without_unix
import reporting
for module in pkgutil.walk_packages(reporting.__path__, "reporting."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def test_every_module_can_be_imported_without_those_of_unix() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT_ALL], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0

"""Addresses hold passwords: where they are read from, and where they never show."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from reporting.errors import UsageError
from reporting.operations.addresses import addresses_hidden, read_addresses, role_of_county

SECRET = "mailtos://post:geheim@example.org"  # noqa: S105


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_roles_from_the_environment_and_from_the_file(tmp_path: Path) -> None:
    """A county would be written to at another's address; the environment goes before the file."""
    lines = f'# ours\n\nREPORTING_NOTIFY_BUREAU={SECRET}\nREPORTING_NOTIFY_410400_D="json://localhost"\n'
    file = write(tmp_path / "notify.env", lines)
    found = read_addresses(
        {
            "REPORTING_NOTIFY_FILE": str(file),
            "REPORTING_NOTIFY_410421": "json://a json://b",
            "REPORTING_NOTIFY_BUREAU": "json://c",
            "HOME": "/",
        }
    )
    assert found.of("410421") == ("json://a", "json://b")
    assert found.of("bureau") == ("json://c",)
    assert found.of(role_of_county("410400-D")) == ("json://localhost",)
    assert found.of("readers") == ()


def test_they_do_not_show(tmp_path: Path) -> None:
    """A password would stand in a log, a traceback or the table of stored jobs."""
    addresses = read_addresses({"REPORTING_NOTIFY_BUREAU": SECRET})
    assert repr(addresses) == "Addresses(BUREAU)"
    with pytest.raises(TypeError, match="passwords"):
        pickle.dumps(addresses)


@pytest.mark.parametrize("line", [f"BUREAU={SECRET}", SECRET])
def test_a_wrong_line_is_named_but_not_quoted(tmp_path: Path, line: str) -> None:
    file = write(tmp_path / "notify.env", f"# first\n{line}\n")
    with pytest.raises(UsageError, match=r"notify\.env, line 2") as caught:
        read_addresses({"REPORTING_NOTIFY_FILE": str(file)})
    assert "geheim" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "notify.env", f"REPORTING_NOTIFY_BUREAU={SECRET}\n")
    file.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        read_addresses({"REPORTING_NOTIFY_FILE": str(file)})


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A wrong path would silence every message."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_addresses({"REPORTING_NOTIFY_FILE": str(tmp_path / "nothing.env")})


def test_notebooks_do_not_see_them() -> None:
    """Any notebook could print the environment into a page."""
    environ = {"REPORTING_NOTIFY_BUREAU": SECRET, "REPORTING_NOTIFY_FILE": "x", "PATH": "/bin"}
    with pytest.raises(KeyError), addresses_hidden(environ):
        assert environ == {"PATH": "/bin"}
        raise KeyError
    assert environ["REPORTING_NOTIFY_BUREAU"] == SECRET

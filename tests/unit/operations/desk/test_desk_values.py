"""New notebooks, the preview's page of trouble, what it watches, and the doctor's probes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.definitions.periods import Period
from reporting.errors import UsageError
from reporting.execution.tasks import Failure
from reporting.operations.desk.check.lint import lint
from reporting.operations.desk.doctor import environment
from reporting.operations.desk.doctor import project as probes
from reporting.operations.desk.doctor.diagnosis import Diagnosis
from reporting.operations.desk.doctor.examination import examine
from reporting.operations.desk.preview.choice import Choice
from reporting.operations.desk.preview.offer import Offer, Option
from reporting.operations.desk.preview.trouble import trouble_page
from reporting.operations.desk.preview.watching import changed_paths, is_of_package, look, module_name
from reporting.operations.desk.scaffold import default_period, new_notebook
from reporting.operations.desk.warmth import is_inherited
from reporting.settings import Project, Settings

PERIOD = Period("2022-04")


@pytest.mark.parametrize("per", ["county", "city"])
def test_a_new_notebook_passes_every_check(project: Project, settings: Settings, per: str) -> None:
    """The first thing a newcomer sees would be findings in a file he has not touched."""
    path = new_notebook(project, settings, "sleep_and_phones", per, PERIOD)  # type: ignore[arg-type]
    assert lint(project, [path]) == []


@pytest.mark.parametrize("name", ["", "Sleep", "../sleep", "sleep.ipynb", "1st", "睡眠", "a" * 64])
def test_a_name_that_is_none_is_refused(project: Project, settings: Settings, name: str) -> None:
    """A notebook could be written outside the folder, or under a name that no command line likes."""
    with pytest.raises(UsageError, match="no name"):
        new_notebook(project, settings, name, "county", PERIOD)
    assert not list(project.root.rglob("*.ipynb"))


def test_a_notebook_is_never_overwritten(project: Project, settings: Settings) -> None:
    """Somebody's work would be gone."""
    path = new_notebook(project, settings, "mine", "county", PERIOD)
    path.write_text("work", "utf-8")
    with pytest.raises(UsageError, match="exists already"):
        new_notebook(project, settings, "mine", "county", PERIOD)
    assert path.read_text("utf-8") == "work"


def test_without_a_store_the_period_is_a_school_period(project: Project, settings: Settings) -> None:
    """A notebook made in August would open on a month that nobody reports."""
    assert default_period(project, settings).month in settings.city.calendar.school_months


def test_trouble_shows_the_line_and_escapes_everything(tmp_path: Path) -> None:
    """What a county wrote into a cell of its workbook would run in the analyst's browser."""
    notebook = tmp_path / "<n>.ipynb"
    cells = [{"source": ""}, {"source": ["a = 1\n", "print('<script>')\n"]}]
    notebook.write_text(json.dumps({"cells": cells}), "utf-8")
    failure = Failure("cell", "ValueError", "<b>", 2, "print('<script>')", "Trace <i>")
    html = trouble_page(notebook, failure)
    assert "<mark>print(&#39;&lt;script&gt;&#39;)</mark>" in html
    for raw in ("<script>", "<b>", "<i>", "<n>"):
        assert raw not in html
    assert "in cell 2 of" in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html


def test_trouble_shows_my_line_before_those_of_libraries(tmp_path: Path) -> None:
    """An analyst would look for the line to mend under forty of pandas."""
    trace = (
        "KeyError\nFile /lib/pandas/indexes/base.py:3641, in get_loc(self)\n   3640 try:\n\n"
        "Cell In[3], line 2\n      1 a = 1\n----> 2 frame['x']\n\n"
        "File /p/notebooks/helpers/sleep.py:3, in mean(frame)\n----> 3 return frame\n\n"
        "File /lib/pandas/frame.py:4378, in __getitem__\n   4377 deep\n\nKeyError: 'x'"
    )
    html = trouble_page(tmp_path / "gone.ipynb", Failure("cell", "KeyError", "'x'", 3, "frame['x']", trace))
    first, _, folded = html.partition("<details>")
    assert "Cell In[3], line 2" in first
    assert "helpers/sleep.py:3" in first
    assert "pandas" not in first
    assert "pandas/frame.py" in folded


def test_trouble_is_told_of_a_notebook_that_is_gone(tmp_path: Path) -> None:
    """The page about an error would itself be an error."""
    assert "Boom" in trouble_page(tmp_path / "gone.ipynb", Failure("cell", "Boom", "", 3))


def test_saves_are_seen_and_swap_files_are_not(project: Project) -> None:
    """A page would not be renewed, or be made for every keystroke that an editor keeps aside."""
    notebook = project.notebooks / "n.ipynb"
    notebook.parent.mkdir()
    notebook.touch()
    before = look(project, notebook)
    (project.params / ".city.yaml.swp").touch()
    (project.notebooks / "other.ipynb").touch()
    assert changed_paths(before, look(project, notebook)) == set()
    (project.params / "run.yaml").write_text("pages: []", "utf-8")
    helper = project.notebooks / "helper.py"
    helper.touch()
    notebook.unlink()
    seen = changed_paths(before, look(project, notebook))
    assert seen == {str(notebook), str(helper), str(project.params / "run.yaml")}


def test_what_forks_inherit_is_known_by_file() -> None:
    """An edited module would go on being the old one."""
    package = Path(environment.__file__).parents[3]
    assert module_name(str(package / "report" / "report.py")) == "reporting.report.report"
    assert module_name(str(package / "execution" / "__init__.py")) == "reporting.execution"
    assert module_name(str(package / "report" / "templates" / "targets.html")) is None
    assert is_inherited("reporting")
    assert is_inherited("reporting.execution.notebook")
    assert not is_inherited("reporting.report.report")
    assert not is_inherited("reporting.executions")
    assert not is_of_package(str(package.parent / "reporting.py"))


def test_only_what_is_offered_is_accepted() -> None:
    """Any address of the preview would start a run."""
    offer = Offer([Option("990101", "东区")], [Option("2022-03", ""), Option("2022-04", "")])
    first = offer.first(None, None, "zh-Hans", "internal")
    assert first == Choice("990101", "2022-04", "zh-Hans", "internal")
    assert offer.accept(first)
    for wrong in (Choice("990102", "2022-04", "en", "public"), Choice("990101", "2022-04", "fr", "public")):
        assert not offer.accept(wrong)


def states(lines: Iterator[Diagnosis]) -> dict[str, str]:
    return {line.probe: line.state for line in lines}


def test_the_doctor_says_how_to_mend_everything_that_is_not_well(tmp_path: Path) -> None:
    """A complaint without a remedy sends people to whoever wrote the program."""
    lines = list(examine(tmp_path))
    assert {line.state for line in lines if line.probe == "project"} == {"fail"}
    assert all(line.mend for line in lines if line.state != "ok")


def test_a_probe_that_breaks_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor would die of the disease."""

    def broken() -> Iterator[Diagnosis]:
        raise RuntimeError("no font at all")

    monkeypatch.setattr(environment, "fonts", broken)
    assert "fail broken: RuntimeError: no font at all" in {
        f"{line.state} {line.probe}: {line.found}" for line in examine(tmp_path)
    }


def test_packages_are_held_against_the_lock(tmp_path: Path) -> None:
    """An environment that has drifted would be called well; one with versions by system would be called ill."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("pydantic==0.0.1 \\\n", "utf-8")
    assert states(environment.packages(lock)) == {"packages": "warn"}
    import pydantic

    lock.write_text(f"pydantic==0.0.1 ; x\npydantic=={pydantic.VERSION} ; y\nnot-there==1\n", "utf-8")
    assert states(environment.packages(lock)) == {"packages": "ok"}


def test_a_store_that_is_none_fails(project: Project) -> None:
    """A damaged store would be found only when the edition is due."""
    assert states(probes.store(project)) == {"store": "warn"}
    project.store.parent.mkdir()
    project.store.write_bytes(b"not a database" * 100)
    assert states(probes.store(project)) == {"store": "fail"}


def test_addresses_that_others_may_read_fail(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The schedule would stop on the day of the first message, or passwords lie open until then."""
    file = tmp_path / "notify.env"
    file.write_text("REPORTING_NOTIFY_BUREAU=json://example.org\n", "utf-8")
    file.chmod(0o644)
    monkeypatch.setenv("REPORTING_NOTIFY_FILE", str(file))
    (line,) = probes.addresses(project)
    assert (line.state, line.mend) == ("fail", "chmod 600 notify.env")
    file.chmod(0o600)
    (line,) = probes.addresses(project)
    assert (line.state, line.found) == ("ok", "BUREAU")


def test_a_file_where_a_folder_belongs_fails(project: Project) -> None:
    """The first run would fail, and the remedy be sought in rights."""
    project.outputs.touch()
    mends = {line.mend for line in probes.folders(project) if line.state == "fail"}
    assert mends == {"make outputs a folder"}

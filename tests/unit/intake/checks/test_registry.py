"""Rules of forms.yaml are held against what their kind understands, before any file is read."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from reporting.errors import SettingsError
from reporting.intake.checks import registry
from reporting.intake.checks.registry import bind_checks, kinds
from reporting.settings import Settings


def broken(settings: Settings, **change: object) -> Settings:
    """The settings with the first rule of the first form changed."""
    own = settings.forms.own
    checks = (own.checks[0].model_copy(update=change), *own.checks[1:])
    forms = settings.forms.model_copy(
        update={"forms": (own.model_copy(update={"checks": checks}), *settings.forms.forms[1:])}
    )
    return replace(settings, forms=forms)


def test_every_kind_has_a_module_of_its_name_and_a_test_of_its_own() -> None:
    package = Path(registry.__file__).parent
    for name in kinds():
        assert (package / f"{name}.py").is_file()
        assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_every_kind_has_a_rule_in_use(settings: Settings) -> None:
    used = {check.kind for form in settings.forms.forms for check in form.checks}
    assert used == set(kinds())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "fancy"}, "unknown kind 'fancy'"),
        ({"table": "nowhere"}, "no table 'nowhere'"),
        ({"rule": {"depth": 3}}, "rule.depth"),
        ({"kind": "order", "rule": {"lesser": ["nobody"], "greater": "enrolled"}}, "has no nobody"),
        ({"message": "{surprise}"}, "its text names surprise"),
    ],
)
def test_a_wrong_rule_names_its_line_in_forms_yaml(settings: Settings, change: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as error:
        bind_checks(broken(settings, **change))
    number = settings.forms.forms.index(settings.forms.own)
    place = settings.place("forms.yaml", "forms", number, "checks", 0)
    assert error.value.where == place
    assert place != settings.place("forms.yaml", "forms", number, "checks", 1)


def test_installed_packages_add_kinds_and_replace_none_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    points = EntryPoints(
        EntryPoint(name, "reporting.intake.checks.within:WITHIN", registry.GROUP) for name in ("mine", "order")
    )
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    kinds.cache_clear()
    try:
        assert kinds()["mine"] is kinds()["within"]
        assert kinds()["order"] is not kinds()["within"]
    finally:
        kinds.cache_clear()

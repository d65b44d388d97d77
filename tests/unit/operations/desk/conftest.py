"""A project that may be written to, where the folder above means the checkout itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporting.settings import Project, Settings, load_settings


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    return make_project()


@pytest.fixture
def settings(project: Project) -> Settings:
    return load_settings(project)

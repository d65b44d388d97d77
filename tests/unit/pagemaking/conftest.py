"""A small bureau with notebooks of its own, and what is known of its April."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.unit.snapshots.conftest import fill_bureau

from reporting.pagemaking.gathering import gather_period
from reporting.pagemaking.order import Order, Request, make_order
from reporting.settings import Project, Settings, load_settings
from reporting.snapshots.period_data import PeriodData

PARAMETERS = 'county: str = ""\nperiod: str = ""\nlang: str = "zh-Hans"\nsnapshot: str = ""\nrows: int = 20'
OF_THE_CITY = 'period: str = ""\nlang: str = "zh-Hans"'


def write_notebook(path: Path, parameters: str = PARAMETERS) -> Path:
    """A notebook that does nothing with its parameters."""
    cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "source": parameters}
    path.parent.mkdir(parents=True, exist_ok=True)
    document: dict[str, object] = {
        "cells": [cell | {"outputs": [], "execution_count": None, "id": "a"}],
        "metadata": {},
    }
    path.write_text(json.dumps({**document, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A filled project with the notebooks of its run.yaml, that no test writes to."""
    project = fill_bureau(tmp_path_factory.mktemp("pagemaking") / "bureau")
    write_notebook(project.notebooks / "county.ipynb")
    write_notebook(project.notebooks / "city.ipynb", OF_THE_CITY)
    return project


@pytest.fixture
def bureau(filled: Project, tmp_path: Path) -> Project:
    """A filled project of the test's own."""
    shutil.copytree(filled.root, tmp_path / "bureau")
    return Project.at(tmp_path / "bureau")


@pytest.fixture(scope="session")
def filled_settings(filled: Project) -> Settings:
    return load_settings(filled)


@pytest.fixture(scope="session")
def order(filled: Project, filled_settings: Settings) -> Order:
    return make_order(filled, filled_settings, Request(period="2022-04"))


@pytest.fixture(scope="session")
def april(order: Order, filled_settings: Settings) -> PeriodData:
    return gather_period(order, filled_settings)

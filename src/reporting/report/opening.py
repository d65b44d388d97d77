"""What a report is opened on: the snapshot in a file, or one made from the store of the project around the notebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar, get_args

from reporting.definitions.place_names import PlaceNames
from reporting.definitions.runs import Audience
from reporting.errors import ParameterError
from reporting.settings import Project, load_settings
from reporting.snapshots.snapshot import Snapshot

__all__ = ["one_of", "opened_snapshot"]

T = TypeVar("T", bound=str)


def opened_snapshot(place: str, period: str, audience: str, path: str) -> Snapshot:
    """The snapshot in the file, which must be the one asked for, or a new one; no place means the city.

    Args:
        period: empty for the newest of the store, or for the snapshot's own.
    """
    readers: Audience = one_of("audience", audience, get_args(Audience))
    if not path:
        return _made(place, period, readers)
    if not Path(path).is_file():
        raise ParameterError("there is no such snapshot", where=path, hint="leave `snapshot` empty to make one")
    opened = Snapshot.open(Path(path))
    place = (PlaceNames(opened.definitions.city).code(place) or place) if place else place
    found = (opened.place, str(opened.period), opened.audience)
    if found != (place or opened.definitions.city.code, period or str(opened.period), readers):
        raise ParameterError(
            f"the snapshot is about {' '.join(found)}, not {place or 'the city'} {period} {readers}",
            where=path,
            hint="leave `snapshot` empty to make one from the project's store",
        )
    return opened


def _made(place: str, period: str, audience: Audience) -> Snapshot:
    # Only a person in JupyterLab comes here: a worker gets its snapshot and needs no store.
    from reporting.disclosure.place_snapshot import build_snapshot
    from reporting.store.periods import latest_period

    project = _project()
    settings = load_settings(project)
    code = settings.county_code(place) if place else settings.city.code
    return build_snapshot(project, settings, code, period or str(latest_period(project, settings)), audience)


def _project() -> Project:
    """The project of ``REPORTING_PROJECT``, or the nearest folder upwards with ``params``."""
    if named := os.environ.get("REPORTING_PROJECT"):
        return Project.at(Path(named))
    here = Path.cwd()
    return Project.at(next((folder for folder in (here, *here.parents) if (folder / "params").is_dir()), here))


def one_of(name: str, value: str, allowed: tuple[T, ...]) -> T:
    """The value, if it is allowed.

    Raises:
        ParameterError: it is not.
    """
    for choice in allowed:
        if choice == value:
            return choice
    raise ParameterError(f"`{name}` is {value!r}", hint=f"it is one of: {', '.join(map(str, allowed))}")

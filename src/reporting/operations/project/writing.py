"""A new project on disk; nothing that is there already is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reporting.definitions.counties import City
from reporting.errors import UsageError
from reporting.execution.files import write_atomically
from reporting.operations.desk.schemas import MODELS, schema_text
from reporting.operations.project.rendering import render
from reporting.operations.project.topics import Topic

__all__ = ["project_files", "write_project"]


def project_files(city: City, topic: Topic, example: str) -> dict[str, str]:
    """Path below the new project → text: params, notebooks, schemas for editors, and what its people read first.

    Args:
        city: as `city_of` makes it.
        topic: what is reported.
        example: a period of the city's calendar.
    """
    return dict(_files(city, topic, example))


def write_project(root: Path, files: dict[str, str]) -> list[Path]:
    """Write the files below ``root``; all of them or, where one is there already, none.

    Raises:
        UsageError: a file exists already.
    """
    if taken := [path for path in files if (root / path).exists()]:
        more = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise UsageError(
            f"{taken[0]}{more} exists already; nothing was written",
            where=str(root),
            hint="name a new folder, or move what is there out of the way",
        )
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(root / path, text.encode())
    return [root / path for path in files]


def _files(city: City, topic: Topic, example: str) -> Iterator[tuple[str, str]]:
    yield "params/city.yaml", render("city.yaml.j2", city=city)
    yield "params/run.yaml", render("run.yaml.j2", run=topic.run)
    yield "params/commitments.yaml", render("commitments.yaml.j2", table=topic.table)
    yield "params/claims.yaml", render("claims.yaml.j2", city=city)
    yield from topic.files(city)
    for name, model in MODELS.items():
        yield f"docs/schemas/{Path(name).stem}.json", schema_text(model)
    demonstrated = topic.is_demonstrated(city)
    yield "README.md", render("README.md.j2", city=city, period=example, demonstration=demonstrated)
    yield ".gitignore", render("gitignore.j2")

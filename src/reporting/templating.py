"""How every stage reads its templates: what is put into them is escaped, and a name that is missing is an error."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["load_templates", "plain_templates", "templates"]


@lru_cache
def templates(package: str, folder: str = "templates") -> Environment:
    """The templates of a package for pages; compiled once a process, and again when a file has changed."""
    return _environment(package, folder, autoescape=True)


@lru_cache
def plain_templates(package: str, folder: str = "templates") -> Environment:
    """The templates of a package for what nobody reads as HTML (mail, YAML, Markdown, units): nothing is escaped."""
    return _environment(package, folder, autoescape=False)


def load_templates(environment: Environment) -> None:
    """Compile every template, for those that come after in this process."""
    for name in environment.list_templates():
        environment.get_template(name)


def _environment(package: str, folder: str, *, autoescape: bool) -> Environment:
    return Environment(
        loader=PackageLoader(package, folder),
        autoescape=autoescape,  # noqa: S701 - off for plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=not autoescape,
    )

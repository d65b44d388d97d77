"""How every stage reads its templates: what is put into them is escaped, and a name that is missing is an error."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import lru_cache
from importlib.util import cache_from_source, find_spec
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

__all__ = ["compiled_folder", "load_templates", "plain_templates", "templates"]


@lru_cache
def templates(package: str, folder: str = "templates") -> Environment:
    """The templates of a package for pages; compiled once, and again when a file has changed."""
    return _environment(package, folder, autoescape=True)


@lru_cache
def plain_templates(package: str) -> Environment:
    """The templates of a package for what nobody reads as HTML (mail, YAML, Markdown, units): nothing is escaped."""
    return _environment(package, "templates", autoescape=False)


def load_templates(environment: Environment) -> None:
    """Compile every template, for those that come after in this process."""
    for name in environment.list_templates():
        environment.get_template(name)


class _Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps the package's modules; where it may not write, nothing is kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


def compiled_folder(module: str) -> Path | None:
    """The folder where Python keeps the compiled form of a module's file; None where it is told to keep none."""
    return None if sys.dont_write_bytecode else Path(cache_from_source(module)).parent


def _kept(package: str, *, autoescape: bool) -> FileSystemBytecodeCache | None:
    spec = find_spec(package)
    folder = compiled_folder(spec.origin) if spec is not None and spec.origin else None
    # what a template is compiled to depends on the engine and on what it escapes
    kind = f"{jinja2.__version__}-{'html' if autoescape else 'plain'}"
    return _Compiled(str(folder), f"%s.{kind}.jinja") if folder else None


def _environment(package: str, folder: str, *, autoescape: bool) -> Environment:
    return Environment(
        loader=PackageLoader(package, folder),
        autoescape=autoescape,  # noqa: S701 - off for plain text alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=not autoescape,
        bytecode_cache=_kept(package, autoescape=autoescape),
    )

"""docs/params-reference.md: every key of params/, from the models that read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reporting.operations.desk.schemas import MODELS

__all__ = ["params_reference"]

_HEAD = """\
# Every key of params

Made from the models that read the files, by `reporting check --fix`. [params.md](params.md) explains the most important
ones. The same as JSON Schemas for editors is in `docs/schemas/`; the first line of each file names its own.

A key in **bold** is required. `Text` is a Chinese text with its English: `{zh-Hans: …, en: …}`; English falls back to
Chinese.
"""
_ATTRIBUTE = re.compile(r"^    (\w+): (.*(?:\n {8,}.*)*)", re.MULTILINE)

Schema = Mapping[str, Any]


def params_reference() -> str:
    """The page, a section a file and below it one a kind of entry."""
    return "\n".join(
        [_HEAD, *(line for name, model in MODELS.items() for line in _file(name, model.model_json_schema()))]
    )


def _file(name: str, schema: Schema) -> Iterator[str]:
    yield f"## {name}\n"
    yield from _table(schema)
    for kind, entry in schema.get("$defs", {}).items():
        if kind != "Text":
            yield f"### {kind} in {name}\n"
            yield from _table(entry)


def _table(schema: Schema) -> Iterator[str]:
    about, _, attributes = schema.get("description", "").partition("\n\nAttributes:\n")
    if not about.startswith("params/"):
        yield f"{about.replace('``', '`')}\n"
    meant = {key: " ".join(text.split()) for key, text in _ATTRIBUTE.findall(attributes)}
    yield "| key | is | default | |"
    yield "|---|---|---|---|"
    for key, value in schema["properties"].items():
        required = key in schema.get("required", ())
        shown = f"**`{key}`**" if required else f"`{key}`"
        words = meant.get(key, "").replace("``", "`").replace("|", "&#124;")
        yield f"| {shown} | {_kind(value)} | {'' if required else _default(value)} | {words} |"
    yield ""


def _kind(schema: Schema) -> str:
    match schema:
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2]
        case {"anyOf": options} | {"oneOf": options}:
            return " or ".join(_kind(one) for one in options if one != {"type": "null"})
        case {"enum": values}:
            return " · ".join(f"`{one}`" for one in values)
        case {"const": value}:
            return f"`{value}`"
        case {"type": "array", "items": items}:
            return f"list of {_kind(items)}"
        case {"type": "object", "additionalProperties": values} if isinstance(values, dict):
            return f"names → {_kind(values)}"
        case {"format": kind}:
            return str(kind)
        case _:
            return str(schema.get("type", "anything")).replace("string", "text")


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return "" if default in (None, "", [], {}) or isinstance(default, dict) else f"`{default}`"

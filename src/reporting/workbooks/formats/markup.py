"""Elements of XML by their plain names: which namespace a program writes is its own affair."""

from __future__ import annotations

from xml.etree.ElementTree import Element

__all__ = ["attribute", "tag_of"]


def tag_of(element: Element) -> str:
    """The name of an element, without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """An attribute of that name in any namespace; empty where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")

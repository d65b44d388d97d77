"""Pictures: PNG, JPEG and their like as they are, SVG as a drawing of the page, whose text is the page's text."""

from __future__ import annotations

import hashlib
import re
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from markupsafe import escape

from reporting.pages.showing.markup import data_address, too_large
from reporting.pages.showing.surroundings import HEADING, Surroundings

__all__ = ["PICTURES", "drawing", "picture"]

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_REFUSED = {"script", "foreignObject", "iframe", "metadata", "animate", "set", "animateTransform"}
_REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
_SELECTOR = re.compile(r"(^|\})\s*([^{}@]+)\{")
_LENGTH = re.compile(r"^\s*([\d.]+)\s*(px|pt|in|cm|mm|)\s*$")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
register_namespace("", _SVG)
register_namespace("xlink", _XLINK)


def picture(mime: str, content: str, place: Surroundings) -> str:
    """A picture of base64, with the words that its cell has for it; nothing, and a remark, for one too large."""
    if too_large(content, "a picture", place.note):
        return ""
    words = _Words(place, "a picture")
    image = f'<img src="{data_address(mime, content)}" alt="{escape(words.description)}">'
    return words.around(image)


def drawing(svg: str, place: Surroundings) -> str:
    """A drawing in the page itself; nothing, and a remark, for what is no SVG."""
    try:
        root = fromstring(svg, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError) as error:
        place.note("picture", f"this is no SVG: {error}", "draw it again", "lost")
        return ""
    salt = "d" + hashlib.sha256(_without_salt(svg).encode()).hexdigest()[:8]
    if _clean(root, salt):
        hint = "draw it with matplotlib, or show it as a PNG"
        place.note("script", "the drawing has a script or an outside address, which were taken out", hint, "lost")
    words = _Words(place, "a drawing")
    _measure(root)
    root.set("role", "img")
    root.set("aria-labelledby", f"{salt}-title {salt}-desc")
    root.set("class", "picture")
    for name, text in (("desc", words.description), ("title", words.title)):
        told = Element(f"{{{_SVG}}}{name}", {"id": f"{salt}-{name}"})
        told.text = text
        root.insert(0, told)
    return words.around(tostring(root, encoding="unicode"))


class _Words:
    """What a figure says of itself: caption and description, from the options of its cell."""

    def __init__(self, place: Surroundings, what: str) -> None:
        self.place = place
        self.caption = place.option("fig-cap")
        self.title = self.caption or HEADING
        given = place.option("fig-alt")
        self.description = given or self.caption or HEADING
        if not (self.caption and given):
            lacking = [f"`#| {name}: …`" for name, text in (("fig-cap", self.caption), ("fig-alt", given)) if not text]
            hint = f"begin the cell with {' and '.join(lacking)}"
            place.note("figure", f"{what} without caption or description", hint, "words")
        hint = "show the numbers below it, as a DataFrame with `#| tbl-cap: …`, or use report.figure(…)"
        place.note("figure", f"{what} whose numbers are in no table", hint, "words")

    def around(self, image: str) -> str:
        label = self.place.option("label")
        identity = f' id="{escape(label)}"' if label.startswith("fig-") else ""
        shown = self.place.line(self.caption) if self.caption else ""
        caption = f"<figcaption>{shown}</figcaption>\n" if shown or identity else ""
        return f'<figure class="figure"{identity}>\n{caption}{image}\n</figure>\n'


def _without_salt(svg: str) -> str:
    """The drawing without what changes from one run to the next: ids, and the time at which it was made."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'(?:id="|#)[^")\s]+', "", svg)


def _clean(root: Element, salt: str) -> bool:
    """Take out what runs or loads, and give every id a name that does not depend on when it was drawn."""
    ran = False
    names: dict[str, str] = {}
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child) in _REFUSED:
                ran |= _local(child) not in ("metadata",)
                parent.remove(child)
    for element in root.iter():
        if "id" in element.attrib:
            names.setdefault(element.attrib["id"], f"{salt}-{len(names)}")
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            short = name.rpartition("}")[2]
            if short.startswith("on"):
                ran = True
                del element.attrib[name]
            elif short in ("href", "src"):
                if value.startswith("#"):
                    element.set(name, f"#{names.get(value[1:], value[1:])}")
                elif not value.startswith("data:image/"):
                    ran |= _local(element) != "a"
                    del element.attrib[name]
            elif short == "id":
                element.set(name, names[value])
            elif "url(" in value:
                element.set(name, _REFERENCE.sub(lambda found: f"url(#{names.get(found[1], found[1])})", value))
        if _local(element) == "style" and element.text:
            element.text = _scoped(element.text, salt, names)
    return ran


def _scoped(sheet: str, salt: str, names: dict[str, str]) -> str:
    """A style sheet that reaches no further than its drawing."""
    sheet = re.sub(r"@import[^;]*;?", "", sheet)
    sheet = _REFERENCE.sub(lambda found: f"url(#{names.get(found[1], found[1])})", sheet)

    def within(found: re.Match[str]) -> str:
        selectors = ",".join(f'[aria-labelledby^="{salt}-"] {one.strip()}' for one in found[2].split(","))
        return f"{found[1]}{selectors}{{"

    return _SELECTOR.sub(within, sheet)


def _measure(root: Element) -> None:
    """Let a drawing grow no larger than it was made, and shrink with the page."""
    sizes = [_LENGTH.match(root.get(name, "")) for name in ("width", "height")]
    if "viewBox" not in root.attrib and all(sizes):
        root.set("viewBox", "0 0 " + " ".join(found[1] for found in sizes if found))
    width = sizes[0]
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    if width:
        root.set("style", f"max-width:{float(width[1]) * _PIXELS[width[2]]:.0f}px")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]

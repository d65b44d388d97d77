"""What the style sheet of a Styler says of each cell, as far as a page can show it by day, by night and on paper."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

__all__ = ["cell_style", "styles_of"]

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_IDENTITY = re.compile(r"^#([\w-]+)$")
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]+?)\s*(?:!important)?\s*(?:;|$)")
_KEPT = {"font-weight", "font-style", "text-decoration"}
_HEX = re.compile(r"^#([0-9a-f]{3}|[0-9a-f]{6})$")
_RGB = re.compile(r"^rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)")
_BAR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)")
# of the names of colours, those that people write in a notebook
_NAMES = {
    "yellow": "#ffff00", "lightgreen": "#90ee90", "lightyellow": "#ffffe0", "pink": "#ffc0cb", "lightpink": "#ffb6c1",
    "lightblue": "#add8e6", "orange": "#ffa500", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
    "gold": "#ffd700", "salmon": "#fa8072", "lightcoral": "#f08080", "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3",
    "gray": "#808080", "grey": "#808080", "white": "#ffffff", "black": "#000000", "khaki": "#f0e68c",
    "lightsalmon": "#ffa07a", "palegreen": "#98fb98", "skyblue": "#87ceeb", "tomato": "#ff6347", "beige": "#f5f5dc",
}  # fmt: skip


def styles_of(soup: BeautifulSoup) -> dict[str, str]:
    """Id of a cell → the declarations that the style sheets of the fragment have for it."""
    styles: dict[str, str] = {}
    for sheet in soup.find_all("style"):
        for selectors, declarations in _RULE.findall(sheet.get_text()):
            for selector in selectors.split(","):
                if found := _IDENTITY.match(selector.strip()):
                    styles[found[1]] = styles.get(found[1], "") + declarations.strip().rstrip(";") + ";"
    return styles


def cell_style(*declarations: str) -> str:
    """What of these declarations a page keeps.

    A background stays, with black or white lettering, whichever reads better on it; a bar takes the page's own shade.
    Lettering that is coloured alone would be lost in the dark, so it becomes bold.
    """
    said = {name.lower(): value for text in declarations for name, value in _DECLARATION.findall(text)}
    kept = {name: value for name, value in said.items() if name in _KEPT}
    bar = said.get("background", "")
    if "linear-gradient" in bar:
        kept["background"] = _BAR.sub("var(--band)", bar)
    elif (back := _colour(said.get("background-color", "") or bar)) is not None:
        kept["background-color"] = "#{:02x}{:02x}{:02x}".format(*back)
        kept["color"] = "#000" if _luminance(back) > 0.179 else "#fff"
    elif (ink := _colour(said.get("color", ""))) is not None and ink != (0, 0, 0):
        kept.setdefault("font-weight", "bold")
    return ";".join(f"{name}:{value}" for name, value in kept.items() if "url(" not in value and "<" not in value)


def _colour(text: str) -> tuple[int, int, int] | None:
    text = text.strip().lower()
    text = _NAMES.get(text, text)
    if found := _HEX.match(text):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.match(text):
        red, green, blue = (min(int(part), 255) for part in found.groups())
        return red, green, blue
    return None


def _luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of WCAG 2.2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""HTML that somebody else made, for a page that loads nothing and runs nothing: comments, scripts and addresses out."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import unquote

from bs4 import BeautifulSoup, Comment, Tag

from reporting.pages.remarks import Note

__all__ = ["LARGEST_PICTURE", "data_address", "safe_markup", "too_large"]

LARGEST_PICTURE = 200 * 1024
"""Bytes; a page has 300 KiB in all."""

_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# without the tag around an attribute, which takes ten times as long to find; text that looks so costs time only
_SUSPECT = re.compile(
    r"<(?:script|iframe|object|embed|link|meta|base|form|applet|frame|video|audio|source|noscript)\b"
    r"|[\s\"'/](?:on[a-z]{3,}|src|srcset|poster|data|action|background|xlink:href|formaction)\s*=(?!\s*[\"']?(?:data:|#))"
    r"|(?:javascript|vbscript)\s*:|@import|url\((?!\s*[\"']?(?:data:|#))"
)
# of these words one is in whatever the pattern finds, and to look for words is a hundred times as fast
_SUSPECT_WORDS = (
    "<script", "<iframe", "<object", "<embed", "<link", "<meta", "<base", "<form", "<applet", "<frame", "<video",
    "<audio", "<source", "<noscript", " on", "\non", "\ton", '"on', "'on", "/on", "src", "poster", " data", "action",
    "background", "xlink", "script", "@import", "url(",
)  # fmt: skip
_OUTSIDE_LINK = re.compile(r"href\s*=(?!\s*[\"']?(?:data:|#))")
_LOADING_LINK = re.compile(r"<(?!a\b|area\b)[a-z][^>]*\shref\s*=(?!\s*[\"']?(?:data:|#))")
_SCRIPTED = ("script", "iframe", "object", "embed", "applet", "frame", "form")
_DROPPED = ("link", "meta", "base", "noscript", "source", "video", "audio")
_ADDRESSES = ("src", "srcset", "poster", "data", "action", "background", "xlink:href", "formaction", "href")
_OUTSIDE_STYLE = re.compile(r"@import[^;]*;?|url\(\s*[\"']?(?!data:|#)[^)]*\)", re.IGNORECASE)


def safe_markup(
    markup: str,
    note: Note,
    find_picture: Callable[[str], tuple[str, str] | None] = lambda name: None,
) -> str:
    """The same without comments, and without what a page may not have, each of which is noted.

    Args:
        markup: a fragment of HTML.
        note: takes the remarks.
        find_picture: the picture of a local file name.
    """
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    return _cleaned(markup, note, find_picture) if _is_suspect(markup.lower()) else markup


def _is_suspect(markup: str) -> bool:
    if any(word in markup for word in _SUSPECT_WORDS) and _SUSPECT.search(markup):
        return True
    return bool(_OUTSIDE_LINK.search(markup) and _LOADING_LINK.search(markup))


def data_address(mime: str, content: str) -> str:
    """A picture as an address that is its own content."""
    return f"data:{mime};base64,{''.join(content.split())}"


def too_large(content: str, name: str, note: Note) -> bool:
    """Whether base64 has more bytes than a picture on a page may have; noted if so."""
    size = len(content) * 3 // 4
    if size <= LARGEST_PICTURE:
        return False
    what = f"{name} has {size // 1024} KiB, a picture on a page at most {LARGEST_PICTURE // 1024}"
    note("picture", what, "make it smaller, or draw it with matplotlib as SVG", "lost")
    return True


def _cleaned(markup: str, note: Note, find_picture: Callable[[str], tuple[str, str] | None]) -> str:
    soup = BeautifulSoup(markup, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    refused = {tag.name for tag in soup.find_all(_SCRIPTED)}
    for tag in soup.find_all([*_SCRIPTED, *_DROPPED]):
        tag.decompose()
    for tag in soup.find_all(True):
        if not tag.decomposed:
            refused |= _without_outside(tag, note, find_picture)
    for style in soup.find_all("style"):
        style.string = _OUTSIDE_STYLE.sub("", style.get_text())
    if refused:
        named = ", ".join(sorted(refused))
        note("script", f"needs a script or another page, which no page may have: {named}", _SCRIPT_HINT, "lost")
    return str(soup)


_SCRIPT_HINT = "show a static picture (docs/analyst.md, “Other libraries”), or hide it with the tag remove-output"


def _without_outside(tag: Tag, note: Note, find_picture: Callable[[str], tuple[str, str] | None]) -> set[str]:
    """Take from a tag what runs or loads; names what it was that ran."""
    ran = set()
    for name in [name for name in tag.attrs if name.startswith("on")]:
        del tag.attrs[name]
        ran.add(name)
    if "style" in tag.attrs:
        tag.attrs["style"] = _OUTSIDE_STYLE.sub("", str(tag.attrs["style"]))
    for name in _ADDRESSES:
        address = str(tag.attrs.get(name, "#")).strip()
        if re.match(r"(?:javascript|vbscript|data:text/html)", address, re.IGNORECASE):
            del tag.attrs[name]
            ran.add("javascript:")
        elif name == "href" and tag.name in ("a", "area"):
            continue
        elif not address.startswith(("data:", "#")):
            _settle_address(tag, name, address, note, find_picture)
    return ran


def _settle_address(
    tag: Tag, name: str, address: str, note: Note, find_picture: Callable[[str], tuple[str, str] | None]
) -> None:
    """Put the picture itself in place of its address, or the words for it where there is none."""
    if tag.name == "img" and name == "src":
        found = find_picture(unquote(address.removeprefix("attachment:")))
        if found and not too_large(found[1], address, note):
            tag.attrs["src"] = data_address(*found)
            return
        if not found:
            note("picture", f"{address[:120]} is not on the page", picture_hint(address), "lost")
        tag.replace_with(str(tag.attrs.get("alt", "")))
        return
    del tag.attrs[name]
    if name == "srcset":
        return
    note("address", f"{tag.name} loads {address[:120]}", "a page loads nothing: put the content itself there", "lost")


def picture_hint(address: str) -> str:
    """What to do about a picture that could not be put on the page."""
    if re.match(r"(?:https?:)?//", address):
        return "a page loads nothing from elsewhere: save the picture beside the notebook, or paste it into the cell"
    return (
        "there is no such file beside the notebook (png, jpeg, gif, webp or svg): mend its name, or paste the picture"
    )


def decoded(content: str) -> bytes:
    """The bytes of base64."""
    return base64.b64decode("".join(content.split()))

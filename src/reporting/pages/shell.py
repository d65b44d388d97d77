"""The shell of every page: one self-contained HTML document around a body."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from reporting.errors import PageError
from reporting.pages.fonts import font_face_rule, undrawable
from reporting.pages.lean_styles import lean_styles
from reporting.pages.stamp import EMPTY_FOOT, EMPTY_STAMP
from reporting.pages.stamp import foot as with_foot
from reporting.pages.text import GETA, mark_missing, seen_text
from reporting.templating import templates
from reporting.translations import translator

__all__ = ["STAMPED", "content_security_policy", "page", "style_sheet"]

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
# a stamp comes after the font is cut: digits and Latin letters are there for it in any case
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "‹›·–−"
_STYLES = ("base", "text", "tables", "spine", "figures", "report", "index", "print", "english")
_FACE = "/*face*/"
# a county page may have 300 KiB; what leaves its stamp no room is worth more effort
_ROOMY = 292 * 1024
STAMPED = ("carried", "edition-facts", "edition-links", "files", "generated", "withdrawn")
"""Classes that a stamp brings to a page later."""


def page(
    *, title: str, lang: str, body: str, banner: str = "", script: str = "", foot: str = "", reserve: str = ""
) -> str:
    """One HTML document that needs nothing but itself. Same arguments, same characters.

    Args:
        title: of the document, as text.
        lang: ``zh-Hans`` or ``en``.
        body: HTML of ``main``, escaped by its maker, with one ``h1``.
        banner: a line above everything, as text; empty for none.
        script: JavaScript that may run, and nothing else may; empty for none.
        foot: what stands in the foot, as text; empty where a stamp brings it later, or nothing does.
        reserve: characters that a stamp may bring later, which the embedded font then has too.

    Raises:
        PageError: a character of the page has no glyph. One in an element of class ``as-sent`` (text that
            somebody outside wrote) is shown as 〓 instead.
    """
    document = (
        templates("reporting.pages")
        .get_template("page.html.j2")
        .render(
            _=translator("pages", lang),
            title=title,
            lang=lang,
            body=body,
            banner=banner,
            script=script,
            policy=content_security_policy(script),
            styles=_FACE,
            edition=EMPTY_STAMP,
            foot=EMPTY_FOOT,
        )
    )
    styles = lean_styles(style_sheet(lang), document, STAMPED)
    document = document.replace(_FACE, _FACE + styles, 1)
    characters = set(seen_text(document))
    if missing := undrawable(characters):
        document = mark_missing(document, missing)
        characters = set(seen_text(document)) | {GETA}
        if lost := undrawable(characters):
            raise PageError(
                f"no glyph for {_named(lost)} in our own text",
                where=title,
                hint="use other characters; text from outside belongs in an element of class as-sent",
            )
    wanted = characters | set(_ALWAYS + reserve + foot)
    complete = document.replace(_FACE, font_face_rule(wanted), 1)
    if len(complete.encode()) > _ROOMY:
        complete = document.replace(_FACE, font_face_rule(wanted, dense=True), 1)
    return with_foot(complete, foot)


def content_security_policy(script: str = "") -> str:
    """What a browser may do with a page: nothing from outside, no script but this one."""
    if not script:
        return _POLICY
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return f"{_POLICY}; script-src 'sha256-{digest}'"


def _named(characters: frozenset[str]) -> str:
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in sorted(characters))


@lru_cache(maxsize=4)
def style_sheet(lang: str) -> str:
    """All rules for pages of a language, of which each page has what it uses: no Chinese page those for English."""
    folder = files("reporting.pages") / "styles"
    names = [name for name in _STYLES if lang == "en" or name != "english"]
    return _squeezed("\n".join((folder / f"{name}.css").read_text("utf-8") for name in names))


def _squeezed(css: str) -> str:
    """Style sheets without comments and needless space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*|(?<=:)\s+", r"\1", css).replace(";}", "}").strip()

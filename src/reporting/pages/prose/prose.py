"""The Markdown of one page, cell by cell: what one cell defines (a footnote, a name) the others know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import mistune
from markupsafe import escape
from mistune.plugins.footnotes import REF_FOOTNOTE, footnotes
from mistune.plugins.formatting import strikethrough
from mistune.plugins.math import math, math_in_list, math_in_quote
from mistune.plugins.table import table, table_in_list, table_in_quote
from mistune.plugins.task_lists import task_lists
from mistune.plugins.url import url

from reporting.pages.prose.emphasis import with_neighbours, without_neighbours
from reporting.pages.prose.headings import Names
from reporting.pages.remarks import Note
from reporting.pages.sections import SECTION, reference
from reporting.pages.showing.markup import data_address, picture_hint, safe_markup, too_large
from reporting.pages.showing.maths import formula
from reporting.pages.showing.surroundings import Surroundings
from reporting.pages.showing.tables import is_foreign, with_house_tables
from reporting.pages.text import plain_text
from reporting.translations import Translate

__all__ = ["Prose", "ProseCell", "footnotes_in"]

_CALLOUT = re.compile(r"^\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:<br ?/?>)?\n?", re.IGNORECASE)
_TABLE_CAPTION = re.compile(
    r"<table>((?:(?!<table\b).)*?</table>)\s*<p>:\s+((?:(?!</p>).)*?)(?:\s*\{#(tbl-[\w-]+)\})?</p>", re.DOTALL
)
_FIGURE_ONLY = re.compile(r"<p>(<img [^>]*>)(?:\{#(fig-[\w-]+)\})?</p>")
_ALT = re.compile(r'\balt="([^"]*)"')
_FILE_NAME = re.compile(r"^(?:image|[\w.-]+\.(?:png|jpe?g|gif|webp|svg))?$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"^<p>(.*)</p>\s*$", re.DOTALL)
_REFERENCE = r"(?<![A-Za-z0-9_@.])@(?P<reference_label>(?:fig|tbl|sec)-[A-Za-z0-9_-]*[A-Za-z0-9])"
_DIAGRAMS = {"mermaid", "plantuml", "dot", "graphviz"}
_NOTES = "footnotes"


@dataclass
class ProseCell:
    """What a cell's Markdown needs to know of the cell.

    Attributes:
        note: takes a remark.
        find_picture: the picture of a name, pasted into the cell or beside the notebook.
        options: of the cell it stands in, for the table of an output of Markdown.
    """

    note: Note
    find_picture: Callable[[str], tuple[str, str] | None] = lambda name: None
    options: Mapping[str, Any] = field(default_factory=dict)


class Prose:
    """The prose of one page."""

    def __init__(self, word: Translate, translate: Callable[[str], str], notes: Mapping[str, str]) -> None:
        self.word = word
        self.translate = translate
        self.names = Names()
        self._environment: dict[str, Any] = {"ref_footnotes": dict(notes)} if notes else {}

    def html(self, source: str, cell: ProseCell) -> str:
        """A cell's Markdown as HTML."""
        shown = self._rendered(source, cell)
        if is_foreign(shown):
            shown = self._with_tables(shown, cell)
        return _FIGURE_ONLY.sub(lambda found: _figure(found[1], found[2] or ""), shown)

    def line(self, source: str, cell: ProseCell) -> str:
        """A line of Markdown, without the paragraph around it: a caption."""
        shown = self._rendered(source, cell).strip()
        return found[1] if (found := _PARAGRAPH.match(shown)) and "<p>" not in found[1] else shown

    def footnotes(self, cell: ProseCell) -> str:
        """The footnotes that the page refers to, in the order in which it does."""
        keys, texts = self._environment.get(_NOTES, ()), self._environment.get("ref_footnotes", {})
        items = []
        # a note may refer to another, which is then the next
        for number, key in enumerate(keys, 1):
            text = self.line(texts[key].strip(), cell)
            back = f'<a href="#fnref-{number}" role="doc-backlink" aria-label="{self.word("Back to the text")}">↑</a>'
            items.append(f'<li id="fn-{number}">{text} {back}</li>\n')
        if not items:
            return ""
        label = self.word("Notes")
        return (
            f'<div class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n{"".join(items)}</ol>\n</div>\n'
        )

    def _rendered(self, source: str, cell: ProseCell) -> str:
        markdown = _markdown()
        renderer = markdown.renderer
        assert isinstance(renderer, _Renderer)  # noqa: S101 - as `_markdown` makes it
        state = markdown.block.state_cls()
        state.env = self._environment
        self._environment.setdefault("ref_links", {})
        renderer.prose, renderer.cell = self, cell
        html, _ = markdown.parse(with_neighbours(_without_comments(source)), state)
        return safe_markup(without_neighbours(str(html)), cell.note, cell.find_picture)

    def _with_tables(self, shown: str, cell: ProseCell) -> str:
        """The tables as ours, each with the caption that the line below it gives in Quarto's spelling."""
        place = Surroundings(
            word=self.word,
            prose=self.translate,
            note=cell.note,
            markdown=lambda text: self.html(text, cell),
            line=lambda text: self.line(text, cell),
            options=cell.options,
            find_picture=cell.find_picture,
        )
        return with_house_tables(_TABLE_CAPTION.sub(_captioned, shown), place)


def _captioned(found: re.Match[str]) -> str:
    """A table with the caption inside it that the line below gave it."""
    label = f' data-label="{found[3]}"' if found[3] else ""
    return f"<table{label}><caption>{found[2]}</caption>{found[1]}"


def footnotes_in(sources: Iterable[str]) -> dict[str, str]:
    """Key → text of every footnote that a page's Markdown defines, in whichever cell."""
    pattern = re.compile(REF_FOOTNOTE, re.MULTILINE)
    found: dict[str, str] = {}
    for source in sources:
        if "[^" in source:
            for match in pattern.finditer(source + "\n"):
                found.setdefault(mistune.util.unikey(match["footnote_key"]), match["footnote_text"])
    return found


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(
    r"((?:^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z))|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)


def _without_comments(source: str) -> str:
    """The Markdown without comments, those apart that stand in code."""
    if "<!--" not in source:
        return source
    parts, at = [], 0
    for code in _CODE.finditer(source):
        parts += [_COMMENT.sub("", source[at : code.start()]), code[0]]
        at = code.end()
    return "".join(parts) + _COMMENT.sub("", source[at:])


def _figure(image: str, label: str) -> str:
    """A picture that stands alone is a figure; its words are its caption as well."""
    alt = found[1] if (found := _ALT.search(image)) else ""
    caption = "" if _FILE_NAME.match(alt) else f"<figcaption>{alt}</figcaption>\n"
    identity = f' id="{label}"' if label else ""
    return f'<figure class="figure"{identity}>\n{caption}{image}\n</figure>'


class _Renderer(mistune.HTMLRenderer):
    """HTML as a page has it; `prose` and `cell` are those of the Markdown at hand."""

    prose: Prose
    cell: ProseCell

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        name = self.prose.names.give(without_neighbours(plain_text(text)))
        begin = SECTION if level == 2 else ""
        return f'{begin}<h{level} id="{name}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("#"):
            # as it is spelt: whether there is such a heading is known when the page is whole
            return f'<a href="#{escape(unquote(url[1:]))}">{text}</a>'
        if re.match(r"(?:javascript|vbscript|data|file):", unquote(url).strip(), re.IGNORECASE):
            self.cell.note("link", f"a link to {url[:60]} is no link for readers", "link to a page", "lost")
            return text
        return str(super().link(text, url, title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = unquote(url).removeprefix("attachment:")
        alt = escape(plain_text(text))
        found = None if name.startswith("data:") else self.cell.find_picture(name)
        if name.startswith("data:image/"):
            address = name
        elif found is None:
            self.cell.note("picture", f"{name[:120]} is not on the page", picture_hint(name), "lost")
            return str(alt)
        elif too_large(found[1], name, self.cell.note):
            return str(alt)
        else:
            address = data_address(*found)
        if _FILE_NAME.match(str(alt)):
            hint = "write what it shows between the brackets: ![…]"
            self.cell.note("picture", f"{name[:60]} has no words for those who cannot see it", hint, "words")
        return f'<img src="{address}" alt="{alt}">'

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").strip().split(" ")[0].strip("{}").lower()
        if language in _DIAGRAMS:
            hint = "paste a picture of the diagram"
            self.cell.note("script", f"a diagram of {language} needs a script, which no page may have", hint, "lost")
            return ""
        return f'<pre class="listing"><code>{escape(code)}</code></pre>\n'

    def block_quote(self, text: str) -> str:
        found = _CALLOUT.match(text)
        if not found:
            return str(super().block_quote(text))
        kind = found[1].lower()
        title = escape(self.prose.word(kind.capitalize()))
        rest = "<p>" + text[found.end() :]
        rest = rest.replace("<p></p>", "", 1)
        return f'<div class="callout callout-{kind}" role="note">\n<p class="callout-title">{title}</p>\n{rest}</div>\n'

    def task_list_item(self, text: str, checked: bool = False) -> str:
        state = self.prose.word("done" if checked else "to do")
        mark = "☑" if checked else "☐"
        return f'<li class="task"><span role="img" aria-label="{escape(state)}">{mark}</span> {text}</li>\n'

    def footnote_ref(self, key: str, index: int) -> str:
        first = key not in self.prose._environment.setdefault("footnotes_met", set())
        self.prose._environment["footnotes_met"].add(key)
        identity = f' id="fnref-{index}"' if first else ""
        return f'<sup><a{identity} href="#fn-{index}" role="doc-noteref">{index}</a></sup>'

    def inline_math(self, text: str) -> str:
        return formula(text, self.cell.note, display=False)

    def block_math(self, text: str) -> str:
        return formula(text, self.cell.note, display=True)

    def reference(self, label: str) -> str:
        return reference(label)


def _parse_reference(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    state.append_token({"type": "reference", "raw": match["reference_label"]})
    return match.end()


@lru_cache(maxsize=1)
def _markdown() -> mistune.Markdown:
    # prose is the notebook author's own, like its code: HTML in it is meant
    renderer = _Renderer(escape=False)
    plugins = [
        strikethrough, footnotes, table, table_in_list, table_in_quote, task_lists, math, math_in_list, math_in_quote,
        url,
    ]  # fmt: skip
    markdown = mistune.create_markdown(renderer=renderer, plugins=plugins)
    assert isinstance(markdown, mistune.Markdown)  # noqa: S101 - of its renderer
    # the notes of all cells stand together, at the end of the page
    markdown.after_render_hooks.clear()
    markdown.inline.register("reference", _REFERENCE, _parse_reference, before="link", start_chars="@")
    # plugins register their own forms of these
    for name in ("task_list_item", "footnote_ref", "inline_math", "block_math", "reference"):
        renderer.register(
            name, lambda self, *given, form=name, **attrs: getattr(_Renderer, form)(self, *given, **attrs)
        )
    return markdown

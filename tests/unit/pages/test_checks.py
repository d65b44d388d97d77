"""Each rule of a page is broken once; a good page breaks none."""

from __future__ import annotations

import pytest

from reporting.pages.checks import check_page
from reporting.pages.shell import page

GOOD = (
    "<h1>宝丰县</h1><h2>表</h2><table><caption>表</caption><tr><th scope='row'>率</th><td>九成</td></tr></table>"
    "<p class='as-sent'>见 /home/某某 与 ValueError</p><a href='410422.html'>叶县</a>"
    "<svg role='img'><title>图</title><desc>差三所</desc></svg>"
)

BROKEN = {
    "outside_addresses": [
        '<img alt="图" src="https://example.org/a.png">',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<p style="background:url(a.png)">甲</p>',
        "<style>@import 'a.css';</style>",
        # the reader gives up before it sees what is loaded
        "<b>" * 2100 + '<img alt="图" src="https://example.org/a.png">',
    ],
    "scripts": [
        '<p onclick="x()">甲</p>',
        '<a href="javascript:x()">甲</a>',
        "<script>1</script><script>2</script>",
    ],
    "code": [
        "<p>Traceback (most recent call last)</p>",
        "<p>/home/user/x</p>",
        "<p>FutureWarning: x</p>",
        "<pre>x</pre>",
    ],
    "placeholders": ["<p>nan</p>", "<p>{county}</p>", "<p>TODO</p>", "<p>None</p>"],
    "blank_cells": [
        "<table><caption>表</caption><tr><td></td></tr></table>",
        "<table><caption>表</caption><tr><td>—</td></tr></table>",
    ],
    "headings": ["<h1>县</h1>", "<h4>细目</h4>", "<h2> </h2>"],
    "landmarks": ["<main>甲</main>"],
    "tables": ["<table><tr><td>一</td></tr></table>", "<table><caption>表</caption><tr><th>率</th></tr></table>"],
    "figures": ['<svg role="img"><title>图</title></svg>', '<img src="#" alt="">'],
    "links": ['<a href="#nowhere">甲</a>', '<p id="a">甲</p><p id="a">一</p>', '<p aria-labelledby="nowhere">甲</p>'],
}


def broken(html: str, lang: str = "zh-Hans", largest: int = 10**6) -> set[str]:
    return {finding.check for finding in check_page(html, lang=lang, largest=largest) if finding.severity == "error"}


def whole(extra: str = "") -> str:
    return page(title="月报", lang="zh-Hans", body=GOOD + extra, reserve="甲一")


def test_a_good_page_breaks_no_rule() -> None:
    """The gate would be shut for ever, and be opened by hand."""
    assert broken(whole()) == set()


@pytest.mark.parametrize(("rule", "markup"), [(rule, one) for rule, many in BROKEN.items() for one in many])
def test_each_rule_is_seen_to_be_broken(rule: str, markup: str) -> None:
    """A page that is not fit to be read would be published."""
    assert rule in broken(whole(markup))


def test_what_the_document_itself_says_wrongly_is_seen() -> None:
    """Language, size, policy and font are not in the body."""
    html = whole()
    assert broken(html, lang="en") == {"language"}
    assert broken(html, largest=1000) == {"size"}
    assert broken(html.replace("default-src 'none'", "default-src *")) == {"policy"}
    assert broken(html.replace("<head>", '<head><link rel="icon" href="#">')) == {"policy"}
    assert broken(html.replace("宝丰县</h1>", "丑县</h1>")) == {"glyphs"}
    assert broken(html.replace("data:font/woff2;base64,", "data:none,")) == {"glyphs"}

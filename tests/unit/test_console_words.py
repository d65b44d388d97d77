"""Every message of the console is in the Chinese catalogue, and stands there with the values it was said with."""

from __future__ import annotations

import ast
import itertools
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias, get_args

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

import reporting
from reporting.cli import app
from reporting.console_words import CATALOGUE, Phrases, console_language, shown, state_shown
from reporting.editions.gates.findings import GateFinding
from reporting.execution.tasks import Status as Ended
from reporting.intake.board import Status
from reporting.intake.schools import Kind
from reporting.operations.desk.check.finding import NotebookFinding
from reporting.operations.desk.preview.trouble import WORDS
from reporting.pages.remarks import Remark
from reporting.pages.showing import house_figures, kinds
from reporting.pages.showing.markup import picture_hint
from reporting.translations import read_catalogue

_ROOT = Path(reporting.__file__).parent
_MESSAGES = read_catalogue(CATALOGUE)
_PLACE = re.compile(r"\{(\d+)\}")
_TELLING = (
    "cli.py",
    "console.py",
    "commands/",
    "operations/schedule/",
    "operations/desk/check/",
    "operations/desk/doctor/",
    "operations/desk/lab.py",
    "operations/desk/preview/",
    "pages/checks.py",
)
"""Where lines are said; of all other modules, errors are."""
_SAYING = {
    "say",
    "warn",
    "tell",
    "ok",
    "fail",
    "require",
    "say_line",
    "_complain",
    "progress",
    "Did",
    "step",
    "append",
    "text",
    "yes",
    "shown",
    "Failure",
}
_FINDING = {"found": 4, "NotebookFinding": 4, "note": 1, "Remark": 2, "PageFault": 2}
"""Who makes a finding of a notebook or a remark on a page → which argument its words are; the next is its hint."""
_NOBODY_SEES = {"UnfitError", "ExcelError", "AttributeError", "RuntimeError", "TypeError", "NotImplementedError"}
_VALUE = "\0"
_MOST = 24


def _templates_of(source: str, *, errors_only: bool) -> Iterator[tuple[int, str]]:
    """Line and template of each message said in a module: places of values are ``{0}``, ``{1}`` ..."""
    tree = ast.parse(source)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
            names = _assigned(scope, tree)
            for call in _own_nodes(scope):
                for argument in _said(call, errors_only=errors_only):
                    for text in _texts(argument, names, 0):
                        if re.search("[A-Za-z]{2}", text.replace(_VALUE, "")):
                            yield call.lineno, _numbered(text)


_Saying: TypeAlias = "ast.Call | ast.Return | ast.Yield"


def _own_nodes(scope: ast.AST) -> Iterator[_Saying]:
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(child, ast.Call | ast.Return | ast.Yield):
            yield child
        yield from _own_nodes(child)


def _said(node: _Saying, *, errors_only: bool) -> Iterator[ast.expr]:
    if not isinstance(node, ast.Call):
        if not errors_only and isinstance(node.value, ast.JoinedStr):
            yield node.value
        elif not errors_only and isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from (one for one in node.value.elts if isinstance(one, ast.JoinedStr))
        elif not errors_only and isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant):
            yield node.value
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if place := _FINDING.get(name):
        yield from node.args[place : place + 2]
    if name.endswith("Error") and name[:1].isupper():
        if name not in _NOBODY_SEES:
            yield from node.args[:1]
            yield from (word.value for word in node.keywords if word.arg == "hint")
    elif name in _SAYING and not errors_only:
        # of a failure, its cause and name are for programs
        yield from node.args[2:] if name == "Failure" else node.args
        yield from (word.value for word in node.keywords if word.arg in ("hint", "lines"))


def _assigned(scope: ast.AST, tree: ast.Module) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    nodes = itertools.chain(tree.body, () if scope is tree else ast.walk(scope))
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for one, value in zip(target.elts, node.value.elts, strict=False):
                        if isinstance(one, ast.Name):
                            found.setdefault(one.id, []).append(value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.AugAssign) and node.value:  # noqa: SIM102 - else too long a line
            if isinstance(node.target, ast.Name):
                found.setdefault(node.target.id, []).append(node.value)
    return found


def _texts(node: ast.expr, names: dict[str, list[ast.expr]], depth: int) -> list[str]:
    if depth > 9:
        return [_VALUE]
    below = depth + 1
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.Constant():
            return [_VALUE]
        case ast.IfExp():
            return _texts(node.body, names, below) + _texts(node.orelse, names, below)
        case ast.BoolOp(op=ast.Or()):
            return [text for value in node.values for text in _texts(value, names, below)]
        case ast.BinOp(op=ast.Add()):
            return _products([_texts(node.left, names, below), _texts(node.right, names, below)])
        case ast.FormattedValue():
            inner = _texts(node.value, names, below)
            return inner if node.conversion == -1 and node.format_spec is None else [_VALUE]
        case ast.JoinedStr():
            return _products([_texts(value, names, below) for value in node.values])
        case ast.Name(id=name) if name in names:
            return [text for value in names[name] for text in _texts(value, names, below)][:_MOST] or [_VALUE]
        case (
            ast.Subscript(value=ast.Dict(values=values))
            | ast.Call(func=ast.Attribute(value=ast.Dict(values=values), attr="get"))
        ):
            return [text for value in values for text in _texts(value, names, below)]
        case ast.Subscript(value=ast.Name(id=name)) if any(isinstance(one, ast.Dict) for one in names.get(name, ())):
            return [
                text
                for one in names[name]
                if isinstance(one, ast.Dict)
                for value in one.values
                for text in _texts(value, names, below)
            ]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [text for part in parts for text in _texts(part, names, below)]
        case ast.Starred(value=inner) | ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner):
            return _texts(inner, names, below)
        case _:
            return [_VALUE]


def _products(parts: Iterable[list[str]]) -> list[str]:
    return ["".join(chosen) for chosen in itertools.islice(itertools.product(*parts), _MOST)]


def _numbered(text: str) -> str:
    text = re.sub("\0+", _VALUE, text)
    number = itertools.count()
    return re.sub(_VALUE, lambda _: f"{{{next(number)}}}", text)


def _templates() -> Iterator[tuple[str, str]]:
    """Where each message is said, and its template."""
    for path in sorted(_ROOT.rglob("*.py")):
        name = path.relative_to(_ROOT).as_posix()
        errors_only = not name.startswith(_TELLING)
        for line, template in _templates_of(path.read_text(encoding="utf-8"), errors_only=errors_only):
            yield f"{name}, line {line}", template


def test_every_message_is_in_the_catalogue() -> None:
    """A clerk would meet an English line in the middle of Chinese ones."""
    missing = {template: place for place, template in _templates() if template not in _MESSAGES}
    assert not missing, "\n".join(f"{place}: {template!r}" for template, place in missing.items())


def test_every_help_text_is_in_the_catalogue() -> None:
    """`--help` of a Chinese operator would be half English."""

    def texts(command: Any) -> Iterator[str]:
        yield from (command.help or "").partition("\n\nExample")[0].split("\n\n")
        yield from (parameter.help for parameter in command.params if getattr(parameter, "help", None))
        for below in getattr(command, "commands", {}).values():
            yield from texts(below)

    said = set(filter(None, texts(typer.main.get_command(app))))
    assert not said - set(_MESSAGES)


def test_help_is_told_in_chinese_and_nothing_is_cut_off() -> None:
    """An operator would ask for help and get English, or lines that end in dots."""
    environment = os.environ | {"LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "", "COLUMNS": "80"}
    command = [sys.executable, "-c", "from reporting.cli import main; main()", "run", "-h"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "对每个县运行笔记本" in told
    assert "选项" in told
    assert "…" not in told


def test_every_word_of_state_is_in_the_catalogue() -> None:
    """A column of the board would be half Chinese."""
    words = {*get_args(Status), *get_args(Kind)} | {"accepted", "partly", "late", "ok", "warn", "fail"}
    assert not {word for word in words if f"state {word}" not in _MESSAGES}
    assert not set(WORDS) - set(_MESSAGES), "what the preview's bar says"
    assert not {word for word in get_args(Ended) if f"{{0}} {word}" not in _MESSAGES}


def test_no_translation_loses_a_value() -> None:
    """The file or number that a message is about would not be told."""
    places = {msgid: sorted(_PLACE.findall(msgid)) for msgid in _MESSAGES}
    assert not [msgid for msgid, those in places.items() if sorted(_PLACE.findall(_MESSAGES[msgid])) != those]


_values = st.text("叶县四月" + string.digits + "._/", min_size=1, max_size=9)


@given(st.sampled_from(sorted(_MESSAGES)), st.data())
def test_a_message_keeps_its_values(msgid: str, data: st.DataObject) -> None:
    """A value would be lost, or stand in the place of another."""
    said, expected = msgid, _MESSAGES[msgid]
    for place in _PLACE.findall(msgid):
        value = data.draw(_values)
        said, expected = said.replace(f"{{{place}}}", value), expected.replace(f"{{{place}}}", value)
    assert Phrases(_MESSAGES).of(said) == expected


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.mark.usefixtures("chinese")
def test_the_parts_of_a_line_are_told_each() -> None:
    """A line made of two messages, or of a place and a message, would stay English."""
    assert shown("there is no store yet → upgrade the program") == "尚无数据库 → 请升级程序"
    assert shown("4月.xlsx: the file is a PDF") == "4月.xlsx: 文件是PDF"
    assert shown("params/a.yaml, line 3, x: Field required; params/a.yaml, line 4, y: Field required") == (
        "params/a.yaml, 第3行, x: 缺少此项; params/a.yaml, 第4行, y: 缺少此项"
    )
    assert shown("13 files: 12 accepted, 1 held") == "13个文件：12 已接收, 1 暂存"


@pytest.mark.usefixtures("chinese")
def test_what_stands_between_backticks_is_never_translated() -> None:
    """Whoever copies a name or a command would copy a Chinese word that nothing is called."""
    assert shown("`county` has no type → write `county: str = …`") == "`county` 没有类型 → 请写成 `county: str = …`"
    assert shown("  row 3 note: 注") == "  第3行 说明：注", "and the indentation stays"


def test_advice_on_figures_and_libraries_is_in_the_catalogue() -> None:
    """A remark of the preview or a run would be half English: its words stand in tables, not at the place of a call."""
    said = [text.replace("{kind}", "{0}") for pair in house_figures._ADVICE.values() for text in pair]
    said += [*kinds._ADVICE.values(), picture_hint("https://x"), picture_hint("x")]
    assert not set(said) - set(_MESSAGES)
    kept = {"print", "warning", "error", "value", "picture", "script", "link", "figure", "table", "output", "headings"}
    assert not kept - set(_MESSAGES)


@pytest.mark.usefixtures("chinese")
def test_a_remark_and_a_finding_are_told_in_chinese_but_for_what_is_a_cell_s_own() -> None:
    """`check`, the preview and a run would tell half of it in English, or translate what a cell has printed."""
    remark = Remark(3, "table", "text of a table is cut after 50 characters", "mend the link")
    assert remark.told(shown) == "单元格3: 表: 表中文字在50个字符后被截断 → 请改正链接"
    assert Remark(3, "print", "table", "mend its cause").told(shown) == "单元格3: 打印: table → 请消除原因"
    assert str(remark) == "cell 3: table: text of a table is cut after 50 characters → mend the link"
    finding = NotebookFinding("notebooks/a.ipynb", 2, 4, "outputs", "the cell has outputs", "mend it")
    assert finding.told(shown) == "notebooks/a.ipynb，单元格2，第4行: outputs: 单元格带有输出 → 请改正"
    assert str(finding) == "notebooks/a.ipynb, cell 2, line 4: outputs: the cell has outputs → mend it"
    shut = GateFinding("{file}: {rule}", {"file": "a.html", "rule": ""}, detail="more than one script")
    assert shut.told("zh-Hans").endswith(": 不止一个脚本")
    assert str(shut).endswith(": more than one script"), "the manifest keeps English"


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    "text", ["", "  ", "叶县", "4月.xlsx", "what nobody has translated", "a: b → c", "$(x) {0} \\1"]
)
def test_what_no_message_fits_is_shown_as_it_is(text: str) -> None:
    """A file's name, or a line that came in meanwhile, would be mangled."""
    assert shown(text) == text


@pytest.mark.usefixtures("chinese")
@given(st.text(max_size=40))
def test_no_text_breaks_the_console(text: str) -> None:
    """A strange file name would end in a traceback."""
    shown(text)
    state_shown(text)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh-Hans"),
    ],
)
def test_the_locale_tells_the_language(environment: dict[str, str], language: str) -> None:
    """`LC_ALL=C` in a script would get Chinese, or a Chinese desk English."""
    assert console_language(environment) == language


def test_english_needs_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command would read a file that it does not need."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr("reporting.console_words._chinese", None)
    assert shown("there is no store yet") == "there is no store yet"
    assert state_shown("received, late") == "received, late"

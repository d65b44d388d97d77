"""What the manual and the READMEs say leads somewhere: links, commands, targets of make, generated pages."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from reporting.cli import app
from reporting.commands.reference import command_reference
from reporting.operations.desk.calls_reference import calls_reference
from reporting.operations.desk.facts_reference import facts_reference
from reporting.operations.desk.params_reference import params_reference

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("README*.md")])
GROUP: Any = typer.main.get_command(app)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_SHELL = {"sh", "console", "powershell"}


def prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def links(page: Path) -> Iterator[str]:
    return (first or second for first, second in _LINK.findall(prose(page)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """A reader would follow a link to nothing."""
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


def words_of(line: str) -> list[str]:
    """The words of a command that come after `reporting`, without what a shell makes of the rest of the line."""
    words = shlex.split(line.partition(" #")[0].replace("\\", "/"))
    after = takewhile(lambda word: word not in {"&&", "|", ">>", ">", "…"}, words[1:])
    return list(after)


def quoted_lines() -> Iterator[tuple[str, str]]:
    """Page and line of every command in a block."""
    for page in PAGES:
        for kind, block in _FENCE.findall(page.read_text("utf-8")):
            if kind in _SHELL:
                for line in block.splitlines():
                    if re.match(r"(\.venv[/\\](bin|Scripts)[/\\])?reporting ", line):
                        yield page.name, line


def quoted_inline() -> Iterator[tuple[str, str]]:
    """Page and text of every command in a sentence."""
    for page in PAGES:
        for text in re.findall(r"`((?:\.venv/bin/)?reporting [^`]+)`", prose(page)):
            yield page.name, " ".join(text.split())


def command_of(words: list[str]) -> tuple[Any, list[str]]:
    """The command that the words begin with, and the words after its name."""
    command = GROUP
    if words[:1] == ["--project"]:
        words = words[2:]
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize(("page", "line"), sorted(set(quoted_lines())))
def test_a_command_in_a_block_is_understood(page: str, line: str) -> None:
    """Somebody would copy a command that the program refuses."""
    words = words_of(line)
    if words[0] in {"--install-completion", "--help"}:
        return
    command, arguments = command_of(words)
    command.make_context(command.name, arguments, resilient_parsing=False)


@pytest.mark.parametrize(("page", "text"), sorted(set(quoted_inline())))
def test_a_command_in_a_sentence_is_there(page: str, text: str) -> None:
    """The manual would speak of a command or an option that is gone."""
    words = words_of(text)
    if words[0] == "COMMAND":
        return
    if words[0].startswith("--"):
        assert {words[0]} & {option for parameter in GROUP.params for option in parameter.opts} or words[0] == "--help"
        return
    command, arguments = command_of(words)
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in arguments if word.startswith("-")} <= {*known, "--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_targets_of_make_are_there(page: Path) -> None:
    """`make` would answer that there is no rule."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^|&& )make (\w+)", page.read_text("utf-8"), re.MULTILINE)) <= targets


def test_generated_pages_are_current() -> None:
    """They would tell of options and keys as they once were; `reporting check --fix` renews them."""
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == command_reference(GROUP)
    assert (ROOT / "docs" / "params-reference.md").read_text("utf-8") == params_reference()


def test_the_page_of_calls_is_that_of_the_docstrings() -> None:
    """An analyst would call a section that is gone, or miss one."""
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == calls_reference()


def test_the_page_of_facts_is_that_of_the_declaration() -> None:
    """An analyst would look for a column that is not there."""
    assert (ROOT / "docs" / "facts.md").read_text("utf-8") == facts_reference()


def test_every_command_shows_an_example() -> None:
    """Help that lists options only leaves people to guess."""
    sections = (ROOT / "docs" / "cli.md").read_text("utf-8").split("\n## ")[1:]
    assert [section.splitlines()[0] for section in sections if "```sh" not in section] == []


def test_every_page_is_in_the_navigation_once() -> None:
    """A page would be written and never found."""

    def pages(entry: Any) -> Iterator[str]:
        match entry:
            case str():
                yield entry
            case list():
                yield from (page for each in entry for page in pages(each))
            case dict():
                yield from (page for each in entry.values() for page in pages(each))

    listed = sorted(pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]))
    assert listed == sorted(page.name for page in PAGES if page.parent.name == "docs")


def test_hooks_of_pre_commit_are_local_and_understood() -> None:
    """A commit in a bureau without a network would fail, or be let through unchecked."""
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        command, arguments = command_of(words_of(hook["entry"]))
        command.make_context(command.name, arguments, resilient_parsing=False)


def test_the_map_of_changes_names_files_that_are_there() -> None:
    """Whoever looks for the room of a change would be sent to one that was moved."""
    rows = [line for line in (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines() if line[:2] == "| "]
    named = [re.findall(r"`((?:src|params|tests)/[^`]+)`", row) for row in rows if "`src/" in row]
    assert len(named) == 12
    assert [path for paths in named for path in paths if not (ROOT / path).exists()] == []
    assert all(any(path.startswith("tests/") for path in paths) for paths in named), "each has a test"

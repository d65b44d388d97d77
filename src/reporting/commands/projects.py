"""Commands of another city, another topic: init, divide."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from reporting.commands.base import Json, opened_project, project_folder, require, say, tell
from reporting.errors import UsageError

if TYPE_CHECKING:
    from reporting.definitions.base import Text
    from reporting.operations.project.divisions import Division
    from reporting.operations.project.topics import Topic

__all__ = ["app"]

app = typer.Typer()


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The new project's folder.", file_okay=False)],
    code: Annotated[
        str | None,
        typer.Option(
            help="Of the city in the national list, such as 410500; 410000 for a province, 000000 for the nation."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="Of the city in Chinese (default: as in the list).")] = None,
    english: Annotated[str, typer.Option(help="Its name in English.")] = "",
    title: Annotated[str | None, typer.Option(help="Of the reports, in Chinese.")] = None,
    zones: Annotated[bool | None, typer.Option(help="Development zones report for themselves.")] = None,
    direct: Annotated[bool | None, typer.Option(help="Schools run by the bureau itself report as a unit.")] = None,
    unit: Annotated[
        list[str] | None, typer.Option(metavar="CODE=NAME", help="A further unit, or another name of one.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A unit of the list that does not report.")
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option(metavar="CODE=NAME,NAME", help="How a unit is typed in spreadsheets.")
    ] = None,
    period: Annotated[Literal["month", "year"] | None, typer.Option(help="How long a period is.")] = None,
    school_months: Annotated[str | None, typer.Option(help="Such as 1-6,9-12 (default: as the topic has).")] = None,
    empty: Annotated[
        bool | None,
        typer.Option("--empty/--same-topic", help="A topic of your own, or that of the project you stand in."),
    ] = None,
    json: Json = False,
) -> None:
    """Make a project for another city: its units from the national list of divisions, a topic, notebooks.

    On a terminal it asks what the options leave open; elsewhere the defaults hold. Nothing is ever overwritten.

    Examples: `reporting init ../anyang` · `reporting init ../anyang --code 410500 --direct` ·
    `reporting init ../canteens --code 410500 --empty --title 食堂月报`
    """
    from reporting.definitions.base import Text
    from reporting.operations.project.bureau import Answers, city_of
    from reporting.operations.project.divisions import units_of
    from reporting.operations.project.writing import project_files, write_project

    ask = _Terminal() if is_terminal() else _Defaults()
    whole = _whole(code, ask)
    called = Text.model_validate({"zh-Hans": name or ask.text("Name of the city", whole.name), "en": english})
    topic = _topic(context, called, empty, ask)
    marked = [one.name for one in units_of(whole) if one.level == "zone"]
    if zones is None:
        zones = bool(marked) and ask.yes(f"Do these zones report for themselves: {', '.join(marked)}?", False)
    if direct is None:
        direct = ask.yes("Do schools that the bureau runs itself report as a unit?", False)
    if period is None:
        period = "month" if ask.yes("Is a period a month (otherwise a year)?", True) else "year"
    suggested = _suggested(called, topic, period)
    title = title or ask.text("Title of the reports", suggested.zh)
    answers = Answers(
        name=called,
        title=suggested if title == suggested.zh else Text.model_validate({"zh-Hans": title}),
        zones=zones,
        direct=direct,
        units=dict(_pair(text, "--unit") for text in unit or ()),
        without=tuple(without or ()),
        aliases={key: names.split(",") for key, names in (_pair(text, "--alias") for text in alias or ())},
        period=period,
        school_months=_months(school_months) if school_months else topic.school_months,
        year_begins=topic.year_begins,
    )
    city = city_of(whole, answers, topic.scope)
    example = city.calendar.previous(city.calendar.period_of(datetime.now(UTC)))
    written = write_project(folder, project_files(city, topic, str(example)))
    done = {"project": str(folder), "files": len(written), "units": len(city.counties)}
    lines = [
        f"{folder}: {len(written)} files for {len(city.counties)} units",
        f"next: edit {folder / 'params'}, then `reporting --project {folder} check`",
    ]
    tell(json, done, lines)


@app.command()
def divide(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Tables with a row a unit and a column a period.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for the workbooks.")],
    period: Annotated[list[str] | None, typer.Option(help="Only these; may be repeated.")] = None,
    json: Json = False,
) -> None:
    """Divide tables that an office collected into one workbook of our own for each unit and period.

    The figure is known by its name above the table, such as 指标：年末常住人口. Ingest the workbooks then.

    Example: `reporting divide 分省年度数据.csv --period 2023 -o data/inbox` · `reporting ingest data/inbox`
    """
    from reporting.intake.divide import divide as write_divided

    _project, settings = opened_project(context)
    written = write_divided(settings, files, {settings.period(text) for text in period or ()}, output)
    tell(json, [str(path) for path in written], [f"{len(written)} workbooks in {output}"])


def is_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


class _Defaults:
    """Answers where nobody can be asked."""

    def text(self, question: str, default: str) -> str:
        require(bool(default), f"nobody can be asked: {question}", "say it with an option, see --help")
        return default

    def yes(self, question: str, default: bool) -> bool:
        return default


class _Terminal(_Defaults):
    """Asks the person at the terminal."""

    def text(self, question: str, default: str) -> str:
        from reporting.console_words import shown

        return str(typer.prompt(shown(question), default=default or None))

    def yes(self, question: str, default: bool) -> bool:
        from reporting.console_words import shown

        return typer.confirm(shown(question), default=default)


def _whole(code: str | None, ask: _Defaults) -> Division:
    """The division of the code given, or asked for until there is one."""
    from reporting.console import warn
    from reporting.operations.project.divisions import division

    if code is not None:
        return division(code)
    while True:
        asked = ask.text("Code of the city (six digits, such as 410500), or part of its name", "")
        try:
            return division(asked.strip())
        except UsageError as error:
            warn(str(error))


def _topic(context: typer.Context, called: Text, empty: bool | None, ask: _Defaults) -> Topic:
    """The topic of the project that the command line names, or one to begin with."""
    from reporting.operations.project.topics import starting_topic, topic_of
    from reporting.settings import Project, load_settings

    here = Project(project_folder(context))
    is_project = here.params.is_dir()
    if empty is None:
        empty = not (is_project and ask.yes(f"Keep the topic of {here.root.name}?", True))
    if empty:
        return starting_topic()
    require(is_project, "there is no project here whose topic could be kept", "use --empty, or name it with --project")
    return topic_of(here, load_settings(here), called)


def _suggested(called: Text, topic: Topic, period: Literal["month", "year"]) -> Text:
    """A title for the reports."""
    from reporting.operations.project.project_words import load_words

    if topic.title:
        return topic.title
    title = load_words().titles[period]
    english = title.en.format(city=called.en) if called.en else ""
    return called.model_copy(update={"zh": title.zh.format(city=called.zh), "en": english})


def _pair(text: str, option: str) -> tuple[str, str]:
    code, equals, value = text.partition("=")
    require(bool(code and equals), f"{option} {text!r} is not understood", f"write it as {option} 410571=高新区")
    return code.strip(), value.strip()


def _months(text: str) -> tuple[int, ...]:
    """``1-6,9-12`` as months."""
    try:
        ends = [[int(end) for end in part.split("-", 1)] for part in text.split(",")]
    except ValueError:
        raise UsageError(f"--school-months {text!r} is not understood", hint="write it as 1-6,9-12") from None
    return tuple(sorted({month for span in ends for month in range(span[0], span[-1] + 1)}))


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Such as /mnt/backup/reports-2022-05.tar.gz.")],
) -> None:
    """Write the whole project into one file, consistent while other commands run.

    Example: `reporting backup /mnt/backup/reports.tar.gz`
    """
    from reporting.operations.backup import back_up

    project, settings = opened_project(context)
    say(f"{file}: {back_up(project, settings.forms, file)} files")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="As `reporting backup` wrote it.")],
    folder: Annotated[Path, typer.Argument(help="A new folder for the project.")],
) -> None:
    """Bring a backup back into a new folder.

    Example: `reporting restore /mnt/backup/reports.tar.gz /srv/reports`
    """
    from reporting.operations.backup import restore as bring_back

    say(f"{folder}: {bring_back(file, folder)} files; `reporting --project {folder} doctor` looks at them")

"""Commands about the registry of schools: list, close, merge, move, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reporting.commands.base import AsOf, Because, By, Json, Period, moment, opened_project, require, say, tell

if TYPE_CHECKING:
    from reporting.intake.schools import Kind

__all__ = ["app"]

app = typer.Typer()
schools = typer.Typer(
    no_args_is_help=True, help="Which schools are expected, and what became of those that no longer come."
)
app.add_typer(schools, name="schools")

Schools = Annotated[list[str], typer.Argument(help="Names as the county writes them, or codes.")]
County = Annotated[str, typer.Option("--county", "-c", help="Whose they are: code, name or alias.")]
Since = Annotated[str, typer.Option(help="The first period in which they are not expected, such as 2022-05.")]


@schools.command("list")
def list_schools(
    context: typer.Context,
    county: Annotated[str | None, typer.Option("--county", "-c", help="Of one county alone.")] = None,
    period: Period = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only those expected and not reported.")] = False,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """List the schools that are known by a period (default: the last), and how each stands.

    Examples: `reporting schools list --county 叶县` · `reporting schools list --period 2022-04 --missing`
    """
    from reporting.definitions.periods import Period as PeriodValue
    from reporting.intake.schools import known_schools
    from reporting.store.store import open_store
    from reporting.store.view import View

    project, settings = opened_project(context)
    code = settings.county_code(county) if county else None
    with open_store(project.store, settings.forms) as store:
        view = View(store, moment(as_of, settings))
        sent = set(view.current()["period"])
        require(bool(period or sent), "nothing has been sent yet", "bring workbooks in with `reporting ingest`")
        when = settings.period(period) if period else max(map(PeriodValue, sent))
        found = known_schools(view, settings, when, code)
    if missing:
        found = found[found["standing"] == "missing"]
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]
    columns = ["county", "school_id", "name", "first_seen", "last_seen", "in_scope", "standing", "since", "because"]
    tell(json, rows, [f"{len(rows)} schools as of {when}"], columns=columns)


@schools.command()
def close(context: typer.Context, schools: Schools, county: County, since: Since, because: Because, by: By) -> None:
    """Put on record that schools closed: they are expected no longer.

    Example: `reporting schools close 柳溪乡第二小学 --county 叶县 --since 2022-05 --because 撤点并校批复 --by 基教科`
    """
    _answer(context, "close", schools, county, since, because, by)


@schools.command()
def merge(
    context: typer.Context,
    schools: Schools,
    county: County,
    into: Annotated[str, typer.Option(help="The school that they are part of now.")],
    since: Since,
    because: Because,
    by: By,
) -> None:
    """Put on record that schools are part of another one now; also that two names are one school.

    Example: `reporting schools merge 柳溪二小 --into 柳溪乡第二小学 -c 叶县 --since 2022-05 --because 改名 --by 基教科`
    """
    _answer(context, "merge", schools, county, since, because, by, into=into)


@schools.command()
def move(
    context: typer.Context,
    schools: Schools,
    county: County,
    to: Annotated[str, typer.Option(help="The county that reports them now: code, name or alias.")],
    since: Since,
    because: Because,
    by: By,
) -> None:
    """Put on record that another county reports schools now: they are expected of that one.

    Example: `reporting schools move 柳溪乡第二小学 -c 叶县 --to 示范区 --since 2022-05 --because 区划调整 --by 基教科`
    """
    _, settings = opened_project(context)
    _answer(context, "move", schools, county, since, because, by, into=settings.county_code(to))


@schools.command()
def reopen(context: typer.Context, schools: Schools, county: County, since: Since, because: Because, by: By) -> None:
    """Take back what is on record of schools: they are expected again.

    Example: `reporting schools reopen 柳溪乡第二小学 -c 叶县 --since 2022-05 --because 登记有误 --by 基教科`
    """
    _answer(context, "reopen", schools, county, since, because, by)


def _answer(
    context: typer.Context,
    kind: Kind,
    schools: list[str],
    county: str,
    since: str,
    because: str,
    by: str,
    into: str = "",
) -> None:
    from reporting.intake.schools import SchoolAnswer, put_on_record
    from reporting.store.store import open_store

    project, settings = opened_project(context)
    answer = SchoolAnswer(settings.county_code(county), kind, schools, settings.period(since), because, by, into)
    with open_store(project.store, settings.forms, writing=True) as store:
        names = put_on_record(store, settings, answer)
    for name in names:
        say(f"{name}: {kind} since {answer.since}, on record")

"""How a run goes: which notebooks make which pages, limits, when collection closes, and what is done unattended."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Constraint

from reporting.definitions.base import Definition, DefinitionError, Text, doubled
from reporting.definitions.periods import Period
from reporting.definitions.working_days import WorkingDays

__all__ = [
    "STANDARD_PARAMETERS",
    "TAKEN_PAGES",
    "Audience",
    "Closing",
    "EditionNotebook",
    "Inbox",
    "Published",
    "RunSettings",
    "Schedule",
]

STANDARD_PARAMETERS = ("county", "period", "lang", "audience", "snapshot")
"""Those that a run gives to every notebook that declares them; none of them is given by hand."""


Audience: TypeAlias = Literal["internal", "public"]
"""Whom an edition is for: ``internal`` has names of schools, ``public`` has none."""

TAKEN_PAGES = {
    "index": "the list of all counties",
    "corrections": "what a revision corrects",
    "review": "how the gates stand",
    "data": "the folder of the edition's tables",
    "manifest": "what the edition is made of",
    "schools": "the list of a county's schools",
    "summary": "the one-page summary of a county",
    "volume": "the collected volume",
}


def _written_time(value: object) -> object:
    """Refuse what YAML makes of 10:30 without quotes, which is the number 630."""
    if isinstance(value, time | str):
        return value
    raise ValueError('write a time of day in quotes, such as "08:30"')


TimeOfDay = Annotated[time, BeforeValidator(_written_time)]


class EditionNotebook(Definition):
    """A notebook of the edition, and for whom it makes a page.

    ``per`` is ``county`` (one page a county, named by its code, or with a ``page`` ``CODE-PAGE``) or
    ``city`` (one page, named ``page``).
    """

    notebook: str
    per: Literal["county", "city"]
    page: Annotated[str, Constraint(pattern=r"^[^\W\d_][\w-]*$|^$")] = ""
    title: Text
    max_kib: int = 500

    @model_validator(mode="after")
    def _page_of_the_city_has_a_name(self) -> EditionNotebook:
        if self.per == "city" and not self.page:
            raise DefinitionError("a page of the city needs a name (`page`)", "per")
        if self.page in TAKEN_PAGES:
            raise DefinitionError(f"a page may not be called {self.page}: that is {TAKEN_PAGES[self.page]}", "page")
        return self


class Closing(Definition):
    """When a period's submissions are due: the end of a day of the month after it, or of the next working day."""

    day: Annotated[int, Constraint(ge=1, le=28)] = 5


class Inbox(Definition):
    """How the inbox is watched.

    Attributes:
        every_seconds: how often it is looked into.
        settled_seconds: how long a file must have lain unchanged, so that none is read while it is being copied.
    """

    every_seconds: Annotated[float, Constraint(gt=0)] = 60
    settled_seconds: Annotated[float, Constraint(ge=0)] = 120


class Schedule(Definition):
    """What is done unattended for every school period, by the city's own time.

    Attributes:
        reminders: working days from the closing day (before it where negative) on which counties are reminded that
            have sent nothing good.
        run_after: working days from the closing day to the run that makes the draft edition.
        stale_after_hours: what was missed for longer, because nothing was running, is not made up for.
    """

    reminders: tuple[int, ...] = (-2, 1)
    remind_at: TimeOfDay = time(9)
    run_after: Annotated[int, Constraint(ge=1)] = 1
    run_at: TimeOfDay = time(12)
    stale_after_hours: Annotated[float, Constraint(gt=0)] = 72
    inbox: Inbox = Inbox()


class Published(Definition):
    """Addresses under which readers find the editions, for feeds and messages; empty where only files are handed on."""

    internal: Annotated[str, Constraint(pattern=r"^(https?://\S+/)?$")] = ""
    public: Annotated[str, Constraint(pattern=r"^(https?://\S+/)?$")] = ""


class Contact(Definition):
    """Whom readers ask and counties answer: in the foot of every page and at the end of every circular.

    Attributes:
        office: of the bureau; nobody's name.
        telephone: of the office, as it is to be printed.
        answer_by: day of the month after the period on which counties are to have answered, or the next working day;
            told in the internal edition.
    """

    office: Text
    telephone: Annotated[str, Constraint(max_length=40)] = ""
    answer_by: Annotated[int, Constraint(ge=1, le=28)] | None = None


class RunSettings(Definition):
    """params/run.yaml.

    Attributes:
        working_days: holidays and worked weekends that the yearly notices in the program do not have.
        contact: whom to ask; pages and circulars have no such line without it.
        strict: whether notebooks run without network, with the project read-only and neither store nor outputs to be
            seen; Linux only.
        pdf: whether every run prints the edition's PDFs as well, for the draft, the zip and the published edition; it
            takes Chromium and some seconds a page. Without it `reporting pdf` makes them outside the edition.
        lab_extensions: what `reporting lab` loads besides what JupyterLab brings, by name (`jupyterlab-vim`).
        keep_pages_days: a page body that no run has made or reused for so long is removed, and made again if it is
            asked for.
        executed_notebooks: which are kept in ``outputs/.work/PERIOD/logs``, as papermill leaves them: those of failed
            runs, or all.
        min_completeness: stands in policy.yaml now (`comparison.least_completeness`); older projects may say it here.
    """

    pages: tuple[EditionNotebook, ...]
    languages: tuple[Literal["zh-Hans", "en"], ...] = ("zh-Hans",)
    closing: Closing = Closing()
    working_days: WorkingDays = WorkingDays()
    schedule: Schedule = Schedule()
    published_at: Published = Published()
    contact: Contact | None = None
    seconds_per_report: float = 300
    memory_mib_per_report: int = 2048
    min_completeness: Annotated[float, Constraint(ge=0, le=1)] | None = None
    index_max_kib: int = 60
    pdf: bool = False
    keep_pages_days: Annotated[int, Constraint(ge=1)] = 100
    executed_notebooks: Literal["failed", "all"] = "failed"
    lab_extensions: tuple[str, ...] = ()
    strict: bool = False

    @model_validator(mode="after")
    def _pages_have_files_of_their_own(self) -> RunSettings:
        for i in doubled([page.page for page in self.pages]):
            raise DefinitionError("two notebooks would make the same page", "pages", i)
        return self

    def closing_day(self, period: Period) -> date:
        """The last day on which a submission for ``period`` is in time; always a working day."""
        return self._day_after(period, self.closing.day)

    def answer_day(self, period: Period) -> date | None:
        """The day by which counties are to have answered what is said of ``period``; None where none is set."""
        return self._day_after(period, self.contact.answer_by) if self.contact and self.contact.answer_by else None

    def _day_after(self, period: Period, day: int) -> date:
        return self.working_days.first_from((period.last_day + timedelta(days=1)).replace(day=day))

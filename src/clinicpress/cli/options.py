"""Options that several commands have; their words may be written in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from clinicpress.api import ORDERS, PAPERS, Binding, Ink, TextVariant, Workspace, day_of
from clinicpress.problems import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])


def words_of(literal: Any) -> click.Choice:  # type: ignore[type-arg]
    """The words of a `Literal`, in any case."""
    return click.Choice(get_args(literal), case_sensitive=False)


_LAYOUT = click.option("--layout", metavar="ID", help="Use this layout instead of the document's own.")
_LOOKS = (
    click.option(
        "--paper",
        type=click.Choice(tuple(PAPERS), case_sensitive=False),
        help="Default: the paper in content/clinic.yaml.",
    ),
    click.option(
        "--text",
        type=words_of(TextVariant),
        default="standard",
        help="large: for readers who need large print.",
    ),
    click.option("--ink", type=words_of(Ink), default="colour", help="mono: black ink only."),
    click.option(
        "--binding",
        type=words_of(Binding),
        default="none",
        help="left: keep 18 mm free for punched holes.",
    ),
)
_PAGES = click.option(
    "--pages",
    type=click.IntRange(1, 2),
    metavar="N",
    help="2: print a sheet on both sides of one leaf. Default: as in the plan or the sheet.",
)
OUT = click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: output/ in the workspace."
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Number of processes. Default: chosen to be fast."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def look_options(command: Command) -> Command:
    """Options of how pages look, in whatever layout."""
    for option in reversed(_LOOKS):
        command = option(command)
    return command


def choice_options(command: Command) -> Command:
    """An option for each of the `Choices`."""
    return _LAYOUT(look_options(_PAGES(command)))


def opened(ctx: click.Context) -> Workspace:
    """The workspace that ``--workspace`` names, else the one that the user stands in.

    Raises:
        UsageError: if there is none.
    """
    return Workspace.around() if ctx.obj is None else Workspace(ctx.obj)


class DayOption(click.ParamType):  # type: ignore[type-arg]
    """A day that can be read in one way only; messages repeat it only where it is no patient's."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except UsageError as error:
            (problem,) = error.problems
            raise click.BadParameter(f"{problem.message}; {problem.hint}", ctx, param) from None


DAY = DayOption()
DATES = click.Choice(ORDERS, case_sensitive=False)
# One id each: nothing lifts the guard for a table as a whole.
SAME_PERSON = click.option(
    "--same-person",
    multiple=True,
    metavar="ID",
    help="Confirm that this id, printed before with another name or birth date, is the same person.",
)
UNLOCK = click.option(
    "--unlock", is_flag=True, help="Allow an open file to replace one that is locked with a password."
)

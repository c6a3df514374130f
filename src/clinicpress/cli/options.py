"""Options that several commands have; their words may be written in any case."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import click

from clinicpress.build.jobs import Binding, Format, Ink, Text
from clinicpress.content.tables.days import ORDERS, TWO_WAYS, has_two_readings, read_day
from clinicpress.units import PAPERS

PAPER = click.Choice(tuple(PAPERS), case_sensitive=False)
INK = click.Choice(get_args(Ink), case_sensitive=False)
TEXT = click.Choice(get_args(Text), case_sensitive=False)
BINDING = click.Choice(get_args(Binding), case_sensitive=False)
FORMAT = click.Choice(get_args(Format), case_sensitive=False)


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class DayOption(click.ParamType):  # type: ignore[type-arg]
    """A day that can be read in one way only; messages repeat it only where it is no patient's."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if has_two_readings(text):
            message, hint = TWO_WAYS
            raise click.BadParameter(f"{message}; {hint}", ctx, param)
        try:
            # Python reads weeks and numbers without hyphens too
            if _ISO.fullmatch(day := read_day(text, None) or ""):
                return date.fromisoformat(day)
        except ValueError:
            pass
        raise click.BadParameter("this is not a date; write year-month-day, such as 2026-11-22", ctx, param)


DAY = DayOption()
DATES = click.Choice(ORDERS, case_sensitive=False)
PAGES = click.option(
    "--pages",
    type=click.IntRange(1, 2),
    metavar="N",
    help="2 prints a sheet on both sides of one leaf. Default: as the plan or the sheet says.",
)
# One id each: nothing lifts the guard for a table as a whole.
SAME_PERSON = click.option(
    "--same-person",
    multiple=True,
    metavar="ID",
    help="This id was printed for another name or birth date, and is the same person's.",
)
UNLOCK = click.option(
    "--unlock", is_flag=True, help="Let an open file take the place of one that is locked with a password."
)

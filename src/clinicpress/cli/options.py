"""Options that several commands have; their words may be written in any case."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import click

from clinicpress.batch.jobs import PAPERS, Binding, Format, Ink, Text

PAPER = click.Choice(PAPERS, case_sensitive=False)
INK = click.Choice(get_args(Ink), case_sensitive=False)
TEXT = click.Choice(get_args(Text), case_sensitive=False)
BINDING = click.Choice(get_args(Binding), case_sensitive=False)
FORMAT = click.Choice(get_args(Format), case_sensitive=False)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as year-month-day; messages repeat it only where it is no patient's."""

    name = "date"
    _FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        try:
            if self._FORM.fullmatch(str(value)):
                return date.fromisoformat(str(value))
        except ValueError:
            pass
        raise click.BadParameter("this is no date; write year-month-day, such as 2026-11-22", ctx, param)


DAY = Day()
# One id each: nothing lifts the guard for a table as a whole.
SAME_PERSON = click.option(
    "--same-person",
    multiple=True,
    metavar="ID",
    help="This id was printed for another name or birth date, and is the same person's.",
)

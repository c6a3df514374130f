"""``clinicpress batch``."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from clinicpress.cli.options import (
    AS_JSON,
    DATES,
    DAY,
    JOBS,
    OUT,
    SAME_PERSON,
    UNLOCK,
    choice_options,
    opened,
)
from clinicpress.messages import say


@click.command(name="batch")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--packet", type=click.Path(path_type=Path), metavar="FILE", help="Also make one PDF for the printer."
)
@click.option("--duplex", is_flag=True, help="Start each patient of the packet on a new sheet of paper.")
@click.option("--cover", is_flag=True, help="Start the packet with a list for staff.")
@click.option("--no-files", is_flag=True, help="With --packet: do not make a file for each patient.")
@click.option("--date", type=DAY, metavar="DATE", help="The date for rows without one. Default: today.")
@click.option(
    "--dates", type=DATES, help="How to read 5/2/1980. Default: like the other dates in its column."
)
@click.option("--sheet", metavar="ID", help="The sheet for rows without one.")
@click.option("--clinician", metavar="NAME", help="The clinician for rows without one.")
@click.option(
    "--since",
    default="last",
    metavar="FILE",
    help="Mark changes since the plans in this file; last: since the last print; none: no marks.",
)
@click.option("--encrypt", metavar="COLUMN", help="Lock each file with the password in this column.")
@UNLOCK
@SAME_PERSON
@choice_options
@OUT
@JOBS
@click.option("--force", is_flag=True, help="Make files again even if they are up to date.")
@click.option("--dry-run", is_flag=True, help="Report what would be made, without making it.")
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    file: Path,
    date: datetime.date | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Make a sheet for each patient of FILE: a table (CSV), or a folder of plans.

    The sheets go to output/patients/, where only you can read them, under names that reveal nothing about the
    patient; output/patients/index.csv lists them. A row with a mistake is reported by its line number; the
    others are made. Files that are up to date are skipped, so you can simply restart a stopped run.

    \b
    Examples:
      clinicpress batch today.csv
      clinicpress batch today.csv --dry-run
      clinicpress batch today.csv --packet output/packets/today.pdf --duplex --cover
      clinicpress batch plans/ --ink mono
    """
    if asked["packet"] is None:
        wrong = [name for name in ("duplex", "cover", "no_files") if asked[name]]
        if wrong:
            option = f"--{wrong[0].replace('_', '-')}"
            raise click.UsageError(say("cli.option-needs-packet", option=option))
    workspace = opened(ctx)
    # 20 ms that --help does without
    from clinicpress.cli.planlines import show_plans  # noqa: PLC0415

    files = not asked.pop("no_files")
    make = partial(workspace.batch, file, day=date or datetime.date.today(), files=files, **asked)
    packet = asked["packet"] and asked["packet"].absolute()
    dry_run = asked["dry_run"]
    result = show_plans(make, as_json=as_json, packet=packet, dry_run=dry_run, files=files)
    ctx.exit(0 if result.ok else 1)

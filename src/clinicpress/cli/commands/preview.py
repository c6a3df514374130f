"""``clinicpress preview``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clinicpress.api import Workspace
from clinicpress.cli.options import look_options, opened
from clinicpress.cli.reporting import print_problems, print_warnings, shown
from clinicpress.messages import say


@click.command(name="preview")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--all-figures",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Preview the figure of every exercise; with FILE (.pdf, .png), all on one contact sheet.",
)
@click.option(
    "--side",
    type=click.Choice(["left", "right"], case_sensitive=False),
    help="The side to show for two-sided exercises.",
)
@look_options
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: output/previews.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    names: tuple[str, ...],
    all_figures: str | None,
    out: Path | None,
    **look: Any,
) -> None:
    """Write PNG pictures of an exercise's figure, or of the pages of a handout or sheet.

    \b
    Examples:
      clinicpress preview knee-to-chest
      clinicpress preview knee-to-chest --side left --ink mono
      clinicpress preview sciatica --paper a4
      clinicpress preview sciatica --text large --binding left
      clinicpress preview --all-figures
      clinicpress preview --all-figures figures.pdf
    """
    if not names and all_figures is None:
        raise click.UsageError(say("cli.name-exercise-handout-or-sheet"))
    workspace = opened(ctx)
    if all_figures:
        _contact_sheet(ctx, workspace, Path(all_figures).absolute())
    if all_figures and not names:
        ctx.exit(0)
    result = workspace.preview(*names, all_figures=all_figures == "", out=out, **look)
    for path in result.written:
        click.echo(shown(path))
    print_warnings(result.warnings)
    print_problems(result.problems)
    ctx.exit(1 if result.problems else 0)


def _contact_sheet(ctx: click.Context, workspace: Workspace, file: Path) -> None:
    """All figures into one file; leave with 1 if one of them cannot be drawn."""
    sheet = workspace.contact_sheet(file)
    if sheet.figures:
        click.echo(say("cli.figures-in-file", file=shown(file), figures=sheet.figures))
    print_warnings(sheet.warnings)
    print_problems(sheet.problems)
    if sheet.problems:
        ctx.exit(1)

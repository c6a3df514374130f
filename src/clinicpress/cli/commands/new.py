"""``clinicpress new``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.cli.reporting import shown
from clinicpress.content.workspace import find_workspace
from clinicpress.tasks.starter import FOLDER_OF, new_file


@click.command(name="new")
@click.argument("kind", type=click.Choice(tuple(FOLDER_OF)), metavar="KIND")
@click.argument("name", metavar="ID")
@click.pass_context
def command(ctx: click.Context, *, kind: str, name: str) -> None:
    """Write a commented file to fill in.

    KIND is exercise, handout, sheet, warnings, layout or brand. ID becomes its file name: small letters,
    digits and hyphens. An existing file is never overwritten.

    \b
    Examples:
      clinicpress new exercise ankle-circles
      clinicpress new sheet after-knee-surgery
      clinicpress new brand riverside
    """
    path = new_file(find_workspace(Path.cwd(), ctx.obj), kind, name)
    click.echo(f"wrote {shown(path)}")
    click.echo("fill it in, then run: clinicpress check")

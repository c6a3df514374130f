"""``clinicpress new``."""

from __future__ import annotations

import click

from clinicpress.api import new_kinds
from clinicpress.cli.options import opened
from clinicpress.cli.reporting import shown
from clinicpress.messages import say


@click.command(name="new")
@click.argument("kind", type=click.Choice(new_kinds()), metavar="KIND")
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
    path = opened(ctx).new(kind, name)
    click.echo(say("cli.wrote-file", path=shown(path)))
    click.echo(say("cli.fill-in-then-check"))

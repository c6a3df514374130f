"""``clinicpress init``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.api import new_workspace
from clinicpress.cli.reporting import shown
from clinicpress.messages import say


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Make a new workspace in DIR, a folder that is new or empty.

    It gets a copy of the content, layouts and brands that come with clinicpress, schemas for editors, and a
    .gitignore that keeps patients and PDFs out of git.

    \b
    Examples:
      clinicpress init our-clinic
      cd our-clinic && clinicpress build
    """
    written = new_workspace(folder)
    click.echo(say("cli.wrote-files", count=len(written), folder=shown(folder.absolute())))
    click.echo(say("cli.next-fill-in-clinic"))
    click.echo(say("cli.then-build"))

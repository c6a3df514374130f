"""``clinicpress init``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.api import new_workspace
from clinicpress.cli.reporting import counted, shown


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
    click.echo(f"wrote {counted(len(written), 'file')} to {shown(folder.absolute())}")
    click.echo("next: put your clinic's name and phone into its content/clinic.yaml,")
    click.echo("then run there: clinicpress build")

"""``clinicpress list``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.cli.printing import print_json, shown
from clinicpress.reading.titles import KINDS, Titled, titles
from clinicpress.reading.workspace import find_workspace


class _Kind(click.Choice[str]):
    """One of the kinds, in the singular or the plural."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind in the plural."""
        return super().convert(f"{value}s" if f"{value}s".lower() in KINDS else value, param, ctx)


@click.command(name="list")
@click.argument("kind", type=_Kind(KINDS, case_sensitive=False), required=False, metavar="[KIND]")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, *, kind: str | None, as_json: bool) -> None:
    """Show what there is, all of it or one KIND: exercises, handouts, sheets, layouts or brands.

    \b
    Examples:
      clinicpress list
      clinicpress list exercises
      clinicpress list handouts --json
    """
    root = find_workspace(Path.cwd(), ctx.obj)
    found = {name: list(titles(root, name)) for name in ((kind,) if kind else KINDS)}
    if as_json:
        print_json({name: [_data(titled, root) for titled in rows] for name, rows in found.items()})
        return
    width = max((len(titled.id) for rows in found.values() for titled in rows), default=0)
    for name, rows in found.items():
        click.echo(name)
        for titled in rows:
            click.echo(f"  {titled.id:<{width}}  {titled.title or ''}".rstrip())


def _data(titled: Titled, root: Path) -> dict[str, str | None]:
    path = (
        titled.path.relative_to(root).as_posix() if titled.path.is_relative_to(root) else shown(titled.path)
    )
    return {"id": titled.id, "title": titled.title, "path": path}

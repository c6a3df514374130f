"""``clinicpress list``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinicpress.api import Workspace, title_kinds
from clinicpress.cli.options import opened
from clinicpress.cli.reporting import print_json, shown
from clinicpress.messages import say
from clinicpress.problems import Problem, UsageError

if TYPE_CHECKING:
    from clinicpress import Titled

KINDS = title_kinds()


class _Kind(click.Choice[str]):
    """One of the kinds, in the singular or the plural."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind in the plural."""
        return super().convert(f"{value}s" if f"{value}s".lower() in KINDS else value, param, ctx)


@click.command(name="list")
@click.argument("kind", type=_Kind(KINDS, case_sensitive=False), required=False, metavar="[KIND]")
@click.argument("name", required=False, metavar="[LAYOUT]")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, *, kind: str | None, name: str | None, as_json: bool) -> None:
    """List all content, or one KIND: exercises, handouts, sheets, warnings, layouts or brands.

    With the name of a LAYOUT, show every value of it, including those of the layouts that it extends.

    \b
    Examples:
      clinicpress list
      clinicpress list exercises
      clinicpress list handouts --json
      clinicpress list layout sheet
    """
    workspace = opened(ctx)
    if name is not None:
        _show_layout(workspace, kind, name)
        return
    found = {name: workspace.titles(name) for name in ((kind,) if kind else KINDS)}
    if as_json:
        print_json({name: [_data(titled, workspace.root) for titled in rows] for name, rows in found.items()})
        return
    width = max((len(titled.id) for rows in found.values() for titled in rows), default=0)
    for of, rows in found.items():
        click.echo(of)
        for titled in rows:
            click.echo(f"  {titled.id:<{width}}  {titled.title or ''}".rstrip())


def _show_layout(workspace: Workspace, kind: str | None, name: str) -> None:
    """Every value of a layout, as lines that can be copied into one."""
    if kind != "layouts":
        raise UsageError(Problem(say("cli.only-layout-shown-name", kind=kind), say("cli.leave-out-name")))
    for line in workspace.layout_values(name):
        click.echo(line)


def _data(titled: Titled, root: Path) -> dict[str, str | None]:
    path = (
        titled.path.relative_to(root).as_posix() if titled.path.is_relative_to(root) else shown(titled.path)
    )
    return {"id": titled.id, "title": titled.title, "path": path}

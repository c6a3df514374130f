"""``clinicpress list``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.cli.reporting import print_json, shown
from clinicpress.content.suggest import near
from clinicpress.content.titles import KINDS, Titled, titles
from clinicpress.content.workspace import find_workspace, starter
from clinicpress.problems import ContentError, Problem, UsageError


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
    root = find_workspace(Path.cwd(), ctx.obj)
    if name is not None:
        _show_layout(root, kind, name)
        return
    found = {name: list(titles(root, name)) for name in ((kind,) if kind else KINDS)}
    if as_json:
        print_json({name: [_data(titled, root) for titled in rows] for name, rows in found.items()})
        return
    width = max((len(titled.id) for rows in found.values() for titled in rows), default=0)
    for of, rows in found.items():
        click.echo(of)
        for titled in rows:
            click.echo(f"  {titled.id:<{width}}  {titled.title or ''}".rstrip())


def _show_layout(root: Path, kind: str | None, name: str) -> None:
    """Every value of a layout, as lines that can be copied into one."""
    if kind != "layouts":
        raise UsageError(Problem(f"only a layout is shown by its name, not {kind}", "leave out the name"))
    # the models take 150 ms to load, and a list of names does not need them
    from clinicpress.content.layouts import effective, read_layouts  # noqa: PLC0415

    found = read_layouts([root, starter()])[0]
    if name not in found:
        raise UsageError(Problem(f"there is no layout {name!r}", near(name, found)))
    loaded = found[name].loaded
    if loaded is None:
        raise ContentError(found[name].problems)
    for line in effective(loaded.model):
        click.echo(line)


def _data(titled: Titled, root: Path) -> dict[str, str | None]:
    path = (
        titled.path.relative_to(root).as_posix() if titled.path.is_relative_to(root) else shown(titled.path)
    )
    return {"id": titled.id, "title": titled.title, "path": path}

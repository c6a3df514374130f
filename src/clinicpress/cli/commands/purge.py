"""``clinicpress purge``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clinicpress.api import is_folder, purge
from clinicpress.cli.options import DAY, opened
from clinicpress.cli.reporting import print_json, print_problems, print_warnings, problem_data, shown
from clinicpress.messages import say
from clinicpress.problems import Problem, Source

if TYPE_CHECKING:
    from clinicpress import Purged


@click.command(name="purge")
@click.option(
    "--before", required=True, metavar="DATE", type=DAY, help="Keep plans from this date and later."
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: output/ in the workspace."
)
@click.option("--dry-run", is_flag=True, help="Report what would be deleted, without deleting it.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, *, before: date, out: Path | None, dry_run: bool, as_json: bool) -> None:
    """Delete the PDFs of patients' plans that are dated before DATE, permanently.

    This deletes each plan's PDF in output/patients/, each packet whose latest plan is that old, and their
    index entries. Only the index knows the age of a plan: PDFs that are not in it are listed and left alone.
    Copies elsewhere, and the plans themselves in content/patients/, are kept.

    \b
    Examples:
      clinicpress purge --before 2026-01-01 --dry-run
      clinicpress purge --before 2026-01-01
    """
    folder = out.absolute() if out is not None else opened(ctx).root / "output"
    if out is not None and not is_folder(folder):
        raise click.BadParameter(say("cli.no-folder", folder=shown(folder)), ctx, param_hint="'--out'")
    result = purge(folder, before, dry_run=dry_run, waiting=_tell_of_waiting)
    if as_json:
        print_json(_data(result, before, dry_run=dry_run))
    else:
        _print(result, before, dry_run=dry_run)
    ctx.exit(1 if result.problems else 0)


def _tell_of_waiting() -> None:
    click.echo(say("cli.waiting-for-another-run"), err=True)


def _print(result: Purged, before: date, *, dry_run: bool) -> None:
    for path in (*result.plans, *result.packets):
        told = shown(path)
        click.echo(say("cli.would-delete", path=told) if dry_run else say("cli.deleted", path=told))
    print_problems(result.problems)
    hint = say("cli.see-whose-it-is")
    print_warnings(
        Problem(say("cli.file-is-not-in-index"), hint, Source(shown(path))) for path in result.strays
    )
    plans, packets = say("cli.plans", count=len(result.plans)), say("cli.packets", count=len(result.packets))
    day, kept = before.isoformat(), say("cli.plans", count=result.kept)
    if dry_run:
        click.echo(say("cli.would-delete-before", plans=plans, packets=packets, before=day, kept=kept))
    else:
        click.echo(say("cli.deleted-before", plans=plans, packets=packets, before=day, kept=kept))


def _data(result: Purged, before: date, *, dry_run: bool) -> dict[str, object]:
    return {
        "ok": not result.problems,
        "before": before.isoformat(),
        "dry_run": dry_run,
        "plans": [shown(path) for path in result.plans],
        "packets": [shown(path) for path in result.packets],
        "kept": result.kept,
        "strays": [shown(path) for path in result.strays],
        "problems": [problem_data(problem) for problem in result.problems],
    }

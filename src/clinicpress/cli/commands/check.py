"""``clinicpress check``."""

from __future__ import annotations

from pathlib import Path

import click

from clinicpress.batch.check import check
from clinicpress.batch.manifest import cache_folder
from clinicpress.cli.printing import counted, print_json, print_problems, problem_data
from clinicpress.reading.workspace import find_workspace


@click.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Report everything that is wrong with the content, of all files, without building.

    Reads every file, judges every figure (joints, contacts, what moves), and lays every handout and sheet out
    as build would, to find what does not fit and what cannot be printed. Exits with 1 if anything is wrong.

    \b
    Examples:
      clinicpress check
      clinicpress check --json
    """
    root = find_workspace(Path.cwd(), ctx.obj)
    result = check(root, cache_folder(root))
    if as_json:
        problems = [problem_data(problem) for problem in result.problems]
        print_json({"ok": not problems, "documents": result.documents, "problems": problems})
    else:
        print_problems(result.problems)
        click.echo(
            f"{counted(result.documents, 'document')} checked, {counted(len(result.problems), 'problem')}"
        )
    ctx.exit(1 if result.problems else 0)

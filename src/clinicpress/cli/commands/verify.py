"""``clinicpress verify``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicpress.api import Workspace, verify_files
from clinicpress.cli.options import DATES, DAY, opened
from clinicpress.cli.reporting import print_json, print_problems, problem_data, shown
from clinicpress.messages import say

if TYPE_CHECKING:
    from clinicpress import Facts, Verified


@click.command(name="verify")
@click.argument(
    "files",
    nargs=-1,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--plans",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Compare the pages with the plans of this table or folder, to see whose they are.",
)
@click.option(
    "--date", type=DAY, metavar="DATE", help="With --plans: the date for rows without one. Default: today."
)
@click.option(
    "--dates",
    type=DATES,
    help="With --plans: how to read 5/2/1980. Default: like the other dates in its column.",
)
@click.option("--sheet", metavar="ID", help="With --plans: the sheet for rows without one.")
@click.option("--clinician", metavar="NAME", help="With --plans: the clinician for rows without one.")
@click.option(
    "--encrypt", metavar="COLUMN", help="With --plans: the column of passwords that lock the files."
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: output/ in the workspace."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(
    ctx: click.Context, /, *, files: tuple[Path, ...], plans: Path | None, as_json: bool, **asked: Any
) -> None:
    """Read finished PDFs again and check bytes, pages, tags, typefaces and visible words.

    With --plans, each file must have the bytes that were written, and is compared with its plan as it would
    be printed today. Files in output/patients/ are matched by name, packets by the order of FILE; if no PDF
    is named, every patient's file that belongs to FILE is checked. Exits with 1 if anything is wrong.

    \b
    Examples:
      clinicpress verify output/sheets/sciatica.pdf
      clinicpress verify output/handouts/*.pdf --json
      clinicpress verify --plans today.csv
      clinicpress verify --plans today.csv output/packets/today.pdf
    """
    if plans is not None:
        ctx.exit(_compare(opened(ctx), plans, files, asked, as_json=as_json))
    wrong = [f"--{name}" for name in ("date", "dates", "sheet", "clinician", "encrypt", "out") if asked[name]]
    if wrong:
        raise click.UsageError(say("cli.option-is-for-plans", wrong=wrong[0]))
    if not files:
        raise click.UsageError(say("cli.name-pdf"))
    results = verify_files(*files)
    problems = [problem for result in results for problem in result.problems]
    if as_json:
        print_json({"ok": not problems, "files": [_data(result) for result in results]})
    else:
        for result in results:
            # of a file that is no PDF there is nothing to say but what is wrong
            if result.facts is not None:
                click.echo(_line(result, result.facts))
            elif not result.problems:
                click.echo(f"{shown(result.path)}: {say('cli.complaints', count=0)}")
            for note in result.notes:
                click.echo(f"  {note}")
        print_problems(problems)
    ctx.exit(1 if problems else 0)


def _compare(
    workspace: Workspace, plans: Path, files: Sequence[Path], asked: dict[str, Any], *, as_json: bool
) -> int:
    """Compare files with plans, tell what came of it, and say the exit code."""
    day = asked.pop("date") or datetime.date.today()
    compared = workspace.verify_plans(plans, *files, day=day, **asked)
    proofs, problems = compared.proofs, compared.problems
    if as_json:
        data = [
            {
                "path": shown(proof.path),
                "pages": proof.pages,
                "patients": proof.patients,
                "problems": [problem_data(problem) for problem in proof.problems],
                "notes": list(proof.notes),
            }
            for proof in proofs
        ]
        told = [problem_data(problem) for problem in problems]
        print_json({"ok": not problems, "files": data, "problems": told})
        return 1 if problems else 0
    for proof in proofs:
        path, complaints = shown(proof.path), say("cli.complaints", count=len(proof.problems))
        pages, patients = say("cli.pages", count=proof.pages), say("cli.patients", count=proof.patients)
        click.echo(
            say("cli.plans-verified", path=path, pages=pages, patients=patients, complaints=complaints)
        )
        for note in proof.notes:
            click.echo(f"  {note}")
    print_problems(problems)
    return 1 if problems else 0


def _line(result: Verified, facts: Facts) -> str:
    return say(
        "cli.file-verified",
        path=shown(result.path),
        pages=say("cli.pages", count=facts.pages),
        language=facts.language,
        tags=say("cli.tags", count=sum(facts.tags.values())),
        fonts=", ".join(facts.fonts) or "no fonts",
        complaints=say("cli.complaints", count=len(result.problems)),
    )


def _data(result: Verified) -> dict[str, Any]:
    facts = result.facts
    return {
        "path": shown(result.path),
        "pages": facts.pages if facts else None,
        "title": facts.title if facts else None,
        "language": facts.language if facts else None,
        "tags": dict(facts.tags) if facts else None,
        "fonts": list(facts.fonts) if facts else None,
        "problems": [problem_data(problem) for problem in result.problems],
        "notes": list(result.notes),
    }

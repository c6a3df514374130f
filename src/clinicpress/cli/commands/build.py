"""``clinicpress build``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import click

from clinicpress.batch.build import Progress, build
from clinicpress.batch.jobs import Outcome, Request, Result
from clinicpress.cli.options import INK, PAPER
from clinicpress.cli.printing import (
    counted,
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    shown,
)  # fmt: skip
from clinicpress.problems import Problem
from clinicpress.reading.workspace import find_workspace

# What a sheet gives up when room is short, by the names that layouts have for it.
PARTS: Mapping[str, str] = {
    "web": "web address",
    "equipment": "equipment",
    "tips": "tips",
    "easier": "how to make it easier",
    "harder": "how to make it harder",
    "video": "video codes",
    "full-title": "long names (short ones are used)",
    "full-steps": "long steps (short ones are used)",
    "full-dose": "the long form of the dose",
    "why": "why",
    "chips": "dose boxes",
    "feel": "where to feel it",
    "stop-if": "when to stop an exercise",
    "captions-below": "captions below the figures (they stand beside them)",
    "full-figures": "full-size figures",
}
_OLD = "from an earlier build and still has the old words"


@click.command(name="build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--kind", type=click.Choice(["handout", "sheet"], case_sensitive=False), help="Only this kind.")
@click.option("--lang", type=click.Choice(["en"]), default="en", help="The language of the pages.")
@click.option("--paper", type=PAPER, help="Default: as content/clinic.yaml says.")
@click.option("--ink", type=INK, default="colour", help="mono prints in black alone.")
@click.option("--layout", metavar="ID", help="Another layout than the documents name.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: output/ of the workspace."
)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes. Default: as many as help.")
@click.option("--force", is_flag=True, help="Make documents again that are up to date.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    kind: Literal["handout", "sheet"] | None,
    lang: str,
    paper: Literal["letter", "a4"] | None,
    ink: Literal["colour", "mono"],
    layout: str | None,
    out: Path | None,
    jobs: int | None,
    force: bool,
    as_json: bool,
) -> None:
    """Make the PDFs of handouts and sheets, all of them or those named.

    They go to output/handouts/NAME.pdf and output/sheets/NAME.pdf; .a4 and .mono in the name tell what
    differs from the clinic's defaults. Documents that are up to date are left alone.

    \b
    Examples:
      clinicpress build
      clinicpress build sciatica --kind sheet
      clinicpress build --paper a4 --ink mono
      clinicpress build --force --out ~/Desktop/handouts
    """
    root = find_workspace(Path.cwd(), ctx.obj)
    request = Request(names, kind, lang, paper, ink, layout, out.absolute() if out else None, jobs, force)
    if as_json:
        result = build(root, request)
        print_json(_data(result))
    else:
        with _progress() as progress:
            result = build(root, request, progress)
        print_warnings(map(_left_over, result.left_over))
        print_problems(result.all_problems)
        click.echo(_summary(result))
    ctx.exit(0 if result.ok else 1)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Lines as documents are finished; on a terminal with a bar below them."""
    if not sys.stdout.isatty():
        yield lambda outcome, _done, _total: click.echo(_line(outcome))
        return
    # 25 ms that a pipe or a program does not need
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), transient=True) as bar:
        task = bar.add_task("building", total=None)

        def show(outcome: Outcome, done: int, total: int) -> None:
            bar.console.print(_line(outcome), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=done, total=total)

        yield show


def _line(outcome: Outcome) -> str:
    if outcome.path is None:
        line = f"{outcome.status:<10} {outcome.kind} {outcome.id}"
        old = f"  {shown(outcome.earlier)} is {_OLD}" if outcome.earlier else ""
    else:
        line = f"{outcome.status:<10} {shown(outcome.path)}  {counted(outcome.pages, 'page')}"
        old = left_out(outcome)
    return f"{line}\n{old}" if old else line


def left_out(outcome: Outcome) -> str:
    """A line on what a sheet gave up to stay on one page; empty for a handout, or if it gave up nothing."""
    dropped = outcome.report.get("dropped", ()) if outcome.kind == "sheet" else ()
    return f"  left out for room: {', '.join(PARTS.get(part, part) for part in dropped)}" if dropped else ""


def _left_over(path: Path) -> Problem:
    kind = path.parent.name.removesuffix("s")
    message = f"{shown(path)} belongs to no {kind} of this workspace any more"
    return Problem(message, "delete it, so that nobody hands it out by mistake")


def _summary(result: Result) -> str:
    count = dict.fromkeys(("built", "unchanged", "failed"), 0)
    for outcome in result.outcomes:
        count[outcome.status] += 1
    return ", ".join(f"{number} {status}" for status, number in count.items())


def _data(result: Result) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "documents": [_document(outcome) for outcome in result.outcomes],
        "problems": [problem_data(problem) for problem in result.problems],
        "left_over": [shown(path) for path in result.left_over],
    }


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "id": outcome.id,
        "status": outcome.status,
        "path": shown(outcome.path) if outcome.path else None,
        "earlier": shown(outcome.earlier) if outcome.earlier else None,
        "pages": outcome.pages,
        "report": outcome.report,
        "problems": [problem_data(problem) for problem in outcome.problems],
    }

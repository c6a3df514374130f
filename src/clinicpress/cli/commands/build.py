"""``clinicpress build``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import click

from clinicpress.build.building import Progress, build
from clinicpress.build.jobs import MOST_INK, Format, Job, Outcome, Request, Result
from clinicpress.cli.options import AS_JSON, JOBS, OUT, choice_options, words_of
from clinicpress.cli.reporting import (
    counted,
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    report_data,
    shown,
)
from clinicpress.content.workspace import find_workspace
from clinicpress.problems import Problem

# What a sheet gives up when room is short, by the names that layouts have for it.
PARTS: Mapping[str, str] = {
    "therapist-field": "the empty field for the therapist",
    "sore-side-field": "the empty field for the sore side",
    "tall-log": "tall boxes to tick",
    "summary-lines": "a line for each point of the summary (they stand in one paragraph)",
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
    "captions-below": "captions below lying figures (they stand beside them)",
    "warning-lines": "a line for each warning of an exercise (they stand in one paragraph)",
    "same-slot": "one width for the pictures of all exercises",
    "own-warnings": "warnings that are alike, on each exercise (they stand at the top)",
    "how-to-tick": "how to use the boxes to tick",
    "full-figures": "full-size figures",
}
_OLD = "from an earlier build and still has the old words"


@click.command(name="build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--kind", type=click.Choice(["handout", "sheet"], case_sensitive=False), help="Only this kind.")
@click.option(
    "--lang", "language", type=click.Choice(["en"]), default="en", help="The language of the pages."
)
@choice_options
@click.option(
    "--format",
    type=words_of(Format),
    default="pdf",
    help="boxes writes the place of everything as text, to look into.",
)
@OUT
@JOBS
@click.option("--force", is_flag=True, help="Make documents again that are up to date.")
@click.option(
    "--allow-check-errors",
    "allow_errors",
    is_flag=True,
    help="Make documents in which the check finds errors, as drafts: NAME.draft.pdf, marked on every page.",
)
@click.option("--proof", is_flag=True, help="Tell how much of each page is ink, and warn of too much.")
@click.option("--verbose", is_flag=True, help="Say of each document what was left out to save room.")
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context, /, *, out: Path | None, proof: bool, verbose: bool, as_json: bool, **asked: Any
) -> None:
    """Make the PDFs of handouts and sheets, all of them or those named.

    They go to output/handouts/NAME.pdf and output/sheets/NAME.pdf. What differs from the defaults of the
    clinic and the document stands in the name, such as NAME.LAYOUT.a4.large.mono.bound.pdf. Documents that
    are up to date are left alone.

    \b
    Examples:
      clinicpress build
      clinicpress build sciatica --kind sheet
      clinicpress build --paper a4 --ink mono
      clinicpress build sciatica --text large       for eyes that need large print
      clinicpress build --binding left              to punch and file in a folder
      clinicpress build --verbose                   what was left out to save room?
      clinicpress build --proof                     how much ink do the pages take?
      clinicpress build sciatica --format boxes     what stands where, as text
      clinicpress build --force --out ~/Desktop/handouts
    """
    if proof and asked["format"] != "pdf":
        raise click.UsageError("--proof measures the ink of PDFs: leave out --format, or --proof")
    root = find_workspace(Path.cwd(), ctx.obj)
    request = Request(out=out.absolute() if out else None, **asked)
    if as_json:
        result = build(root, request, proof=proof)
        print_json(_data(result))
    else:
        finished: list[Outcome] = []
        try:
            with _progress(finished) as progress:
                result = build(root, request, progress, proof=proof)
        except KeyboardInterrupt:
            _print_lines(finished, verbose=verbose)
            raise
        print_warnings(_warnings(result))
        _print_lines(result.outcomes, verbose=verbose)
        print_problems(result.all_problems)
        for line in _summary(result):
            click.echo(line)
    ctx.exit(0 if result.ok else 1)


def _warnings(result: Result) -> tuple[Problem, ...]:
    """All that should be seen to, and stops nothing, each once."""
    heavy = chain.from_iterable(map(_heavy, result.outcomes))
    found = chain.from_iterable(outcome.found for outcome in result.outcomes)
    return tuple(dict.fromkeys((*map(_left_over, result.left_over), *heavy, *found)))


def _print_lines(outcomes: Iterable[Outcome], *, verbose: bool) -> None:
    for outcome in outcomes:
        click.echo(_line(outcome, verbose=verbose))


@contextmanager
def _progress(finished: list[Outcome]) -> Iterator[Progress]:
    """Collects what is ``finished``, to be told below the warnings; meanwhile a terminal shows a bar."""
    if not sys.stdout.isatty():
        yield lambda outcome, _done, _total: finished.append(outcome)
        return
    # 25 ms that a pipe or a program does not need
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), transient=True) as bar:
        task = bar.add_task("building", total=None)

        def show(outcome: Outcome, done: int, total: int) -> None:
            finished.append(outcome)
            bar.update(task, completed=done, total=total)

        yield show


def _line(outcome: Outcome, *, verbose: bool) -> str:
    if outcome.path is None:
        line = f"{outcome.status:<10} {outcome.kind} {outcome.id}"
        old = f"  {shown(outcome.earlier)} is {_OLD}" if outcome.earlier else ""
    else:
        line = f"{outcome.status:<10} {shown(outcome.path)}  {counted(outcome.pages, 'page')}"
        old = left_out(outcome) if verbose else ""
    return "\n".join(part for part in (line, old, ink(outcome)) if part)


def left_out(outcome: Outcome) -> str:
    """A line on what a document gave up to stay on few pages; empty if it gave up nothing."""
    dropped = outcome.report.get("dropped", ())
    return f"  left out for room: {', '.join(PARTS.get(part, part) for part in dropped)}" if dropped else ""


def ink(outcome: Outcome) -> str:
    """A line on how much of each page is ink; empty if that was not measured."""
    pages = (f"page {number} {percent:.1f} %" for number, percent in enumerate(outcome.coverage, 1))
    return f"  ink: {', '.join(pages)}" if outcome.coverage else ""


def _heavy(outcome: Outcome) -> Iterator[Problem]:
    """Pages that take more ink than they should."""
    for number, percent in enumerate(outcome.coverage, 1):
        if outcome.path is not None and percent > MOST_INK:
            message = f"{shown(outcome.path)} page {number} takes {percent:.1f} % ink"
            why = f"above {MOST_INK:g} % costs toner and smears"
            yield Problem(f"{message}; {why}", "lighten the brand's tint or the picture")


def _left_over(path: Path) -> Problem:
    kind = path.parent.name.removesuffix("s")
    message = f"{shown(path)} was made from a {kind} that is no longer in this workspace"
    return Problem(message, "delete it, so that nobody hands it out by mistake")


def _summary(result: Result) -> Iterator[str]:
    """How many documents came to what, and where to look."""
    count = dict.fromkeys(("built", "unchanged", "failed"), 0)
    for outcome in result.outcomes:
        count[outcome.status] += 1
    yield ", ".join(f"{number} {status}" for status, number in count.items())
    made = [outcome.path for outcome in result.outcomes if outcome.path is not None]
    if len(made) == 1:
        yield f"Open {shown(made[0])} to look at it."
    elif made:
        folders = " and ".join(dict.fromkeys(shown(path.parent) for path in made))
        yield f"Open the files in {folders} to look at them."


def _data(result: Result) -> dict[str, Any]:
    return {
        "ok": result.ok,
        "documents": [_document(outcome) for outcome in result.outcomes],
        "problems": [problem_data(problem) for problem in result.problems],
        "left_over": [shown(path) for path in result.left_over],
        "warnings": [problem_data(problem) for problem in _warnings(result)],
    }


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind,
        "id": outcome.id,
        "status": outcome.status,
        "path": shown(outcome.path) if outcome.path else None,
        "earlier": shown(outcome.earlier) if outcome.earlier else None,
        **_choices(outcome.job),
        "pages": outcome.pages,
        "coverage": list(outcome.coverage) or None,
        "report": report_data(outcome.report),
        "problems": [problem_data(problem) for problem in outcome.problems],
        "draft": outcome.job is not None and outcome.job.draft,
        "found": [problem_data(problem) for problem in outcome.found],
    }


def _choices(job: Job | None) -> dict[str, str | None]:
    """How a document was made: the layout that was used, and so on; null if it could not be read."""
    names = ("language", "layout", "paper", "text", "ink", "binding", "format")
    return {name: getattr(job, name) if job else None for name in names}

"""Output of `build`: a progress bar, a line for each document, a summary; or one JSON document."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicpress.api import MOST_INK, Progress
from clinicpress.cli.reporting import counted, problem_data, report_data, shown
from clinicpress.problems import Problem

if TYPE_CHECKING:
    from clinicpress import Outcome, Result

# What a sheet gives up when room is short, by the names that layouts have for it.
PARTS: Mapping[str, str] = {
    "therapist-field": "the empty field for the therapist",
    "sore-side-field": "the empty field for the sore side",
    "tall-log": "tall tick boxes",
    "summary-lines": "a line for each summary point (now in one paragraph)",
    "web": "web address",
    "equipment": "equipment",
    "tips": "tips",
    "easier": "how to make it easier",
    "harder": "how to make it harder",
    "video": "video codes",
    "full-title": "long names (now short)",
    "full-steps": "long steps (now short)",
    "full-dose": "the long form of the dose",
    "why": "why",
    "chips": "dose boxes",
    "feel": "where to feel it",
    "captions-below": "captions below lying figures (now beside them)",
    "warning-lines": "a line for each warning of an exercise (now in one paragraph)",
    "same-slot": "the same picture width for all exercises",
    "own-warnings": "repeated warnings on each exercise (now at the top)",
    "how-to-tick": "how to use the tick boxes",
    "full-figures": "full-size figures",
}
_OLD = "from an earlier build and still has the old text"


@contextmanager
def progress_shown(words: str, tell: Callable[[Outcome], str | None], *, bar: bool) -> Iterator[Progress]:
    """Show how a run goes on: the lines that ``tell`` has for outcomes, and a ``bar`` with ``words``."""
    if not bar:
        yield lambda outcome, _done, _total: _echo(tell(outcome))
        return
    # 25 ms that a pipe or a program does not need
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, transient=True) as shown_bar:
        task = shown_bar.add_task(words, total=None)

        def show(outcome: Outcome, done: int, total: int) -> None:
            line = tell(outcome)
            if line is not None:
                shown_bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
            shown_bar.update(task, completed=done, total=total)

        yield show


def _echo(line: str | None) -> None:
    if line is not None:
        click.echo(line)


def on_terminal() -> bool:
    """Whether somebody watches."""
    return sys.stdout.isatty()


def counts(result: Result) -> str:
    """How many documents or plans came to what."""
    return ", ".join(f"{number} {status}" for status, number in result.statuses.items())


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """What documents and plans have in common, as JSON data."""
    return {
        "status": outcome.status,
        "path": shown(outcome.path) if outcome.path else None,
        "earlier": shown(outcome.earlier) if outcome.earlier else None,
        "pages": outcome.pages,
        "report": report_data(outcome.report),
        "problems": [problem_data(problem) for problem in outcome.problems],
    }


# -- documents --------------------------------------------------------------------
def document_line(outcome: Outcome, *, verbose: bool) -> str:
    """A document: what came of it, what it gave up, and its ink."""
    if outcome.path is None:
        old = f"  {shown(outcome.earlier)} is {_OLD}" if outcome.earlier else ""
        lines = f"{outcome.status:<10} {outcome.kind} {outcome.id}", old
    else:
        line = f"{outcome.status:<10} {shown(outcome.path)}  {counted(outcome.pages, 'page')}"
        lines = line, left_out(outcome) if verbose else ""
    return "\n".join(part for part in (*lines, ink(outcome)) if part)


def left_out(outcome: Outcome) -> str:
    """A line on what a document gave up to stay on few pages; empty if it gave up nothing."""
    dropped = outcome.report.get("dropped", ())
    return (
        f"  left out to save space: {', '.join(PARTS.get(part, part) for part in dropped)}" if dropped else ""
    )


def ink(outcome: Outcome) -> str:
    """A line on how much of each page is ink; empty if that was not measured."""
    pages = (f"page {number} {percent:.1f} %" for number, percent in enumerate(outcome.coverage, 1))
    return f"  ink: {', '.join(pages)}" if outcome.coverage else ""


def document_warnings(result: Result) -> tuple[Problem, ...]:
    """All that should be seen to, and stops nothing, each once."""
    heavy = (problem for outcome in result.outcomes for problem in _heavy(outcome))
    found = (problem for outcome in result.outcomes for problem in outcome.found)
    return tuple(dict.fromkeys((*map(_left_over, result.left_over), *heavy, *found)))


def _heavy(outcome: Outcome) -> Iterator[Problem]:
    """Pages that take more ink than they should."""
    for number, percent in enumerate(outcome.coverage, 1):
        if outcome.path is not None and percent > MOST_INK:
            message = f"{shown(outcome.path)} page {number} is {percent:.1f} % ink"
            why = f"above {MOST_INK:g} % wastes toner and smears"
            yield Problem(f"{message}; {why}", "lighten the brand's tint or the picture")


def _left_over(path: Path) -> Problem:
    kind = path.parent.name.removesuffix("s")
    message = f"{shown(path)} was made from a {kind} that is no longer in this workspace"
    return Problem(message, "delete it, so that nobody hands it out by mistake")


def document_summary(result: Result) -> Iterator[str]:
    """How many documents came to what, and where to look."""
    yield counts(result)
    made = [outcome.path for outcome in result.outcomes if outcome.path is not None]
    if len(made) == 1:
        yield f"Open {shown(made[0])} to look at it."
    elif made:
        folders = " and ".join(dict.fromkeys(shown(path.parent) for path in made))
        yield f"Open the files in {folders} to look at them."


def documents_data(result: Result) -> dict[str, Any]:
    """A build as JSON data."""
    return {
        "ok": result.ok,
        "documents": [_document(outcome) for outcome in result.outcomes],
        "problems": [problem_data(problem) for problem in result.problems],
        "left_over": [shown(path) for path in result.left_over],
        "warnings": [problem_data(problem) for problem in document_warnings(result)],
    }


def _document(outcome: Outcome) -> dict[str, Any]:
    """A document, and how it was made; null if it could not be read."""
    job = outcome.job
    names = ("language", "layout", "paper", "text", "ink", "binding", "format")
    return {
        "kind": outcome.kind,
        "id": outcome.id,
        **outcome_data(outcome),
        **{name: getattr(job, name) if job else None for name in names},
        "coverage": list(outcome.coverage) or None,
        "draft": job is not None and job.draft,
        "found": [problem_data(problem) for problem in outcome.found],
    }

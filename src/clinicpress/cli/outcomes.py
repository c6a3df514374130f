"""Output of `build`: a progress bar, a line for each document, a summary; or one JSON document."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicpress.api import MOST_INK, Progress
from clinicpress.cli.reporting import problem_data, report_data, shown
from clinicpress.messages import later, linked, say
from clinicpress.problems import Problem

if TYPE_CHECKING:
    from clinicpress import Outcome, Result

# What a sheet gives up when room is short, by the names that layouts have for it.
PARTS: Mapping[str, str] = {
    "therapist-field": later("part.therapist-field"),
    "sore-side-field": later("part.sore-side-field"),
    "tall-log": later("part.tall-log"),
    "summary-lines": later("part.summary-lines"),
    "web": later("part.web"),
    "equipment": later("part.equipment"),
    "tips": later("part.tips"),
    "easier": later("part.easier"),
    "harder": later("part.harder"),
    "video": later("part.video"),
    "full-title": later("part.full-title"),
    "full-steps": later("part.full-steps"),
    "full-dose": later("part.full-dose"),
    "why": later("part.why"),
    "chips": later("part.chips"),
    "feel": later("part.feel"),
    "captions-below": later("part.captions-below"),
    "warning-lines": later("part.warning-lines"),
    "same-slot": later("part.same-slot"),
    "own-warnings": later("part.own-warnings"),
    "how-to-tick": later("part.how-to-tick"),
    "full-figures": later("part.full-figures"),
}
# What came of a document or a plan: the word, and how many of them.
STATUSES = {
    "built": (later("cli.status-built"), later("cli.number-built", "number")),
    "unchanged": (later("cli.status-unchanged"), later("cli.number-unchanged", "number")),
    "failed": (later("cli.status-failed"), later("cli.number-failed", "number")),
}


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
    return ", ".join(say(STATUSES[status][1], number=number) for status, number in result.statuses.items())


def status_of(outcome: Outcome) -> str:
    """What came of a document or plan, in a word."""
    return say(STATUSES[outcome.status][0])


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
        old = f"  {say('cli.old-document', path=shown(outcome.earlier))}" if outcome.earlier else ""
        lines = f"{status_of(outcome):<10} {outcome.kind} {outcome.id}", old
    else:
        line = f"{status_of(outcome):<10} {shown(outcome.path)}  {say('cli.pages', count=outcome.pages)}"
        lines = line, left_out(outcome) if verbose else ""
    return "\n".join(part for part in (*lines, ink(outcome)) if part)


def left_out(outcome: Outcome) -> str:
    """A line on what a document gave up to stay on few pages; empty if it gave up nothing."""
    dropped = outcome.report.get("dropped", ())
    if not dropped:
        return ""
    parts = ", ".join(say(PARTS[part]) if part in PARTS else part for part in dropped)
    return f"  {say('cli.left-out-for-space', parts=parts)}"


def ink(outcome: Outcome) -> str:
    """A line on how much of each page is ink; empty if that was not measured."""
    if not outcome.coverage:
        return ""
    numbered = enumerate(outcome.coverage, 1)
    pages = ", ".join(say("cli.ink-of-page", number=number, percent=percent) for number, percent in numbered)
    return f"  {say('cli.ink-of-pages', pages=pages)}"


def document_warnings(result: Result) -> tuple[Problem, ...]:
    """All that should be seen to, and stops nothing, each once."""
    heavy = (problem for outcome in result.outcomes for problem in _heavy(outcome))
    found = (problem for outcome in result.outcomes for problem in outcome.found)
    return tuple(dict.fromkeys((*map(_left_over, result.left_over), *heavy, *found)))


def _heavy(outcome: Outcome) -> Iterator[Problem]:
    """Pages that take more ink than they should."""
    for number, percent in enumerate(outcome.coverage, 1):
        if outcome.path is not None and percent > MOST_INK:
            path = shown(outcome.path)
            message = say("cli.page-has-much-ink", path=path, number=number, percent=percent, most=MOST_INK)
            yield Problem(message, say("cli.lighten-brand-tint-or-picture"))


def _left_over(path: Path) -> Problem:
    message = say("cli.made-from-missing-handout", path=shown(path))
    if path.parent.name == "sheets":
        message = say("cli.made-from-missing-sheet", path=shown(path))
    return Problem(message, say("cli.delete-so-nobody-hands-out-mistake"))


def document_summary(result: Result) -> Iterator[str]:
    """How many documents came to what, and where to look."""
    yield counts(result)
    made = [outcome.path for outcome in result.outcomes if outcome.path is not None]
    if len(made) == 1:
        yield say("cli.open-the-file", made=shown(made[0]))
    elif made:
        folders = linked("list.and", dict.fromkeys(shown(path.parent) for path in made))
        yield say("cli.open-the-files", folders=folders)


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

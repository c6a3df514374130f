"""How a run of plans is shown while it goes on, and what is said at its end. No patient is ever named."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from clinicpress.batch.bypen import sides_to_circle
from clinicpress.batch.ordering import Ordered
from clinicpress.batch.planjobs import PlanOutcome, PlanRequest, PlansResult
from clinicpress.batch.plans import Progress, print_plans
from clinicpress.batch.planwork import CHANGES
from clinicpress.cli.printing import (
    counted,
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    report_data,
    shown,
)  # fmt: skip
from clinicpress.problems import Problem, Source
from clinicpress.reading.spoken import Said, changes_said

OLD = "from an earlier run: do not hand it out"
_CHANGES = "what has changed since the last plan"


def show_plans(ordered: Ordered, request: PlanRequest, cache: Path, *, as_json: bool) -> PlansResult:
    """Make the plans, show how it goes, and say what came of it."""
    if as_json:
        result = print_plans(ordered.library, ordered.orders, request, cache)
        print_json(_data(ordered, result, request))
        return result
    with _progress(ordered, request) as progress:
        result = print_plans(ordered.library, ordered.orders, request, cache, progress, _tell_of_waiting)
    print_problems(dict.fromkeys(result.all_problems))
    print_warnings(map(_stray, result.strays))
    print_warnings(_by_pen(ordered, result))
    print_warnings(ordered.orders.warnings)
    for line in (*_summary(result, request), *ordered.orders.told):
        click.echo(line)
    return result


def what_was_said(answers: Mapping[str, Any]) -> list[Said]:
    """What options, or answers in their place, say of a plan.

    Raises:
        UsageError: if one is written in no way that can be read.
    """
    said = [Said(("sheet",), answers["sheet"], "SHEET")] if answers["sheet"] else []
    keys = {
        "patient": ("patient", "name"), "id": ("patient", "id"), "birth_date": ("patient", "birth_date"),
        "clinician": ("clinician",), "note": ("note",), "title": ("title",),
    }  # fmt: skip
    said += [
        Said(loc, answers[name], f"--{name.replace('_', '-')}") for name, loc in keys.items() if answers[name]
    ]
    for text in answers["side"]:
        exercise, equals, side = text.rpartition("=")
        loc = ("exercises", exercise.strip(), "side") if equals else ("sore_side",)
        said.append(Said(loc, side.strip().lower(), "--side"))
    said += changes_said(answers["set"], "--set")
    for name in ("add", "drop", "order"):
        said += [Said(("exercises", name), exercise, f"--{name}") for exercise in answers[name]]
    return said


def _tell_of_waiting() -> None:
    click.echo("another run of clinicpress is writing there; waiting for it to finish", err=True)


@contextmanager
def _progress(ordered: Ordered, request: PlanRequest) -> Iterator[Progress]:
    """On a terminal a bar with the time left; else, or of a single plan, a line for each."""
    if request.dry_run or len(ordered.orders.entries) == 1 or not sys.stdout.isatty():
        yield lambda outcome, _done, _total: click.echo(_line(outcome, request))
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
    # without a thread of its own: processes are forked while it is shown
    with Bar(*columns, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("plans", total=None)

        def show(outcome: PlanOutcome, done: int, total: int) -> None:
            if outcome.status == "failed":
                bar.console.print(_line(outcome, request), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=done, total=total)
            bar.refresh()

        yield show


def _line(outcome: PlanOutcome, request: PlanRequest) -> str:
    status = "would build" if request.dry_run and outcome.status == "built" else outcome.status
    source = outcome.source
    where = f"{source.path}:{source.line}" if source.line else source.path
    if outcome.path is None:
        old = f"\n  {shown(outcome.earlier)} is {OLD}" if outcome.earlier else ""
        return f"{status:<11} {where}{old}"
    changes = CHANGES in outcome.report.get("dropped", ())
    gone = f"\n  left out for room: {_CHANGES}; see that the patient hears it" if changes else ""
    return f"{status:<11} {where}  {shown(outcome.path)}{gone}"


def _summary(result: PlansResult, request: PlanRequest) -> Iterator[str]:
    count = dict.fromkeys(("built", "unchanged", "failed"), 0)
    for outcome in result.outcomes:
        count[outcome.status] += 1
    # rows that could not be read have no outcome
    count["failed"] += result.count - len(result.outcomes)
    parts = [f"{number} {status}" for status, number in count.items()]
    yield ("a dry run, nothing was made: " if request.dry_run else "") + ", ".join(parts)
    packet = result.packet
    if packet is not None and packet.earlier:
        yield f"packet: none was made; {shown(packet.path)} is {OLD}"
    elif packet is not None and packet.status != "failed":
        patients, pages = counted(packet.patients, "patient"), counted(packet.pages, "page")
        yield f"packet: {shown(packet.path)}  {patients}, {pages}  {packet.status}"
    if result.list_path is not None and request.files and any(outcome.path for outcome in result.outcomes):
        yield f"whose file is whose: {shown(result.list_path)} (for you alone)"


def _by_pen(ordered: Ordered, result: PlansResult) -> tuple[Problem, ...]:
    made = {outcome.number for outcome in result.outcomes if outcome.status != "failed"}
    return sides_to_circle(ordered.library, [each for each in ordered.orders.entries if each.number in made])


def _stray(path: Path) -> Problem:
    hint = "open it to see whose it is; delete it if nobody needs it"
    return Problem("this file is not in the index, so it was left alone", hint, Source(shown(path)))


def _data(ordered: Ordered, result: PlansResult, request: PlanRequest) -> dict[str, Any]:
    packet = result.packet
    return {
        "ok": result.ok,
        "rows": result.count,
        "dry_run": request.dry_run,
        "plans": [_plan(outcome) for outcome in result.outcomes],
        "packet": None
        if packet is None
        else {
            "path": shown(packet.path),
            "status": packet.status,
            "patients": packet.patients,
            "pages": packet.pages,
        },
        "problems": [problem_data(problem) for problem in result.all_problems],
        "warnings": [problem_data(problem) for problem in ordered.orders.warnings],
        "dates": list(ordered.orders.told),
        "strays": [shown(path) for path in result.strays],
        "by_pen": [problem_data(problem) for problem in _by_pen(ordered, result)],
    }


def _plan(outcome: PlanOutcome) -> dict[str, Any]:
    return {
        "number": outcome.number,
        "row": {"path": outcome.source.path, "line": outcome.source.line or None},
        "status": outcome.status,
        "path": shown(outcome.path) if outcome.path else None,
        "earlier": shown(outcome.earlier) if outcome.earlier else None,
        "pages": outcome.pages,
        "report": report_data(outcome.report),
        "problems": [problem_data(problem) for problem in outcome.problems],
    }

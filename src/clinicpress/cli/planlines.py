"""Makes plans, and shows how it goes and what came of it: nothing of a patient but the row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from clinicpress.build.jobs import Outcome, Result
from clinicpress.cli.outcomes import counts, on_terminal, outcome_data, progress_shown
from clinicpress.cli.reporting import (
    counted,
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    shown,
)
from clinicpress.patients.making import CHANGES
from clinicpress.patients.ordering import Ordered, sides_to_circle
from clinicpress.patients.planning import PlanRequest
from clinicpress.patients.printing import print_plans
from clinicpress.problems import Problem, Source
from clinicpress.store.cache import workspace_cache

_OLD = "from an earlier run: do not hand it out"
_CHANGES = "the changes since the last plan"


def show_plans(ordered: Ordered, request: PlanRequest, *, as_json: bool) -> Result:
    """Make the plans, show how it goes, and say what came of it."""
    if as_json:
        with workspace_cache(ordered.library.root) as cache:
            result = print_plans(ordered.library, ordered.orders, request, cache)
        print_json(_data(ordered, result, request))
        return result
    # of a single plan, or where nothing is made, a line is enough
    bar = on_terminal() and not request.dry_run and len(ordered.orders.entries) != 1

    def tell(outcome: Outcome) -> str | None:
        return _line(outcome, request) if not bar or outcome.status == "failed" else None

    with workspace_cache(ordered.library.root) as cache, progress_shown("plans", tell, bar=bar) as progress:
        result = print_plans(ordered.library, ordered.orders, request, cache, progress, _tell_of_waiting)
    print_problems(result.all_problems)
    print_warnings((*map(_stray, result.left_over), *_by_pen(ordered, result), *ordered.orders.warnings))
    for line in (*_summary(result, request), *ordered.orders.told):
        click.echo(line)
    return result


def _tell_of_waiting() -> None:
    click.echo("another clinicpress run is writing there; waiting for it to finish", err=True)


def _line(outcome: Outcome, request: PlanRequest) -> str:
    status = "would build" if request.dry_run and outcome.status == "built" else outcome.status
    source = _row(outcome)
    where = f"{source.path}:{source.line}" if source.line else source.path
    if outcome.path is None:
        old = f"\n  {shown(outcome.earlier)} is {_OLD}" if outcome.earlier else ""
        return f"{status:<11} {where}{old}"
    changes = CHANGES in outcome.report.get("dropped", ())
    gone = f"\n  left out for room: {_CHANGES}; tell the patient" if changes else ""
    return f"{status:<11} {where}  {shown(outcome.path)}{gone}"


def _row(outcome: Outcome) -> Source:
    assert outcome.source is not None
    return outcome.source


def _summary(result: Result, request: PlanRequest) -> Iterator[str]:
    yield ("dry run, nothing was made: " if request.dry_run else "") + counts(result)
    packet = result.packet
    if packet is not None and packet.earlier:
        yield f"packet: none was made; {shown(packet.earlier)} is {_OLD}"
    elif packet is not None and packet.path is not None:
        patients, pages = counted(packet.patients, "patient"), counted(packet.pages, "page")
        yield f"packet: {shown(packet.path)}  {patients}, {pages}  {packet.status}"
    if result.list_path is not None and request.files and any(outcome.path for outcome in result.outcomes):
        yield f"list of patients and files: {shown(result.list_path)} (for you only)"


def _by_pen(ordered: Ordered, result: Result) -> tuple[Problem, ...]:
    made = {outcome.number for outcome in result.outcomes if outcome.status != "failed"}
    return sides_to_circle(ordered.library, [each for each in ordered.orders.entries if each.number in made])


def _stray(path: Path) -> Problem:
    hint = "open it to see whose it is; delete it if nobody needs it"
    return Problem("this file is not in the index, so it was left alone", hint, Source(shown(path)))


def _data(ordered: Ordered, result: Result, request: PlanRequest) -> dict[str, Any]:
    packet = None
    if result.packet is not None and request.packet is not None:
        names = ("status", "patients", "pages")
        packet = {"path": shown(request.packet)} | {name: getattr(result.packet, name) for name in names}
    return {
        "ok": result.ok,
        "rows": result.rows,
        "dry_run": request.dry_run,
        "plans": [_plan(outcome) for outcome in result.outcomes],
        "packet": packet,
        "problems": [problem_data(problem) for problem in result.all_problems],
        "warnings": [problem_data(problem) for problem in ordered.orders.warnings],
        "dates": list(ordered.orders.told),
        "strays": [shown(path) for path in result.left_over],
        "by_pen": [problem_data(problem) for problem in _by_pen(ordered, result)],
    }


def _plan(outcome: Outcome) -> dict[str, Any]:
    source = _row(outcome)
    row = {"path": source.path, "line": source.line or None}
    return {"number": outcome.number, "row": row, **outcome_data(outcome)}

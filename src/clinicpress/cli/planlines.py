"""Output of `sheet` and `batch`; of a patient it shows nothing but the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clinicpress.api import CHANGES
from clinicpress.cli.outcomes import counts, on_terminal, outcome_data, progress_shown, status_of
from clinicpress.cli.reporting import (
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    shown,
)
from clinicpress.messages import say
from clinicpress.problems import Problem, Source

if TYPE_CHECKING:
    from clinicpress import Outcome, Result


def show_plans(
    make: Callable[..., Result],
    *,
    as_json: bool,
    packet: Path | None = None,
    dry_run: bool = False,
    files: bool = True,
) -> Result:
    """Make plans, show how it goes, and say what came of it.

    ``make`` takes the ``progress`` and ``waiting`` of `clinicpress.PlanOptions`.
    """
    if as_json:
        result = make()
        print_json(_data(result, packet, dry_run=dry_run))
        return result
    # where nothing is made, a line is enough
    bar = on_terminal() and not dry_run

    def tell(outcome: Outcome) -> str | None:
        return _line(outcome, dry_run=dry_run) if not bar or outcome.status == "failed" else None

    with progress_shown(say("cli.bar-plans"), tell, bar=bar) as progress:
        result = make(progress=progress, waiting=_tell_of_waiting)
    if bar and len(result.outcomes) == 1 and result.outcomes[0].status != "failed":
        click.echo(_line(result.outcomes[0], dry_run=dry_run))
    print_problems(result.all_problems)
    print_warnings((*map(_stray, result.left_over), *result.by_pen, *result.warnings))
    for line in (*_summary(result, dry_run=dry_run, files=files), *result.told):
        click.echo(line)
    return result


def _tell_of_waiting() -> None:
    click.echo(say("cli.waiting-for-another-run"), err=True)


def _line(outcome: Outcome, *, dry_run: bool) -> str:
    status = status_of(outcome)
    if dry_run and outcome.status == "built":
        status = say("cli.status-would-build")
    source = _row(outcome)
    where = f"{source.path}:{source.line}" if source.line else source.path
    if outcome.path is None:
        old = f"\n  {say('cli.old-plan', path=shown(outcome.earlier))}" if outcome.earlier else ""
        return f"{status:<11} {where}{old}"
    changes = CHANGES in outcome.report.get("dropped", ())
    gone = f"\n  {say('cli.changes-left-out')}" if changes else ""
    return f"{status:<11} {where}  {shown(outcome.path)}{gone}"


def _row(outcome: Outcome) -> Source:
    assert outcome.source is not None
    return outcome.source


def _summary(result: Result, *, dry_run: bool, files: bool) -> Iterator[str]:
    yield say("cli.dry-run", numbers=counts(result)) if dry_run else counts(result)
    packet = result.packet
    if packet is not None and packet.earlier:
        yield say("cli.no-packet-made", old=say("cli.old-plan", path=shown(packet.earlier)))
    elif packet is not None and packet.path is not None:
        patients, pages = say("cli.patients", count=packet.patients), say("cli.pages", count=packet.pages)
        path, status = shown(packet.path), status_of(packet)
        yield say("cli.packet-made", path=path, patients=patients, pages=pages, status=status)
    if result.list_path is not None and files and any(outcome.path for outcome in result.outcomes):
        yield say("cli.list-of-patients-and-files", list_path=shown(result.list_path))


def _stray(path: Path) -> Problem:
    hint = say("cli.see-whose-it-is")
    return Problem(say("cli.file-is-not-in-index"), hint, Source(shown(path)))


def _data(result: Result, path: Path | None, *, dry_run: bool) -> dict[str, Any]:
    packet = None
    if result.packet is not None and path is not None:
        names = ("status", "patients", "pages")
        packet = {"path": shown(path)} | {name: getattr(result.packet, name) for name in names}
    return {
        "ok": result.ok,
        "rows": result.rows,
        "dry_run": dry_run,
        "plans": [_plan(outcome) for outcome in result.outcomes],
        "packet": packet,
        "problems": [problem_data(problem) for problem in result.all_problems],
        "warnings": [problem_data(problem) for problem in result.warnings],
        "dates": list(result.told),
        "strays": [shown(path) for path in result.left_over],
        "by_pen": [problem_data(problem) for problem in result.by_pen],
    }


def _plan(outcome: Outcome) -> dict[str, Any]:
    source = _row(outcome)
    row = {"path": source.path, "line": source.line or None}
    return {"number": outcome.number, "row": row, **outcome_data(outcome)}

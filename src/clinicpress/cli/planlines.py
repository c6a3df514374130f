"""How scores look: an item a line for people, one JSON document for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from clinicpress.cli.reporting import (
    counted,
    print_json,
    print_problems,
    print_warnings,
    problem_data,
    report_data,
    shown,
)
from clinicpress.patients.again import sides_to_circle
from clinicpress.patients.making import CHANGES
from clinicpress.patients.ordering import Ordered
from clinicpress.patients.planjobs import PlanOutcome, PlanRequest, PlansResult
from clinicpress.patients.printing import Progress, print_plans
from clinicpress.problems import Problem, Source
from clinicpress.store.cache import workspace_cache

OLD = "from an earlier run: do not hand it out"
_CHANGES = "what has changed since the last plan"


def show_plans(ordered: Ordered, request: PlanRequest, *, as_json: bool) -> PlansResult:
    """Make the plans, show how it goes, and say what came of it."""
    if as_json:
        with workspace_cache(ordered.library.root) as cache:
            result = print_plans(ordered.library, ordered.orders, request, cache)
        print_json(_data(ordered, result, request))
        return result
    with workspace_cache(ordered.library.root) as cache, _progress(ordered, request) as progress:
        result = print_plans(ordered.library, ordered.orders, request, cache, progress, _tell_of_waiting)
    print_problems(dict.fromkeys(result.all_problems))
    print_warnings(map(_stray, result.strays))
    print_warnings(_by_pen(ordered, result))
    print_warnings(ordered.orders.warnings)
    for line in (*_summary(result, request), *ordered.orders.told):
        click.echo(line)
    return result


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
    with Bar(*columns, transient=True) as bar:
        task = bar.add_task("plans", total=None)

        def show(outcome: PlanOutcome, done: int, total: int) -> None:
            if outcome.status == "failed":
                bar.console.print(_line(outcome, request), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, completed=done, total=total)

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


# In the order in which they are told.
_SIGNS = {"no": "no", "yes": "yes", "not applicable": "n/a", "open": "?"}


def told(scored: Any, today: date) -> Iterator[str]:
    """Each score with its items: what does not hold, what does, what does not apply, what is to be judged."""
    for score in scored.scores:
        yield f"{score.subject.file.path}: {score.tool.name}: {_sum(score)}"
        for answer, sign in _SIGNS.items():
            for each in score.decisions:
                if each.answer == answer:
                    reason = f": {each.reason}" if each.reason else ""
                    yield f"  {sign:<4} {each.item.number:>2} {each.item.asks.rstrip('.')}{reason}"
        if score.count("open"):
            yield f"  what is open (?) a person judges, in the file: {_example(score, today)}"


def _sum(score: Any) -> str:
    """The scores in percent, of the parts of PEMAT and of all, and how much is open."""
    parts = score.parts if score.tool.key == "pemat" else ()
    told = [f"{part} {_percent(score, part)}" for part in parts]
    told.append(f"{'in all ' if parts else ''}{_percent(score, None)}")
    person = score.judged
    by = f", judged by {person.by}, {person.on.isoformat()}" if person else ""
    return f"{', '.join(told)}; {counted(score.count('open'), 'item')} to judge{by}"


def _percent(score: Any, part: str | None) -> str:
    percent = score.percent(part)
    agreed = score.count("yes", part)
    return "nothing decided" if percent is None else f"{percent:.0f} % ({agreed} of {_decided(score, part)})"


def _decided(score: Any, part: str | None) -> int:
    return int(score.count("yes", part) + score.count("no", part))


def _example(score: Any, today: date) -> str:
    answers = "yes: [], no: [], not_applicable: []"
    return f"judged: {{{score.tool.key}: {{by: Name and credentials, on: {today.isoformat()}, {answers}}}}}"


def scored_data(scored: Any) -> dict[str, Any]:
    """Scores as JSON data; ``score`` is null where nothing is decided."""
    return {
        "ok": not scored.problems,
        "problems": [problem_data(problem) for problem in scored.problems],
        "scores": [_score(score) for score in scored.scores],
    }


def _score(score: Any) -> dict[str, Any]:
    person = score.judged
    return {
        "tool": score.tool.key,
        "kind": score.subject.kind,
        "id": score.subject.id,
        "path": score.subject.file.path,
        **_counts(score, None),
        "parts": {part: _counts(score, part) for part in score.parts},
        "judged": {"by": person.by, "on": person.on.isoformat()} if person else None,
        "items": [_item(each) for each in score.decisions],
    }


def _counts(score: Any, part: str | None) -> dict[str, Any]:
    percent = score.percent(part)
    return {
        "score": None if percent is None else round(percent, 1),
        "agreed": score.count("yes", part),
        "disagreed": score.count("no", part),
        "not_applicable": score.count("not applicable", part),
        "open": score.count("open", part),
    }


def _item(decision: Any) -> dict[str, Any]:
    return {
        "number": decision.item.number,
        "part": decision.item.part,
        "asks": decision.item.asks,
        "decides": decision.item.decides,
        "answer": decision.answer,
        "by": decision.by or None,
        "reason": decision.reason,
    }

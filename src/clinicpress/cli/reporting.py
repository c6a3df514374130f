"""Output of problems and results: lines for people, or one JSON document for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from clinicpress.messages import say
from clinicpress.problems import Problem


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each as ``path:line:column: message`` with its hint below."""
    for problem in problems:
        click.echo(str(problem), err=True)


def print_warnings(problems: Iterable[Problem]) -> None:
    """Print what should be seen to, but stops nothing."""
    print_problems(
        replace(problem, message=say("cli.warning", message=problem.message)) for problem in problems
    )


def print_json(value: object) -> None:
    """Print one JSON document to standard output; only ASCII, so that every console and pipe can carry it."""
    click.echo(json.dumps(value, indent=2, default=str))


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON data; ``path``, ``line`` and ``column`` are null where it has no place."""
    source = problem.source
    return {
        "path": source.path if source else None,
        "line": source.line if source else None,
        "column": source.column if source else None,
        "message": problem.message,
        "hint": problem.hint,
    }


def report_data(report: Mapping[str, Any]) -> dict[str, Any]:
    """What the layout decided, as JSON data; each picture's sizes have names."""
    if "figures" not in report:
        return dict(report)
    names = ("exercise", "width_mm", "height_mm")
    return {**report, "figures": [dict(zip(names, each, strict=True)) for each in report["figures"]]}


def shown(path: Path) -> str:
    """A path as short as it can be said from where the user stands."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()

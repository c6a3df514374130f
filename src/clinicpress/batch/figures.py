"""Compiled figures of a library's exercises; what is wrong with one is told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from clinicpress.figures.cache import figure
from clinicpress.figures.displaylist import DisplayList
from clinicpress.model.exercise import Exercise
from clinicpress.model.figure import Figure
from clinicpress.model.library import Library, Loaded
from clinicpress.problems import ContentError, Problem

_FRAME = re.compile(r"frame (\d+): ")


def compiled(library: Library, drawn: Figure, mirror: bool, cache: Path) -> DisplayList:
    """The display list of a figure of the library, from the workspace's cache if it is there.

    Raises:
        ContentError: if it cannot be drawn.
    """
    try:
        return figure(drawn, mirror=mirror, cache=cache / "figures")
    except ContentError as error:
        owner = next((found for found in library.exercises.values() if found.model.figure is drawn), None)
        if owner is None:
            raise
        raise ContentError(_placed(problem, owner) for problem in error.problems) from error


def figure_problems(exercise: Loaded[Exercise]) -> Iterator[Problem]:
    """What would make the picture of an exercise untrue: joints bent too far, hands that touch nothing."""
    # numpy is needed here, and not where pages are made from compiled figures
    from clinicpress.figures.truth import check  # noqa: PLC0415

    hint = f"change the pose; clinicpress preview {exercise.id} shows it"
    for complaint in check(exercise.model.figure):
        yield _placed(Problem(complaint, hint), exercise)


def _placed(problem: Problem, exercise: Loaded[Exercise]) -> Problem:
    """The problem with its place, that of its frame if it names one."""
    if problem.source is not None:
        return problem
    named = _FRAME.match(problem.message)
    at = ("figure", "frames", int(named[1]) - 1) if named else ("figure",)
    return replace(problem, source=exercise.at(*at))

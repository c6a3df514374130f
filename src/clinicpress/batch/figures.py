"""Compiled figures of a library's exercises; what is wrong with one is told with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from clinicpress.figures.cache import engine_version, figure, picture_of
from clinicpress.figures.displaylist import DisplayList
from clinicpress.files.keeping import kept
from clinicpress.model.exercise import Exercise
from clinicpress.model.figure import Figure
from clinicpress.model.library import Library, Loaded
from clinicpress.problems import ContentError, Problem

_FRAME = re.compile(r"frame (\d+): ")
# What is wrong, each with its hint.
Complaints = tuple[tuple[str, str], ...]


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
        problems = _as_written(drawn, error) if mirror else error.problems
        raise ContentError(_placed(problem, owner) for problem in problems) from error


def _as_written(drawn: Figure, error: ContentError) -> tuple[Problem, ...]:
    """What keeps a figure from being drawn, with the sides that its file names.

    ``error`` is that of its mirror image, which calls left what the file calls right.
    """
    try:
        figure(drawn, mirror=False, cache=None)
    except ContentError as written:
        return written.problems
    return error.problems


def figure_problems(exercise: Loaded[Exercise], cache: Path) -> Iterator[Problem]:
    """What would make the picture of an exercise untrue: joints bent too far, hands that touch nothing.

    A figure is judged once: what came of it is kept in the workspace's cache by the figure's digest.
    """
    shown = f"clinicpress preview {exercise.id} shows it"
    for message, hint in _complaints(exercise.model.figure, cache / "truth"):
        yield _placed(Problem(message, hint or f"change the pose; {shown}"), exercise)


def refuse_untrue(library: Library, exercises: Iterable[str], cache: Path) -> None:
    """See that the figures of these exercises are true.

    Raises:
        ContentError: with every problem of all of them.
    """
    names = dict.fromkeys(exercises)
    problems = [found for name in names for found in figure_problems(library.exercises[name], cache)]
    if problems:
        raise ContentError(problems)


def _complaints(drawn: Figure, cache: Path) -> Complaints:
    """What is wrong with a figure, from the folder ``cache`` if it has been judged before."""
    key = f"{engine_version()} {picture_of(drawn)}".encode()
    return kept(cache, key, _read, lambda found: json.dumps(found).encode(), lambda: _judged(drawn))


def _read(data: bytes) -> Complaints:
    return tuple((str(message), str(hint)) for message, hint in json.loads(data))


def _judged(drawn: Figure) -> Complaints:
    # numpy is needed here, and not for a figure that was judged before
    from clinicpress.figures.truth import problems  # noqa: PLC0415

    return tuple((problem.message, problem.hint) for problem in problems(drawn))


def _placed(problem: Problem, exercise: Loaded[Exercise]) -> Problem:
    """The problem with its place, that of its frame if it names one."""
    if problem.source is not None:
        return problem
    named = _FRAME.match(problem.message)
    at = ("figure", "frames", int(named[1]) - 1) if named else ("figure",)
    return replace(problem, source=exercise.at(*at))

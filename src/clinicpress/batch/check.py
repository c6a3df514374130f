"""Everything that can be wrong with content, found without writing anything but compiled figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clinicpress.batch.figures import compiled, figure_problems
from clinicpress.batch.jobs import Job, Request
from clinicpress.batch.patientfiles import git_tracked_patients
from clinicpress.batch.pipeline import Press
from clinicpress.batch.selection import select
from clinicpress.faults import debugging, fault
from clinicpress.model.exercise import Exercise
from clinicpress.model.library import Library, Loaded
from clinicpress.problems import ContentError, Problem
from clinicpress.reading.library import read_library


@dataclass(frozen=True, slots=True)
class Checked:
    """How many documents were looked at, and what is wrong."""

    documents: int
    problems: tuple[Problem, ...]


def check(root: Path, cache: Path) -> Checked:
    """Read the workspace at ``root``, judge each figure, and lay out each document on the clinic's paper."""
    reading = read_library(root)
    library = reading.library
    problems = [*reading.problems, *git_tracked_patients(root)]
    selection = select(reading, Request())
    documents = len(selection.jobs) + len(selection.blocked)
    if library is None:
        return Checked(documents, tuple(problems))
    for exercise in library.exercises.values():
        problems += _found(f"exercise {exercise.id}", partial(_of_figure, library, exercise, cache))
    press = Press(library, cache)
    for job in selection.jobs:
        problems += _found(f"{job.kind} {job.id}", partial(_of_pages, press, job))
    return Checked(documents, tuple(dict.fromkeys(problems)))


def _of_figure(library: Library, exercise: Loaded[Exercise], cache: Path) -> Iterator[Problem]:
    problems = tuple(figure_problems(exercise, cache))
    yield from problems
    try:
        compiled(library, exercise.model.figure, False, cache)
    except ContentError as error:
        told = {problem.message for problem in problems}
        yield from (problem for problem in error.problems if problem.message not in told)


def _of_pages(press: Press, job: Job) -> Iterable[Problem]:
    press.place(job)
    return ()


def _found(what: str, look: Callable[[], Iterable[Problem]]) -> tuple[Problem, ...]:
    """The problems that a look at ``what`` finds; a fault of ours in it must not hide those of others."""
    try:
        return tuple(look())
    except ContentError as error:
        return error.problems
    except Exception as error:
        if debugging():
            raise
        return (fault(error, what),)

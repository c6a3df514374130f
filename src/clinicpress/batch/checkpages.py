"""Pages made to be looked at by a check, and kept nowhere. Loads ReportLab."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from clinicpress.batch.figures import compiled, figure_problems
from clinicpress.batch.jobs import Job
from clinicpress.batch.pipeline import Press
from clinicpress.batch.proof import ink_of
from clinicpress.faults import debugging, fault
from clinicpress.model.exercise import Exercise
from clinicpress.model.library import Library, Loaded
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ClinicpressError, ContentError, Problem


class CheckPages:
    """Makes the pages of documents on the clinic's paper."""

    def __init__(self, library: Library, cache: Path, jobs: Sequence[Job]) -> None:
        self._library, self._cache = library, cache
        self._jobs = {(job.kind, job.id): job for job in jobs}
        self._press = Press(library, cache)

    def problems(self) -> Iterator[Problem]:
        """What keeps figures and documents from being made."""
        for exercise in self._library.exercises.values():
            yield from _tried(f"exercise {exercise.id}", partial(self._of_figure, exercise))
        for job in self._jobs.values():
            yield from _tried(f"{job.kind} {job.id}", partial(self._of_document, job))

    def coverage(self, kind: str, id: str) -> tuple[float, ...]:  # noqa: A002
        """How much of each page of a document is ink, in percent; nothing if it cannot be made."""
        job = self._jobs.get((kind, id))  # type: ignore[arg-type]
        if job is None:
            return ()
        try:
            data = write_pdf(self._press.place(job).document, self._press.stamps)
        except ClinicpressError:
            return ()  # told by `problems`
        return ink_of(data)

    def _of_figure(self, exercise: Loaded[Exercise]) -> Iterator[Problem]:
        problems = tuple(figure_problems(exercise, self._cache))
        yield from problems
        try:
            compiled(self._library, exercise.model.figure, False, self._cache)
        except ContentError as error:
            told = {problem.message for problem in problems}
            yield from (problem for problem in error.problems if problem.message not in told)

    def _of_document(self, job: Job) -> Iterable[Problem]:
        self._press.place(job)
        return ()


def _tried(what: str, look: Callable[[], Iterable[Problem]]) -> tuple[Problem, ...]:
    """The problems that a look at ``what`` finds; a fault of ours in it must not hide those of others."""
    try:
        return tuple(look())
    except ContentError as error:
        return error.problems
    except Exception as error:
        if debugging():
            raise
        return (fault(error, what),)

"""Pages made to be looked at by a check, and kept nowhere. Loads ReportLab."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from clinicpress.batch.figures import compiled, figure_problems
from clinicpress.batch.inputs import input_digest
from clinicpress.batch.jobs import Job
from clinicpress.batch.pipeline import Press
from clinicpress.batch.proof import ink_of
from clinicpress.faults import debugging, fault
from clinicpress.files.keeping import kept
from clinicpress.layout.layout import LaidOut
from clinicpress.model.exercise import Exercise
from clinicpress.model.library import Library, Loaded
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ClinicpressError, ContentError, Problem


class CheckPages:
    """Makes the pages of documents on the clinic's paper.

    How much ink the pages of a document take is kept by its inputs in the workspace's cache: one that was
    right and has not changed is not made again.
    """

    def __init__(self, library: Library, cache: Path, jobs: Sequence[Job]) -> None:
        self._library, self._cache = library, cache
        self._jobs = {(job.kind, job.id): job for job in jobs}
        self._press = Press(library, cache)
        self._placed: dict[Job, LaidOut] = {}

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
            return self._kept(job, lambda: self._ink(job))
        except ClinicpressError:
            return ()  # told by `problems`

    def _ink(self, job: Job) -> tuple[float, ...]:
        placed = self._placed.pop(job, None) or self._press.place(job)
        return ink_of(write_pdf(placed.document, self._press.stamps))

    def _kept(self, job: Job, make: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
        return kept(
            self._cache / "ink",
            input_digest(self._library, job).encode(),
            lambda data: tuple(map(float, json.loads(data))),
            lambda found: json.dumps(found).encode(),
            make,
        )

    def _of_figure(self, exercise: Loaded[Exercise]) -> Iterator[Problem]:
        problems = tuple(figure_problems(exercise, self._cache))
        yield from problems
        try:
            compiled(self._library, exercise.model.figure, False, self._cache)
        except ContentError as error:
            told = {problem.message for problem in problems}
            yield from (problem for problem in error.problems if problem.message not in told)

    def _of_document(self, job: Job) -> Iterable[Problem]:
        def place() -> tuple[float, ...]:
            self._placed[job] = self._press.place(job)
            raise _NotKept

        with suppress(_NotKept):
            self._kept(job, place)
        return ()


class _NotKept(Exception):  # noqa: N818
    """Nothing is known of a document yet: its ink is measured only if a rule asks."""


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

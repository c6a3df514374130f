"""Pages that are made for the check and kept nowhere. Loads ReportLab."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from clinicpress.build.artwork import compiled, figure_problems
from clinicpress.build.ink import ink_of
from clinicpress.build.inputs import exercises_of, known_inputs
from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.content.layouts import BASE, read_layouts
from clinicpress.content.models.exercise import Exercise
from clinicpress.content.models.layout import Layout
from clinicpress.content.models.library import Library, Loaded
from clinicpress.content.workspace import starter
from clinicpress.faults import guarded
from clinicpress.layout.placing import LaidOut
from clinicpress.messages import later, say
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import ClinicpressError, ContentError, FitError, Problem, Source
from clinicpress.store.cache import Cache, CacheKind
from clinicpress.units import PAPERS

T = TypeVar("T")
_MORE_ROOM = later("tasks.increase-content-width-reduce-sizes-gaps")
INK = CacheKind("ink", lambda data: tuple(map(float, json.loads(data))))
# Documents that fit a layout of the clinic's; one that nothing fits is tried again, to say why.
FITS = CacheKind("fits", lambda data: json.loads(data) is True)


class CheckPages:
    """Makes the pages of documents on the clinic's paper.

    How much ink the pages of a document take is kept by its inputs in the workspace's cache: one that was
    right and has not changed is not made again.
    """

    def __init__(self, library: Library, cache: Cache, jobs: Sequence[Job]) -> None:
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
        for layout in self._own_layouts():
            yield from _tried(f"layout {layout.id}", partial(self._of_layout, layout), layout.at())
        # one sheet for each PDF that is put behind patients' sheets
        for sheet in {self._library.appended(sheet): sheet for sheet in self._library.sheets}.values():
            yield from _tried(f"sheet {sheet}", partial(self._of_appended, sheet))

    def coverage(self, kind: str, id: str) -> tuple[float, ...]:  # noqa: A002
        """How much of each page of a document is ink, in percent; nothing if it cannot be made."""
        job = self._jobs.get((kind, id))  # type: ignore[arg-type]
        if job is None:
            return ()
        try:
            return self._known(INK, job) or self._ink(job)
        except ClinicpressError:
            return ()  # told by `problems`

    def _ink(self, job: Job) -> tuple[float, ...]:
        placed = self._placed.pop(job, None) or self._press.place(job)
        ink = ink_of(write_pdf(placed.document, self._press.stamps))
        self._keep(INK, job, ink)
        return ink

    def _known(self, kind: CacheKind[T], job: Job) -> T | None:
        """What is kept of a document that has not changed."""
        inputs = known_inputs(self._library, job, self._cache)
        return self._cache.recall(kind, inputs) if inputs else None

    def _keep(self, kind: CacheKind[T], job: Job, value: T) -> None:
        inputs = known_inputs(self._library, job, self._cache)
        if inputs:
            self._cache.keep(kind, inputs, value)

    def _of_appended(self, sheet: str) -> Iterable[Problem]:
        self._press.appended(sheet)
        return ()

    def _of_figure(self, exercise: Loaded[Exercise]) -> Iterator[Problem]:
        problems = tuple(figure_problems(exercise, self._cache))
        yield from problems
        try:
            compiled(self._library, exercise.model.figure, False, self._cache)
        except ContentError as error:
            told = {problem.message for problem in problems}
            yield from (problem for problem in error.problems if problem.message not in told)

    def _of_document(self, job: Job) -> Iterable[Problem]:
        # its ink is measured only if a rule asks
        if self._known(INK, job) is None:
            self._placed[job] = self._press.place(job)
        return ()

    def _own_layouts(self) -> Iterator[Loaded[Layout]]:
        """The layouts that are not as clinicpress brings them along."""
        root = starter()
        shipped = {} if root == self._library.root else read_layouts((root,))[0]
        for name, layout in self._library.layouts.items():
            found = shipped[name].loaded if name in shipped else None
            if name != BASE and (found is None or found.digest != layout.digest):
                yield layout

    def _of_layout(self, layout: Loaded[Layout]) -> Iterator[Problem]:
        """That no document fits a layout: it was made for none, or its values leave no room."""
        jobs = self._trials(layout)
        own = [job for job in jobs if job.paper == self._library.clinic.model.paper]
        if any(self._known(FITS, job) is not None for job in own):
            return
        refused: list[tuple[Job, Problem]] = []
        for job in jobs:
            try:
                self._press.place(job)
            except FitError as error:
                refused.append((job, error.problems[0]))
            except ContentError:
                continue  # told of the document
            else:
                self._keep(FITS, job, True)
                return
        for job, first in refused[:1]:
            message = say("tasks.no-fits-layout", kind=job.kind, id=job.id, message=first.message)
            yield Problem(message, say(_MORE_ROOM), layout.at())

    def _trials(self, layout: Loaded[Layout]) -> list[Job]:
        """The documents to try a layout on: the clinic's paper first, on it those with few exercises."""
        jobs = [job for job in self._jobs.values() if layout.model.takes(job.kind)]
        jobs.sort(key=lambda job: (len(list(exercises_of(self._library, job))), job.id))
        own = self._library.clinic.model.paper
        papers = sorted(PAPERS, key=lambda paper: paper != own)
        return [replace(job, layout=layout.id, paper=paper) for paper in papers for job in jobs]


def _tried(
    what: str, look: Callable[[], Iterable[Problem]], source: Source | None = None
) -> tuple[Problem, ...]:
    """The problems that a look at ``what`` finds; a fault of ours in it must not hide those of others."""
    try:
        with guarded(what):
            return tuple(look())
    except ClinicpressError as error:
        return tuple(replace(problem, source=problem.source or source) for problem in error.problems)

"""Carries out a request: reads the workspace, skips what is up to date, and makes the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from clinicpress.build.contenterrors import ContentErrors
from clinicpress.build.inputs import known_inputs
from clinicpress.build.jobs import Job, Outcome, Request, Result, as_draft, failed, finished
from clinicpress.build.receipts import is_current, read_receipt
from clinicpress.build.selection import Selection, output_path, select
from clinicpress.content.models.library import Library, Reading
from clinicpress.content.reader import read_library
from clinicpress.problems import Problem, in_order
from clinicpress.store.cache import Cache
from clinicpress.store.regular import is_file
from clinicpress.units import PAPERS

if TYPE_CHECKING:
    from clinicpress.build.press import PendingJob

# A process more costs about as much as ten documents take.
DOCUMENTS_PER_PROCESS = 10


def run(
    root: Path,
    request: Request,
    cache: Cache,
    progress: Callable[[Outcome, int, int], None],
    look: Callable[[Outcome], Outcome],
) -> Result:
    """Make every file that ``request`` asks for and that is not up to date; an outcome for each document.

    ``look`` adds to each outcome, before it is told, what the finished file shows.

    Raises:
        UsageError: if it names a document or a layout that there is none of.
    """
    reading = read_library(root, cache)
    selection = select(reading, request)
    total = len(selection.jobs) + len(selection.blocked)
    outcomes: list[Outcome] = []
    for outcome in chain(selection.blocked, _outcomes(reading.library, cache, selection, request)):
        outcome = look(_with_earlier(outcome, root, request, reading.library))  # noqa: PLW2901
        outcomes.append(outcome)
        progress(outcome, len(outcomes), total)
    outcomes.sort(key=lambda outcome: (outcome.kind, outcome.id))
    return Result(_of_no_document(reading, request), tuple(outcomes))


def _of_no_document(reading: Reading, request: Request) -> tuple[Problem, ...]:
    """What is wrong in the workspace; where documents are named, only what may keep warnings off their pages.

    What is wrong in their own files is in their outcomes.
    """
    if not request.names:
        return reading.problems
    return in_order(
        problem for (kind, _), found in reading.blocked.items() if kind == "warnings" for problem in found
    )


def _with_earlier(outcome: Outcome, root: Path, request: Request, library: Library | None) -> Outcome:
    """A failed outcome with the file that is still there from an earlier build."""
    if outcome.status != "failed":
        return outcome
    paths = [outcome.job.output] if outcome.job else _possible_paths(outcome, root, request, library)
    return replace(outcome, earlier=next((path for path in paths if is_file(path)), None))


def _possible_paths(
    outcome: Outcome, root: Path, request: Request, library: Library | None
) -> Iterator[Path]:
    """Where the file of a document that cannot be read may stand.

    Its own layout and the clinic's paper decide on the name, and may stand in the very file that is wrong.
    """
    assert outcome.kind != "packet"
    for paper in PAPERS if library is None else (library.clinic.model.paper,):
        for layout in dict.fromkeys(("", request.layout or "")):
            yield output_path(root, request, outcome.kind, outcome.id, own_layout=layout, default_paper=paper)


def _outcomes(
    library: Library | None, cache: Cache, selection: Selection, request: Request
) -> Iterator[Outcome]:
    """An outcome for each job: first those that are up to date, then the others as they are finished."""
    if library is None:
        return
    pending: list[PendingJob] = []
    errors = ContentErrors(library, cache)
    found: dict[Job, tuple[Problem, ...]] = {}
    for asked in selection.jobs:
        wrong = errors.of_document(asked) if request.allow_errors else ()
        job = as_draft(asked) if wrong else asked
        found[job] = wrong
        inputs = known_inputs(library, job, cache)
        receipt = read_receipt(cache, job.output)
        if receipt is not None and not request.force and is_current(receipt, inputs, job.output):
            yield replace(finished(job, "unchanged", receipt.pages, receipt.report), found=wrong)
        elif not request.allow_errors and errors.of_document(job):
            yield failed(job, *errors.of_document(job))
        else:
            pending.append((job, inputs))
    for outcome in _made(library, cache, pending, request):
        yield replace(outcome, found=found[outcome.job]) if outcome.job else outcome


def _made(library: Library, cache: Cache, pending: list[PendingJob], request: Request) -> Iterator[Outcome]:
    if not pending:
        return
    # ReportLab (70 ms) is loaded only when there is something to draw
    from clinicpress.build.executor import executed, processes_for  # noqa: PLC0415
    from clinicpress.build.press import DocumentWork  # noqa: PLC0415

    processes = processes_for(len(pending), request.jobs, per_process=DOCUMENTS_PER_PROCESS)
    yield from executed(DocumentWork(library, cache), pending, processes)

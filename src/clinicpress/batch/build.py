"""Builds documents: reads the workspace, leaves alone what is up to date, and makes the rest.

The way of one document is `clinicpress.batch.pipeline.make`: a newcomer starts reading there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from clinicpress.batch.jobs import Job, Outcome, Request, Result
from clinicpress.batch.manifest import input_digest, is_current, read_receipt
from clinicpress.batch.selection import Selection, select
from clinicpress.model.library import Library
from clinicpress.problems import Problem
from clinicpress.reading.library import read_library

# A process more costs about as much as ten documents take.
DOCUMENTS_PER_PROCESS = 10
# An outcome, how many there are with it, and how many there will be.
Progress = Callable[[Outcome, int, int], None]
Pending = tuple[Job, str]


def build(root: Path, request: Request, progress: Progress = lambda *_: None) -> Result:
    """Build what ``request`` asks for in the workspace at ``root``; one that fails does not stop the others.

    Raises:
        UsageError: if it names a document or a layout that there is none of.
    """
    reading = read_library(root)
    selection = select(reading, request)
    total = len(selection.jobs) + len(selection.blocked)
    outcomes: list[Outcome] = []
    for outcome in chain(
        selection.blocked, _outcomes(reading.library, cache_folder(root), selection, request)
    ):
        outcomes.append(outcome)
        progress(outcome, len(outcomes), total)
    return Result(reading.problems, tuple(sorted(outcomes, key=lambda outcome: (outcome.kind, outcome.id))))


def cache_folder(root: Path) -> Path:
    """Where a workspace keeps what can be made again: receipts and compiled figures."""
    return root / ".cache" / "clinicpress"


def _outcomes(
    library: Library | None, cache: Path, selection: Selection, request: Request
) -> Iterator[Outcome]:
    """An outcome for each job: first those that are up to date, then the others as they are finished."""
    if library is None:
        return
    pending: list[Pending] = []
    for job in selection.jobs:
        inputs = input_digest(library, job)
        receipt = read_receipt(cache, job.output)
        if receipt is not None and not request.force and is_current(receipt, inputs, job.output):
            yield Outcome(job.kind, job.id, "unchanged", job.output, receipt.pages, receipt.report)
        else:
            pending.append((job, inputs))
    if pending:
        processes = min(request.jobs or _processes(len(pending)), len(pending))
        yield from _made(library, cache, pending, processes)


def _processes(documents: int) -> int:
    return max(1, min(os.cpu_count() or 1, documents // DOCUMENTS_PER_PROCESS))


def _made(library: Library, cache: Path, pending: list[Pending], processes: int) -> Iterator[Outcome]:
    # when all is up to date, ReportLab (70 ms) is never loaded
    from clinicpress.batch import worker  # noqa: PLC0415

    if processes == 1:
        yield from (worker.attempt(library, cache, job, inputs) for job, inputs in pending)
        return
    # spawn works alike on all systems and inherits no half-used state
    pool = ProcessPoolExecutor(processes, get_context("spawn"), worker.start, (library, cache))
    try:
        futures = {pool.submit(worker.work, job, inputs): job for job, inputs in pending}
        for future in as_completed(futures):
            yield _result(future, futures[future])
    finally:
        pool.shutdown(cancel_futures=True)


def _result(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        message = f"{job.kind} {job.id}: a worker process ended before it was finished"
        problem = Problem(message, "the machine may be short of memory; try again with --jobs 1")
        return Outcome(job.kind, job.id, "failed", problems=(problem,))

"""Many documents in several processes."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from clinicpress.batch.jobs import Job, Outcome, failed
from clinicpress.batch.pipeline import Press
from clinicpress.batch.worker import attempt
from clinicpress.model.library import Library
from clinicpress.problems import Problem

# What a worker process makes documents with; it gets the library once, when it starts.
_given: list[tuple[Press, Path]] = []


def attempt_all(
    library: Library, cache: Path, pending: Sequence[tuple[Job, str]], processes: int
) -> Iterator[Outcome]:
    """Make and write many PDFs, each with the digest of its inputs; outcomes come as they are finished."""
    # spawn works alike on all systems and inherits no half-used state
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (library, cache))
    try:
        with _held_back():
            futures = {pool.submit(_work, job, inputs): job for job, inputs in pending}
        for future in as_completed(futures):
            yield _result(future, futures[future])
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _held_back() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, which comes to this one afterwards.

    One that is still loading Python would end with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(library: Library, cache: Path) -> None:
    # Ctrl-C reaches every process of a terminal; the parent alone decides, and a worker ends its document.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _given[:] = [(Press(library, cache), cache)]


def _work(job: Job, inputs: str) -> Outcome:
    (press, cache) = _given[0]
    return attempt(press, cache, job, inputs)


def _result(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        message = f"{job.kind} {job.id}: a worker process ended before it was finished"
        return failed(job, Problem(message, "the machine may be short of memory; try again with --jobs 1"))

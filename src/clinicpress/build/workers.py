"""Many documents in several processes."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from clinicpress.build.jobs import Job, Outcome, failed, finished
from clinicpress.build.press import Press
from clinicpress.build.receipts import Receipt, digest_of, read_receipt, was_written, write_receipt
from clinicpress.content.models.library import Library
from clinicpress.faults import debugging, fault
from clinicpress.problems import ClinicpressError, Problem
from clinicpress.proof.origin import may_be_replaced, not_ours
from clinicpress.store.files import is_within, write_if_changed


def attempt(press: Press, cache: Path, job: Job, inputs: str) -> Outcome:
    """Make and write the file of ``job``; a failure is told in the outcome, so that the others go on.

    ``inputs`` is the digest of all that the document is made from.
    """
    before = read_receipt(cache, job.output)
    # the same inputs to the same engine: what was verified then need not be again if the bytes are the same
    verified = before.output if before is not None and before.inputs == inputs else ""
    # the folders of the workspace's own output hold nothing but what is made there
    own = is_within(job.output, press.library.root / "output")
    if not own and not may_be_replaced(job.output, "document", known=was_written(before, job.output)):
        return failed(job, not_ours(job.output))
    try:
        made = press.make(job, verified=verified)
        write_if_changed(job.output, made.data)
    except ClinicpressError as error:
        return failed(job, *error.problems)
    except Exception as error:  # a fault of ours in one document must not stop the others
        if debugging():
            raise
        return failed(job, fault(error, f"{job.kind} {job.id}"))
    write_receipt(cache, job.output, Receipt(inputs, digest_of(made.data), made.pages, made.report))
    return finished(job, "built", made.pages, made.report)


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

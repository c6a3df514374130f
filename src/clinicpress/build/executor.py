"""Chunks of work, handed out and taken back in order, a bounded number at a time.

Nothing here knows what a chunk is, or where it is made: in this process, in others of this machine
(`clinicpress.build.processes`), or wherever something with `Workers.submit` sends it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from clinicpress.faults import guarded
from clinicpress.problems import ClinicpressError, Problem

# A chunk, and its result.
C = TypeVar("C")
R = TypeVar("R")
C_contra = TypeVar("C_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Work(Protocol[C_contra, R_co]):
    """How chunks are made. It is sent to each worker once: it can be pickled, as chunks and results can."""

    def start(self) -> Callable[[C_contra], R_co]:
        """Load what all chunks have in common; the function that makes one of them."""

    def failed(self, chunk: C_contra, problems: Sequence[Problem], /) -> R_co:
        """The result of a chunk that could not be made."""


class Pending(Protocol[R_co]):
    """A chunk that was handed out."""

    def result(self) -> R_co:
        """Wait until the chunk is made; its result, which is a failed one if its worker was lost."""


class Workers(Protocol[C_contra, R_co]):
    """Whoever makes chunks. No more than ``limit`` are to be handed out and not taken back."""

    @property
    def limit(self) -> int:
        """The most chunks at a time."""

    def submit(self, chunk: C_contra, /) -> Pending[R_co]:
        """Hand out a chunk."""


def in_order(workers: Workers[C, R], chunks: Iterable[C]) -> Iterator[R]:
    """The results of chunks, in their order; each chunk is drawn from ``chunks`` when it is handed out."""
    pending: deque[Pending[R]] = deque()
    for chunk in chunks:
        pending.append(workers.submit(chunk))
        if len(pending) >= workers.limit:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def executed(work: Work[C, R], chunks: Iterable[C], processes: int) -> Iterator[R]:
    """The results of chunks, in their order, made in so many processes; one is this process itself."""
    if processes == 1:
        make = work.start()
        yield from (attempted(work, make, chunk) for chunk in chunks)
        return
    # concurrent.futures and multiprocessing take 30 ms to load
    from clinicpress.build.processes import Processes  # noqa: PLC0415

    with Processes(work, processes) as workers:
        yield from in_order(workers, chunks)


def attempted(work: Work[C, R], make: Callable[[C], R], chunk: C) -> R:
    """The result of a chunk; one that fails stops no other."""
    try:
        # what an error says may be a patient's data
        with guarded(private=True):
            return make(chunk)
    except ClinicpressError as error:
        return work.failed(chunk, error.problems)


def processes_for(items: int, jobs: int | None, *, per_process: int, chunk: int = 1) -> int:
    """The number of processes for so many items, in chunks of ``chunk``; ``jobs`` is what the user asks for.

    A process more costs about as much as ``per_process`` items take.
    """
    wanted = jobs or min(os.cpu_count() or 1, items // per_process)
    return max(1, min(wanted, -(-items // chunk)))

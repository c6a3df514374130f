"""Workers that are processes of this machine. They are spawned, on all systems alike, and inherit nothing."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any, Generic

from clinicpress.build.executor import C, R, Work, attempted
from clinicpress.messages import say
from clinicpress.problems import Problem
from clinicpress.records import dataclass

# Chunks of a process: the one that it makes, and the one that it makes next.
AHEAD = 2


def lost() -> Problem:
    """The problem of what a process was making when it ended."""
    return Problem(say("build.process-was-lost"), say("build.may-lack-memory"))


class Processes(Generic[C, R]):
    """So many processes for one kind of work, as a context; they stay until it ends.

    Each is an executor of its own, so that one that is killed costs the chunk that it made, and no other.
    """

    def __init__(self, work: Work[C, R], count: int) -> None:
        self._lanes = [_Lane(work) for _ in range(count)]
        self.limit = AHEAD * count

    def __enter__(self) -> Processes[C, R]:
        return self

    def __exit__(self, *_: object) -> None:
        # all are told before the first is waited for: each ends the chunk that it makes, and begins no other
        for wait in (False, True):
            for lane in self._lanes:
                lane.end(wait=wait)

    def submit(self, chunk: C) -> _Handed[C, R]:
        """Hand a chunk to the process that has the fewest to make."""
        return min(self._lanes, key=lambda lane: lane.unmade).submit(chunk)


class _Lane(Generic[C, R]):
    """One process, and the chunks that it got; a new process takes the place of one that is lost."""

    def __init__(self, work: Work[C, R]) -> None:
        self._work = work
        self._executor = self._new()
        self._handed: deque[_Handed[C, R]] = deque()

    @property
    def unmade(self) -> int:
        """The number of chunks that it has yet to make."""
        return sum(not each.future.done() for each in self._handed)

    def submit(self, chunk: C) -> _Handed[C, R]:
        """Put a chunk behind those that it has."""
        handed = _Handed(self, chunk, *self._sent(chunk))
        self._handed.append(handed)
        return handed

    def result(self, handed: _Handed[C, R]) -> R:
        """The result of the first chunk that was not taken back."""
        assert self._handed[0] is handed
        while not handed.lost:
            try:
                found = handed.future.result()
            except BrokenProcessPool:
                self._replace(handed.executor)
            else:
                self._handed.popleft()
                return found
        self._handed.popleft()
        return self._work.failed(handed.chunk, (lost(),))

    def end(self, *, wait: bool) -> None:
        """Let the process end, and perhaps wait for it."""
        self._executor.shutdown(wait=wait, cancel_futures=True)

    def _sent(self, chunk: C) -> tuple[ProcessPoolExecutor, Future[R]]:
        with _held_back():
            while True:
                try:
                    return self._executor, self._executor.submit(_make, chunk)
                except BrokenProcessPool:
                    self._replace(self._executor)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Start a new process for those chunks that the lost one has not made."""
        self._executor = self._new()
        unmade = [each for each in self._handed if each.executor is broken and not each.is_made]
        # chunks are made in order: the first of them is the one that the process was at
        for each in unmade[:1]:
            each.lost = True
        for each in unmade[1:]:
            each.executor, each.future = self._sent(each.chunk)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), _start, (self._work,))


@dataclass(slots=True, eq=False)
class _Handed(Generic[C, R]):
    """A chunk that a process got."""

    lane: _Lane[C, R]
    chunk: C
    executor: ProcessPoolExecutor
    future: Future[R]
    lost: bool = False

    @property
    def is_made(self) -> bool:
        """Whether its result is there."""
        return self.future.done() and self.future.exception() is None

    def result(self) -> R:
        """Wait until the chunk is made; its result."""
        return self.lane.result(self)


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


# -- in a worker ------------------------------------------------------------------
# The work of this process, and once it has begun the function that makes a chunk.
_work: list[Work[Any, Any]] = []
_begun: list[Callable[[Any], Any]] = []
_busy = threading.Lock()


def _start(work: Work[Any, Any]) -> None:
    # Ctrl-C reaches every process of a terminal; the parent alone decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [work]


def _end_with_parent() -> None:
    """End this process when its parent is gone, after the chunk that it makes."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    with _busy:
        os._exit(1)


def _make(chunk: Any) -> Any:
    with _busy:
        return attempted(_work[0], _made, chunk)


def _made(chunk: Any) -> Any:
    if not _begun:
        _begun.append(_work[0].start())
    return _begun[0](chunk)

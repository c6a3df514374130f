"""Processes that make chunks of plans, in the order of the chunks."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from clinicpress.batch.chunks import Chunk, ChunkWorker, GivePlace, MadeChunk, Take, WorkOrder
from clinicpress.batch.pipeline import Press
from clinicpress.faults import debugging, fault
from clinicpress.model.library import Library
from clinicpress.pdf.packet import Place, WrittenChunk
from clinicpress.problems import OutputError, Problem


def work_together(
    press: Press, cache: Path, order: WorkOrder, chunks: Sequence[Chunk], count: int,
    begin: Callable[[Chunk], None], give: GivePlace, take: Take,
) -> Iterator[MadeChunk]:  # fmt: skip
    """Make chunks in ``count`` processes; they come back in order.

    ``begin`` is called before a chunk is begun, ``give`` and ``take`` for its pages in a packet.

    Raises:
        OutputError: if a process ends before its work is done.
    """
    crew = [_Hand(press, cache, order) for _ in range(min(count, len(chunks)))]
    try:
        for hand, chunk in zip(crew, chunks, strict=False):
            begin(chunk)
            hand.send(chunk)
        for index in range(len(chunks)):
            hand = crew[index % len(crew)]
            made = hand.made()
            if made.needs is not None:
                place = give(made.needs)
                take(made, place, hand.written(place))
            # a worker that waits to hand over its pages reads nothing: so it gets its next chunk after that
            if index + len(crew) < len(chunks):
                chunk = chunks[index + len(crew)]
                begin(chunk)
                hand.send(chunk)
            yield made
    finally:
        # a process that was forked later holds the lines to those before it: it has to go first
        for hand in reversed(crew):
            hand.end()


class _Hand:
    """A process that makes chunks, and the line to it."""

    def __init__(self, press: Press, cache: Path, order: WorkOrder) -> None:
        # what was made before the fork is there already; elsewhere each process begins anew
        context: Any = get_context("fork" if sys.platform == "linux" else "spawn")
        self._line, far = context.Pipe()
        forked = press if sys.platform == "linux" else None
        self._process = context.Process(
            target=_work, args=(far, self._line, forked, press.library, cache, order), daemon=True
        )
        self._process.start()
        far.close()

    def send(self, chunk: Chunk) -> None:
        """Give it its next chunk."""
        self._tell(chunk)

    def made(self) -> MadeChunk:
        """What it made of the chunk that it got."""
        made = self._hear()
        assert isinstance(made, MadeChunk)
        return made

    def written(self, place: Place) -> WrittenChunk:
        """The pages of that chunk, written at their place."""
        self._tell(place)
        written = self._hear()
        assert isinstance(written, WrittenChunk)
        return written

    def end(self) -> None:
        """Let it go; it ends what it is about, and no more."""
        self._line.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.kill()

    def _tell(self, what: object) -> None:
        try:
            self._line.send(what)
        except OSError as error:
            raise _gone() from error

    def _hear(self) -> object:
        try:
            heard = self._line.recv()
        except (EOFError, OSError) as error:
            raise _gone() from error
        if isinstance(heard, OutputError):
            raise heard
        return heard


def _gone() -> OutputError:
    message = "a worker process ended before it was finished"
    return OutputError(Problem(message, "the machine may be short of memory; try again with --jobs 1"))


def _work(
    line: Connection, far: Connection, press: Press | None, library: Library, cache: Path, order: WorkOrder
) -> None:
    # Ctrl-C reaches every process of a terminal; the parent alone decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    far.close()
    worker = ChunkWorker(press or Press(library, cache), order)
    with suppress(EOFError, OSError):
        while True:
            chunk = line.recv()
            try:
                made = worker.make(chunk)
                line.send(made)
                if made.needs is not None:
                    line.send(worker.write(line.recv()))
            except OutputError as error:
                line.send(error)
                return
            except (EOFError, OSError):  # the parent is gone
                return
            except Exception as error:  # nobody is to read a traceback, which may hold a patient's data
                if debugging():
                    raise
                line.send(OutputError(fault(error, "a worker process", private=True)))
                return

"""Chunks of plans: made by one worker, in this process or another, for a packet drawn and written there."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from clinicpress.build.press import Press
from clinicpress.content.models.library import Library
from clinicpress.faults import debugging, fault
from clinicpress.patients.making import BLANK, MadePlan, PlanPress, behind, padded
from clinicpress.patients.planjobs import Task
from clinicpress.pdf.packet import PACKET_ROLE, Needs, PacketPlace, WrittenChunk, needs, write_chunk
from clinicpress.pdf.write import DrawnDocument, draw
from clinicpress.problems import OutputError, Problem, Source
from clinicpress.proof.identity import PageIdentity


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

    def written(self, place: PacketPlace) -> WrittenChunk:
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


# Plans of a chunk: enough that messages cost nothing, few enough that all processes end together.
CHUNK = 16
# A process more costs about as much as these many plans take.
PLANS_PER_PROCESS = 50
Chunk = tuple[Task, ...]
# Where the pages of a chunk are to be written, and what is done with them when they are.
GivePlace = Callable[[Needs], PacketPlace]


@dataclass(frozen=True, slots=True)
class PlanPages:
    """A plan in a packet: its place in the file, its row, its bookmark's number and time, its last day."""

    number: int
    source: Source
    title: str
    identities: tuple[PageIdentity, ...]


@dataclass(frozen=True, slots=True)
class MadeChunk:
    """What came of a chunk. ``needs`` are those of its pages in a packet, None if it has none.

    ``counts`` are how many pages each of its plans has there, by number, and ``sheets`` their sheets.
    ``proof`` are the `PlanPages` of a packet, packed: they are needed at the end, and there are many.
    """

    plans: tuple[MadePlan, ...]
    needs: Needs | None = None
    titles: tuple[str, ...] = ()
    counts: tuple[tuple[int, int], ...] = ()
    sheets: tuple[str, ...] = ()
    proof: bytes = b""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """How a worker makes its chunks: where files go (None: nowhere), and whether there is a packet."""

    folder: Path | None
    packet: bool
    duplex: bool


Take = Callable[[MadeChunk, PacketPlace, WrittenChunk], None]


class ChunkWorker:
    """Makes chunk after chunk."""

    def __init__(self, press: Press, order: WorkOrder) -> None:
        self._press, self._order = press, order
        self._plans = PlanPress(press, order.folder)
        self._drawn: list[DrawnDocument] = []
        self._sent: set[str] = set()

    def make(self, tasks: Sequence[Task]) -> MadeChunk:
        """Make the plans of a chunk; their pages for a packet are drawn and wait for their `Place`."""
        made = [self._plans.make(task) for task in tasks]
        told = tuple(replace(plan, placed=None, identities=()) for plan in made)
        if not self._order.packet:
            return MadeChunk(told)
        self._drawn, pages, sheets = [], list[PlanPages](), list[str]()
        for task, plan in zip(tasks, made, strict=True):
            if plan.placed is None:
                continue
            document = padded(plan.placed) if self._order.duplex else plan.placed
            self._drawn.append(draw(document, self._press.stamps, role=PACKET_ROLE))
            more = behind(self._press, task)
            more += (BLANK,) * (len(more) % 2 if self._order.duplex else 0)
            blank = (BLANK,) * (len(document.pages) - len(plan.identities))
            entry = task.entry
            sheets.append(task.job.id)
            pages.append(
                PlanPages(entry.number, entry.source, _title(task), (*plan.identities, *blank, *more))
            )
        if not pages:
            return MadeChunk(told)
        titles = tuple(page.title for page in pages)
        proof = zlib.compress(pickle.dumps(pages), 1)
        counts = tuple((page.number, len(page.identities)) for page in pages)
        return MadeChunk(told, needs(self._drawn, self._sent), titles, counts, tuple(sheets), proof)

    def write(self, place: PacketPlace) -> WrittenChunk:
        """Write the pages that were drawn at their place in the packet."""
        drawn, self._drawn = self._drawn, []
        return write_chunk(drawn, place)


def proved_pages(proof: bytes) -> list[PlanPages]:
    """The plans of a chunk, as `MadeChunk.proof` has them. Only for what this very run has packed."""
    found: list[PlanPages] = pickle.loads(zlib.decompress(proof))
    return found


def _title(task: Task) -> str:
    """The bookmark of a plan: its number and its time; never whose it is."""
    time = task.entry.plan().model.time
    return f"{task.entry.number} · {time}" if time else str(task.entry.number)


def processes_for(plans: int, jobs: int | None) -> int:
    """How many processes make so many plans; ``jobs`` is what the user asks for."""
    return max(1, min(jobs or os.cpu_count() or 1, jobs or plans // PLANS_PER_PROCESS, plans))


def work_alone(
    worker: ChunkWorker, chunks: Sequence[Chunk], begin: Callable[[Chunk], None], give: GivePlace, take: Take
) -> Iterator[MadeChunk]:
    """Make chunks in this process; see `crew.work_together`."""
    for chunk in chunks:
        begin(chunk)
        made = worker.make(chunk)
        if made.needs is not None:
            place = give(made.needs)
            take(made, place, worker.write(place))
        yield made

"""Chunks of plans: made by one worker, in this process or another, for a packet drawn and written there."""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clinicpress.batch.pipeline import Press
from clinicpress.batch.planjobs import Task
from clinicpress.batch.planwork import BLANK, MadePlan, PlanPress, behind, padded
from clinicpress.pdf.drawn import DrawnDocument, draw
from clinicpress.pdf.identity import PageIdentity
from clinicpress.pdf.packet import PACKET_ROLE, Needs, Place, WrittenChunk, needs, write_chunk
from clinicpress.problems import Source

# Plans of a chunk: enough that messages cost nothing, few enough that all processes end together.
CHUNK = 16
# A process more costs about as much as these many plans take.
PLANS_PER_PROCESS = 50
Chunk = tuple[Task, ...]
# Where the pages of a chunk are to be written, and what is done with them when they are.
GivePlace = Callable[[Needs], Place]


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


Take = Callable[[MadeChunk, Place, WrittenChunk], None]


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

    def write(self, place: Place) -> WrittenChunk:
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

"""A packet for the printer: written while its plans are made, proved page by page, then put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from clinicpress.batch.chunks import MadeChunk, proved_pages
from clinicpress.batch.planwork import IdentityError
from clinicpress.pdf.proving import PageProver
from clinicpress.pdf.packet import Needs, PacketWriter, Place, WrittenChunk
from clinicpress.problems import Problem
from clinicpress.typesetting.items import Metadata

_NOT_OURS = "the packet was not kept; please report it: this is a fault of clinicpress"
# A process that reads a part of a packet back is worth its start from so many pages on.
PAGES_PER_PROCESS = 400


@dataclass(frozen=True, slots=True)
class Part:
    """Chunks of a packet that are read back together: their proofs, and the index of their first page."""

    first: int
    proofs: tuple[bytes, ...]


class Packet:
    """A packet that is being written with ``write``."""

    def __init__(self, write: Callable[[bytes], object], metadata: Metadata) -> None:
        self._writer = PacketWriter(write, metadata)
        self._chunks: list[tuple[int, bytes]] = []
        self.patients = 0

    @property
    def pages(self) -> int:
        """How many pages it has so far."""
        return self._writer.pages

    def place(self, wanted: Needs) -> Place:
        """Where the pages of the next chunk are to be written."""
        return self._writer.place(wanted)

    def take(self, made: MadeChunk, place: Place, written: WrittenChunk) -> None:
        """Take the pages of a chunk over."""
        self._chunks.append((self._writer.pages, made.proof))
        self._writer.add(place, written, made.titles)
        self.patients += len(made.titles)

    def finish(self) -> None:
        """End it; nothing is proved yet."""
        self._writer.finish()

    def prove(self, path: Path, processes: int) -> None:
        """Read every page of the finished file back, and compare it with its plan.

        Raises:
            IdentityError: if a page is not the page of the patient whom it is for.
        """
        parts = self._parts(max(1, min(processes, self.pages // PAGES_PER_PROCESS)))
        if len(parts) == 1:
            faults = part_faults(path, parts[0], self.pages)
        else:
            with ProcessPoolExecutor(len(parts), get_context("spawn")) as pool:
                found = pool.map(
                    part_faults, *zip(*((path, part, self.pages) for part in parts), strict=True)
                )
                faults = tuple(fault for each in found for fault in each)
        if faults:
            raise IdentityError(faults)

    def _parts(self, count: int) -> list[Part]:
        each = -(-len(self._chunks) // count)
        parts = [self._chunks[at : at + each] for at in range(0, len(self._chunks), each)]
        return [Part(part[0][0], tuple(proof for _, proof in part)) for part in parts]


def part_faults(path: Path, part: Part, pages: int) -> tuple[Problem, ...]:
    """What is wrong with the pages of a part of the packet at ``path``, which has ``pages`` in all."""
    with PageProver(path) as prover:
        if prover.pages != pages:
            return (Problem(f"the packet has {prover.pages} pages and should have {pages}", _NOT_OURS),)
        return tuple(_faults(prover, part))


def _faults(prover: PageProver, part: Part) -> Iterator[Problem]:
    index = part.first
    for proof in part.proofs:
        for plan in proved_pages(proof):
            for page in plan.identities:
                for words in prover.faults(index, page):
                    yield Problem(f"page {index + 1} of the packet {words}", _NOT_OURS, plan.source)
                index += 1

"""A packet for the printer: written while its plans are made, proved page by page, then put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from clinicpress.build.bodies import padded
from clinicpress.build.executor import in_order, processes_for
from clinicpress.build.jobs import Job
from clinicpress.build.press import Press
from clinicpress.composing.furniture import COVER, CoverRow, cover_document
from clinicpress.layout.placing import LaidOut
from clinicpress.messages import later, say
from clinicpress.patients.making import UNPROVEN, MadeChunk, proved_pages
from clinicpress.pdf.packet import Appended, PacketDocument, PacketWriter, packet_body
from clinicpress.pdf.write import draw
from clinicpress.problems import ContentError, OutputError, Problem
from clinicpress.proof.fileproof import PacketProver
from clinicpress.proof.identity import PageIdentity, drawn_words
from clinicpress.readback.pdffile import UnreadableError
from clinicpress.records import dataclass
from clinicpress.typesetting.items import Metadata, PlacedDocument

LAYOUT = "handout"
# A packet whose numbers get longer may need a page more of cover, which makes numbers longer still.
MOST_TRIES = 8


def place_cover(press: Press, rows: Sequence[CoverRow], like: Job, *, day: str = "") -> LaidOut:
    """The cover that lists ``rows``, in the language, on the paper and in the ink of a packet's job ``like``.

    Raises:
        ContentError: if a character cannot be printed, or the layout has no room for so many pages.
    """
    job = replace(like, kind="handout", id=COVER, layout=LAYOUT, text="standard", format="pdf")
    document = cover_document(press.library, rows, press.context(job), day=day)
    try:
        return press.lay_out_with(document, job)
    except ContentError as error:
        raise ContentError(_one_a_place(error.problems)) from None


def place_cover_before(
    press: Press, rows: Sequence[CoverRow], like: Job, *, day: str = "", duplex: bool = False
) -> LaidOut:
    """As `place_cover`, of rows whose first pages are counted from the one that follows on the cover.

    They are listed as they will be counted with the cover. ``duplex`` ends the cover on a back.

    Raises:
        ContentError: as `place_cover`.
        OutputError: if the cover gets longer with every number that it prints.
    """
    pages = 0
    for _ in range(MOST_TRIES):
        counted = [replace(row, first_page=row.first_page + pages) for row in rows]
        laid_out = place_cover(press, counted, like, day=day)
        needed = len(laid_out.document.pages)
        needed += needed % 2 if duplex else 0
        if needed == pages:
            return laid_out
        pages = needed
    hint = say("patients.bug-of-clinicpress-in-cover")
    raise OutputError(Problem(say("patients.page-count-packet-cover-cannot-be"), hint))


def _one_a_place(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first problem of each place: all characters that cannot be printed might be a patient's name."""
    return tuple({problem.source: problem for problem in reversed(problems)}.values())[::-1]


_COVER = later("patients.leave-out-cover")
# A process that reads a part of a packet back is worth its start from so many pages on.
PAGES_PER_PROCESS = 400
# A packet of so many pages is read in other processes, whose memory is given back; they begin anew, without
# what this one holds by then.
LARGE = 2000


@dataclass(frozen=True, slots=True)
class PacketPart:
    """Chunks of a packet that are read back together: their proofs, and the index of their first page."""

    first: int
    proofs: tuple[bytes, ...]


# What is wrong with a packet, and the number of its plan; 0 for the cover or the packet as a whole.
PacketFault = tuple[int, Problem]


class UnprovenError(Exception):
    """A packet has pages that are not found to be those of their plans; it is not kept."""

    def __init__(self, faults: Sequence[PacketFault]) -> None:
        super().__init__(say("patients.pages-packet-not-those-their-plans"))
        self.faults = tuple(faults)


class Packet:
    """A packet that is being written with ``write``."""

    def __init__(
        self, write: Callable[[bytes], object], metadata: Metadata, press: Press, *, duplex: bool
    ) -> None:
        self._writer = PacketWriter(write, metadata)
        self._press, self._duplex = press, duplex
        self._chunks: list[tuple[int, bytes]] = []
        self._cover: tuple[str, ...] = ()
        # how many pages each plan has, by its number, in order
        self.counts: list[tuple[int, int]] = []

    @property
    def pages(self) -> int:
        """How many pages it has so far."""
        return self._writer.pages + len(self._cover)

    def take(self, made: MadeChunk) -> None:
        """Take the pages of a chunk over."""
        if not made.documents:
            return
        if not self._chunks:
            self._press.load_faces()
        self._chunks.append((self._writer.pages, made.proof))
        appended = [Appended(self._press.appended(sheet), self._duplex) for sheet in made.sheets]
        self._writer.add(made.documents, appended)
        self.counts += made.counts

    def add_cover(self, cover: PlacedDocument, title: str) -> None:
        """Put pages for staff before all others."""
        private = replace(cover, metadata=replace(cover.metadata, private=True))
        document = padded(private) if self._duplex else private
        body = packet_body(draw(document, self._press.stamps))
        self._writer.add([PacketDocument(body, (), title)], cover=True)
        self._cover = drawn_words(document)

    def finish(self) -> None:
        """End it; nothing is proved yet."""
        self._writer.finish()

    def prove(self, path: Path, jobs: int | None) -> None:
        """Read every page of the finished file back, and compare it with its plan.

        ``jobs`` is how many processes the user asks for.

        Raises:
            UnprovenError: if a page is not the page of the patient whom it is for.
        """
        processes = processes_for(self.pages, jobs, per_process=PAGES_PER_PROCESS)
        parts = self._parts(max(1, min(processes, self.pages // PAGES_PER_PROCESS)))
        work = ProofWork(path, self.pages, self._cover)
        if len(parts) == 1 and self.pages < LARGE:
            found = map(work.start(), parts)
            faults = tuple(fault for each in found for fault in each)
        else:
            # multiprocessing takes 20 ms to load
            from clinicpress.build.processes import Processes  # noqa: PLC0415

            # PDFium keeps what it has read of a large file until its process ends
            with Processes(work, len(parts)) as workers:
                faults = tuple(fault for each in in_order(workers, parts) for fault in each)
        if faults:
            raise UnprovenError(faults)

    def _parts(self, count: int) -> list[PacketPart]:
        each = -(-len(self._chunks) // count)
        parts = [self._chunks[at : at + each] for at in range(0, len(self._chunks), each)]
        cover = len(self._cover)
        return [PacketPart(part[0][0] + cover, tuple(proof for _, proof in part)) for part in parts]


@dataclass(frozen=True, slots=True)
class ProofWork:
    """Reads parts of the packet at ``path``; ``pages`` is the number of all, ``cover`` what the first say."""

    path: Path
    pages: int
    cover: tuple[str, ...]

    def start(self) -> Callable[[PacketPart], tuple[PacketFault, ...]]:
        """The function that reads a part."""
        return lambda part: part_faults(self.path, part, self.pages, self.cover)

    def failed(self, _: PacketPart, problems: Sequence[Problem]) -> tuple[PacketFault, ...]:
        """The faults of a part that could not be read: they are of no plan, and there is no packet."""
        return tuple((0, problem) for problem in problems)


def part_faults(path: Path, part: PacketPart, pages: int, cover: Sequence[str]) -> tuple[PacketFault, ...]:
    """What is wrong with the pages of a part of the packet at ``path``, which has ``pages`` in all.

    ``cover`` is what its first pages must say.
    """
    try:
        with PacketProver(path) as prover:
            if prover.pages != pages:
                message = say("patients.packet-has-pages-and-should", pages=prover.pages, pages2=pages)
                return ((0, Problem(message, say(UNPROVEN))),)
            covered: Iterable[PacketFault] = ()
            if part.first <= len(cover):
                prover.check()
                covered = _cover_faults(prover, cover)
            return (*covered, *_faults(prover, part))
    except UnreadableError:
        return ((0, Problem(say("patients.packet-is-not-as-written"), say(UNPROVEN))),)


def _cover_faults(prover: PacketProver, cover: Sequence[str]) -> Iterator[PacketFault]:
    for index, words in enumerate(cover):
        for fault in prover.faults(index, PageIdentity("", index + 1, len(cover), "", words)):
            yield (
                0,
                Problem(say("patients.page-of-cover-has-fault", number=index + 1, fault=fault), say(_COVER)),
            )


def _faults(prover: PacketProver, part: PacketPart) -> Iterator[PacketFault]:
    index = part.first
    for proof in part.proofs:
        for plan in proved_pages(proof):
            for page, strips in zip_longest(plan.identities, plan.strips, fillvalue=()):
                assert isinstance(page, PageIdentity)
                for words in prover.faults(index, page, strips):
                    yield (
                        plan.number,
                        Problem(
                            say("patients.page-of-packet-has-fault", number=index + 1, words=words),
                            say(UNPROVEN),
                            plan.source,
                        ),
                    )
                index += 1

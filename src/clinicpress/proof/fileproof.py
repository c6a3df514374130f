"""The proof of patients' files that are alike but for whose they are.

A body is read whole once; of the other files with it, all that they have in common is compared byte by byte,
and the strips are read. PDFium reads some of the files besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from clinicpress.messages import later, say
from clinicpress.proof.identity import (
    LineOrders,
    PageIdentity,
    PageProver,
    file_faults,
    rest_faults,
    strip_faults,
    wrong_count,
)
from clinicpress.readback.packetpages import PacketReader
from clinicpress.readback.pagewords import FileReader, KnownFile, ReadFile
from clinicpress.readback.pdffile import UnreadableError
from clinicpress.records import dataclass
from clinicpress.store.regular import open_regular, read_regular
from clinicpress.typesetting.memo import Memo

# Bytes of bodies that are kept to compare with.
MOST_KNOWN = 8_000_000
# Pages whose parts were found right that are kept.
MOST_RIGHT = 500
# One file or page in so many is read by PDFium, too.
PDFIUM_READS = 20
UNREADABLE = later("proof.file-is-not-as-written")


@dataclass(frozen=True, slots=True)
class FileShape:
    """How the files of one body are made: their first bytes and objects that all of them have, and strips.

    ``pages`` are the pages that the strips stand on, in order, by index.
    """

    body: object
    head: int
    next: int
    pages: tuple[int, ...]


class FileProver:
    """Reads finished files back, one after the other."""

    def __init__(self) -> None:
        self._reader = FileReader()
        self._known: Memo[tuple[object, KnownFile]] = Memo(MOST_KNOWN)
        self._orders: LineOrders = set()

    def faults(
        self, source: Path | bytes, shape: FileShape, expected: Sequence[PageIdentity], *, pdfium: bool
    ) -> tuple[str, ...]:
        """What is wrong with a file whose pages should be those ``expected``.

        ``pdfium`` asks for it to read the file, too; of a file with a font that is new it is asked always.

        Raises:
            OSError: if there is no such file.
            pypdfium2.PdfiumError: if PDFium cannot read it.
        """
        data = source if isinstance(source, bytes) else read_regular(source)
        try:
            found, new = self._read(data, shape, expected)
        except UnreadableError:
            return (say(UNREADABLE),)
        if found or not (new or pdfium):
            return found
        found = file_faults(data, expected, orders=self._orders)
        if found:
            # what was kept of this file is no proof of another one
            self._known = Memo(MOST_KNOWN)
        return found

    def _read(
        self, data: bytes, shape: FileShape, expected: Sequence[PageIdentity]
    ) -> tuple[tuple[str, ...], bool]:
        """What is wrong with a file, and whether a font in it is new."""
        key = id(shape.body)
        kept = self._known.get(key)
        if kept is not None and kept[0] is shape.body:
            strips = self._reader.strips(data, kept[1])
            faults = _faults(strips.words, shape, expected)
        else:
            file = self._reader.whole(data, shape.head, shape.next, len(shape.pages))
            strips = file.strips
            faults = (*_faults(strips.words, shape, expected), *_page_faults(file, shape, expected))
            if not faults:
                self._known.put(key, (shape.body, file.known), len(file.known.head))
        return tuple(faults), strips.new_font


class PacketProver:
    """Reads the pages of a packet back, as `clinicpress.proof.identity.PageProver` does; a context manager.

    PDFium reads the first page that is asked for, one in so many besides, and those without a strip.

    Raises:
        OSError: if there is no such file.
        clinicpress.readback.pdffile.UnreadableError: if it is not as we write packets.
        pypdfium2.PdfiumError: if PDFium cannot read it.
    """

    def __init__(self, path: Path) -> None:
        self._stack = ExitStack()
        try:
            self._reader = PacketReader(self._stack.enter_context(open_regular(path)))
            self._pdfium = self._stack.enter_context(PageProver(path))
        except BaseException:
            self._stack.close()
            raise
        self._count = 0
        self._right: Memo[bool] = Memo(MOST_RIGHT)

    @property
    def pages(self) -> int:
        """How many pages the packet has."""
        return self._pdfium.pages if self._pdfium.pages == len(self._reader.pages) else 0

    def check(self) -> None:
        """Read every object of the packet.

        Raises:
            clinicpress.readback.pdffile.UnreadableError: if it is not as we write packets.
        """
        self._reader.check()

    def faults(self, index: int, page: PageIdentity, strips: Sequence[int] = ()) -> tuple[str, ...]:
        """What is wrong with the page of that index; ``strips`` are which of its parts are such."""
        self._count += 1
        if not strips:
            return self._pdfium.faults(index, page)
        try:
            found = tuple(self._faults(index, page, strips))
        except UnreadableError:
            return (say(UNREADABLE),)
        return found or (self._pdfium.faults(index, page) if self._count % PDFIUM_READS == 1 else ())

    def _faults(self, index: int, page: PageIdentity, strips: Sequence[int]) -> Iterator[str]:
        parts = self._reader.parts(index)
        if len(parts) <= max(strips):
            yield say("proof.does-not-bear-name-id")
            return
        words = {at: self._reader.strip_words(index, parts[at]) for at in strips}
        for said in words.values():
            yield from strip_faults(said, page)
        others = [part for at, part in enumerate(parts) if at not in words]
        key = (*others, page.words, page.page, page.pages)
        # the very same objects that were found right on another page
        if self._right.get(key) is None:
            rest = [self._reader.part_words(index, part) for part in others]
            between = iter(rest)
            whole = "\n".join(words[at] if at in words else next(between) for at in range(len(parts)))
            faults = tuple(rest_faults("\n".join(rest), whole, page))
            yield from faults
            if not faults:
                self._right.put(key, True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._stack.close()


def _numbered(number: int, words: str) -> str:
    return say("patients.page-has-fault", number=number, words=words)


def _faults(strips: Sequence[str], shape: FileShape, expected: Sequence[PageIdentity]) -> tuple[str, ...]:
    """What strips say other than they should."""
    return tuple(
        _numbered(index + 1, fault)
        for words, index in zip(strips, shape.pages, strict=True)
        for fault in strip_faults(words, expected[index])
    )


def _page_faults(file: ReadFile, shape: FileShape, expected: Sequence[PageIdentity]) -> Iterator[str]:
    """What pages say other than they should, whatever their strips say."""
    if len(file.pages) != len(expected):
        yield wrong_count(len(file.pages), len(expected))
        return
    for index, (parts, page) in enumerate(zip(file.pages, expected, strict=True)):
        whole = "\n".join(file.strips.words[part] if isinstance(part, int) else part for part in parts)
        rest = "\n".join(part for part in parts if not isinstance(part, int))
        strips = [shape.pages[part] for part in parts if isinstance(part, int)]
        if any(at != index for at in strips) or bool(page.strip) != bool(strips):
            yield _numbered(index + 1, say("proof.does-not-bear-name-id"))
        for fault in rest_faults(rest, whole, page):
            yield _numbered(index + 1, fault)

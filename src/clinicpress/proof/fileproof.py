"""The proof of patients' files that are alike but for whose they are.

A body is read whole once; of the other files with it, all that they have in common is compared byte by byte,
and the strips are read. PDFium reads some of the files besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from clinicpress.messages import later, say
from clinicpress.proof.identity import (
    LineOrders,
    PageIdentity,
    file_faults,
    rest_faults,
    strip_faults,
    wrong_count,
)
from clinicpress.readback.pagewords import FileReader, KnownFile, ReadFile
from clinicpress.readback.pdffile import UnreadableError
from clinicpress.records import dataclass
from clinicpress.store.regular import read_regular
from clinicpress.typesetting.memo import Memo

# Bytes of bodies that are kept to compare with.
MOST_KNOWN = 8_000_000
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
        return file_faults(data, expected, orders=self._orders)

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

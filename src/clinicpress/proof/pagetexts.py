"""The words of a finished PDF by its pages, as they look."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from io import BytesIO, RawIOBase
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import pypdfium2
import pypdfium2.raw as pdfium

from clinicpress.store.regular import open_regular, read_regular

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HIDDEN = b"/Skip"
_BARE_FORM = re.compile(rb"/Subtype\s*(/Form)(?=[^<>]{0,200}/Resources\s*<<\s*>>)")
_BLOCK = 1 << 20
# Longer than what the pattern looks at.
_OVERLAP = 400


class MaskedFile(RawIOBase):
    """A view of ``file``, an open PDF, in which bare forms are hidden; it closes the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._masks = sorted(set(_bare_forms(file)))
        file.seek(0)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move to a place in the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place in the file."""
        return self._file.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill ``buffer`` from the file, and hide what is to be hidden in it."""
        view = memoryview(buffer).cast("B")
        start = self._file.tell()
        data = self._file.read(len(view))
        view[: len(data)] = data
        first = bisect_left(self._masks, start - len(_HIDDEN) + 1)
        for mask in self._masks[first : bisect_left(self._masks, start + len(data))]:
            for place, byte in enumerate(_HIDDEN, mask - start):
                if 0 <= place < len(data):
                    view[place] = byte
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def masked(data: bytes) -> bytes:
    """The bytes of a PDF with bare forms hidden."""
    return _BARE_FORM.sub(lambda match: match[0].replace(b"/Form", _HIDDEN), data)


def _bare_forms(file: BinaryIO) -> Iterator[int]:
    """Where the kind of each bare form stands. The file is read in blocks, so that none is held whole."""
    end, tail = 0, b""
    while block := file.read(_BLOCK):
        window = tail + block
        for match in _BARE_FORM.finditer(window):
            yield end - len(tail) + match.start(1)
        end += len(block)
        tail = window[-_OVERLAP:]


# PDFium keeps every object stream and page that it has read. After so many pages it starts afresh.
PAGES_AT_ONCE = 1000
# Baselines that are nearer than this, in points, are one.
_SAME_LINE = 0.5
_UNITS = 4096
# A file of so many bytes is read as a whole.
_IN_MEMORY = 1 << 20


def page_texts_of(source: Path | bytes, *, password: str = "") -> Iterator[str]:
    """The text of each page of the PDF ``source``, one after the other; memory does not grow with the text.

    PDFium sorts what stands on one line from left to right, ends a hyphenated line with U+0002 or U+FFFE,
    and takes NFKC letters for ligatures: `clinicpress.proof.identity` knows of all that.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """
    with PageReader(source, password=password) as reader:
        for index in range(reader.pages):
            yield reader.text(index)


class PageReader:
    """The pages of one PDF, to be read in any order; a context manager.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read, or the password is another one.
    """

    def __init__(self, source: Path | bytes, *, password: str = "", masked: bool = True) -> None:
        self._source, self._password = source, password
        self.masked = masked
        self._units = (ctypes.c_ushort * _UNITS)()
        self._open()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.document)

    def text(self, index: int) -> str:
        """The text of a page as a viewer selects it: line by line, each from left to right."""
        self._read += 1
        if self._read > PAGES_AT_ONCE:
            self.close()
            self._open()
        with _Loaded(self.document, index) as (_, words):
            count = pdfium.FPDFText_CountChars(words)
            return self._string(count + 1, lambda units, _: pdfium.FPDFText_GetText(words, 0, count, units))

    def drawn(self, index: int) -> str:
        """The text of a page in the order in which it is drawn; each baseline is a line.

        It takes twice as long as `text`.
        """
        parts: list[str] = []
        last = None
        with _Loaded(self.document, index) as (page, words):
            for thing in _text_objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
                base = _baseline(thing)
                if last is not None:
                    parts.append("\n" if abs(base - last) > _SAME_LINE else "\t")
                last = base
                need = pdfium.FPDFTextObj_GetText(thing, words, None, 0) // 2

                def read(units: Any, size: int, thing: Any = thing) -> int:
                    return int(pdfium.FPDFTextObj_GetText(thing, words, units, 2 * size)) // 2

                parts.append(self._string(need, read))
        return "".join(parts)

    def is_bare(self, index: int) -> bool:
        """Whether nothing at all stands on a page; a scan has no words and is not bare."""
        with _Loaded(self.document, index) as (page, _):
            return bool(pdfium.FPDFPage_CountObjects(page) == 0)

    def close(self) -> None:
        """Let go of the file."""
        self.document.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def _open(self) -> None:
        source = self._source
        self._read = 0
        if isinstance(source, Path) and source.stat().st_size <= _IN_MEMORY:
            source = read_regular(source)
        if isinstance(source, bytes) and len(source) <= _IN_MEMORY:
            # reading it piece by piece would call back from PDFium for each of some sixty pieces
            self._file: Any = BytesIO()
            data = masked(source) if self.masked else source
            self.document: Any = pypdfium2.PdfDocument(data, password=self._password or None)
            return
        file: BinaryIO = BytesIO(source) if isinstance(source, bytes) else open_regular(source)
        self._file = MaskedFile(file) if self.masked else file
        try:
            self.document = pypdfium2.PdfDocument(self._file, password=self._password or None)
        except BaseException:
            self._file.close()
            raise

    def _string(self, need: int, read: Callable[[Any, int], int]) -> str:
        """What ``read`` puts into a buffer of ``need`` units of UTF-16, the last of which is 0."""
        if need > len(self._units):
            self._units = (ctypes.c_ushort * (2 * need))()
        count = read(self._units, len(self._units))
        return ctypes.string_at(self._units, 2 * max(0, count - 1)).decode("utf-16-le", "replace")


class _Loaded:
    """A page and its text, let go of at the end."""

    def __init__(self, document: Any, index: int) -> None:
        self._page = pdfium.FPDF_LoadPage(document, index)
        if not self._page:
            raise pypdfium2.PdfiumError(f"page {index + 1} cannot be loaded")
        self._words = pdfium.FPDFText_LoadPage(self._page)

    def __enter__(self) -> tuple[Any, Any]:
        return self._page, self._words

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        pdfium.FPDFText_ClosePage(self._words)
        pdfium.FPDF_ClosePage(self._page)


def _text_objects(holder: Any, count: Callable[..., int], get: Callable[..., Any]) -> Iterator[Any]:
    """Those of a page or a form, in the order of drawing."""
    for index in range(count(holder)):
        thing = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield thing
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _text_objects(thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)


def _baseline(thing: Any) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    return float(matrix.f)

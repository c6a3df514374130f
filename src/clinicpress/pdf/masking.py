"""A finished PDF as the reader of its words sees it: without the forms that can hold none.

Half of the time that a page takes to read goes to the paths of its figures. A form whose dictionary says that
it needs no resources has no font, so it shows no text. In this view it is of a kind that no reader knows and
every reader passes over; all other bytes, and the length, are those of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO

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

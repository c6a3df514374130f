"""The pages of a packet, of which never more than a little is in memory."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping
from typing import Any, BinaryIO

from clinicpress.readback.pagewords import Font, WordReader
from clinicpress.readback.pdffile import (
    FREE,
    ROW_SIZE,
    PdfObject,
    UnreadableError,
    check_seal,
    direct,
    ending_at,
    object_at,
    packed,
    place_in,
    reference,
    references,
    start_of,
    table_of,
)

# What is read of a file at once, and what the end of one takes at most.
_WINDOW, _TRAILER = 1 << 19, 40
# Streams of objects, parts of pages and resources that are kept.
_MOST_HOLDERS, _MOST_PARTS, _MOST_RESOURCES = 32, 512, 8


class PacketReader(WordReader):
    """A packet that is open for reading.

    Raises:
        UnreadableError: if it is not as we write packets.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self._size = file, file.seek(0, 2)
        self._start, self._buffer = 0, b""
        self._holders: dict[int, dict[int, tuple[bytes, bytes]]] = {}
        self._parts: dict[int, str] = {}
        self._resources: dict[int, Mapping[bytes, Font]] = {}
        tail = self._read(max(0, self._size - _TRAILER), _TRAILER)
        self._end = ending_at(tail, tail.rfind(b"startxref\n"))
        number, each, end = self._object(self._end)
        self._table = table_of(number, each)
        if ending_at(self._read(end, _TRAILER), 0) != self._end:
            raise UnreadableError("the file does not end as it should")
        self.pages = array("I", self._kids(reference(self.code(self._table.root), b"Pages")))

    def check(self) -> None:
        """Read every object of the file once, and hold it against the table.

        Raises:
            UnreadableError: if one is not whole, or is not where the table says, or a drawing says something.
        """
        self._check_seal()
        place, count, rows = start_of(self._read(0, _WINDOW)), 1, self._table.rows
        if not rows.startswith(FREE):
            raise UnreadableError("the table has not one row for each object")
        while place <= self._end:
            number, each, end = self._object(place)
            found = {number: direct(place), **{at: row for at, (row, _) in packed(number, each).items()}}
            for at, row in found.items():
                if rows[at * ROW_SIZE : (at + 1) * ROW_SIZE] != row:
                    raise UnreadableError("the table says another place of an object than where it is")
            if b"/XObject" in each.head:
                self.see_silent(each)
            count += len(found)
            place = end
        if count * ROW_SIZE != len(rows):
            raise UnreadableError("the table says another place of an object than where it is")

    def _check_seal(self) -> None:
        state, place = hashlib.sha256(), 0
        while place < self._end:
            piece = self._read(place, min(_WINDOW, self._end - place))
            state.update(piece)
            place += len(piece)
        check_seal(self._table, state.digest())

    def parts(self, index: int) -> list[int]:
        """The numbers of the streams that draw the page of that index, in order.

        Raises:
            UnreadableError: if there is no telling.
        """
        return references(self.code(self.pages[index]), b"Contents")

    def part_words(self, index: int, part: int) -> str:
        """The words of a stream that draws the page of that index; they are kept for other pages.

        Raises:
            UnreadableError: if there is no telling.
        """
        if part not in self._parts:
            _make_room(self._parts, _MOST_PARTS)
            self._parts[part] = self.strip_words(index, part)
        return self._parts[part]

    def strip_words(self, index: int, part: int) -> str:
        """As `part_words`, of what is on that page alone.

        Raises:
            UnreadableError: if there is no telling.
        """
        number = reference(self.code(self.pages[index]), b"Resources")
        if number not in self._resources:
            _make_room(self._resources, _MOST_RESOURCES)
            self._resources[number] = self.fonts_of(self, self.code(number))
        return self.words(self.stream(part).unpacked(), self._resources[number])

    def code(self, number: int) -> bytes:
        """The dictionary of an object.

        Raises:
            UnreadableError: if there is no such object.
        """
        row = self._table.rows[number * ROW_SIZE : (number + 1) * ROW_SIZE]
        kind, place = place_in(row)
        if kind == 1:
            return self._numbered(number, place).head
        if place not in self._holders:
            _make_room(self._holders, _MOST_HOLDERS)
            self._holders[place] = packed(place, self.stream(place))
        found = self._holders[place].get(number)
        if found is None:
            raise UnreadableError("an object is missing")
        return found[1]

    def stream(self, number: int) -> PdfObject:
        """The object with a stream of that number.

        Raises:
            UnreadableError: if there is no such stream.
        """
        kind, place = place_in(self._table.rows[number * ROW_SIZE : (number + 1) * ROW_SIZE])
        if kind != 1:
            raise UnreadableError("a stream is missing")
        return self._numbered(number, place)

    def _numbered(self, number: int, place: int) -> PdfObject:
        found, each, _ = self._object(place)
        if found != number:
            raise UnreadableError("an object is missing")
        return each

    def _kids(self, node: int) -> list[int]:
        """The pages below a node of the page tree; that has two levels."""
        kids = references(self.code(node), b"Kids")
        return [page for kid in kids for page in references(self.code(kid), b"Kids")]

    def _object(self, place: int) -> tuple[int, PdfObject, int]:
        """The object at a place: its number, itself, and where it ends."""
        if not self._start <= place < self._start + len(self._buffer):
            self._fill(place, _WINDOW)
        size = _WINDOW
        while True:
            try:
                number, each, end = object_at(self._buffer, place - self._start)
            except UnreadableError:
                # it may go on behind what was read
                if self._start == place and len(self._buffer) < size:
                    raise
                if self._start == place:
                    size *= 4
                self._fill(place, size)
                continue
            return number, each, self._start + end

    def _fill(self, place: int, size: int) -> None:
        self._start, self._buffer = place, self._read(place, size)

    def _read(self, place: int, size: int) -> bytes:
        self._file.seek(place)
        return self._file.read(size)


def _make_room(kept: dict[int, Any], most: int) -> None:
    if len(kept) >= most:
        kept.clear()

"""The objects of a finished file: found one after the other, and held against its cross-reference stream.

This is no reader for any PDF, but for those that we write: a header, objects, a cross-reference stream, an
end. What is not exactly so is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_HEADER = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n%clinicpress (?:document|plan|packet)\n")
# No string in a dictionary holds the end of a line.
_OBJECT = re.compile(rb"([1-9]\d*) 0 obj\n(<<.*?>>)\n(?:(stream)|endobj)\n", re.DOTALL)
_LENGTH = b"/Length "
_END = b"\r\nendstream\nendobj\n"
_TRAILER = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(
    rb"<</Type /XRef/Size (\d+)/W \[1 4 2\]/Root (\d+) 0 R/Info (\d+) 0 R"
    rb"/ID \[<([0-9a-f]{32})> <\4>\]/Filter /FlateDecode/Length \d+>>"
)
_PACKED = re.compile(rb"/Type /ObjStm/N (\d+)/First (\d+)\b")
_ROW = struct.Struct(">BIH")
ROW_SIZE = _ROW.size
FREE = _ROW.pack(0, 0, 65535)
_FLATE = b"/Filter /FlateDecode"


class UnreadableError(Exception):
    """A file is not as we write files."""


class PdfObject(NamedTuple):
    """An object that stands in the file by itself: its dictionary, and the bytes of its stream or None."""

    head: bytes
    data: bytes | None

    def unpacked(self) -> bytes:
        """What its stream holds.

        Raises:
            UnreadableError: if it cannot be unpacked whole.
        """
        if self.data is None:
            raise UnreadableError("an object has no stream")
        if _FLATE not in self.head:
            return self.data
        unpacker = zlib.decompressobj()
        try:
            found = unpacker.decompress(self.data)
        except zlib.error as error:
            raise UnreadableError("a stream cannot be unpacked") from error
        if not unpacker.eof or unpacker.unused_data:
            raise UnreadableError("a stream does not end where it should")
        return found


def objects(data: bytes, start: int) -> Iterator[tuple[int, int, PdfObject]]:
    """The objects from the place ``start`` on, each with its number and place; the last one is the table.

    Raises:
        UnreadableError: if anything else stands between them, or the file does not end behind the table.
    """
    place = start
    while True:
        number, each, end = object_at(data, place)
        yield number, place, each
        if b"/XRef" in each.head:
            if ending_at(data, end) != place:
                raise UnreadableError("the file does not end as it should")
            return
        place = end


def object_at(data: bytes, place: int) -> tuple[int, PdfObject, int]:
    """The object at a place: its number, itself, and where it ends.

    Raises:
        UnreadableError: if there is none, or it is not whole.
    """
    found = _OBJECT.match(data, place)
    if found is None:
        raise UnreadableError("there is no object where one should be")
    end, head = found.end(), found[2]
    if not found[3]:
        return int(found[1]), PdfObject(head, None), end
    length = head[head.rfind(_LENGTH) + len(_LENGTH) : -2]
    stop = end + int(length) if length.isdigit() else end
    if not data.startswith(_END, stop):
        raise UnreadableError("a stream does not end where it should")
    return int(found[1]), PdfObject(head, data[end:stop]), stop + len(_END)


def ending_at(data: bytes, place: int) -> int:
    """Where the table of a file is that ends with what follows a place.

    Raises:
        UnreadableError: if it does not end so.
    """
    found = _TRAILER.match(data, place)
    if found is None:
        raise UnreadableError("the file does not end as it should")
    return int(found[1])


def start_of(data: bytes) -> int:
    """Where the first object begins.

    Raises:
        UnreadableError: if the file does not begin as it should.
    """
    found = _HEADER.match(data)
    if found is None:
        raise UnreadableError("the file does not begin as it should")
    return found.end()


class ObjectTable(NamedTuple):
    """The cross-reference stream: its rows from object 0 on, and the numbers of catalog and information.

    ``seal`` is the digest in hex of all that stands before it.
    """

    rows: bytes
    root: int
    info: int
    seal: bytes


def table_of(number: int, each: PdfObject) -> ObjectTable:
    """The cross-reference stream ``each``, which is the last object.

    Raises:
        UnreadableError: if it is none, or has not one row for each object.
    """
    found = _TABLE.fullmatch(each.head)
    if found is None:
        raise UnreadableError("the last object is not the table")
    rows = each.unpacked()
    if int(found[1]) != number + 1 or len(rows) != ROW_SIZE * (number + 1) or not rows.startswith(FREE):
        raise UnreadableError("the table has not one row for each object")
    return ObjectTable(rows, int(found[2]), int(found[3]), found[4])


def check_seal(table: ObjectTable, digest: bytes) -> None:
    """Compare the digest of all before the table with what that says.

    Raises:
        UnreadableError: if it is another one.
    """
    if digest[:16].hex().encode("ascii") != table.seal:
        raise UnreadableError("its bytes are not those that were written")


def place_in(row: bytes) -> tuple[int, int]:
    """What a row says: 1 and a place in the file, or 2 and the number of the stream that the object is in.

    Raises:
        UnreadableError: if there is no such row.
    """
    if len(row) != ROW_SIZE:
        raise UnreadableError("an object is missing")
    kind, place, _ = _ROW.unpack(row)
    return kind, place


def direct(place: int) -> bytes:
    """The row of an object that stands at a place by itself."""
    return _ROW.pack(1, place, 0)


def packed(number: int, each: PdfObject) -> dict[int, tuple[bytes, bytes]]:
    """The objects that stand in the stream ``number``: the row and the code of each, by its number.

    Raises:
        UnreadableError: if they are not where they should be.
    """
    if b"/ObjStm" not in each.head:
        return {}
    found = _PACKED.search(each.head)
    if found is None:
        raise UnreadableError("a stream of objects has no list of them")
    count, first, body = int(found[1]), int(found[2]), each.unpacked()
    try:
        heads = list(map(int, body[:first].split()))
    except ValueError as error:
        raise UnreadableError("a stream of objects has no list of them") from error
    if len(heads) != 2 * count:
        raise UnreadableError("a stream of objects has another number of them")
    places = [*heads[1::2], len(body) - first + 1]
    return {
        index: (_ROW.pack(2, number, at), body[first + places[at] : first + places[at + 1] - 1])
        for at, index in enumerate(heads[::2])
    }


class PdfFile:
    """Objects of a file from the place ``start`` on, to its end.

    Raises:
        UnreadableError: if they are not whole.
    """

    def __init__(self, data: bytes, start: int) -> None:
        self.end = 0
        self.streams: dict[int, PdfObject] = {}
        self.codes: dict[int, bytes] = {}
        self.rows: dict[int, bytes] = {}
        number = 0
        for number, place, each in objects(data, start):
            rows, self.end = {number: direct(place)}, place
            self.streams[number] = each
            for index, (row, code) in packed(number, each).items():
                rows[index], self.codes[index] = row, code
            if rows.keys() & self.rows.keys():
                raise UnreadableError("two objects have one number")
            self.rows.update(rows)
        self.last = number
        self.table = table_of(number, self.streams.pop(number))

    def check(self, before: bytes, first: int) -> None:
        """Compare the table with what stands in the file: ``before`` are rows of objects up to ``first``.

        Raises:
            UnreadableError: if it says another place of an object, or of one that is not there.
        """
        rows = [self.rows.get(number, b"") for number in range(first, self.last + 1)]
        if self.table.rows != before + b"".join(rows) or len(self.rows) != len(rows):
            raise UnreadableError("the table says another place of an object than where it is")

    def code(self, number: int) -> bytes:
        """The dictionary of an object.

        Raises:
            UnreadableError: if there is no such object.
        """
        if number in self.codes:
            return self.codes[number]
        if number not in self.streams:
            raise UnreadableError("an object is missing")
        return self.streams[number].head

    def stream(self, number: int) -> PdfObject:
        """The object with a stream of that number.

        Raises:
            UnreadableError: if there is no such stream.
        """
        if number not in self.streams:
            raise UnreadableError("a stream is missing")
        return self.streams[number]


def reference(code: bytes, key: bytes) -> int:
    """The number of the object that an entry of a dictionary refers to.

    Raises:
        UnreadableError: if there is no such entry.
    """
    found = re.search(rb"/" + key + rb" (\d+) 0 R", code)
    if found is None:
        raise UnreadableError("an entry is missing")
    return int(found[1])


_REFERENCE = re.compile(rb"(\d+) 0 R")


def references(code: bytes, key: bytes) -> list[int]:
    """The numbers that an entry refers to: one, or those of a list.

    Raises:
        UnreadableError: if there is no such entry.
    """
    found = re.search(rb"/" + key + rb" (?:\[([^\]]*)\]|(\d+) 0 R)", code)
    if found is None:
        raise UnreadableError("an entry is missing")
    return [int(found[2])] if found[1] is None else list(map(int, _REFERENCE.findall(found[1])))


def named(code: bytes, key: bytes) -> Mapping[bytes, int]:
    """The numbers of objects by name in the dictionary that stands under a key; none if it is not there."""
    found = re.search(rb"/" + key + rb" <<(.*?)>>", code)
    return {} if found is None else {n: int(r) for n, r in re.findall(rb"/([\w-]+) (\d+) 0 R", found[1])}

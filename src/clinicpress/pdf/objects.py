"""The objects of a PDF file and their bytes (ISO 32000-1, chapter 7).

ReportLab's own document writer is not used here: it knows no object streams, ends streams in a way that
PDF/A forbids, and puts dates, a base-14 font and settings of the user's machine into the file. What is
left to do is small, and depends on nothing but what is written here.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from clinicpress.pdf.operators import number
from clinicpress.proof.origin import FileKind, header
from clinicpress.records import dataclass

OBJECTS_PER_STREAM = 200
# What is packed once for one file is packed in half the time, and a twentieth larger.
QUICK = 3
# Windows and memory levels of zlib.
_SMALL, _LARGE = (12, 5), (15, 8)
_IRREGULAR = re.compile(rb"[^!-~]|[#%()<>\[\]{}/]")
_SPECIAL = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


class Raw(bytes):
    """A value that is encoded already and stands in the file as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to the object of that number."""

    number: int

    @property
    def code(self) -> bytes:
        """How it stands in a file."""
        return b"%d 0 R" % self.number


Value = bool | int | float | Name | str | Raw | bytes | Ref | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True)
class Stream:
    """A stream as it stands in files: its dictionary, encoded with Length, and its bytes."""

    head: bytes
    data: bytes

    @classmethod
    def of(cls, entries: Mapping[str, Value], data: bytes) -> Stream:
        """The stream of a dictionary without Length, and of bytes."""
        return cls(encode({**entries, "Length": len(data)}), data)

    @cached_property
    def name(self) -> bytes:
        """A digest by which streams that are alike are known."""
        return hashlib.blake2b(self.head + self.data, digest_size=12).digest()


def compressed(data: bytes, entries: Mapping[str, Value] | None = None, *, level: int = -1) -> Stream:
    """A stream of ``data`` packed with Flate; ``level`` 9 is for what is packed once and used often."""
    # to make its tables ready takes longer than to pack little with small ones: 50 microseconds
    window = _SMALL if len(data) <= 1 << _SMALL[0] else _LARGE
    packer = zlib.compressobj(level, zlib.DEFLATED, *window)
    packed = packer.compress(data) + packer.flush()
    return Stream.of({**(entries or {}), "Filter": Name("FlateDecode")}, packed)


def form_entries(box: Sequence[float]) -> dict[str, Value]:
    """The entries of a form that needs no resources; ``box`` is left, bottom, right, top in points."""
    return {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [*box], "Resources": {}}


@lru_cache(maxsize=512)
def _name(name: str) -> bytes:
    return b"/" + _IRREGULAR.sub(lambda match: b"#%02X" % match[0][0], name.encode())


def _text(text: str) -> bytes:
    if text.isascii() and text.isprintable():
        return f"({text.translate(_SPECIAL)})".encode("ascii")
    return b"<feff" + text.encode("utf-16-be").hex().encode("ascii") + b">"


def encode(value: Value) -> bytes:
    """The bytes of a direct object: ``str`` is a text string, ``bytes`` a byte string, ``Raw`` itself."""
    code: bytes
    match value:
        case Raw():
            code = value
        case Name():
            code = _name(value)
        case str():
            code = _text(value)
        case bool():
            code = b"true" if value else b"false"
        case int():
            code = b"%d" % value
        case float():
            code = number(value).encode("ascii")
        case Ref():
            code = value.code
        case bytes():
            code = b"<" + value.hex().encode("ascii") + b">"
        case Mapping():
            code = b"<<" + b"".join(_name(key) + b" " + encode(entry) for key, entry in value.items()) + b">>"
        case _:
            code = b"[" + b" ".join(map(encode, value)) + b"]"
    return code


class ObjectSink(Protocol):
    """What objects are written into, whether their numbers are known or open."""

    def reserve(self) -> Ref:
        """A reference to an object that is `put` later."""

    def put(self, ref: Ref, value: Value, *, apart: bool = False) -> None:
        """Give a reserved reference its object, ``apart`` from others if it is a part of the page tree."""

    def add(self, value: Value) -> Ref:
        """Number an object and write it."""


# A row of the cross-reference table: type, offset or holder, generation or index (ISO 32000-1, 7.5.8.3).
_ROW = struct.Struct(">BIH")
_FREE, _DIRECT, _PACKED = 0, 1, 2
# Its first two columns, and the third of each object of a stream.
_KIND = struct.Struct(">BI")
_PLACES = tuple(struct.pack(">H", place) for place in range(OBJECTS_PER_STREAM))


class Objects:
    """Objects written one after the other, numbered from ``first`` in the order in which they are asked for.

    What is written goes to ``write`` at once, ``start`` bytes into the file; only small objects wait until a
    stream of them is full. So the memory that a file of any length takes is seven bytes for each object.
    """

    def __init__(self, write: Callable[[bytes], object], *, first: int = 1, start: int = 0) -> None:
        self._write = write
        self._first, self._place = first, start
        self._rows = bytearray()
        # Pages wait apart from the rest: who looks for a page reads all before it, and nothing else.
        self._loose: list[tuple[int, bytes]] = []
        self._apart: list[tuple[int, bytes]] = []
        self._missing: set[int] = set()

    @property
    def next(self) -> int:
        """The number that the next object gets."""
        return self._first + len(self._rows) // _ROW.size

    @property
    def place(self) -> int:
        """Where in the file the next stream will begin."""
        return self._place

    @property
    def rows(self) -> bytes:
        """The rows of the cross-reference table, from ``first`` on.

        Raises:
            ValueError: if a reserved reference was never given its object.
        """
        if self._missing:
            raise ValueError(f"object {min(self._missing)} was reserved and never written")
        return bytes(self._rows)

    def leave(self, refs: Iterable[Ref]) -> None:
        """Let somebody else write these objects, whose rows stay empty."""
        self._missing.difference_update(ref.number for ref in refs)

    def reserve(self) -> Ref:
        """A reference to an object that is `put` later."""
        number = self._number()
        self._missing.add(number)
        return Ref(number)

    def put(self, ref: Ref, value: Value | Stream, *, apart: bool = False) -> None:
        """Give a reserved reference its object, ``apart`` from others if it is a part of the page tree."""
        self._missing.discard(ref.number)
        if isinstance(value, Stream):
            self._put_stream(ref.number, value)
        else:
            self._put_loose(self._apart if apart else self._loose, ref.number, encode(value))

    def add(self, value: Value | Stream) -> Ref:
        """Number an object and write it."""
        number = self._number()
        if isinstance(value, Stream):
            self._put_stream(number, value)
        else:
            self._put_loose(self._loose, number, encode(value))
        return Ref(number)

    def flush(self) -> None:
        """Write the small objects that wait."""
        self._flush(self._loose)
        self._flush(self._apart)

    def _flush(self, waiting: list[tuple[int, bytes]]) -> None:
        if not waiting:
            return
        part = waiting.copy()
        waiting.clear()
        holder = self._number()
        first, last = part[0][0], part[-1][0]
        # objects that come in the order of their numbers have their rows in one piece
        if last - first == len(part) - 1 and all(at == each for at, (each, _) in enumerate(part, first)):
            kind = _KIND.pack(_PACKED, holder)
            begin = (first - self._first) * _ROW.size
            rows = b"".join([kind + place for place in _PLACES[: len(part)]])
            self._rows[begin : begin + len(rows)] = rows
        else:
            for position, (index, _) in enumerate(part):
                self._row(index, _PACKED, holder, position)
        self._put_stream(holder, _object_stream(part))

    def reserve_all(self, count: int) -> int:
        """The first of ``count`` numbers for objects that are `put_all` later."""
        first = self.next
        self._rows += bytes(_ROW.size * count)
        return first

    def put_all(self, first: int, codes: Sequence[bytes], *, apart: bool = False) -> None:
        """Give the numbers of `reserve_all` from ``first`` on their objects."""
        waiting = self._apart if apart else self._loose
        pairs = list(enumerate(codes, first))
        while pairs:
            room = OBJECTS_PER_STREAM - len(waiting)
            waiting += pairs[:room]
            pairs = pairs[room:]
            if len(waiting) == OBJECTS_PER_STREAM:
                self._flush(waiting)

    def _number(self) -> int:
        self._rows += b"\0\0\0\0\0\0\0"
        return self._first + len(self._rows) // _ROW.size - 1

    def _row(self, number: int, kind: int, place: int, index: int = 0) -> None:
        _ROW.pack_into(self._rows, (number - self._first) * _ROW.size, kind, place, index)

    def _put_loose(self, waiting: list[tuple[int, bytes]], number: int, body: bytes) -> None:
        waiting.append((number, body))
        if len(waiting) == OBJECTS_PER_STREAM:
            self._flush(waiting)

    def _put_stream(self, number: int, stream: Stream) -> None:
        self._row(number, _DIRECT, self._place)
        data = indirect(number, stream)
        self._write(data)
        self._place += len(data)


class ObjectFile(Objects):
    """The objects of a whole file, and what stands before and after them."""

    def __init__(self, write: Callable[[bytes], object], kind: FileKind = "document") -> None:
        # not this object is in the function, so that nothing goes round in a circle and stays in memory
        digest = self._digest = hashlib.sha256()
        head = header(kind)

        def digested(data: bytes) -> None:
            digest.update(data)
            write(data)

        super().__init__(digested, start=len(head))
        digested(head)

    def finish(self, root: Ref, info: Ref) -> None:
        """End the file. Its identifier is a digest of its bytes, so that it depends on nothing else.

        Raises:
            ValueError: if a reserved reference was never given its object.
        """
        self.flush()
        self._write(ending(self.rows, self.next, self.place, self._digest.digest(), root, info))


def ending(rows: bytes, index: int, place: int, digest: bytes, root: Ref, info: Ref) -> bytes:
    """The end of a file, which begins at ``place``: its cross-reference stream and its trailer.

    The stream is object ``index``, ``rows`` are those of objects before it, ``digest`` is that of all bytes.
    """
    table = _ROW.pack(_FREE, 0, 65535) + rows + row(place)
    entries: dict[str, Value] = {
        "Type": Name("XRef"),
        "Size": index + 1,
        "W": [1, 4, 2],
        "Root": root,
        "Info": info,
        "ID": [digest[:16], digest[:16]],
    }
    trailer = b"startxref\n%d\n%%%%EOF\n" % place
    return indirect(index, compressed(table, entries, level=QUICK)) + trailer


def row(place: int) -> bytes:
    """The row of an object that stands at ``place`` by itself."""
    return _ROW.pack(_DIRECT, place, 0)


def indirect(index: int, stream: Stream) -> bytes:
    """A stream as the object of number ``index``."""
    # PDF/A wants an end of line before endstream that does not count as data. It is a whole CR LF, for data
    # that happens to end with CR would make another reader take a lone LF and that CR for one.
    return b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (index, stream.head, stream.data)


def _object_stream(part: Sequence[tuple[int, bytes]]) -> Stream:
    heads, offset = [], 0
    for index, body in part:
        heads.append(b"%d %d" % (index, offset))
        offset += len(body) + 1
    head = b" ".join(heads) + b"\n"
    entries: dict[str, Value] = {"Type": Name("ObjStm"), "N": len(part), "First": len(head)}
    return compressed(head + b"\n".join(body for _, body in part), entries, level=QUICK)

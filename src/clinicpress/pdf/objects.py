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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinicpress.pdf.content import number

# Four bytes above 127 tell transfer programs that the file is binary; PDF/A demands them.
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_PER_STREAM = 200
_IRREGULAR = re.compile(rb"[^!-~]|[#%()<>\[\]{}/]")
_SPECIAL = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


class Name(str):
    """A PDF name, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to the object of that number."""

    number: int


Value = bool | int | float | Name | str | bytes | Ref | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary without Length, and its bytes as they stand in the file."""

    entries: Mapping[str, Value]
    data: bytes


def compressed(data: bytes, entries: Mapping[str, Value] | None = None) -> Stream:
    """A stream of ``data`` packed with Flate."""
    return Stream({**(entries or {}), "Filter": Name("FlateDecode")}, zlib.compress(data))


def form_entries(box: Sequence[float]) -> dict[str, Value]:
    """The entries of a form that needs no resources; ``box`` is left, bottom, right, top in points."""
    return {"Type": Name("XObject"), "Subtype": Name("Form"), "BBox": [*box], "Resources": {}}


def _name(name: str) -> bytes:
    return b"/" + _IRREGULAR.sub(lambda match: b"#%02X" % match[0][0], name.encode())


def _text(text: str) -> bytes:
    if text.isascii() and text.isprintable():
        return f"({text.translate(_SPECIAL)})".encode("ascii")
    return b"<feff" + text.encode("utf-16-be").hex().encode("ascii") + b">"


def encode(value: Value) -> bytes:
    """The bytes of a direct object: ``str`` is a text string, ``bytes`` a byte string."""
    match value:
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
            code = b"%d 0 R" % value.number
        case bytes():
            code = b"<" + value.hex().encode("ascii") + b">"
        case Mapping():
            code = b"<<" + b"".join(_name(key) + b" " + encode(entry) for key, entry in value.items()) + b">>"
        case _:
            code = b"[" + b" ".join(map(encode, value)) + b"]"
    return code


class ObjectFile:
    """The objects of one file, numbered in the order in which they were asked for."""

    def __init__(self) -> None:
        self._objects: list[Value | Stream | None] = []

    def reserve(self) -> Ref:
        """A reference to an object that is `put` later."""
        self._objects.append(None)
        return Ref(len(self._objects))

    def put(self, ref: Ref, value: Value | Stream) -> None:
        """Give a reserved reference its object."""
        self._objects[ref.number - 1] = value

    def add(self, value: Value | Stream) -> Ref:
        """Number an object."""
        self._objects.append(value)
        return Ref(len(self._objects))

    def to_bytes(self, root: Ref, info: Ref) -> bytes:
        """The whole file. Its identifier is a digest of its bytes, so that it depends on nothing else.

        Raises:
            ValueError: if a reserved reference was never given its object.
        """
        out = bytearray(_HEADER)
        places = [(0, 0, 65535)] + [(0, 0, 0)] * len(self._objects)
        loose: list[tuple[int, Value]] = []
        for index, value in enumerate(self._objects, 1):
            if value is None:
                raise ValueError(f"object {index} was reserved and never written")
            if isinstance(value, Stream):
                places[index] = (1, len(out), 0)
                out += _indirect(index, value)
            else:
                loose.append((index, value))
        for stream, numbers in _object_streams(loose):
            holder = len(places)
            places.append((1, len(out), 0))
            out += _indirect(holder, stream)
            for position, index in enumerate(numbers):
                places[index] = (2, holder, position)
        _add_cross_references(out, places, root, info)
        return bytes(out)


def _indirect(index: int, stream: Stream) -> bytes:
    # PDF/A wants an end of line before endstream that does not count as data. It is a whole CR LF, for data
    # that happens to end with CR would make another reader take a lone LF and that CR for one.
    entries = encode({**stream.entries, "Length": len(stream.data)})
    return b"%d 0 obj\n%b\nstream\n%b\r\nendstream\nendobj\n" % (index, entries, stream.data)


def _object_streams(loose: list[tuple[int, Value]]) -> Iterator[tuple[Stream, list[int]]]:
    for start in range(0, len(loose), _OBJECTS_PER_STREAM):
        part = loose[start : start + _OBJECTS_PER_STREAM]
        bodies = [encode(value) for _, value in part]
        heads, offset = [], 0
        for (index, _), body in zip(part, bodies, strict=True):
            heads.append(b"%d %d" % (index, offset))
            offset += len(body) + 1
        head = b" ".join(heads) + b"\n"
        entries: dict[str, Value] = {"Type": Name("ObjStm"), "N": len(part), "First": len(head)}
        yield compressed(head + b"\n".join(bodies), entries), [index for index, _ in part]


def _add_cross_references(out: bytearray, places: list[tuple[int, int, int]], root: Ref, info: Ref) -> None:
    start, index = len(out), len(places)
    rows = [*places, (1, start, 0)]
    digest = hashlib.md5(out, usedforsecurity=False).digest()
    entries: dict[str, Value] = {
        "Type": Name("XRef"),
        "Size": index + 1,
        "W": [1, 4, 2],
        "Root": root,
        "Info": info,
        "ID": [digest, digest],
    }
    table = compressed(b"".join(struct.pack(">BIH", *row) for row in rows), entries)
    out += _indirect(index, table)
    out += b"startxref\n%d\n%%%%EOF\n" % start

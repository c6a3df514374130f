"""TrueType programs without instructions, which fit letters to the pixels of coarse screens.

They are a third of a program; paper and today's screens do without them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from reportlab.pdfbase.ttfonts import TTFontMaker

# What an embedded program needs besides the glyphs and their places (ISO 32000-1, 9.9).
_KEPT = (b"cmap", b"head", b"hhea", b"hmtx", b"maxp")
# Flags of the parts of a composite glyph (OpenType, glyf table).
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTIONS = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080, 0x0100
# Place in the head table of the format of the loca table; 1 stands for offsets of four bytes.
_LOCA_FORMAT = 50


def unhinted(program: bytes) -> bytes:
    """The program without instructions, and without tables that embedded ones do not need."""
    tables = _tables(program)
    wide = struct.unpack_from(">h", tables[b"head"], _LOCA_FORMAT)[0] == 1
    glyphs = [_glyph(data) for data in _glyphs(tables[b"glyf"], tables[b"loca"], wide=wide)]
    maker = TTFontMaker()
    for tag in _KEPT:
        maker.add(tag.decode("ascii"), tables[tag])
    places = [0]
    for glyph in glyphs:
        places.append(places[-1] + len(glyph))
    maker.add("glyf", b"".join(glyphs))
    maker.add("loca", _loca(places, wide=wide))
    return bytes(maker.makeStream())


def _tables(program: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", program, 4)
    found = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", program, 12 + 16 * index)
        found[tag] = program[start : start + length]
    return found


def _glyphs(glyf: bytes, loca: bytes, *, wide: bool) -> Iterator[bytes]:
    size = 4 if wide else 2
    places = struct.unpack(f">{len(loca) // size}{'I' if wide else 'H'}", loca)
    scale = 1 if wide else 2
    for begin, end in pairwise(places):
        yield glyf[begin * scale : end * scale]


def _loca(places: list[int], *, wide: bool) -> bytes:
    if wide:
        return struct.pack(f">{len(places)}I", *places)
    return struct.pack(f">{len(places)}H", *(place // 2 for place in places))


def _glyph(data: bytes) -> bytes:
    """A glyph without its instructions, padded to four bytes."""
    if not data:
        return data
    (contours,) = struct.unpack_from(">h", data)
    bare = _simple(data, contours) if contours >= 0 else _composite(data)
    return bare + b"\0" * (-len(bare) % 4)


def _simple(data: bytes, contours: int) -> bytes:
    at = 10 + 2 * contours
    (length,) = struct.unpack_from(">H", data, at)
    return data[:at] + b"\0\0" + data[at + 2 + length :]


def _composite(data: bytes) -> bytes:
    out, at = bytearray(data), 10
    while True:
        (flags,) = struct.unpack_from(">H", data, at)
        struct.pack_into(">H", out, at, flags & ~_INSTRUCTIONS)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
        if not flags & _MORE:
            return bytes(out[:at])

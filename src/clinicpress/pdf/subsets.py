"""The faces of a document: characters to codes, and the subsets that are embedded.

A face is embedded as simple TrueType fonts of up to 224 characters each. Which characters stand together, and
by which codes, is fixed for each face and depends on no document: one subset holds ASCII, at its own codes,
and common signs; each of the others a block of 32 neighbours in Unicode. So a line of text has the same
operators in every document, a subset is cut and packed once, and no document depends on those before it.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFont, TTFontFace, TTFontMaker

from clinicpress.messages import say
from clinicpress.pdf.objects import Name, Objects, Raw, Ref, Stream, Value, compressed, encode
from clinicpress.problems import OutputError, Problem
from clinicpress.records import dataclass

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


# The signs of English and Spanish texts, and of the names of many of their readers.
_SIGNS = "·–—‘’“”…•°×½¼¾−¡¿ÁÉÍÑÓÚÜáéíñóúü"
_FIRST, _LAST, _BLOCK_SIZE = 0x20, 0x7E, 32
# A ToUnicode map lists at most this many characters in one block (Adobe technical note 5411).
_LISTED = 100
_NO_BREAK_SPACE = "\u00a0"
_SPECIAL = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)", "\n": r"\n", "\r": r"\r"})


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Characters of one subset: the name of its font in the resources of pages, and codes as a literal."""

    resource: str
    codes: str


@dataclass(frozen=True, slots=True)
class Subset:
    """Some characters of a face: code points by code, 0 where a code stands for none."""

    font: str
    number: int
    points: tuple[int, ...]

    @property
    def resource(self) -> str:
        """The name of its font in the resources of pages: the same in every document."""
        return f"F{zlib.crc32(self.font.encode()):08x}-{self.number:x}"


@lru_cache(maxsize=4_000)
def runs(font: str, text: str) -> tuple[GlyphRun, ...]:
    """Cut ``text`` into runs of one subset of the face ``font``.

    Raises:
        OutputError: if the face cannot be embedded, or has no glyph for a character.
    """
    text = text.replace(_NO_BREAK_SPACE, " ")
    if _usual_letters(font).issuperset(text):
        return (GlyphRun(usual_font(font), f"({text.translate(_SPECIAL)})"),)
    face = _face(font)
    pairs = [(char, _number(char)) for char in text]
    found = []
    for number, group in groupby(pairs, key=lambda pair: pair[1]):
        subset, codes = _subset(font, number), _codes(font, number)
        for char, _ in (run := list(group)):
            if ord(char) not in face.charToGlyph:
                code = f"U+{ord(char):04X}"
                message = say("pdf.typeface-lacks-character", font=font, char=char, code=code)
                raise OutputError(Problem(message, say("pdf.write-differently")))
        literal = "".join(codes[char] for char, _ in run).translate(_SPECIAL)
        found.append(GlyphRun(subset.resource, f"({literal})"))
    return tuple(found)


def run_width(font: str, size: float, text: str) -> float:
    """Width of ``text`` in points."""
    return float(_truetype(font).stringWidth(text, size))


def rise_and_fall(font: str, size: float) -> tuple[float, float]:
    """How far a face reaches above and (negative) below the baseline, in points."""
    face = _face(font)
    return face.ascent * size / 1000, face.descent * size / 1000


@lru_cache(maxsize=64)
def _usual_letters(font: str) -> frozenset[str]:
    """The letters of a face whose codes in its first subset are those of ASCII."""
    glyphs = _face(font).charToGlyph
    return frozenset(chr(point) for point in range(_FIRST, _LAST + 1) if point in glyphs)


@lru_cache(maxsize=64)
def usual_font(font: str) -> str:
    """The resource name of the subset of a face that has ASCII and the signs of most texts."""
    return _subset(font, 0).resource


@lru_cache(maxsize=256)
def subset_named(resource: str) -> Subset:
    """The subset that pages know by that name; it was met by `runs` before.

    Raises:
        KeyError: if no face is registered that it belongs to.
    """
    key, _, number = resource.removeprefix("F").partition("-")
    for font in pdfmetrics.getRegisteredFontNames():
        if f"{zlib.crc32(font.encode()):08x}" == key:
            return _subset(font, int(number, 16))
    raise KeyError(resource)


def embed(file: Objects, resource: str) -> Ref:
    """Put the font of that resource name into a file."""
    packed = _packed(subset_named(resource))
    descriptor = Raw(packed.descriptor % file.add(packed.program).number)
    return file.add(Raw(packed.font % (file.add(descriptor).number, file.add(packed.to_unicode).number)))


def _descriptor(face: TTFontFace, name: Name) -> dict[str, Value]:
    return {
        "Type": Name("FontDescriptor"),
        "FontName": name,
        # Codes are our own, whatever the letters are.
        "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
        "FontBBox": [float(value) for value in face.bbox],
        "ItalicAngle": face.italicAngle,
        "Ascent": face.ascent,
        "Descent": face.descent,
        "CapHeight": face.capHeight,
        "StemV": face.stemV,
    }


def _font(subset: Subset, face: TTFontFace, name: Name) -> dict[str, Value]:
    first = next(code for code, point in enumerate(subset.points) if point)
    return {
        "Type": Name("Font"),
        "Subtype": Name("TrueType"),
        "BaseFont": name,
        "FirstChar": first,
        "LastChar": len(subset.points) - 1,
        "Widths": [face.charWidths.get(point, face.defaultWidth) for point in subset.points[first:]],
    }


def _truetype(font: str) -> TTFont:
    found = pdfmetrics.getFont(font)
    if not isinstance(found, TTFont):
        raise OutputError(
            Problem(say("pdf.typeface-cannot-be-embedded", font=font), say("pdf.use-truetype-file"))
        )
    return found


@lru_cache(maxsize=64)
def _face(font: str) -> TTFontFace:
    return _truetype(font).face


def _number(char: str) -> int:
    """The subset that a character is in: 0 for ASCII and signs, else its block counted from 1."""
    if _FIRST <= ord(char) <= _LAST or char in _SIGNS:
        return 0
    return 1 + ord(char) // _BLOCK_SIZE


@lru_cache(maxsize=256)
def _subset(font: str, number: int) -> Subset:
    glyphs = _face(font).charToGlyph
    if number == 0:
        ascii_points = [point if point in glyphs else 0 for point in range(_LAST + 1)]
        signs = [ord(char) for char in _SIGNS if ord(char) in glyphs]
        return Subset(font, 0, (*[0] * _FIRST, *ascii_points[_FIRST:], *signs))
    block = range((number - 1) * _BLOCK_SIZE, number * _BLOCK_SIZE)
    return Subset(font, number, (0, *(p for p in block if p in glyphs and _number(chr(p)) == number)))


@lru_cache(maxsize=256)
def _codes(font: str, number: int) -> dict[str, str]:
    return {chr(point): chr(code) for code, point in enumerate(_subset(font, number).points) if point}


@dataclass(frozen=True, slots=True)
class _Packed:
    """A subset as it stands in every file; the places of other objects are left open in its dictionaries."""

    program: Stream
    to_unicode: Stream
    descriptor: bytes
    font: bytes


@lru_cache(maxsize=64)
def _packed(subset: Subset) -> _Packed:
    face = _face(subset.font)
    try:
        program = unhinted(face.makeSubset(list(subset.points)))
    except (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, struct.error) as error:
        message = say("pdf.letters-typeface-cannot-be-cut-out", typeface=subset.font.rpartition("-")[0])
        raise OutputError(Problem(message, say("pdf.get-file-again"))) from error
    name = Name(f"{_tag(program)}+{(face.name + face.subfontNameX).decode('ascii')}")
    return _Packed(
        compressed(program, {"Length1": len(program)}, level=9),
        compressed(_to_unicode(subset.points), level=9),
        _open(_descriptor(face, name), b"/FontFile2 %d 0 R"),
        _open(_font(subset, face, name), b"/FontDescriptor %d 0 R/ToUnicode %d 0 R"),
    )


def _open(entries: dict[str, Value], more: bytes) -> bytes:
    """A dictionary with further entries, as a pattern."""
    return encode(entries)[:-2].replace(b"%", b"%%") + more + b">>"


def _tag(program: bytes) -> str:
    """Six capitals that differ between subsets, as ISO 32000-1, 9.6.4 asks for."""
    digest = hashlib.md5(program, usedforsecurity=False).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(points: tuple[int, ...]) -> bytes:
    """A map from codes to text. A code that stands for no character is left out: PDF/UA forbids U+0000."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(points)
        if point
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), _LISTED):
        block = pairs[start : start + _LISTED]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")

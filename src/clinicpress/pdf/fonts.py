"""The faces of one document: characters to codes, and the subsets that are embedded.

A face becomes one or more simple TrueType fonts of up to 255 characters each. ReportLab reads the face and
cuts the subset; the codes are kept here, for one document, so that no document depends on those before it.
"""

from __future__ import annotations

import hashlib
import struct
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFont, TTFontFace, TTFontMaker

from clinicpress.pdf.objects import Name, ObjectFile, Ref, Value, compressed
from clinicpress.problems import OutputError, Problem

_CODES = 256
# A ToUnicode map lists at most this many characters in one block (Adobe technical note 5411).
_BLOCK = 100
_TABLES = frozenset(
    (b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
)
_NO_BREAK_SPACE = "\u00a0"
_SPECIAL = {ord(char): "\\" + char for char in "\\()"} | {10: r"\n", 13: r"\r"}


class DocumentFonts:
    """The faces that a document uses, in the order of their first use."""

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._faces: dict[str, _Face] = {}
        self._refs: dict[str, Ref] = {}

    def encode(self, font: str, text: str) -> list[tuple[str, str]]:
        """Cut ``text`` into runs of one subset: its resource name and its codes as a literal string.

        Raises:
            OutputError: if ``font`` cannot be embedded, or has no glyph for a character.
        """
        face = self._faces.get(font)
        if face is None:
            face = self._faces[font] = _Face(font)
        runs = []
        for subset, codes in face.runs(text.replace(_NO_BREAK_SPACE, " ")):
            if subset == len(face.resources):
                resource = f"F{len(self._refs) + 1}"
                face.resources.append(resource)
                self._refs[resource] = self._file.reserve()
            runs.append((face.resources[subset], f"({codes})"))
        return runs

    def width(self, font: str, size: float, text: str) -> float:
        """Width of ``text`` in points; ``font`` is known from `encode`."""
        return float(self._faces[font].font.stringWidth(text, size))

    def rise_and_fall(self, font: str, size: float) -> tuple[float, float]:
        """How far a face known from `encode` reaches above and (negative) below the baseline, in points."""
        face = self._faces[font].face
        return face.ascent * size / 1000, face.descent * size / 1000

    def ref(self, resource: str) -> Ref:
        """The font of that resource name."""
        return self._refs[resource]

    def embed(self) -> None:
        """Put the subsets into the file, when no more characters will come."""
        for face in self._faces.values():
            for resource, characters in zip(face.resources, face.subsets, strict=True):
                _embed(self._file, self._refs[resource], face.face, characters)


class _Face:
    """One face and the codes that its characters were given."""

    def __init__(self, name: str) -> None:
        font = pdfmetrics.getFont(name)
        if not isinstance(font, TTFont):
            raise OutputError(Problem(f"the typeface {name} cannot be embedded", "use a TrueType file"))
        self.name, self.font, self.face = name, font, font.face
        # Code points by code; code 0 is the glyph that stands for a missing one.
        self.subsets: list[list[int]] = []
        self.resources: list[str] = []
        self._known: set[str] = set()
        self._places: dict[int, tuple[int, str]] = {}

    def runs(self, text: str) -> list[tuple[int, str]]:
        """The subset and the escaped codes of each run of characters."""
        if not self._known.issuperset(text):
            for char in text:
                self._learn(char)
        places = [self._places[ord(char)] for char in text]
        return [
            (subset, "".join(code for _, code in run))
            for subset, run in groupby(places, key=lambda place: place[0])
        ]

    def _learn(self, char: str) -> None:
        if char in self._known:
            return
        point = ord(char)
        if point not in self.face.charToGlyph:
            message = f"the typeface {self.name} has no character {char!r} (U+{point:04X})"
            raise OutputError(Problem(message, "write it in another way, or use a typeface that has it"))
        if not self.subsets or len(self.subsets[-1]) == _CODES:
            self.subsets.append([0])
        code = len(self.subsets[-1])
        self.subsets[-1].append(point)
        self._known.add(char)
        self._places[point] = (len(self.subsets) - 1, _SPECIAL.get(code, chr(code)))


def _embed(file: ObjectFile, ref: Ref, face: TTFontFace, characters: list[int]) -> None:
    program = _needed_tables(face.makeSubset(characters))
    name = Name(f"{_tag(program)}+{(face.name + face.subfontNameX).decode('ascii')}")
    descriptor: dict[str, Value] = {
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
        "FontFile2": file.add(compressed(program, {"Length1": len(program)})),
    }
    font: dict[str, Value] = {
        "Type": Name("Font"),
        "Subtype": Name("TrueType"),
        "BaseFont": name,
        "FirstChar": 0,
        "LastChar": len(characters) - 1,
        "Widths": [face.charWidths.get(point, face.defaultWidth) for point in characters],
        "FontDescriptor": file.add(descriptor),
        "ToUnicode": file.add(compressed(_to_unicode(characters))),
    }
    file.put(ref, font)


def _needed_tables(program: bytes) -> bytes:
    """A TrueType program without the tables that embedded ones do not need (ISO 32000-1, 9.9)."""
    maker = TTFontMaker()
    (count,) = struct.unpack_from(">H", program, 4)
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", program, 12 + 16 * index)
        if tag in _TABLES:
            maker.add(tag.decode("ascii"), program[start : start + length])
    return bytes(maker.makeStream())


def _tag(program: bytes) -> str:
    """Six capitals that differ between subsets, as ISO 32000-1, 9.6.4 asks for."""
    digest = hashlib.md5(program, usedforsecurity=False).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _to_unicode(characters: list[int]) -> bytes:
    """A map from codes to text. Code 0 stands for no character and is left out: PDF/UA forbids U+0000."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(characters)
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
    for start in range(1, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")

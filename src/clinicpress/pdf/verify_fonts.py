"""Checks of the typefaces of a finished PDF: each whole, the one that it says it is, and its codes in order.

A subset that clinicpress has cut is named after a digest of its program, so a program in which a glyph was
changed, or that was put in another's place, has the wrong name.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader

from clinicpress.pdf.tags import object_number, resolved
from clinicpress.pdf.verify_pages import own_pages

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
# The subset of ASCII and common signs, by the end of its name in the resources.
_OURS = re.compile(r"/F[0-9a-f]{8}-([0-9a-f]+)")
_ASCII = "0"
_PRINTABLE = range(0x20, 0x7F)


def font_complaints(reader: PdfReader) -> Iterator[str]:
    """What is wrong with the typefaces of pages of ours, each told by its name."""
    seen: set[int] = set()
    for _, page in own_pages(reader):
        for resource, font in _fonts_of(page, seen):
            name = str(font.get("/BaseFont", "without a name")).removeprefix("/")
            inner = resolved(font["/DescendantFonts"][0]) if "/DescendantFonts" in font else font
            descriptor = resolved(inner.get("/FontDescriptor"))
            if descriptor is None or not any(key in descriptor for key in _FONT_FILES):
                yield f"the font {name} is not embedded"
            elif "/FontFile2" in descriptor:
                yield from _program(name, font, resolved(descriptor["/FontFile2"]).get_data())
            if "/ToUnicode" not in font:
                yield f"the font {name} does not say which characters its codes stand for"
            elif font.get("/Subtype") == "/TrueType" and not _in_order(
                resource, resolved(font["/ToUnicode"]).get_data()
            ):
                yield f"the font {name} says other characters than its letters show"


def _fonts_of(holder: Any, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """The fonts of a page or form, and of the forms in it, each once, with its name in the resources."""
    resources = resolved(holder.get("/Resources"))
    for kind in ("/Font", "/XObject"):
        named = resolved(resources.get(kind)) if isinstance(resources, dict) else None
        for resource, raw in (named or {}).items():
            number = object_number(raw)
            if number and number in seen:
                continue
            seen.add(number)
            entries = resolved(raw)
            if kind == "/Font":
                yield str(resource), entries
            elif entries.get("/Subtype") == "/Form":
                yield from _fonts_of(entries, seen)


def _program(name: str, font: Any, program: bytes) -> Iterator[str]:
    """What is wrong with a TrueType program under that name."""
    tag, plus, _ = name.partition("+")
    if font.get("/Subtype") == "/TrueType" and plus and tag != _tag(program):
        yield f"the font {name} is damaged or another one: its letters may be wrong"
    try:
        whole = len(_advances(program)) > 0
    except (struct.error, KeyError, IndexError):
        whole = False
    if not whole:
        yield f"the font {name} cannot be read"


def _advances(program: bytes) -> tuple[int, ...]:
    """The widths of the glyphs, in units of the face.

    Raises:
        KeyError, struct.error: if the program has not what it should have.
    """
    (count,) = struct.unpack_from(">H", program, 4)
    tables = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", program, 12 + 16 * index)
        tables[tag] = program[start : start + length]
    (glyphs,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    size = "I" if struct.unpack_from(">h", tables[b"head"], 50)[0] else "H"
    places = struct.unpack(f">{len(tables[b'loca']) // struct.calcsize(size)}{size}", tables[b"loca"])
    scale = 1 if size == "I" else 2
    if places[-1] * scale > len(tables[b"glyf"]) or any(one > other for one, other in pairwise(places)):
        raise KeyError("glyf")
    return struct.unpack_from(">" + "Hh" * glyphs, tables[b"hmtx"])[::2]


def _tag(program: bytes) -> str:
    """The six capitals before the name of a subset that was cut by clinicpress: the MD5 digest, modulo 26."""
    digest = hashlib.md5(program, usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _in_order(resource: str, code: bytes) -> bool:
    """Whether the codes of a subset stand for characters as clinicpress gives them out.

    Those of the subset of ASCII are ASCII; those of any other follow Unicode.
    """
    ours = _OURS.fullmatch(resource)
    if ours is None:
        return True
    found = [pair for block in _BLOCK.findall(code) for pair in _CODES.findall(block)]
    pairs = sorted((int(one, 16), int(point, 16)) for one, point in found)
    if ours[1] == _ASCII:
        return all(one == point for one, point in pairs if one in _PRINTABLE)
    points = [point for _, point in pairs]
    return points == sorted(set(points))

"""The words of pages, through the fonts' own ToUnicode maps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from clinicpress.readback.pdffile import (
    FREE,
    ROW_SIZE,
    PdfFile,
    PdfObject,
    UnreadableError,
    check_seal,
    named,
    reference,
    references,
    start_of,
)

# The operator that shows a word, and others that would: of those we write none.
_SHOW, _OTHERS = b" Tj\n", (b"TJ\n", b"'\n", b'"\n')
_FONT = re.compile(rb"/([\w-]+) [\d.]+ Tf\n")
# The operators that a strip begins with, and a font among resources.
_MOVED = re.compile(rb"q\n1 0 0 1 [-\d.]+ [-\d.]+ cm\n")
_ENTRY = re.compile(rb"/F[0-9a-f]{8}-[0-9a-f]+ (\d+) 0 R")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r"}
_PAIR = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>")
_LISTS = re.compile(rb"beginbfchar\n(.*?)\nendbfchar", re.DOTALL)
# What a form may not draw: words, or another form.
_SAYS = re.compile(rb"(?:^|\s)(?:BT|T[jJ]|Do)(?:\s|$)")
# Lines that are kept; those of pages that are alike are read once.
_MOST_LINES = 20_000

FontMap = Mapping[int, str]


def font_map(code: bytes) -> FontMap:
    """The characters by code that a ToUnicode map says."""
    pairs = (pair for part in _LISTS.findall(code) for pair in _PAIR.findall(part))
    return {int(at, 16): bytes.fromhex(to.decode("ascii")).decode("utf-16-be") for at, to in pairs}


class Font(NamedTuple):
    """A font as pages use it: a number of its own in this run, and its characters by code."""

    number: int
    characters: FontMap


class KnownFile(NamedTuple):
    """What files have in common that differ in the strips of a patient alone, as it was read of one.

    ``head`` is what they begin with, ``rows`` are those of the objects in it, and ``next`` is the number
    behind those. ``resources`` are those of all pages, ``fonts`` are in it by name. ``corners`` are where
    strips stand. ``root`` and ``info`` are numbers of objects, ``state`` is the digest of ``head``.
    """

    head: bytes
    rows: bytes
    next: int
    resources: bytes
    fonts: Mapping[bytes, Font]
    corners: tuple[bytes, ...]
    root: int
    info: int
    state: hashlib._Hash


class ReadStrips(NamedTuple):
    """The words of the strips of a file, and whether a font was met in it for the first time."""

    words: tuple[str, ...]
    new_font: bool


class ReadFile(NamedTuple):
    """What a whole file says: the words of each part of each page, for a strip its index; and the strips."""

    pages: tuple[tuple[str | int, ...], ...]
    strips: ReadStrips
    known: KnownFile


class Streams(Protocol):
    """Where objects are found by their numbers."""

    def code(self, number: int) -> bytes:
        """The dictionary of an object."""

    def stream(self, number: int) -> PdfObject:
        """An object with a stream."""


class WordReader:
    """Reads words one file after the other; what many have in common is read once, told by its very bytes."""

    def __init__(self) -> None:
        self._fonts: dict[bytes, Font] = {}
        self._lines: dict[tuple[int, bytes], str] = {}
        self._silent: set[bytes] = set()

    def fonts_of(self, file: Streams, resources: bytes, first: int = 0) -> dict[bytes, Font]:
        """The fonts of resources by name, those of objects from the number ``first`` on."""
        found = named(resources, b"Font")
        return {name: self._font(file, number) for name, number in found.items() if number >= first}

    def _font(self, file: Streams, number: int) -> Font:
        code = file.code(number)
        program = file.stream(reference(file.code(reference(code, b"FontDescriptor")), b"FontFile2"))
        characters = file.stream(reference(code, b"ToUnicode"))
        key = (characters.data or b"") + (program.data or b"")
        if key not in self._fonts:
            self._fonts[key] = Font(len(self._fonts), font_map(characters.unpacked()))
        return self._fonts[key]

    def see_silent(self, form: PdfObject) -> None:
        """See that a form says nothing: no page's words would hold it.

        Raises:
            UnreadableError: if it draws words, or another form.
        """
        key = hashlib.sha256(form.head + (form.data or b"")).digest()
        if key in self._silent:
            return
        if b"/Subtype /Form" in form.head and _SAYS.search(form.unpacked()):
            raise UnreadableError("a drawing says something")
        self._silent.add(key)

    def words(self, code: bytes, fonts: Mapping[bytes, Font]) -> str:
        """The words that operators show, in their order; each line of them is a line.

        Raises:
            UnreadableError: if there is no telling what they show.
        """
        if any(other in code for other in _OTHERS):
            raise UnreadableError("words are shown in another way")
        found, lines, font = list[str](), self._lines, None
        # no literal holds the end of a line
        *parts, _ = code.split(_SHOW)
        for part in parts:
            before, _, literal = part.rpartition(b"\n")
            if b" Tf" in before:
                names = _FONT.findall(before + b"\n")
                font = fonts.get(names[-1]) if names else None
            if font is None or not literal.startswith(b"(") or not literal.endswith(b")"):
                raise UnreadableError("there is no telling what is shown")
            key = font.number, literal
            line = lines.get(key)
            if line is None:
                line = _decoded(literal[1:-1], font.characters)
                if len(lines) >= _MOST_LINES:
                    lines.clear()
                lines[key] = line
            found.append(line)
        return "\n".join(found)


class FileReader(WordReader):
    """Reads files of one document."""

    def whole(self, data: bytes, head: int, after: int, slots: int) -> ReadFile:
        """All of a file; so many first bytes, and the objects before number ``after``, are others' too.

        Its resources are object 1, and its strips, as many as there are ``slots``, the next ones.

        Raises:
            UnreadableError: if it is not whole, or not as we write files.
        """
        count = len(self._fonts)
        file = PdfFile(data, start_of(data))
        file.check(FREE, 1)
        check_seal(file.table, hashlib.sha256(memoryview(data)[: file.end]).digest())
        pages = references(file.code(reference(file.code(file.table.root), b"Pages")), b"Kids")
        codes = [file.code(page) for page in pages]
        if {reference(code, b"Resources") for code in codes} != {1}:
            raise UnreadableError("a page has other resources")
        fonts = self.fonts_of(file, file.code(1))
        for number in named(file.code(1), b"XObject").values():
            self.see_silent(file.stream(number))
        late = range(2, 2 + slots)
        strips = [file.stream(number).unpacked() for number in late]
        read = tuple(
            tuple(
                part - late.start if part in late else self.words(file.stream(part).unpacked(), fonts)
                for part in references(code, b"Contents")
            )
            for code in codes
        )
        if sorted(part for page in read for part in page if isinstance(part, int)) != [*range(slots)]:
            raise UnreadableError("a strip stands on no page, or on two")
        known = KnownFile(
            data[:head],
            file.table.rows[ROW_SIZE * late.stop : ROW_SIZE * after],
            after,
            _without_fonts(file.code(1), after),
            {name: font for name, font in fonts.items() if reference(file.code(1), name) < after},
            tuple(map(_corner, strips)),
            file.table.root,
            file.table.info,
            hashlib.sha256(memoryview(data)[:head]),
        )
        words = tuple(self.words(code, fonts) for code in strips)
        return ReadFile(read, ReadStrips(words, len(self._fonts) > count), known)

    def strips(self, data: bytes, known: KnownFile) -> ReadStrips:
        """The strips of a file that is like a known one but for them.

        Raises:
            UnreadableError: if anything else in it is other, or it is not whole.
        """
        if not data.startswith(known.head):
            raise UnreadableError("what files have in common is other")
        count, slots = len(self._fonts), len(known.corners)
        file = PdfFile(data, len(known.head))
        late = range(2, 2 + slots)
        try:
            rows = [file.rows.pop(number) for number in range(1, late.stop)]
        except KeyError as error:
            raise UnreadableError("an object is missing") from error
        file.check(FREE + b"".join(rows) + known.rows, known.next)
        state = known.state.copy()
        state.update(memoryview(data)[len(known.head) : file.end])
        check_seal(file.table, state.digest())
        if (file.table.root, file.table.info) != (known.root, known.info):
            raise UnreadableError("what files have in common is other")
        resources, fonts = file.code(1), known.fonts
        if resources != known.resources:
            if _without_fonts(resources, known.next) != known.resources:
                raise UnreadableError("what files have in common is other")
            fonts = {**fonts, **self.fonts_of(file, resources, known.next)}
        strips = [file.stream(number).unpacked() for number in late]
        if tuple(map(_corner, strips)) != known.corners:
            raise UnreadableError("a strip stands at another place")
        words = tuple(self.words(code, fonts) for code in strips)
        return ReadStrips(words, len(self._fonts) > count)


def _decoded(literal: bytes, characters: FontMap) -> str:
    plain = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), literal)
    try:
        return "".join([characters[code] for code in plain])
    except KeyError as error:
        raise UnreadableError("a code stands for no character") from error


def _without_fonts(resources: bytes, first: int) -> bytes:
    """Resources without the fonts of objects from the number ``first`` on."""
    return _ENTRY.sub(lambda match: b"" if int(match[1]) >= first else match[0], resources)


def _corner(strip: bytes) -> bytes:
    """Where a strip stands: its first operators.

    Raises:
        UnreadableError: if it begins with others.
    """
    found = _MOVED.match(strip)
    if found is None:
        raise UnreadableError("a strip does not say where it stands")
    return found[0]

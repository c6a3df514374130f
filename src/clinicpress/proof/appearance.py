"""Visibility of the words of a finished PDF, looked at in pages that PDFium draws.

Each page is drawn twice: as it is, and its text alone, in black. Where a letter has ink in the second, the
first has to have the colour that the letter is painted with, and another colour around it. So text is told
that is white, transparent, hidden, cut off, off the page, or covered by what was painted later, and letters
whose glyphs are empty. The mark of a draft is a part of what is behind the words, and may be covered.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageChops, ImageFilter, ImageStat
from pypdf import PdfReader

from clinicpress.messages import say
from clinicpress.proof.pagechecks import own_pages
from clinicpress.proof.tags import object_number, read_tags, resolved
from clinicpress.records import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.Image import Image as Picture

# A comma of 9 pt covers three pixels of this many dots an inch.
COMPARED_DPI = 72
# Levels, of 255, by which a pixel of the same drawing may differ from one run to the next; none did.
_NOISE = 2


def different_pages(
    one: pypdfium2.PdfDocument, other: pypdfium2.PdfDocument, pages: Iterator[tuple[int, int]]
) -> Iterator[int]:
    """Those of the pairs of page indexes, by the first of each, that do not look the same.

    Raises:
        pypdfium2.PdfiumError: if a page cannot be drawn.
    """
    for index, beside in pages:
        if not _alike(picture(one, index), picture(other, beside)):
            yield index


def picture(document: pypdfium2.PdfDocument, index: int, *, dpi: float = COMPARED_DPI) -> Image:
    """A page as it is seen, annotations and all, in colour on white.

    Raises:
        pypdfium2.PdfiumError: if it cannot be drawn.
    """
    page: Any = document[index]
    try:
        image: Image = page.render(scale=dpi / 72, may_draw_forms=False).to_pil().convert("RGB")
    finally:
        page.close()
    return image


def _alike(one: Image, other: Image) -> bool:
    if one.size != other.size:
        return False
    return all(most <= _NOISE for _, most in _levels(ImageChops.difference(one, other)))


def _levels(image: Image) -> Iterator[tuple[int, int]]:
    """The least and the most of each band."""
    for band in image.split():
        least, most = band.getextrema()
        yield int(least), int(most)  # type: ignore[arg-type]


# A stem of 9 pt is a pixel and a half wide.
LOOKED_AT_DPI = 150
_SCALE = LOOKED_AT_DPI / 72
# Of 255: text in black is ink from here down, and covers a pixel wholly or nearly so down there.
_BLANK, _INK, _CORE = 250, 200, 64
# How much of 255 the colour of a core may be off: what shines through where a letter covers 3/4 of a pixel.
_OFF = 100
# How much lighter or darker, of 255, what is around letters has to be. Contrast of 4.5 to 1 is 100 and more.
_CONTRAST = 40
# The part of the ink of some words that may be covered: a line through them, or the edge of a box.
_COVERED = 0.25
# Glyphs reach out of their boxes by this many points, and words past each other.
_OUT = 1.0
_OVERLAP = 0.3
_EVEN = 0.001
# Characters of a piece of text that is more than a mark of a letter.
_WORD = 3
# The mark of a draft is grey: pale enough to read words on it, and dark enough to be seen on white.
_MARK = range(196, 216)


# Left, bottom, right, top in points from the lower left corner of a page.
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Words:
    """A piece of text on a page: its box, and how many characters it has.

    ``upright`` says that its letters are filled and stand as they are in the typeface.
    """

    box: _Box
    upright: bool
    length: int

    @property
    def area(self) -> float:
        """In square points."""
        left, bottom, right, top = self.box
        return max(0.0, right - left) * max(0.0, top - bottom)


def look_complaints(data: bytes, *, most: int | None = None) -> Iterator[str]:
    """What of the pages of ours in a PDF cannot be seen, each told by its number; of ``most`` pages at most.

    Raises:
        pypdfium2.PdfiumError: if it is no PDF that can be drawn.
    """
    reader = PdfReader(BytesIO(data))
    figures = dict(_figures(reader))
    mark = _draft_mark(reader)
    with (
        pypdfium2.PdfDocument(data) as whole,
        pypdfium2.PdfDocument(data) as bare,
    ):
        for index, page in islice(own_pages(reader), most):
            if page.get_contents() is None:
                continue
            look = _Look(picture(whole, index, dpi=LOOKED_AT_DPI), bare[index], mark)
            boxes = figures.get(object_number(page), [])
            for words in dict.fromkeys((*look.complaints(), *look.of_figures(boxes))):
                yield say("proof.page-has-fault", number=index + 1, words=words)


def _draft_mark(reader: PdfReader) -> str:
    """The word that begins the title of a draft and marks its pages; empty if there is none."""
    title = reader.metadata.title if reader.metadata else None
    word, colon, _ = (title or "").partition(": ")
    return word if colon else ""


def _figures(reader: PdfReader) -> Iterator[tuple[int, list[_Box]]]:
    """The boxes of the figures of each page, by its object number."""
    found: dict[int, list[_Box]] = {}
    for tag in (tag for top in read_tags(reader) for tag in top.walk()):
        page, attributes = tag.entries.get("/Pg"), resolved(tag.entries.get("/A"))
        if tag.role == "Figure" and page is not None and isinstance(attributes, dict):
            left, bottom, right, top = (float(side) for side in attributes["/BBox"])
            found.setdefault(object_number(page), []).append((left, bottom, right, top))
    yield from found.items()


class _Look:
    """A page as it is seen, beside its text alone; ``page`` loses all else, and the ``mark`` of a draft."""

    def __init__(self, seen: Picture, page: Any, mark: str) -> None:
        self._seen = seen
        self._width, self._height = page.get_size()
        self._pieces = list(_keep_text(page, mark))
        plain = page.render(scale=_SCALE, may_draw_forms=False).to_pil().convert("RGB")
        for thing in _objects(page):
            pdfium.FPDFPageObj_SetFillColor(thing, 0, 0, 0, 255)
        self._ink = page.render(scale=_SCALE, may_draw_forms=False).to_pil().convert("L")
        core = self._ink.point(lambda level: 255 if level <= _CORE else 0)
        wrong = _most(ImageChops.difference(seen, plain)).point(lambda level: 255 if level > _OFF else 0)
        self._core, self._wrong = core, ImageChops.multiply(core, wrong)
        # what is between the letters and around them, and is no letter
        near = self._ink.filter(ImageFilter.BoxBlur(3)).point(lambda level: 255 if level < _BLANK else 0)
        self._around = ImageChops.subtract(near, self._ink.point(lambda level: 255 if level < _BLANK else 0))
        self._grey = seen.convert("L")
        self._letters = list(_letters(page))

    def complaints(self) -> Iterator[str]:
        """What of the words cannot be seen."""
        out = blank = 0
        for box in self._letters:
            left, bottom, right, top = box
            if left < -_OUT or bottom < -_OUT or right > self._width + _OUT or top > self._height + _OUT:
                out += 1
            elif self._least(self._ink, box) > _INK:
                blank += 1
        if out:
            yield say("proof.letters-stand-off-page", out=out)
        if blank:
            yield say("proof.letters-leave-no-ink", blank=blank)
        if not all(piece.upright for piece in self._pieces):
            yield say("proof.letters-turned-mirrored-stretched")
        for piece in self._pieces:
            yield from self._piece(piece)
        yield from self._piled()

    def of_figures(self, boxes: list[_Box]) -> Iterator[str]:
        """Whether there is anything to be seen where figures should be."""
        for box in boxes:
            low, high = _extrema(self._grey.crop(self._pixels(box)))
            if high - low < _CONTRAST:
                yield say("proof.figure-shows-nothing")

    def _piece(self, piece: _Words) -> Iterator[str]:
        pixels = self._pixels(piece.box)
        core = self._core.crop(pixels)
        count = core.histogram()[255]
        if not count:
            return
        if self._wrong.crop(pixels).histogram()[255] > max(3.0, _COVERED * count):
            yield say("proof.words-covered-what-painted")
            return
        grey = self._grey.crop(pixels)
        letters = ImageStat.Stat(grey, core).median[0]
        around = self._around.crop(pixels)
        if around.getbbox() is None:
            return
        if abs(letters - ImageStat.Stat(grey, around).median[0]) < _CONTRAST:
            yield say("proof.words-have-colour-what-behind")

    def _piled(self) -> Iterator[str]:
        """Words that stand on top of other words; an accent may be a piece of its own."""
        pieces = [piece for piece in self._pieces if piece.area and piece.length >= _WORD]
        pieces.sort(key=lambda piece: piece.box[1])
        for at, piece in enumerate(pieces):
            for other in pieces[at + 1 :]:
                if other.box[1] >= piece.box[3]:
                    break
                if _common(piece.box, other.box) > _OVERLAP * min(piece.area, other.area):
                    yield say("proof.words-stand-top-other-words")
                    return

    def _least(self, image: Picture, box: _Box) -> int:
        left, top, right, bottom = self._pixels(box)
        return _extrema(image.crop((left, top, max(right, left + 1), max(bottom, top + 1))))[0]

    def _pixels(self, box: _Box) -> tuple[int, int, int, int]:
        """A box in points from below as one in pixels from above, within the picture."""
        left, bottom, right, top = box
        wide, tall = self._seen.size
        return (
            min(wide - 1, max(0, int(left * _SCALE))),
            min(tall - 1, max(0, int((self._height - top) * _SCALE))),
            min(wide, max(1, -int(-right * _SCALE // 1))),
            min(tall, max(1, -int(-(self._height - bottom) * _SCALE // 1))),
        )


def _objects(page: Any) -> list[Any]:
    count = pdfium.FPDFPage_CountObjects(page)
    return [pdfium.FPDFPage_GetObject(page, index) for index in range(count)]


def _keep_text(page: Any, mark: str) -> Iterator[_Words]:
    """Take all but the text off a page, and the mark of a draft, and say where each piece of text is."""
    words = page.get_textpage()
    behind = []
    for thing in _objects(page):
        if not _is_text(thing) or _is_mark(thing, words, mark):
            behind.append(thing)
            continue
        sides = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            length = pdfium.FPDFTextObj_GetText(thing, words, None, 0) // 2 - 1
            yield _Words((left, bottom, right, top), _is_upright(thing), length)
    words.close()
    for thing in behind:
        pdfium.FPDFPage_RemoveObject(page, thing)
        pdfium.FPDFPageObj_Destroy(thing)


def _is_text(thing: Any) -> bool:
    return bool(pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT)


def _is_mark(thing: Any, words: Any, mark: str) -> bool:
    """Whether a piece of text is the mark of a draft: that very word, in its pale grey."""
    size = pdfium.FPDFTextObj_GetText(thing, words, None, 0)
    if not mark:
        return False
    text = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFTextObj_GetText(thing, words, text, size)
    levels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(thing, *map(ctypes.byref, levels))
    red, green, blue, _ = (level.value for level in levels)
    # PDFium puts a space behind some pieces
    same = bytes(text).decode("utf-16-le", "replace").strip(" \0") == mark
    return same and red == green == blue and red in _MARK


def _is_upright(thing: Any) -> bool:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    straight = abs(matrix.a - matrix.d) < _EVEN and max(abs(matrix.b), abs(matrix.c)) < _EVEN
    filled = pdfium.FPDFTextObj_GetTextRenderMode(thing) == pdfium.FPDF_TEXTRENDERMODE_FILL
    return bool(straight and matrix.a > 0 and filled)


def _letters(page: Any) -> Iterator[_Box]:
    """The box of each letter in points; none of white space, and one of a whole word in shaped scripts.

    There a letter may be a part of a glyph, or have none of its own.
    """
    words = page.get_textpage()
    try:
        word: _Box | None = None
        for index in range(pdfium.FPDFText_CountChars(words)):
            char = chr(pdfium.FPDFText_GetUnicode(words, index))
            blank = pdfium.FPDFText_IsGenerated(words, index) == 1 or char.isspace() or char < " "
            box = None if blank or unicodedata.combining(char) else _char_box(words, index)
            if box is not None and not _is_simple(char):
                word = box if word is None else _around(word, box)
                continue
            if word is not None and (blank or box is not None):
                yield word
                word = None
            if box is not None:
                yield box
        if word is not None:
            yield word
    finally:
        words.close()


def _char_box(words: Any, index: int) -> _Box | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(words, index, *map(ctypes.byref, (left, right, bottom, top))):
        return None
    return left.value, bottom.value, right.value, top.value


def _is_simple(char: str) -> bool:
    """Whether a character has a glyph of its own: Latin, Greek, Cyrillic, and signs."""
    return char < "\u0530" or "\u1e00" <= char < "\u2c00"


def _around(one: _Box, other: _Box) -> _Box:
    """The box that holds both."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _common(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The area that two boxes have in common."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, wide) * max(0.0, tall)


def _most(image: Picture) -> Picture:
    """The largest level of each pixel's bands."""
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _extrema(image: Picture) -> tuple[int, int]:
    low, high = image.getextrema()
    return int(low), int(high)  # type: ignore[arg-type]

"""The faces that pages are set in: finding, registering and measuring them."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from string import ascii_letters, digits
from typing import cast

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from clinicpress.content.models.brand import Typefaces
from clinicpress.content.models.characters import NO_BREAK_SPACE
from clinicpress.messages import say
from clinicpress.problems import ContentError, Problem
from clinicpress.records import dataclass
from clinicpress.store.regular import is_file, read_regular, real

# ReportLab raises whatever its reading ends in where a file is not as it should be.
_UNUSABLE = (
    TTFError, OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, struct.error,
    AssertionError, RecursionError,
)  # fmt: skip
_TRIED = range(0x20, 0x7F)


@dataclass(frozen=True, slots=True)
class FontSet:
    """Names, registered with ReportLab, of the three weights of a brand."""

    regular: str
    bold: str
    black: str

    @property
    def names(self) -> tuple[str, str, str]:
        """The three names, lightest first."""
        return (self.regular, self.bold, self.black)


def lato_file(weight: str) -> Path:
    """The TrueType file of a weight of Lato, from the package that carries it.

    Raises:
        ContentError: if there is no such weight.
    """
    spec = find_spec("fontpkg_lato")
    if spec is None or not spec.submodule_search_locations:
        raise ContentError(
            Problem(
                say("typesetting.typeface-lato-not-installed"),
                say("typesetting.run-pip-install-fontpkg-lato"),
            )
        )
    folder = Path(next(iter(spec.submodule_search_locations))) / "files"
    path = folder / f"Lato-{weight}.ttf"
    if not is_file(path):
        known = ", ".join(sorted(p.stem.removeprefix("Lato-") for p in folder.glob("Lato-*.ttf")))
        raise ContentError(
            Problem(
                say("typesetting.lato-has-no-weight", weight=weight),
                say("typesetting.write-weight", known=known),
            )
        )
    return path


@lru_cache(maxsize=32)
def _register(path: Path) -> str:
    try:
        name = f"{path.stem}-{hashlib.sha256(read_regular(path)).hexdigest()[:8]}"
        font = TTFont(name, str(path), asciiReadable=0)
        # A glyph that cannot be cut out would show only once a page is written.
        font.face.makeSubset([point for point in _TRIED if point in font.face.charToGlyph])
        _refuse_unreadable(font.face)
    except _UNUSABLE as error:
        message = say("typesetting.cannot-be-used-typeface", path=path.name)
        hint = say("typesetting.get-file-again-from-source")
        raise ContentError(Problem(message, hint)) from error
    pdfmetrics.registerFont(font)
    return name


def _refuse_unreadable(face: TTFontFace) -> None:
    """See that each letter and digit has an outline and a width, and each digit one of its own.

    Raises:
        ValueError: if one has not.
    """
    glyphs = {char: face.charToGlyph.get(ord(char), 0) for char in ascii_letters + digits}
    places: Sequence[int] = face.glyphPos
    drawn = all(glyph and places[glyph + 1] > places[glyph] for glyph in glyphs.values())
    wide = all(face.charWidths.get(ord(char), 0) > 0 for char in glyphs)
    if not drawn or not wide or len({glyphs[digit] for digit in digits}) < len(digits):
        raise ValueError("letters or digits are missing")


def load_face(where: str, asset: Callable[[str], Path]) -> str:
    """Register a face, ``lato:Weight`` or a file that ``asset`` finds; the name under which it is registered.

    Raises:
        ContentError: if it cannot be found or read.
    """
    package, _, weight = where.partition(":")
    return _register(lato_file(weight) if package == "lato" and weight else real(asset(where)))


def load_fonts(typefaces: Typefaces, asset: Callable[[str], Path]) -> FontSet:
    """Register the faces of a brand; ``asset`` tells where a font file of the workspace is.

    Raises:
        ContentError: if a face cannot be found or read.
    """
    return FontSet(
        load_face(typefaces.regular, asset),
        load_face(typefaces.bold, asset),
        load_face(typefaces.black, asset),
    )


@lru_cache(maxsize=8_000)
def units(text: str, font: str) -> float:
    """Width of ``text`` at size 1, in points."""
    return float(pdfmetrics.stringWidth(text, font, 1))


def text_width(text: str, font: str, size: float) -> float:
    """Width of ``text`` in points."""
    return units(text, font) * size


def _face(font: str) -> TTFontFace:
    return cast(TTFont, pdfmetrics.getFont(font)).face


@lru_cache(maxsize=32)
def cap_height(font: str) -> float:
    """Height of capitals at size 1; 0.72 where the face does not say."""
    height = getattr(_face(font), "capHeight", 0) or 720
    return float(height) / 1000


def missing_characters(text: str, font: str) -> tuple[str, ...]:
    """The characters of ``text`` that the face cannot print, each once, in order.

    A no-break space is printed as a space.
    """
    glyphs = _face(font).charToGlyph
    return tuple(dict.fromkeys(char for char in text.replace(NO_BREAK_SPACE, " ") if ord(char) not in glyphs))

"""Draws an SVG logo, in a process of its own: ``python -m clinicpress.build.logodrawing`` reads plain SVG.

resvg is the judge of what the drawing looks like. Where the operators that svglib and ReportLab make of it
look the same, drawn by PDFium, they are printed: sharp at any size. Where not, resvg's own picture is. What
takes too long, too much memory, or brings a library down, ends this process and nothing else.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import resvg_py
from PIL import Image, ImageChops, ImageFilter, ImageOps
from reportlab.graphics.shapes import Drawing
from svglib.svglib import svg2rlg

from clinicpress.build.ink import rendered
from clinicpress.messages import later
from clinicpress.pdf.drawings import Rgb, Tone, as_it_is, grey, vector
from clinicpress.pdf.write import write_pdf
from clinicpress.problems import OutputError
from clinicpress.typesetting.items import (
    DPI,
    MOST_HEIGHT,
    MOST_WIDTH,
    Metadata,
    Page,
    PlacedDocument,
    VectorArt,
    VectorItem,
)
from clinicpress.typesetting.items import Group as PlacedGroup
from clinicpress.typesetting.raster import flat, in_black, is_black_and_white, is_blank

# What a drawing may take of the machine. One of 5,000 parts takes a second.
CPU_SECONDS, MEMORY = 10, 2_000_000_000
# Two drawings of a logo are compared at this many dots an inch of its largest printed size.
JUDGED_AT = 300
# Each program softens edges in its own way, over a pixel to either side. So each pixel of one drawing must
# lie between the darkest and the lightest of the same pixel and its neighbours in the other, and so the other
# way round, give or take these levels of 255 and this share of the contrast around it. A colour or a gradient
# has no contrast around it, and must be right; a line of a hair's breadth may be a quarter paler.
SHADE, EDGE = 6, 0.25
# Pixels in height at which its proportions are found out.
_SMALL = 64
_POINTS_PER_INCH, _CSS_DPI = 72, 96


class _CannotDrawError(Exception):
    """Why a logo is refused, and what to do."""


def drawn(text: str) -> Mapping[str, Any]:
    """A drawing in plain SVG: ``width`` and ``height`` in points, its ``colour`` and its ``mono`` version.

    Each is operators in a string, or a list that holds a PNG picture in base 64. If it cannot be drawn, there
    is nothing but an ``error``: why, and what to do.
    """
    try:
        picture = _picture(text, DPI)
        size = (picture.width * _POINTS_PER_INCH / DPI, picture.height * _POINTS_PER_INCH / DPI)
        colour, mono = _vectors(text, size) or (_png(picture), _png(in_black(picture)))
    except _CannotDrawError as error:
        return {"error": error.args}
    return {"width": size[0], "height": size[1], "colour": colour, "mono": mono}


def _picture(text: str, dpi: int) -> Image.Image:
    """The drawing as resvg draws it, on white, at its largest printed size."""
    wide, tall = (round(most * dpi / _POINTS_PER_INCH) for most in (MOST_WIDTH, MOST_HEIGHT))
    small = _resvg(text, None, _SMALL)
    by_height = small.width / small.height <= wide / tall
    picture = flat(_resvg(text, None, tall) if by_height else _resvg(text, wide, None))
    if is_blank(picture):
        hint = later("build.use-dark-logo")
        raise _CannotDrawError(later("build.shows-nothing"), hint)
    return picture


def _resvg(text: str, width: int | None, height: int | None) -> Image.Image:
    try:
        # No fonts of the machine: the same bytes everywhere. Text was refused before.
        data = resvg_py.svg_to_bytes(
            svg_string=text, skip_system_fonts=True, dpi=_CSS_DPI, width=width, height=height
        )
    except ValueError as error:
        raise _CannotDrawError(
            later("build.cannot-be-drawn"), later("build.save-as-plain-svg-or-png")
        ) from error
    return Image.open(io.BytesIO(data))


def _vectors(text: str, size: tuple[float, float]) -> tuple[str, str] | None:
    """Operators of the drawing in colour and in black, ``size`` in points; None if they draw it wrongly."""
    judged = _picture(text, JUDGED_AT)
    try:
        drawing = svg2rlg(io.BytesIO(text.encode()))
        if drawing is None:
            return None
        colour = _scaled(drawing, size)
        if not alike(_as_printed(colour, judged.size), judged):
            return None
        tone = _in_black if is_black_and_white(judged.convert("L")) else grey
        return _operators(colour), _operators(_scaled(drawing, size, tone))
    except Exception:  # whatever they end in: the picture takes their place
        return None


def _scaled(drawing: Drawing, size: tuple[float, float], tone: Tone = as_it_is) -> VectorItem:
    """The operators of a drawing at its printed size: they have few decimals."""
    factor = size[1] / drawing.height
    if abs(drawing.width * factor - size[0]) > 1:
        raise OutputError(())
    drawn = vector(drawing, factor, tone)
    return VectorItem(size[0], size[1], drawn.operators)


def _operators(drawing: VectorItem) -> str:
    return drawing.operators.decode("ascii")


def _as_printed(drawing: VectorItem, pixels: tuple[int, int]) -> Image.Image:
    """The drawing on a page of so many pixels, as PDFium draws it."""
    # a point for each pixel: a page of half a pixel more is drawn a whole one larger
    width, height = map(float, pixels)
    art = VectorArt(0.0, 0.0, width, height, drawing)
    group = PlacedGroup(0.0, 0.0, width, height, (art,), role="Figure", alt="A logo.")
    data = write_pdf(PlacedDocument((Page(width, height, (group,)),), Metadata("A logo", "en", "")))
    return next(rendered(data, _POINTS_PER_INCH)).convert("RGB")


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures of one size, by different programs, are of the same drawing: see `SHADE`."""
    # the paper around a drawing is a neighbour, too
    first, second = (ImageOps.expand(image.convert("RGB"), 2, "white") for image in (one, other))
    return one.size == other.size and all(
        max(outside.tobytes()) == 0 for outside in (*_outside(first, second), *_outside(second, first))
    )


def _outside(one: Image.Image, other: Image.Image) -> Iterator[Image.Image]:
    """How much lighter and how much darker pixels are than they may be, beside those of the other picture."""
    allowed = _contrast(one, other).point(lambda level: round(SHADE + level * EDGE))
    yield ImageChops.subtract(ImageChops.subtract(one, other.filter(ImageFilter.MaxFilter(3))), allowed)
    yield ImageChops.subtract(ImageChops.subtract(other.filter(ImageFilter.MinFilter(3)), one), allowed)


def _contrast(*images: Image.Image) -> Image.Image:
    """How far the lightest of a pixel and its neighbours is from the darkest, in either picture."""
    lightest, darkest = (
        [image.filter(kind(3)) for image in images] for kind in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    return ImageChops.subtract(ImageChops.lighter(*lightest), ImageChops.darker(*darkest))


def _in_black(colour: Rgb) -> Rgb:
    """Black or white, whichever is nearer."""
    level = float(round(grey(colour)[0]))
    return level, level, level


def _png(picture: Image.Image) -> list[str]:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return [base64.b64encode(stream.getvalue()).decode("ascii")]


def _limit() -> None:
    """Take no more of the machine than a drawing may, where the system knows of limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (Windows has none)

        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    json.dump(drawn(sys.stdin.buffer.read().decode()), sys.stdout)

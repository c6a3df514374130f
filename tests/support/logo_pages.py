"""A logo as it stands on a finished page, and as resvg draws it: two pictures that must be of one drawing."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pypdfium2
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from clinicpress.pdf.write import write_pdf
from clinicpress.typesetting.items import Group, Logo, Metadata, Page, PlacedDocument

DPI = 200
WIDTH, HEIGHT = 150.0, 27.0
# Mean difference over the picture, and share of pixels that are clearly other, in levels of 255. A gradient
# that is missing, a lost mask or a wrong place differ by far more.
MEAN, CLEARLY, SHARE = 5.0, 64, 0.02

Pixels = NDArray[np.float64]


def printed(logo: Logo) -> Pixels:
    """The logo of a header, drawn by PDFium from a PDF: rows of red, green and blue."""
    art = logo.art(WIDTH, HEIGHT)
    page = Group(0, 0, WIDTH, HEIGHT, (art,), role="Figure", alt="A logo.")
    data = write_pdf(PlacedDocument((Page(WIDTH, HEIGHT, (page,)),), Metadata("T", "en", "A")))
    with pypdfium2.PdfDocument(data) as document:
        image: Any = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    left, top, width, height = (value * DPI / 72 for value in (art.x, art.y, art.width, art.height))
    return np.asarray(image.crop((round(left), round(top), round(left + width), round(top + height))), float)


def judged(svg: str, size: tuple[int, int]) -> Pixels:
    """The drawing by resvg at four times ``size``, brought down to it."""
    wide = size[0] * 4
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96, width=wide)
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return np.asarray(white.resize(size, Image.Resampling.BOX), float)


def difference(svg: str, logo: Logo) -> str:
    """How far the page is from what resvg draws; nothing if it is the same drawing."""
    page = printed(logo)
    other = judged(svg, (page.shape[1], page.shape[0]))
    # half a pixel to any side is no difference
    apart = np.min(
        [np.abs(np.roll(page, (y, x), (0, 1)) - other).max(2) for x in (-1, 0, 1) for y in (-1, 0, 1)], 0
    )
    mean, share = float(np.abs(page - other).mean()), float((apart > CLEARLY).mean())
    return "" if mean <= MEAN and share <= SHARE else f"mean {mean:.1f}, {100 * share:.1f} % of it"

"""Whether the pages of two finished PDFs look the same: drawn by PDFium, pixel beside pixel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import ImageChops

if TYPE_CHECKING:
    from PIL.Image import Image

# A comma of 9 pt covers three pixels of this many dots an inch.
DPI = 72
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


def picture(document: pypdfium2.PdfDocument, index: int, *, dpi: float = DPI) -> Image:
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

"""Whether the pages of two finished PDFs look the same: drawn by PDFium, pixel beside pixel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

# A comma of 9 pt covers three pixels of this many dots an inch, a moved letter more.
DPI = 72
# Levels, of 255, by which a pixel of the same drawing may differ from one run to the next: none did.
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


def picture(document: pypdfium2.PdfDocument, index: int, *, dpi: float = DPI) -> NDArray[np.uint8]:
    """A page as it is seen, annotations and all: rows of pixels of blue, green and red on white.

    Raises:
        pypdfium2.PdfiumError: if it cannot be drawn.
    """
    page: Any = document[index]
    try:
        return np.array(page.render(scale=dpi / 72, may_draw_forms=False).to_numpy()[..., :3])
    finally:
        page.close()


def _alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    if one.shape != other.shape:
        return False
    if np.array_equal(one, other):
        return True
    return int(np.abs(one.astype(np.int16) - other).max()) <= _NOISE

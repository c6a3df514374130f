"""The pages of a finished PDF as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from PIL.Image import Image


def rendered(data: bytes, dpi: int) -> Iterator[Image]:
    """Each page of a PDF in colour on white, at ``dpi`` dots per inch.

    Raises:
        pypdfium2.PdfiumError: if it is no PDF that can be read.
    """
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil()

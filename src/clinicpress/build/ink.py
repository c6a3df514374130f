"""Ink coverage of finished pages, measured from the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from clinicpress.build.jobs import Outcome
from clinicpress.messages import say
from clinicpress.problems import Problem, Source
from clinicpress.store.regular import read_regular

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


DPI = 100
_WHITE = 255


def proved(outcome: Outcome) -> Outcome:
    """The outcome with the `coverage` of its PDF; that of a failed document as it is.

    A PDF that cannot be read any more gives the outcome a problem.
    """
    if outcome.path is None:
        return outcome
    try:
        return replace(outcome, coverage=coverage(outcome.path))
    except (OSError, pypdfium2.PdfiumError) as error:
        hint = say("build.make-again-clinicpress-build-force")
        problem = Problem(
            say("build.ink-cannot-be-measured", error=error), hint, Source(outcome.path.as_posix())
        )
        return replace(outcome, problems=(*outcome.problems, problem))


def coverage(path: Path) -> tuple[float, ...]:
    """How dark each page of a PDF is, in percent to a tenth: 0 for white, 100 for black all over.

    Raises:
        OSError: if there is no such file.
        pypdfium2.PdfiumError: if it is no PDF that can be read.
    """
    return ink_of(read_regular(path))


def ink_of(data: bytes) -> tuple[float, ...]:
    """As `coverage`, of the bytes of a PDF.

    Raises:
        pypdfium2.PdfiumError: if it is no PDF that can be read.
    """
    return tuple(round(_darkness(image), 1) for image in rendered(data, DPI))


def _darkness(image: Image) -> float:
    """The mean darkness in percent, in grey by Rec. 601 (0.299 R + 0.587 G + 0.114 B)."""
    levels = image.convert("L").histogram()
    light = sum(level * pixels for level, pixels in enumerate(levels))
    return 100 - 100 * light / (_WHITE * sum(levels))

"""Papers and the frame that content is placed in."""

from __future__ import annotations

from dataclasses import dataclass

from clinicpress.model.base import Paper
from clinicpress.model.layout import SAFE_MARGIN, Layout

PAPERS: dict[Paper, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The page's size, and the box of its content in points from the top left corner.

    ``top`` is where the header begins; ``foot`` is the footer's baseline.
    """

    page_width: float
    page_height: float
    left: float
    width: float
    top: float
    foot: float


def page_frame(layout: Layout, paper: Paper) -> PageFrame:
    """The content's frame: as wide as the layout says on every paper, and centred."""
    page_width, page_height = PAPERS[paper]
    width = min(layout.content_width, page_width - 2 * SAFE_MARGIN)
    return PageFrame(
        page_width,
        page_height,
        (page_width - width) / 2,
        width,
        layout.margins.top,
        page_height - layout.margins.bottom,
    )

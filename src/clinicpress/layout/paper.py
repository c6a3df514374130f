"""Papers, the pages that they give, and the frame that content is placed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicpress.model.base import Paper
from clinicpress.model.layout import Imposition, Layout
from clinicpress.model.layout_rules import LINE_MARGIN, SAFE_MARGIN

# Width and height in points of a sheet of paper, upright.
PAPERS: dict[Paper, tuple[float, float]] = {
    "letter": (612.0, 792.0),
    "a4": (595.28, 841.89),
    "legal": (612.0, 1008.0),
}
Binding = Literal["none", "left"]
# Three-hole punches take 18 mm; two- and four-hole punches (ISO 838) take less.
BINDING_MARGIN = 18 * 72 / 25.4
# How far letters such as g reach under their baseline, in sizes, with room to spare.
_DESCENT = 0.24
_RIGHT = SAFE_MARGIN + LINE_MARGIN
# How many pages stand side by side on a sheet of paper that lies on its long side.
_ABREAST: dict[Imposition, int] = {"none": 1, "two-up": 2, "booklet": 2, "trifold": 3}


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


def page_size(paper: Paper, imposition: Imposition) -> tuple[float, float]:
    """Width and height in points of one page: the paper, or a half or a third of it lying on its side."""
    width, height = PAPERS[paper]
    abreast = _ABREAST[imposition]
    return (width, height) if abreast == 1 else (height / abreast, width)


def content_room(layout: Layout, paper: Paper, binding: Binding = "none") -> float:
    """The width in points that printers and a punch leave for content."""
    width, _ = page_size(paper, layout.imposition)
    return width - _RIGHT - (BINDING_MARGIN + LINE_MARGIN if binding == "left" else _RIGHT)


def page_frame(layout: Layout, paper: Paper, binding: Binding = "none") -> PageFrame:
    """The content's frame: as wide as the layout says on every paper, and centred in the room there is."""
    page_width, page_height = page_size(paper, layout.imposition)
    room = content_room(layout, paper, binding)
    width = min(layout.content_width, room)
    return PageFrame(
        page_width,
        page_height,
        page_width - _RIGHT - room + (room - width) / 2,
        width,
        layout.margins.top,
        page_height - max(layout.margins.bottom, SAFE_MARGIN + _DESCENT * layout.sizes.footer),
    )

"""Variants of a layout: for large text, a punched edge, or narrower paper."""

from __future__ import annotations

from clinicpress.choices import Binding, TextVariant
from clinicpress.content.models.layout import (
    LINE_MARGIN,
    SAFE_MARGIN,
    FigureRoom,
    Imposition,
    Layout,
    TextSize,
    TypeSizes,
)
from clinicpress.records import dataclass
from clinicpress.units import PAPERS, Paper

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
    width, height, _ = PAPERS[paper]
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


# Large print is 16 pt at least, and 18 pt where there is room (RNIB, Clear Print and large print guidance).
LARGE_FLOOR, LARGE_TEXT = 16.0, 18.0
STANDARD_FLOOR = 12.0
_GROWTH = LARGE_FLOOR / STANDARD_FLOOR
# What is large already grows less, or it would push the words off the page.
_GROW_LESS = {"title": 1.1, "subtitle": 1.1, "heading": 1.15, "clinic": 1.0, "callout_title": 1.2}
_SLOT_GROWTH = 1.15


def variant(
    layout: Layout, paper: Paper, *, text: TextVariant = "standard", binding: Binding = "none"
) -> Layout:
    """The layout with its words at the size asked for, and no wider than the paper leaves room for."""
    if text == "large":
        layout = _large(layout)
    width = min(layout.content_width, content_room(layout, paper, binding))
    return layout.model_copy(update={"content_width": width})


def _large(layout: Layout) -> Layout:
    """Every word grown to at least 16 pt where it tells what to do; a layout that has that stays as it is."""
    if layout.text.floor >= LARGE_FLOOR:
        return layout
    sizes = {
        name: round(size * _GROW_LESS.get(name, _GROWTH), 1)
        for name, size in layout.sizes.model_dump().items()
    }
    largest = max(LARGE_TEXT, layout.text.largest)
    text = TextSize.model_construct(largest=largest, preferred=LARGE_FLOOR, floor=LARGE_FLOOR)
    slot = min(layout.figures.slot * _SLOT_GROWTH, layout.content_width * 0.5)
    figures = FigureRoom.model_construct(**{**dict(layout.figures), "slot": slot})
    return layout.model_copy(
        update={"sizes": TypeSizes.model_construct(**sizes), "text": text, "figures": figures}
    )

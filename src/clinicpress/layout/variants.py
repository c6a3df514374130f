"""A layout as a variant of it is printed: in large text, beside a punched edge, on narrower paper."""

from __future__ import annotations

from typing import Literal

from clinicpress.layout.paper import Binding, content_room
from clinicpress.model.base import Paper
from clinicpress.model.layout import FigureRoom, Layout, TextSize, TypeSizes

TextVariant = Literal["standard", "large"]
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

"""Bulleted and numbered lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import Look
from clinicpress.blocks.textgroup import text_group, text_height
from clinicpress.composing.document import ItemList, Words
from clinicpress.typesetting.fonts import text_width
from clinicpress.typesetting.items import Circle, Group, Item, Polyline
from clinicpress.typesetting.text import TextStyle, label

# A list is parted only if two items stay and two go on.
LEAST_ITEMS = 2
ITEM_GAP = 3.0
# From a number to its words, in sizes.
NUMBER_GAP = 0.45
Marker = Literal["number", "disc", "tick"]


@dataclass(frozen=True)
class ListStyle:
    """How a list looks: its text, the width of its indent, the gap between items, and its markers."""

    text: TextStyle
    indent: float
    gap: float
    marker: Marker
    marker_font: str
    marker_colour: str


def _marker_item(style: ListStyle, number: int) -> Item:
    text, middle = style.text, style.text.leading / 2
    if style.marker == "number":
        return label(
            f"{number}.", style.marker_font, text.size, style.marker_colour,
            style.indent - NUMBER_GAP * text.size, text.baseline, "right",
        )  # fmt: skip
    if style.marker == "tick":
        size = text.size * 0.66
        x, y = 0.0, middle - size * 0.45
        points = (x, y + size * 0.5, x + size * 0.36, y + size * 0.85, x + size, y + size * 0.08)
        return Polyline(points, stroke=style.marker_colour, line_width=text.size * 0.155)
    return Circle(text.size * 0.28, middle + text.size * 0.03, text.size * 0.17, fill=style.marker_colour)


def _body(words: Words, style: ListStyle, width: float) -> Group:
    return text_group(words, style.text, width - style.indent, style.indent, role="LBody", kind="item")


def item(words: Words, style: ListStyle, width: float, number: int) -> Group:
    """One item: its marker as Lbl and its words as LBody, side by side."""
    marker = _marker_item(style, number)
    label_group = Group(0.0, 0.0, style.indent, style.text.leading, (marker,), role="Lbl", kind="marker")
    body = _body(words, style, width)
    # a drawn marker has no words: an element without content would say nothing
    parts: tuple[Item | Group, ...] = (label_group, body) if style.marker == "number" else (marker, body)
    return Group(0.0, 0.0, width, body.height, parts, role="LI", kind="list-item")


def item_height(words: Words, style: ListStyle, width: float) -> float:
    """Height of one item at a width."""
    return text_height(words, style.text, width - style.indent)


def list_height(items: Sequence[Words], style: ListStyle, width: float) -> float:
    """Height of all items with the gaps between them."""
    return sum(item_height(words, style, width) for words in items) + style.gap * max(0, len(items) - 1)


def list_group(
    items: Sequence[Words], style: ListStyle, width: float, start: int = 1, key: str = ""
) -> Group:
    """A whole list as an L element."""
    rows, y = [], 0.0
    for number, words in enumerate(items, start):
        row = item(words, style, width, number)
        rows.append(moved(row, 0.0, y))
        y += row.height + style.gap
    numbering: Literal["Decimal", "Disc"] = "Decimal" if style.marker == "number" else "Disc"
    return Group(
        0.0, 0.0, width, y - style.gap, tuple(rows), role="L", key=key, numbering=numbering, kind="list"
    )


@dataclass(frozen=True)
class ListFlow:
    """A list that may go on over a page, between items."""

    items: tuple[Words, ...]
    style: ListStyle
    space_before: float
    key: str
    start: int = 1
    keep_with_next: bool = False

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        return list_height(self.items, self.style, width)

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Parted between items; never one item alone on either side."""
        used, fitting = 0.0, 0
        for words in self.items:
            used += item_height(words, self.style, width)
            if used > height + 1e-6:
                break
            fitting += 1
            used += self.style.gap
        fitting = min(fitting, len(self.items) - LEAST_ITEMS)
        if fitting < LEAST_ITEMS:
            return None
        first = replace(self, items=self.items[:fitting])
        return first, replace(self, items=self.items[fitting:], start=self.start + fitting, space_before=0.0)

    def draw(self, width: float) -> Group:
        """The list as an L element."""
        return list_group(self.items, self.style, width, self.start, self.key)


def list_style(
    look: Look, marker: Marker, *, size: float = 0.0, colour: str = "", gap: float = ITEM_GAP, most: int = 1
) -> ListStyle:
    """The style of lists in running text: numbers in black, discs and ticks in the brand's colour.

    ``most`` is the largest number, for which the indent has room.
    """
    text = look.text(size=size)
    indent = text.size * (1.5 if marker == "number" else 1.15)
    if marker == "number":
        indent = max(indent, text_width(f"{most}.", look.fonts.bold, text.size) + NUMBER_GAP * text.size)
    if marker == "tick":
        indent = text.size * 1.3
    return ListStyle(
        text,
        indent,
        gap,
        marker,
        look.fonts.bold,
        colour or (text.colour if marker == "number" else look.colours.brand),
    )


def list_flow(block: ItemList, look: Look) -> ListFlow:
    """A list block as a Flowable."""
    # in columns the lines of neighbours stand level, and a gap would shift them
    gap = ITEM_GAP if look.layout.text_columns == 1 else 0.0
    style = list_style(look, "number" if block.numbered else "disc", gap=gap, most=len(block.items))
    return ListFlow(block.items, style, look.layout.spacing.block * 0.7, f"list {block.source}")

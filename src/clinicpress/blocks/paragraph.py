"""Paragraphs, headings and lists as Flowables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from clinicpress.blocks.flowable import Flowable, moved
from clinicpress.blocks.look import PageLook
from clinicpress.content.blocktypes.block import ItemList, Paragraph
from clinicpress.inline import Run, Words
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import SetLine, TextStyle, break_lines, label, set_lines
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Circle, Group, Item, Polyline, Role


def text_group(
    words: Words,
    style: TextStyle,
    width: float,
    x: float = 0.0,
    y: float = 0.0,
    *,
    role: Role = "P",
    kind: str = "text",
    align: Literal["left", "right", "centre"] = "left",
    bookmark: str = "",
    sentences: bool = False,
) -> Group:
    """``words`` broken to ``width`` points with their top left corner at ``x``, ``y``."""
    lines = break_lines(words.runs, style, width, sentences=sentences)
    return Group(
        x,
        y,
        width,
        len(lines) * style.leading,
        set_lines(lines, style, 0.0, 0.0, width, align),
        role=role,
        bookmark=bookmark,
        kind=kind,
        source=str(words.source),
        text_size=style.size,
    )


def text_height(words: Words, style: TextStyle, width: float) -> float:
    """Height of that group."""
    return len(break_lines(words.runs, style, width)) * style.leading


# A paragraph is parted only if two lines stay and two go on.
WIDOW_LINES = 2


@dataclass(frozen=True)
class ParagraphFlow:
    """A paragraph in one style: its first ``limit`` lines, or all of them (0)."""

    words: Words
    style: TextStyle
    role: Role = "P"
    space_before: float = 0.0
    keep_with_next: bool = False
    kind: str = "text"
    key: str = ""
    bookmark: str = ""
    limit: int = 0

    def lines(self, width: float) -> tuple[SetLine, ...]:
        """Its lines at a width."""
        return break_lines(self.words.runs, self.style, width)[: self.limit or None]

    def wrap(self, width: float) -> float:
        """Its height at a width."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, height: float) -> tuple[Flowable, Flowable] | None:
        """Parted between lines, at least two on each side."""
        lines = self.lines(width)
        fitting = min(int(height / self.style.leading + 1e-6), len(lines) - WIDOW_LINES)
        if fitting < WIDOW_LINES:
            return None
        key = self.key or f"paragraph {self.words.source} {self.words.text[:20]}"
        first = replace(self, limit=fitting, key=key, keep_with_next=False)
        # by what was said and not by lines: what goes on may stand in a wider column
        rest = after(self.words, sum(line.characters for line in lines[:fitting]))
        return first, replace(self, words=rest, key=key, space_before=0.0, bookmark="")

    def draw(self, width: float) -> Group:
        """Its lines as a group."""
        lines = self.lines(width)
        placed = set_lines(lines, self.style, 0.0, 0.0, width)
        if self.limit and placed:
            placed = (*placed[:-1], replace(placed[-1], broken=True))
        height = len(lines) * self.style.leading
        return Group(
            0.0, 0.0, width, height, placed,
            role=self.role, key=self.key, bookmark=self.bookmark, kind=self.kind,
            source=str(self.words.source), text_size=self.style.size,
        )  # fmt: skip


def after(words: Words, characters: int) -> Words:
    """What is left of ``words`` when so many characters, spaces not counted, have been set."""
    runs: list[Run] = []
    for run in words.runs:
        text = run.text
        while characters and text:
            characters -= not text[0].isspace()
            text = text[1:]
        if text:
            runs.append(replace(run, text=text if runs else text.lstrip()))
    return Words(tuple(run for run in runs if run.text), words.source)


def heading(words: Words, look: PageLook) -> ParagraphFlow:
    """A section heading: kept with what follows it, and a bookmark."""
    style = look.black(look.layout.sizes.heading, look.colour("heading"))
    return ParagraphFlow(
        words,
        style,
        role="H2",
        space_before=look.layout.spacing.section,
        keep_with_next=True,
        kind="heading",
        bookmark=words.text,
    )


def paragraph(block: Paragraph, look: PageLook) -> ParagraphFlow:
    """A paragraph of running text; one that ends in a colon stays with what it leads to."""
    leads, role = block.words.text.rstrip().endswith(":"), cast(Role, block.role)
    return ParagraphFlow(
        block.words, look.text(), role, space_before=look.layout.spacing.block, keep_with_next=leads
    )


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
    look: PageLook,
    marker: Marker,
    *,
    size: float = 0.0,
    colour: str = "",
    gap: float = ITEM_GAP,
    most: int = 1,
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


def list_flow(block: ItemList, look: PageLook) -> ListFlow:
    """A list block as a Flowable."""
    # in columns the lines of neighbours stand level, and a gap would shift them
    gap = ITEM_GAP if look.layout.text_columns == 1 else 0.0
    style = list_style(look, "number" if block.numbered else "disc", gap=gap, most=len(block.items))
    return ListFlow(block.items, style, look.layout.spacing.block * 0.7, f"list {block.source}")

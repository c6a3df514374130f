"""Pictures from files, and diagrams that code draws with their labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from clinicpress.blocks.flowable import Laid, Whole, foot, moved, stack
from clinicpress.blocks.look import PageLook
from clinicpress.blocks.paragraph import text_group
from clinicpress.composing.document import DiagramFigure, DrawnFigure, PictureFigure
from clinicpress.inline import Words
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import label
from clinicpress.typesetting.faces import cap_height, text_width
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Item,
    Lettering,
    Polyline,
    RasterArt,
    Rect,
    VectorArt,
)

# A picture of one pixel a point is coarse; this is 150 pixels to the inch.
PIXELS_PER_POINT = 150 / 72
CAPTION_GAP = 6.0
FRAME_PADDING = 12.0
LABEL_RING = 3.1
# A label of more characters is set in two lines, this many sizes of its type apart.
LONGEST_LABEL = 11
LABEL_LEADING = 1.15
# Between labels, in sizes of their type.
LABEL_SPACE = 0.3


def _caption(words: Words, look: PageLook, width: float) -> Group:
    style = look.text(size=look.layout.sizes.caption)
    return text_group(words, style, width, kind="caption", align="centre")


def _captioned(art: Group, words: Words | None, look: PageLook, width: float) -> Group:
    """A picture with its caption under it, if it has one."""
    parts = (art,) if words is None else stack((art, CAPTION_GAP, _caption(words, look, width)))
    return Group(0.0, 0.0, width, foot(parts), parts)


@dataclass(frozen=True)
class PictureFlow(Laid):
    """A picture file, at most as wide as its pixels allow for print and no taller than ``most`` points."""

    block: PictureFigure
    look: PageLook
    space_before: float = 0.0
    most: float = 380.0

    def lay(self, width: float) -> Group:
        """The picture, centred, and its caption; in mono it is printed in greys."""
        block = self.block
        most = min(width, block.width / PIXELS_PER_POINT, self.most * block.width / block.height)
        wide, tall = block.width * (most / block.width), block.height * (most / block.width)
        picture = RasterArt(0.0, 0.0, wide, tall, block.data, grey=self.look.mono)
        art = Group(
            (width - wide) / 2, 0.0, wide, tall, (picture,),
            role="Figure", alt=block.alt, kind="picture", source=str(block.source),
        )  # fmt: skip
        return _captioned(art, block.caption, self.look, width)


_ALIGNED: Mapping[str, Literal["left", "centre", "right"]] = {
    "start": "left", "middle": "centre", "end": "right",
}  # fmt: skip


@dataclass(frozen=True)
class DrawnFlow(Laid):
    """A diagram of another package, at most as large as it was drawn; its words are in the brand's faces."""

    block: DrawnFigure
    look: PageLook
    space_before: float = 0.0
    most: float = 380.0

    def lay(self, width: float) -> Group:
        """The diagram, centred, and its caption."""
        drawn = self.block.picture
        scale = min(1.0, width / drawn.width, self.most / drawn.height)
        wide, tall = drawn.width * scale, drawn.height * scale
        art = Group(
            (width - wide) / 2, 0.0, wide, tall, tuple(self._item(part, scale) for part in drawn.parts),
            role="Figure", alt=self.block.alt, kind="drawing", source=str(self.block.source),
        )  # fmt: skip
        return _captioned(art, self.block.caption, self.look, width)

    def _item(self, part: VectorArt | RasterArt | Lettering, scale: float) -> Item:
        x, y = part.x * scale, part.y * scale
        if isinstance(part, Lettering):
            font = self.look.fonts.bold if part.bold else self.look.fonts.regular
            return label(part.text, font, part.size * scale, part.colour, x, y, _ALIGNED[part.anchor])
        return replace(part, x=x, y=y, width=part.width * scale, height=part.height * scale)


@dataclass(frozen=True)
class DiagramFlow(Whole):
    """A diagram with its labels at the right: a ring on each place and a line to the word."""

    block: DiagramFigure
    look: PageLook
    height: float
    space_before: float = 0.0

    def wrap(self, width: float) -> float:  # noqa: ARG002  (a diagram's height is set by its layout)
        """Its height with frame and caption."""
        return self.height

    def resized(self, height: float) -> DiagramFlow:
        """The same diagram in another height."""
        return DiagramFlow(self.block, self.look, height, self.space_before)

    def _labels_width(self) -> float:
        size, font = self.look.layout.sizes.diagram_label, self.look.fonts.bold
        lines = (line for words in self.block.labels for line in label_lines(words.text))
        return max(text_width(line, font, size) for line in lines)

    def tallest(self, width: float) -> float:
        """The height at which it is as wide as its room: with more, only the frame would grow."""
        caption = _caption(self.block.caption, self.look, width - 2 * FRAME_PADDING)
        frame = self.block.diagram.frame
        drawn = self._room(width) * frame.height / frame.width
        return drawn + 2 * FRAME_PADDING + CAPTION_GAP + caption.height

    def _room(self, width: float) -> float:
        """What the labels leave of a width."""
        return width - 2 * FRAME_PADDING - self._labels_width() - 14.0

    def draw(self, width: float) -> Group:
        """The framed diagram, its labels and its caption."""
        caption = _caption(self.block.caption, self.look, width - 2 * FRAME_PADDING)
        frame, low = self.block.diagram.frame, self.height - FRAME_PADDING - CAPTION_GAP - caption.height
        room_high, room_wide = low - FRAME_PADDING, self._room(width)
        scale = min(room_high / frame.height, room_wide / frame.width)
        x = FRAME_PADDING + (room_wide - frame.width * scale) / 2
        y = FRAME_PADDING + (room_high - frame.height * scale) / 2
        art = FigureArt(x, y, frame, scale, self.look.palette)
        figure = Group(
            0.0, 0.0, width, low, (art, *self._labels(width, x, y, scale)),
            role="Figure", alt=self.block.alt, kind="diagram", source=str(self.block.source),
        )  # fmt: skip
        words = moved(caption, FRAME_PADDING, low + CAPTION_GAP)
        border = Rect(
            0.0,
            0.0,
            width,
            self.height,
            stroke=self.look.colours.rule,
            line_width=self.look.hairline,
            radius=6.0,
        )
        return Group(0.0, 0.0, width, self.height, (border, figure, words))

    def _labels(self, width: float, x: float, y: float, scale: float) -> tuple[Item, ...]:
        look, items = self.look, list[Item]()
        size, font = look.layout.sizes.diagram_label, look.fonts.bold
        bounds, right = self.block.diagram.frame.bounds, width - FRAME_PADDING
        anchors = self.block.diagram.anchors
        texts = [label_lines(words.text) for words in self.block.labels]
        rings = [(x + (at.x - bounds[0]) * scale, y + (bounds[3] - at.y) * scale) for at in anchors]
        heights = [(len(lines) * LABEL_LEADING + LABEL_SPACE) * size for lines in texts]
        levels = apart([ring[1] for ring in rings], heights, FRAME_PADDING)
        for lines, (ring_x, ring_y), level in zip(texts, rings, levels, strict=True):
            end = right - max(text_width(line, font, size) for line in lines) - 5.0
            share = (LABEL_RING + 1.0) / math.hypot(end - ring_x, level - ring_y)
            start = (ring_x + (end - ring_x) * share, ring_y + (level - ring_y) * share)
            middle = level + size * cap_height(font) / 2 - (len(lines) - 1) * size * LABEL_LEADING / 2
            items += (
                Polyline((*start, end, level), stroke=look.colours.soft, line_width=0.9),
                Circle(ring_x, ring_y, LABEL_RING, look.colours.paper, look.colours.nerve, 1.5),
            )
            for number, line in enumerate(lines):
                below = middle + number * size * LABEL_LEADING
                items.append(label(line, font, size, look.colours.ink, right, below, "right"))
        return tuple(items)


def label_lines(text: str) -> tuple[str, ...]:
    """A label in one line, or in two: broken before a bracket, else where they come out most even."""
    breaks = [place for place, character in enumerate(text) if character == " "]
    if len(text) <= LONGEST_LABEL or not breaks:
        return (text,)
    best = min(breaks, key=lambda place: (text[place + 1] != "(", max(place, len(text) - place - 1)))
    return text[:best], text[best + 1 :]


def apart(wanted: Sequence[float], heights: Sequence[float], top: float = -math.inf) -> tuple[float, ...]:
    """Levels in order, as near to those wanted as can be, so that things of these heights do not overlap.

    None reaches above ``top``: in a frame, the first label must not stand in the border.
    """
    # only diagrams need it, and it loads fractions
    from statistics import fmean  # noqa: PLC0415

    offsets = [0.0]
    for above, below in pairwise(heights):
        offsets.append(offsets[-1] + (above + below) / 2)
    # Things that would overlap become one group, at the mean of what its members want.
    groups: list[list[float]] = []
    for level, offset in zip(wanted, offsets, strict=True):
        groups.append([level - offset])
        while len(groups) > 1 and fmean(groups[-2]) > fmean(groups[-1]):
            groups[-2:] = [[*groups[-2], *groups[-1]]]
    starts = [level if len(group) == 1 else fmean(group) for group in groups for level in group]
    least = top + heights[0] / 2
    return tuple(max(start, least) + offset for start, offset in zip(starts, offsets, strict=True))

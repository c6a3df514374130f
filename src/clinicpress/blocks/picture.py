"""Pictures from files, and diagrams that code draws with their labels."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from clinicpress.blocks.flowable import Whole
from clinicpress.blocks.look import Look
from clinicpress.blocks.textgroup import text_group, text_height
from clinicpress.composing.document import DiagramFigure, PictureFigure, Words
from clinicpress.typesetting.fonts import cap_height, text_width
from clinicpress.typesetting.items import Circle, FigureArt, Group, Item, Polyline, RasterArt, Rect
from clinicpress.typesetting.text import label

# A picture of one pixel a point is coarse; this is 150 pixels to the inch.
PIXELS_PER_POINT = 150 / 72
CAPTION_GAP = 6.0
FRAME_PADDING = 12.0
LABEL_RING = 3.1


def _caption(words: Words, look: Look, width: float, x: float, y: float) -> Group:
    style = look.text(size=look.layout.sizes.caption)
    return text_group(words, style, width, x, y, kind="caption", align="centre")


def _caption_height(words: Words | None, look: Look, width: float) -> float:
    if words is None:
        return 0.0
    return CAPTION_GAP + text_height(words, look.text(size=look.layout.sizes.caption), width)


@lru_cache(maxsize=16)
def _in_grey(data: bytes) -> bytes:
    """A PNG of the picture without its colours, on white."""
    # Pillow takes 20 ms to load, and most documents have no picture.
    from PIL import Image  # noqa: PLC0415

    from clinicpress.typesetting.raster import flat  # noqa: PLC0415

    stream = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        flat(image).convert("L").save(stream, "PNG")
    return stream.getvalue()


@dataclass(frozen=True)
class PictureFlow(Whole):
    """A picture file, at most as wide as its pixels allow for print and no taller than ``most`` points."""

    block: PictureFigure
    look: Look
    space_before: float = 0.0
    most: float = 380.0

    def _size(self, width: float) -> tuple[float, float]:
        natural = self.block.width / PIXELS_PER_POINT
        scale = min(width, natural, self.most * self.block.width / self.block.height) / self.block.width
        return self.block.width * scale, self.block.height * scale

    def wrap(self, width: float) -> float:
        """Its height at a width, with its caption."""
        return self._size(width)[1] + _caption_height(self.block.caption, self.look, width)

    def draw(self, width: float) -> Group:
        """The picture, centred, and its caption; in mono it is printed in greys."""
        data = _in_grey(self.block.data) if self.look.mono else self.block.data
        wide, tall = self._size(width)
        art = Group(
            (width - wide) / 2, 0.0, wide, tall, (RasterArt(0.0, 0.0, wide, tall, data),),
            role="Figure", alt=self.block.alt, kind="picture", source=str(self.block.source),
        )  # fmt: skip
        parts: tuple[Group, ...] = (art,)
        if self.block.caption is not None:
            parts = (art, _caption(self.block.caption, self.look, width, 0.0, tall + CAPTION_GAP))
        return Group(0.0, 0.0, width, self.wrap(width), parts)


@dataclass(frozen=True)
class DiagramFlow(Whole):
    """A diagram with its labels at the right: a ring on each place and a line to the word."""

    block: DiagramFigure
    look: Look
    height: float
    space_before: float = 0.0

    def wrap(self, width: float) -> float:  # noqa: ARG002  (a diagram's height is set by its layout)
        """Its height with frame and caption."""
        return self.height

    def resized(self, height: float) -> DiagramFlow:
        """The same diagram in another height."""
        return DiagramFlow(self.block, self.look, height, self.space_before)

    def _labels_width(self) -> float:
        size = self.look.layout.sizes.diagram_label
        return max(text_width(words.text, self.look.fonts.bold, size) for words in self.block.labels)

    def draw(self, width: float) -> Group:
        """The framed diagram, its labels and its caption."""
        caption = _caption_height(self.block.caption, self.look, width - 2 * FRAME_PADDING)
        frame = self.block.diagram.frame
        room_high = self.height - 2 * FRAME_PADDING - caption
        room_wide = width - 2 * FRAME_PADDING - self._labels_width() - 14.0
        scale = min(room_high / frame.height, room_wide / frame.width)
        x = FRAME_PADDING + (room_wide - frame.width * scale) / 2
        y = FRAME_PADDING + (room_high - frame.height * scale) / 2
        art = FigureArt(x, y, frame, scale, self.look.palette)
        figure = Group(
            0.0, 0.0, width, self.height - FRAME_PADDING - caption, (art, *self._labels(width, x, y, scale)),
            role="Figure", alt=self.block.alt, kind="diagram", source=str(self.block.source),
        )  # fmt: skip
        foot = self.height - FRAME_PADDING - caption + CAPTION_GAP
        words = _caption(self.block.caption, self.look, width - 2 * FRAME_PADDING, FRAME_PADDING, foot)
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
        look, size, items = self.look, self.look.layout.sizes.diagram_label, list[Item]()
        right = width - FRAME_PADDING
        bounds = self.block.diagram.frame.bounds
        for words, anchor in zip(self.block.labels, self.block.diagram.anchors, strict=True):
            ring_x = x + (anchor.x - bounds[0]) * scale
            ring_y = y + (bounds[3] - anchor.y) * scale
            end = right - text_width(words.text, look.fonts.bold, size) - 5.0
            leader = (ring_x + LABEL_RING + 1.0, ring_y, end, ring_y)
            middle = ring_y + size * cap_height(look.fonts.bold) / 2
            items += (
                Polyline(leader, stroke=look.colours.soft, line_width=0.9),
                Circle(ring_x, ring_y, LABEL_RING, look.colours.paper, look.colours.nerve, 1.5),
                label(words.text, look.fonts.bold, size, look.colours.ink, right, middle, "right"),
            )
        return tuple(items)

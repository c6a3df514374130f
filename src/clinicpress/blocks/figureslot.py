"""Placing the frames of a figure in a slot: lying figures stack, upright ones stand side by side.

All frames keep one scale; each caption stands centred under its frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from clinicpress.blocks.flowable import moved
from clinicpress.blocks.look import PageLook
from clinicpress.figures.displaylist import DisplayList, FrameShapes
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import label
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import FigureArt, Group, Polyline

FRAME_GAP = 5.0
STACK_GAP = 3.0
CAPTION_LEADING = 1.16
# From a caption in a picture's corner to the ink beside it, and between two such pictures at the least.
INSET_GAP, RULE_GAP = 4.0, 9.0
# Halvings until a scale is known to a ten-thousandth.
_HALVINGS = 14
# Size in cm of a standing figure (170 cm and its shoes and hair) and of a lying one (with the mat's ends).
STANDING_HEIGHT, LYING_WIDTH = 173.0, 200.0


@dataclass(frozen=True)
class FigureSlot:
    """A figure with room for it: ``width`` points wide, captions at ``caption`` points (0: without).

    Captions stand under their frames, or with ``beside`` (their width in points) left of them. ``abreast``
    puts lying frames side by side too. ``captions`` are the widths of the captions under the frames. If
    ``inset``, captions stand in the upper left corners of their frames, as far as these are free of ink.
    """

    figure: DisplayList
    width: float
    caption: float
    source: str = ""
    beside: float = 0.0
    abreast: bool = False
    captions: tuple[float, ...] = ()
    inset: bool = False

    @property
    def _stacks(self) -> bool:
        return self.figure.lying and not self.abreast

    @property
    def _caption_height(self) -> float:
        return 0.0 if self.beside or self.inset else self.caption * CAPTION_LEADING

    def _gap_widths(self) -> float:
        count = len(self.figure.frames)
        return FRAME_GAP * (count - 1) + self.beside * (1 if self._stacks else count)

    def scale_for_width(self) -> float:
        """The largest scale, in points per cm, that the slot's width allows."""
        return self._widest

    @cached_property
    def _widest(self) -> float:
        frames = self.figure.frames
        if self.inset:
            return self._widest_inset()
        if self._stacks:
            if max(self._under, default=0.0) > self.width:
                return 0.0
            return (self.width - self.beside) / max(frame.width for frame in frames)
        return _shared_scale([frame.width for frame in frames], self._under, self.width - self._gap_widths())

    def _widest_inset(self) -> float:
        """Likewise with captions in the corners, which take the less room the larger a picture is."""
        low, high = 0.0, self.width / max(frame.width for frame in self.figure.frames)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._inset_width(middle) <= self.width else (low, middle)
        return low

    def _inset_width(self, scale: float) -> float:
        count = len(self.figure.frames)
        widths = [self._left_of(number, scale) + frame.width * scale
                  for number, frame in enumerate(self.figure.frames)]  # fmt: skip
        return max(widths) if self._stacks else sum(widths) + RULE_GAP * (count - 1)

    def _left_of(self, number: int, scale: float) -> float:
        """Room in points that the caption in the corner of a frame needs left of it."""
        if scale <= 0:
            return 0.0
        free = self.figure.frames[number].left_room(self.caption * CAPTION_LEADING / scale) * scale
        return max(0.0, self.captions[number] + INSET_GAP - free)

    @property
    def _under(self) -> tuple[float, ...]:
        """Width that each frame takes at least, for the sake of its caption."""
        return () if self.beside or self.inset else self.captions

    def scale_for_height(self, height: float) -> float:
        """The largest scale that a height allows; zero or less when there is no room."""
        frames = self.figure.frames
        if self._stacks:
            room = height - len(frames) * self._caption_height - STACK_GAP * (len(frames) - 1)
            return room / sum(frame.height for frame in frames)
        return (height - self._caption_height) / max(frame.height for frame in frames)

    def height_at(self, scale: float) -> float:
        """Height in points that the figure takes at a scale."""
        frames = self.figure.frames
        if self._stacks:
            fixed = len(frames) * self._caption_height + STACK_GAP * (len(frames) - 1)
            return fixed + scale * sum(frame.height for frame in frames)
        return self._caption_height + scale * max(frame.height for frame in frames)

    def floor_scale(self, lying: float, upright: float) -> float:
        """The least scale at which a lying figure is wide (lying) or tall (upright) enough, in points.

        A figure that sits, or lies with bent knees, is smaller than one stretched out and keeps its scale.
        """
        frames = self.figure.frames
        if self.figure.lying:
            return lying / max(LYING_WIDTH, *(frame.width for frame in frames))
        return upright / max(STANDING_HEIGHT, *(frame.height for frame in frames))

    def draw(self, height: float, scale: float, look: PageLook) -> tuple[Group, ...]:
        """The frames with captions, centred in the slot's width and ``height``."""
        return self._stacked(height, scale, look) if self._stacks else self._abreast(height, scale, look)

    def _frame(self, frame: FrameShapes, scale: float, look: PageLook, room: float) -> Group:
        """One frame as a Figure and its caption, in a box ``room`` points wide at least."""
        draw = self._frame_inset if self.inset else self._frame_beside if self.beside else self._frame_over
        return look.once(
            "frame", (frame,), lambda: replace(draw(frame, scale, look, room), shared=True),
            scale, room, self.beside, self.caption, self.source, self.inset,
        )  # fmt: skip

    def _frame_over(self, frame: FrameShapes, scale: float, look: PageLook, room: float) -> Group:
        """One frame with its caption under it."""
        width, height = frame.width * scale, frame.height * scale
        caption_width = text_width(frame.caption, look.fonts.bold, self.caption)
        box = max(width, caption_width, room)
        art = Group(
            (box - width) / 2, 0.0, width, height, (FigureArt(0.0, 0.0, frame, scale, look.palette),),
            role="Figure", alt=frame.alt, kind="figure", source=self.source,
        )  # fmt: skip
        if not self.caption:
            return Group(0.0, 0.0, box, height, (art,), kind="frame")
        line = label(
            frame.caption,
            look.fonts.bold,
            self.caption,
            look.colours.ink,
            box / 2,
            self.caption * 0.98,
            "centre",
        )
        caption = Group(
            0.0, height, box, self._caption_height, (line,),
            role="P", kind="caption", source=self.source, text_size=self.caption,
        )  # fmt: skip
        return Group(0.0, 0.0, box, height + self._caption_height, (art, caption), kind="frame")

    def _frame_beside(self, frame: FrameShapes, scale: float, look: PageLook, room: float) -> Group:
        """One frame with its caption left of it, level with its foot."""
        width, height = frame.width * scale, frame.height * scale
        box = max(width + self.beside, room)
        art = Group(
            self.beside + (box - self.beside - width) / 2, 0.0, width, height,
            (FigureArt(0.0, 0.0, frame, scale, look.palette),),
            role="Figure", alt=frame.alt, kind="figure", source=self.source,
        )  # fmt: skip
        line = label(frame.caption, look.fonts.bold, self.caption, look.colours.ink, 0.0, self.caption * 0.98)
        tall = self.caption * CAPTION_LEADING
        caption = Group(
            0.0, max(0.0, height - tall), self.beside, tall, (line,),
            role="P", kind="caption", source=self.source, text_size=self.caption,
        )  # fmt: skip
        return Group(0.0, 0.0, box, height, (caption, art), kind="frame")

    def _frame_inset(self, frame: FrameShapes, scale: float, look: PageLook, room: float) -> Group:
        """One frame with its caption in the upper left corner, where the picture leaves it room."""
        number = self.figure.frames.index(frame)
        width, height, left = frame.width * scale, frame.height * scale, self._left_of(number, scale)
        box = max(width + left, room)
        x = (box - width - left) / 2
        art = Group(
            x + left, 0.0, width, height, (FigureArt(0.0, 0.0, frame, scale, look.palette),),
            role="Figure", alt=frame.alt, kind="figure", source=self.source,
        )  # fmt: skip
        line = label(frame.caption, look.fonts.bold, self.caption, look.colours.ink, 0.0, self.caption * 0.98)
        tall = self.caption * CAPTION_LEADING
        caption = Group(
            x, 0.0, self.captions[number], tall, (line,),
            role="P", kind="caption", source=self.source, text_size=self.caption,
        )  # fmt: skip
        return Group(0.0, 0.0, box, max(height, tall), (caption, art), kind="frame")

    def _stacked(self, height: float, scale: float, look: PageLook) -> tuple[Group, ...]:
        parts = [self._frame(frame, scale, look, self.width) for frame in self.figure.frames]
        used = sum(part.height for part in parts)
        spare = max(0.0, height - used - STACK_GAP * (len(parts) - 1))
        gap = STACK_GAP + min(spare / (len(parts) + 1), 14.0)
        y = (height - used - gap * (len(parts) - 1)) / 2
        placed = []
        for part in parts:
            placed.append(moved(part, 0.0, y))
            y += part.height + gap
        return tuple(placed)

    def _abreast(self, height: float, scale: float, look: PageLook) -> tuple[Group, ...]:
        parts = [self._frame(frame, scale, look, 0.0) for frame in self.figure.frames]
        spare = self.width - sum(part.width for part in parts)
        gap = spare / (len(parts) + 1)
        tallest = max(part.height for part in parts)
        x, foot = gap, (height + tallest) / 2
        placed = []
        for number, part in enumerate(parts):
            if number and (self.beside or self.inset):
                # so that a caption is not taken for that of the picture left of it
                placed.append(self._rule(x - gap / 2, foot - tallest, tallest, look))
            placed.append(moved(part, x, foot - part.height))
            x += part.width + gap
        return tuple(placed)

    @staticmethod
    def _rule(x: float, y: float, height: float, look: PageLook) -> Group:
        line = Polyline((0.0, 0.0, 0.0, height), stroke=look.colours.rule, line_width=0.75)
        return Group(x, y, 0.0, height, (line,), kind="frame-rule")


def caption_column(figure: DisplayList, look: PageLook) -> float:
    """Width of the column that the captions of a figure need when they stand left of their frames."""
    return max(caption_widths(figure, look)) + 5.0


def caption_widths(figure: DisplayList, look: PageLook) -> tuple[float, ...]:
    """Width in points of each caption of a figure."""
    size = look.layout.sizes.caption
    return tuple(text_width(frame.caption, look.fonts.bold, size) for frame in figure.frames)


def _shared_scale(widths: Sequence[float], least: Sequence[float], room: float) -> float:
    """The largest scale at which things side by side fit ``room``; each is as wide as ``least`` at the least.

    Zero if they do not even then. The width taken grows with the scale, and is straight between the scales at
    which one of the things becomes wider than its least.
    """
    least = least or [0.0] * len(widths)
    if sum(least) > room:
        return 0.0
    order = sorted(range(len(widths)), key=lambda k: least[k] / widths[k])
    scale = 0.0
    for count in range(1, len(order) + 1):
        grown, fixed = order[:count], order[count:]
        scale = (room - sum(least[k] for k in fixed)) / sum(widths[k] for k in grown)
        if not fixed or scale <= least[fixed[0]] / widths[fixed[0]]:
            return scale
    return scale

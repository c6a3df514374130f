"""A compiled figure: what to paint, in centimetres of the body, ready to be drawn at any scale.

Needs neither numpy nor shapely. Colours are named by role; a palette gives each role its colour,
so one display list serves colour and mono.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

# A picture is looked at in rows of so many cm.
ROW = 2.0
# A line further right than the room found so far by more than this, in cm, takes nothing off it.
CLEAR = 1e-6


def left_rooms(
    lines: Iterable[Sequence[float]], bounds: tuple[float, float, float, float]
) -> tuple[float, ...]:
    """For each row of a picture, from the top down, the cm from its left edge to the first of its ``lines``.

    Each line is x0, y0, x1, y1, ..., ``bounds`` are left, bottom, right and top of the picture, all in cm. A
    row without a line has all of the picture's width.
    """
    left, bottom, right, top = bounds
    rooms = [right - left] * max(1, math.ceil((top - bottom) / ROW))
    for line in lines:
        xs, ys = [x - left for x in line[::2]], [top - y for y in line[1::2]]
        if len(xs) == 1:
            _touch(rooms, xs[0], ys[0], xs[0], ys[0])
        for at in range(1, len(xs)):
            _touch(rooms, xs[at - 1], ys[at - 1], xs[at], ys[at])
    return tuple(max(0.0, room) for room in rooms)


def _touch(rooms: list[float], x0: float, y0: float, x1: float, y1: float) -> None:
    """Take a line from one point to another out of the room of the rows that it goes through."""
    if y1 < y0:
        x0, y0, x1, y1 = x1, y1, x0, y0
    last = len(rooms) - 1
    first, end = max(0, min(last, int(y0 // ROW))), max(0, min(last, int(y1 // ROW)))
    clear = (x0 if x0 < x1 else x1) - CLEAR
    for row in range(first, end + 1):
        if clear > rooms[row]:
            continue
        if y1 <= y0:
            rooms[row] = min(rooms[row], x0, x1)
            continue
        for y in (max(y0, row * ROW), min(y1, (row + 1) * ROW)):
            rooms[row] = min(rooms[row], x0 + (x1 - x0) * (y - y0) / (y1 - y0))


def room_at(rooms: Sequence[float], height: float) -> float:
    """The cm that are free at the left of the first ``height`` cm of rows."""
    return min(rooms[: max(1, math.ceil(height / ROW))])


# A ring or line: x0, y0, x1, y1, ... in cm, x to the right, y up.
Points = tuple[float, ...]
BBox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled area with holes (even-odd rule)."""

    role: str
    rings: tuple[Points, ...]

    @property
    def outlines(self) -> tuple[Points, ...]:
        """The edges of the area, each back to where it began."""
        return tuple((*ring, *ring[:2]) for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines of one width in points, whatever the figure's scale; caps and joins are round."""

    role: str
    width: float
    lines: tuple[Points, ...]
    closed: bool = False

    @property
    def outlines(self) -> tuple[Points, ...]:
        """The lines, closed ones back to where they began."""
        return tuple((*line, *line[:2]) if self.closed else line for line in self.lines)


@dataclass(frozen=True, slots=True)
class ArrowShape:
    """A movement arrow along ``path``; its shaft, head and white halo keep their size in points."""

    path: Points
    double: bool = False

    @property
    def outlines(self) -> tuple[Points, ...]:
        """Its path."""
        return (self.path,)


Op = Fill | Stroke | ArrowShape


@dataclass(frozen=True)
class FrameShapes:
    """One frame of a figure: caption, alt text, operations in painting order, and bounds in cm."""

    caption: str
    alt: str
    ops: tuple[Op, ...]
    bounds: BBox

    @property
    def width(self) -> float:
        """Width in cm of body, arrows included."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height(self) -> float:
        """Height in cm of body, arrows included."""
        return self.bounds[3] - self.bounds[1]

    @cached_property
    def _left_rooms(self) -> tuple[float, ...]:
        return left_rooms((line for op in self.ops for line in op.outlines), self.bounds)

    def left_room(self, height: float) -> float:
        """The cm that are free of ink at its left in its first ``height`` cm from the top."""
        return room_at(self._left_rooms, height)


@dataclass(frozen=True, slots=True)
class DisplayList:
    """All frames of a figure at one scale: ``lying`` figures stack, upright ones stand side by side."""

    frames: tuple[FrameShapes, ...]
    lying: bool

    @property
    def hatched(self) -> bool:
        """Whether a muscle is marked in one of the frames."""
        return any(
            isinstance(op, Fill) and op.role == "highlight" for frame in self.frames for op in frame.ops
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named place of a diagram that a label points at, in cm."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """A compiled diagram and the places of its labels, from top to bottom."""

    frame: FrameShapes
    anchors: tuple[Anchor, ...]

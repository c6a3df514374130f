"""Where a picture leaves room at its left for its caption: beside a head, over a body that lies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from clinicpress.figures.displaylist import Arrow, Fill, Frame, Points

# A picture is looked at in rows of so many cm.
ROW = 2.0


def left_room(frame: Frame) -> tuple[float, ...]:
    """For each row of a picture, from the top down, the cm from its left edge to the first ink.

    A row without ink has all of the picture's width.
    """
    left, _, _, top = frame.bounds
    rooms = [frame.width] * max(1, math.ceil(frame.height / ROW))
    for points in _lines(frame):
        ends = [(points[at] - left, top - points[at + 1]) for at in range(0, len(points), 2)]
        for start, end in pairwise(ends) if len(ends) > 1 else ((ends[0], ends[0]),):
            _touch(rooms, start, end)
    return tuple(max(0.0, room) for room in rooms)


def _lines(frame: Frame) -> Iterator[Points]:
    """Every line that is drawn, and the edges of what is filled."""
    for op in frame.ops:
        if isinstance(op, Fill):
            yield from ((*ring, *ring[:2]) for ring in op.rings)
        elif isinstance(op, Arrow):
            yield op.path
        else:
            yield from ((*line, *line[:2]) if op.closed else line for line in op.lines)


def _touch(rooms: list[float], start: tuple[float, float], end: tuple[float, float]) -> None:
    """Take a line from ``start`` to ``end`` out of the room of the rows that it goes through."""
    (x0, y0), (x1, y1) = sorted((start, end), key=lambda point: point[1])
    last = len(rooms) - 1
    for row in range(max(0, min(last, int(y0 // ROW))), max(0, min(last, int(y1 // ROW))) + 1):
        ys = (max(y0, row * ROW), min(y1, (row + 1) * ROW))
        for y in ys if y1 > y0 else ():
            rooms[row] = min(rooms[row], x0 + (x1 - x0) * (y - y0) / (y1 - y0))
        if y1 <= y0:
            rooms[row] = min(rooms[row], x0, x1)


def room_at(rooms: Sequence[float], height: float) -> float:
    """The cm that are free at the left of the first ``height`` cm of rows."""
    return min(rooms[: max(1, math.ceil(height / ROW))])

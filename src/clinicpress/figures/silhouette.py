"""Where a picture leaves room at its left for its caption: beside a head, over a body that lies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

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

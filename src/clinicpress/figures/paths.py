"""From a frame of a display list to paths in points.

Needs neither numpy nor shapely.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinicpress.figures.displaylist import ArrowShape, BBox, Fill, FrameShapes, Points, Stroke

# Arrows keep these sizes in points at every usual scale.
SHAFT, HEAD, HALO = 2.5, 8.8, 1.3
_HEAD_WIDTH = 0.5
_NOTCH = 0.22
# Below this scale, in points per cm, arrows shrink with the figure, so that they stay within its bounds.
SMALLEST_SCALE = 0.6


@dataclass(frozen=True, slots=True)
class PaintedPath:
    """Rings or lines to fill or to stroke, in points from the frame's lower left corner, y upwards.

    Holes follow the even-odd rule; ends and joins are round. ``fill`` and ``stroke`` are colours or None.
    """

    fill: str | None
    stroke: str | None
    width: float
    lines: tuple[Points, ...]
    closed: bool


def paint(frame: FrameShapes, scale: float, palette: Mapping[str, str]) -> tuple[PaintedPath, ...]:
    """The paths of a frame at ``scale`` points per cm, in painting order.

    Raises:
        KeyError: if the palette lacks a role.
    """
    paths: list[PaintedPath] = []
    for op in frame.ops:
        if isinstance(op, Fill):
            paths.append(
                PaintedPath(palette[op.role], None, 0.0, _scaled(op.rings, frame.bounds, scale), True)
            )
        elif isinstance(op, Stroke):
            lines = _scaled(op.lines, frame.bounds, scale)
            paths.append(PaintedPath(None, palette[op.role], op.width, lines, op.closed))
        else:
            (points,) = _scaled((op.path,), frame.bounds, scale)
            paths += _arrow(points, op.double, min(1.0, scale / SMALLEST_SCALE), palette)
    return tuple(paths)


def _scaled(lines: Sequence[Points], bounds: BBox, scale: float) -> tuple[Points, ...]:
    left, low = bounds[:2]
    scaled = []
    for points in lines:
        # a list takes half the time of a generator: figures are made of ten thousand points
        flat = [0.0] * len(points)
        flat[::2] = [round((x - left) * scale, 2) + 0.0 for x in points[::2]]
        flat[1::2] = [round((y - low) * scale, 2) + 0.0 for y in points[1::2]]
        scaled.append(tuple(flat))
    return tuple(scaled)


def _arrow(points: Points, double: bool, size: float, palette: Mapping[str, str]) -> list[PaintedPath]:
    """A shaft with one head or two, on a halo."""
    head, width, halo = HEAD * size, SHAFT * size, HALO * size
    start = head * 0.7 if double else 0.0
    shaft = cut_ends(points, start, head * 0.7)
    heads = [_head(points, head)]
    if double:
        heads.append(_head(_reversed(points), head))
    colour, paper = palette["arrow"], palette["arrow-halo"]
    return [
        PaintedPath(None, paper, width + 2 * halo, (shaft,), False),
        PaintedPath(paper, paper, 2 * halo, tuple(heads), True),
        PaintedPath(None, colour, width, (shaft,), False),
        PaintedPath(colour, None, 0.0, tuple(heads), True),
    ]


def _head(points: Points, size: float) -> Points:
    """A barbed triangle whose tip is the end of the path; it points along the path's last stretch."""
    tip_x, tip_y = points[-2], points[-1]
    back = cut_ends(points, 0.0, size)
    dx, dy = tip_x - back[-2], tip_y - back[-1]
    norm = math.hypot(dx, dy) or 1.0
    dx, dy = dx / norm, dy / norm
    base_x, base_y = tip_x - dx * size, tip_y - dy * size
    out_x, out_y = -dy * size * _HEAD_WIDTH, dx * size * _HEAD_WIDTH
    notch = size * _NOTCH
    corners = (
        tip_x, tip_y, base_x + out_x, base_y + out_y,
        base_x + dx * notch, base_y + dy * notch, base_x - out_x, base_y - out_y,
    )  # fmt: skip
    return tuple(round(value, 2) + 0.0 for value in corners)


def cut_ends(points: Points, start: float, end: float) -> Points:
    """A line without its first ``start`` and last ``end`` units; at least a tenth of it is left."""
    whole = _length(points)
    room = whole * 0.9
    if start + end > room:
        start, end = start * room / (start + end), end * room / (start + end)
    return _reversed(_cut_start(_reversed(_cut_start(points, start)), end))


def _cut_start(points: Points, amount: float) -> Points:
    for index in range(0, len(points) - 2, 2):
        x0, y0, x1, y1 = points[index : index + 4]
        step = math.hypot(x1 - x0, y1 - y0)
        if step > amount:
            t = amount / step
            return (round(x0 + (x1 - x0) * t, 2), round(y0 + (y1 - y0) * t, 2), *points[index + 2 :])
        amount -= step
    return points[-4:]


def _reversed(points: Points) -> Points:
    return tuple(value for index in range(len(points) - 2, -1, -2) for value in points[index : index + 2])


def _length(points: Points) -> float:
    return sum(
        math.hypot(points[index + 2] - points[index], points[index + 3] - points[index + 1])
        for index in range(0, len(points) - 2, 2)
    )


def arrow_extent(arrow: ArrowShape) -> BBox:
    """The bounds in cm of an arrow with head and halo, at the scale where it is largest beside the body."""
    s = SMALLEST_SCALE
    points = tuple(value * s for value in arrow.path)
    heads = [_head(points, HEAD)] + ([_head(_reversed(points), HEAD)] if arrow.double else [])
    outer = [(points, SHAFT / 2 + HALO), *((head, HALO) for head in heads)]
    xs = [x + way * more for line, more in outer for x in line[::2] for way in (-1, 1)]
    ys = [y + way * more for line, more in outer for y in line[1::2] for way in (-1, 1)]
    return min(xs) / s, min(ys) / s, max(xs) / s, max(ys) / s

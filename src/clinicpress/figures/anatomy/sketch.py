"""Tools of diagrams: smooth outlines, bands, hatches, and the sheet that they are drawn on.

Control points are centimetres of a grown-up; a `Sketch` magnifies them, so that every diagram is about as
tall in a display list as the body with the sciatic nerve is, and comes out at the same size on paper. Widths
of lines are points and stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.displaylist import Anchor, BBox, Diagram, Fill, FrameShapes, Op
from clinicpress.figures.drawing.outline import flat, rings, strokes
from clinicpress.figures.drawing.solids import hermite
from clinicpress.figures.pose.camera import Array

Curve = Sequence[tuple[float, float]]
# Places with half a width each: x, y, half width.
SketchBand = Sequence[tuple[float, float, float]]

# Widths of lines in points: the edge of a bone, of the skin and of what is soft, and hatches.
BONE, SKIN, SOFT, HATCH = 1.05, 0.9, 0.8, 0.7
_SAMPLES = 8
_MARGIN = 0.6


class Sketch:
    """A diagram in the making: painted from the back to the front, cut off at a window without a line.

    ``window`` is left, bottom, right, top in real centimetres; ``scale`` is units of the display list each.
    """

    def __init__(self, window: BBox, scale: float) -> None:
        self.window = shapely.box(*window)
        self.scale = scale
        self.ops: list[Op] = []

    def area(self, role: str, shape: BaseGeometry, width: float = BONE, line: str = "bone-line") -> None:
        """Fill a shape and draw its edge; a ``width`` of 0 draws none."""
        self.ops.append(Fill(role, rings(self._placed(shape))))
        if width:
            self.lines(line, width, shape.boundary)

    def lines(self, role: str, width: float, mark: BaseGeometry) -> None:
        """Draw lines ``width`` points wide."""
        self.ops += strokes(role, width, self._placed(mark))

    def diagram(self, anchors: Iterable[tuple[str, tuple[float, float]]]) -> Diagram:
        """What was drawn, with the places of its labels."""
        scale = self.scale
        places = tuple(Anchor(name, round(x * scale, 2), round(y * scale, 2)) for name, (x, y) in anchors)
        return Diagram(FrameShapes("", "", tuple(self.ops), bounds(self.ops)), places)

    def _placed(self, shape: BaseGeometry) -> BaseGeometry:
        seen = shape.intersection(self.window)
        return affinity.scale(seen, self.scale, self.scale, origin=(0.0, 0.0))


def smooth(curve: Curve | Array) -> Array:
    """Points (n, k) of a smooth line through places; columns after the second are carried along."""
    nodes = np.array(curve, dtype=np.float64)
    run = _run(nodes)
    return hermite(nodes, run, np.linspace(0.0, run[-1], _SAMPLES * len(nodes)))


def outline(curve: Curve) -> BaseGeometry:
    """The area within a smooth closed line through places."""
    nodes = np.array([*curve[-2:], *curve, *curve[:3]], dtype=np.float64)
    run = _run(nodes)
    at = np.linspace(run[2], run[-3], _SAMPLES * len(curve), endpoint=False)
    return shapely.Polygon(hermite(nodes, run, at)).buffer(0)


def line(curve: Curve) -> BaseGeometry:
    """A smooth line through places."""
    return shapely.LineString(smooth(curve))


def band(places: SketchBand) -> BaseGeometry:
    """The area of a band that is as wide as each of its places says."""
    return shapely.Polygon(np.concatenate([_beside(places, 1.0), _beside(places, -1.0)[::-1]])).buffer(0)


def fibres(places: SketchBand, across: Sequence[float]) -> BaseGeometry:
    """Lines along a band, each at a share (-1 to 1) of its half width."""
    return shapely.MultiLineString([_beside(places, share) for share in across])


def hatch(area: BaseGeometry, gap: float, slope: float) -> BaseGeometry:
    """Lines ``gap`` centimetres apart across an area, at ``slope`` degrees."""
    middle = area.centroid
    reach = float(np.hypot(*(np.subtract(area.bounds[2:], area.bounds[:2]))))
    steps = np.arange(-reach, reach, gap)
    level = shapely.multilinestrings(
        [[(middle.x - reach, middle.y + y), (middle.x + reach, middle.y + y)] for y in steps]
    )
    found: BaseGeometry = affinity.rotate(level, slope, origin=middle).intersection(area)
    return found


def bounds(ops: Sequence[Op]) -> BBox:
    """Left, bottom, right and top of all that is filled, with a margin for the lines."""
    points = [
        point
        for op in ops
        if isinstance(op, Fill)
        for ring in op.rings
        for point in zip(ring[::2], ring[1::2], strict=True)
    ]
    low, high = np.min(points, axis=0) - _MARGIN, np.max(points, axis=0) + _MARGIN
    left, bottom, right, top = flat(np.stack([low, high]))
    return left, bottom, right, top


def _run(nodes: Array) -> Array:
    """How far along the line each place is."""
    steps = np.linalg.norm(np.diff(nodes[:, :2], axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _beside(places: SketchBand, share: float) -> Array:
    """Points (n, 2) beside the middle of a band, at a share of its half width to the left."""
    rows = smooth(np.array(places, dtype=np.float64))
    along = np.gradient(rows[:, :2], axis=0)
    left = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.linalg.norm(along, axis=1)[:, None]
    beside: Array = rows[:, :2] + left * rows[:, 2:3] * share
    return beside

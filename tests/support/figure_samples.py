"""Compiled figures for tests: each is compiled once in a process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import shapely
from pose_samples import EVERY, figure
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Figure
from clinicpress.figures.displaylist import ArrowShape, DisplayList, Fill, FrameShapes, Points
from clinicpress.figures.drawing.compiling import compile_figure

PATHS = {path.stem: path for path in EVERY}


@cache
def model(name: str) -> Figure:
    """The figure of an exercise or of one of the tests' poses."""
    return figure(PATHS[name])


@cache
def compiled(name: str, mirror: bool = False) -> DisplayList:
    """Its display list."""
    return compile_figure(model(name), mirror)


def lines_of(frame: FrameShapes) -> Iterator[Points]:
    """Every ring, line and path of a frame."""
    for op in frame.ops:
        if isinstance(op, ArrowShape):
            yield op.path
        else:
            yield from op.rings if isinstance(op, Fill) else op.lines


def pairs(points: Points, flip: bool = False) -> list[tuple[float, float]]:
    """Coordinates as pairs; ``flip`` shows them in a mirror."""
    way = -1 if flip else 1
    return [(way * x, y) for x, y in zip(points[::2], points[1::2], strict=True)]


def area(frame: FrameShapes, role: str, flip: bool = False) -> BaseGeometry:
    """The area that a frame fills in a role, by the even-odd rule."""
    found: BaseGeometry = shapely.Polygon()
    for op in frame.ops:
        if isinstance(op, Fill) and op.role == role:
            shape: BaseGeometry = shapely.Polygon()
            for ring in op.rings:
                shape = shape.symmetric_difference(shapely.Polygon(pairs(ring, flip)).buffer(0))
            found = found.union(shape)
    return found

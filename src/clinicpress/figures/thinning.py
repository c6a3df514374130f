"""From exact geometry to the points of a display list: fewer of them, on a grid."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.displaylist import Points, Stroke
from clinicpress.figures.outline import joined

# Curves may leave the true outline by this much, and points are kept to this grid, in cm.
TOLERANCE = 0.08
GRID = 0.05


def rings(area: BaseGeometry) -> tuple[Points, ...]:
    """The rings of an area, holes among them."""
    found = []
    for part in shapely.get_parts(area.simplify(TOLERANCE)):
        if part.geom_type == "Polygon":
            found += [flat(np.asarray(ring.coords)[:-1]) for ring in (part.exterior, *part.interiors)]
    return tuple(ring for ring in found if len(ring) >= 6)


def strokes(role: str, width: float, mark: BaseGeometry) -> list[Stroke]:
    """Lines of one width; closed ones apart."""
    opened: list[Points] = []
    closed: list[Points] = []
    for part in shapely.get_parts(joined(mark)):
        points = np.asarray(part.simplify(TOLERANCE).coords)
        if len(points) > 3 and np.allclose(points[0], points[-1]):
            closed.append(flat(points[:-1]))
        else:
            opened.append(flat(points))
    found = [Stroke(role, width, tuple(opened))] if opened else []
    return [*found, Stroke(role, width, tuple(closed), closed=True)] if closed else found


def flat(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Points:
    """Coordinates one after the other, on the grid, without repeats."""
    grid = np.round(np.round(points / GRID) * GRID, 2) + 0.0
    keep = np.concatenate([[True], np.any(grid[1:] != grid[:-1], axis=1)])
    return tuple(float(value) for value in grid[keep].reshape(-1))

"""How near to the viewer shapes lie, on squares of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.drawing.shapes import Shape
from clinicpress.figures.drawing.solids import Chain, Face
from clinicpress.figures.pose.camera import Array, Camera

# Side of the squares, in cm, on which depths are compared.
CELL = 0.8
# How far apart, in cm, ellipsoids may stand when the depth of a chain is sampled.
_DEPTH_STEP = 2.0

Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Relief:
    """Depths (rows, columns) of a surface on squares of `CELL`, -inf beside it; ``corner`` counts squares."""

    corner: tuple[int, int]
    depths: Array

    @property
    def places(self) -> tuple[Array, Array]:
        """The middles of its squares: x (1, columns) and y (rows, 1)."""
        rows, columns = self.depths.shape
        y, x = np.ogrid[:rows, :columns]
        return (self.corner[0] + x + 0.5) * CELL, (self.corner[1] + y + 0.5) * CELL


def shared(one: Relief, other: Relief) -> tuple[Relief, Relief] | None:
    """Both on the squares that they share; nothing if there are none."""
    (ax, ay), (bx, by) = one.corner, other.corner
    (ah, aw), (bh, bw) = one.depths.shape, other.depths.shape
    x0, x1, y0, y1 = max(ax, bx), min(ax + aw, bx + bw), max(ay, by), min(ay + ah, by + bh)
    if x0 >= x1 or y0 >= y1:
        return None
    first = one.depths[y0 - ay : y1 - ay, x0 - ax : x1 - ax]
    second = other.depths[y0 - by : y1 - by, x0 - bx : x1 - bx]
    return Relief((x0, y0), first), Relief((x0, y0), second)


def reliefs(shapes: Sequence[Shape], camera: Camera) -> list[Relief]:
    """The depths of each shape."""
    swept = iter(reliefs_of_chains([shape.chains for shape in shapes if shape.chains], camera))
    return [
        next(swept)
        if shape.chains
        else _relief_of_faces(shape.faces, [patch.area for patch in shape.patches], camera)
        for shape in shapes
    ]


def _relief_of_faces(faces: Sequence[Face], areas: Sequence[BaseGeometry], camera: Camera) -> Relief:
    """The depths of flat faces, each over its area."""
    boxes = np.array([area.bounds for area in areas if not area.is_empty])
    left, low = np.floor(boxes[:, :2].min(axis=0) / CELL).astype(int).tolist()
    right, high = np.ceil(boxes[:, 2:].max(axis=0) / CELL).astype(int).tolist()
    relief = Relief((left, low), np.full((high - low + 1, right - left + 1), -np.inf))
    x, y = np.broadcast_arrays(*relief.places)
    for face, area in zip(faces, areas, strict=True):
        left, low, right, high = area.bounds
        rows = slice(*np.searchsorted(y[:, 0], (low, high)))
        columns = slice(*np.searchsorted(x[0], (left, right)))
        inside = np.zeros(x.shape, dtype=bool)
        inside[rows, columns] = shapely.contains_xy(area, x[rows, columns], y[rows, columns])
        across = face.normal @ camera.axes.T
        away = np.stack([x[inside], y[inside]], axis=1) - camera.project(face.corners[0])
        plane = camera.depth(face.corners[0]) - (away @ across) / camera.faces(face.normal)
        relief.depths[inside] = np.maximum(relief.depths[inside], plane)
    return relief


def reliefs_of_chains(solids: Sequence[Sequence[Chain]], camera: Camera) -> list[Relief]:
    """The depths of each solid of swept ellipsoids; exact for an ellipsoid in any orientation.

    Each ellipsoid is looked at on the squares of its own bounds, in runs from left to right. The runs of all
    are one array.
    """
    if not solids:
        return []
    centres, shapes, solid = _dense(solids)
    middles, flat = camera.project(centres), camera.axes @ shapes @ camera.axes.T
    reach = np.sqrt(np.diagonal(flat, axis1=1, axis2=2))
    first = np.ceil((middles - reach) / CELL - 0.5).astype(int)
    last = np.maximum(np.floor((middles + reach) / CELL - 0.5).astype(int), first)
    starts = np.searchsorted(solid, np.arange(len(solids)))
    corners = np.minimum.reduceat(first, starts)
    columns, rows = (np.maximum.reduceat(last, starts) - corners + 1).T
    ends = np.cumsum(columns * rows)
    wide, tall = (last - first + 1).T
    owner, row = _counted(tall)
    runs = _Runs(owner, first[owner] + np.stack([0 * row, row], axis=1), wide[owner])
    # where each run begins in one line of all reliefs
    of = solid[owner]
    right, up = (runs.first - corners[of]).T
    place = (ends - columns * rows)[of] + up * columns[of] + right
    depths = np.full(ends[-1], -np.inf)
    np.maximum.at(depths, np.repeat(place, runs.length) + runs.step, _fronts(centres, shapes, camera, runs))
    return [
        Relief((int(corner[0]), int(corner[1])), piece.reshape(high, -1))
        for corner, high, piece in zip(corners, rows, np.split(depths, ends[:-1]), strict=True)
    ]


@dataclass(frozen=True, eq=False)
class _Runs:
    """Squares side by side: whose each run (r,) is, its first square (r, 2), and how many squares it has."""

    owner: Indices
    first: Indices
    length: Indices

    @cached_property
    def step(self) -> Indices:
        """How many squares each square of all runs is to the right of the first of its run."""
        return _counted(self.length)[1]


def _fronts(centres: Array, shapes: Array, camera: Camera, runs: _Runs) -> Array:
    """How near the front of its ellipsoid is over each square of the runs; -inf beside it."""
    owner = runs.owner
    inverse = np.linalg.inv(camera.axes @ shapes @ camera.axes.T)
    mixed = shapes @ camera.toward @ camera.axes.T
    slope = np.einsum("nij,nj->ni", inverse, mixed)
    spread = np.einsum("i,nij,j->n", camera.toward, shapes, camera.toward) - np.sum(slope * mixed, axis=1)
    left, y = ((runs.first + 0.5) * CELL - camera.project(centres)[owner]).T

    def along(values: Array) -> Array:
        return np.repeat(values, runs.length)

    # what does not change along a run is taken out of the sums
    x = along(left) + runs.step * CELL
    bend = along(inverse[owner, 0, 0]) * x + along(2 * inverse[owner, 0, 1] * y)
    inside = along(1.0 - inverse[owner, 1, 1] * y * y) - bend * x
    middle = along((centres @ camera.toward)[owner] + slope[owner, 1] * y) + along(slope[owner, 0]) * x
    front: Array = middle + np.sqrt(np.maximum(inside, 0.0) * along(np.maximum(spread, 0.0)[owner]))
    np.copyto(front, -np.inf, where=inside < 0)
    return front


def _dense(solids: Sequence[Sequence[Chain]]) -> tuple[Array, Array, Indices]:
    """Centres and shapes of ellipsoids with others filled in between, and the index of each one's solid."""
    chains = [one for solid in solids for one in solid]
    counts = [len(one.centres) for one in chains]
    centres = np.concatenate([one.centres for one in chains])
    shapes = np.concatenate([one.shapes for one in chains])
    way, change = np.diff(centres, axis=0), np.diff(shapes, axis=0)
    steps = np.maximum(np.rint(np.linalg.norm(way, axis=1) / _DEPTH_STEP).astype(int), 1)
    # there is nothing between one chain and the next
    steps[np.cumsum(counts[:-1], dtype=int) - 1] = 1
    owner, step = _counted(steps)
    t = (step + 1) / steps[owner]
    between = centres[owner] + t[:, None] * way[owner], shapes[owner] + t[:, None, None] * change[owner]
    solid = np.repeat(np.arange(len(solids)), [sum(len(one.centres) for one in each) for each in solids])
    return (
        np.concatenate([centres[:1], between[0]]),
        np.concatenate([shapes[:1], between[1]]),
        np.concatenate([solid[:1], solid[owner + 1]]),
    )


def _counted(counts: Indices) -> tuple[Indices, Indices]:
    """Each index as often as ``counts`` (n,) says, and which of its turns that is, from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)

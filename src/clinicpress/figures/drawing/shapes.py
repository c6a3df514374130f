"""Shapes in space, seen by the camera, and the order in which they are painted.

Depths at the middle of a part do not tell enough: a shin may pass before a thigh at one end and behind it
at the other. So each pair is compared where it overlaps, without the joint it shares, and what is nearer
there is painted later. Rules that depth cannot know, such as a hand on what it holds, stand above that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.drawing.solids import INNER, PROP, Chain, Cuboid, Face, FigurePart, front, outline
from clinicpress.figures.pose.camera import Array, Camera

# Side of the squares, in cm, on which depths are compared.
CELL = 0.8
_ROUND = 8
# Holes smaller than this, in square cm, are gaps between fingers and the like, and are closed.
_PINHOLE = 2.0


@dataclass(frozen=True, eq=False)
class Seam:
    """A place (2,) of the picture where a part grows out of another: no line within ``radius`` cm of it."""

    part: str
    at: Array
    radius: float


@dataclass(frozen=True, eq=False)
class Patch:
    """An area in one colour. Its edge is drawn ``line`` points wide, except at ``seams``; 0 draws none."""

    name: str
    role: str
    area: BaseGeometry
    seams: tuple[Seam, ...] = ()
    line: float = INNER


@dataclass(frozen=True, eq=False)
class Detail:
    """Something small on a shape: a line ``width`` points wide, or an area when ``width`` is 0."""

    role: str
    mark: BaseGeometry
    width: float


@dataclass(frozen=True, eq=False)
class Relief:
    """Depths (rows, columns) of a surface on squares of `CELL`, -inf beside it; ``corner`` counts squares."""

    corner: tuple[int, int]
    depths: Array


@dataclass(frozen=True, eq=False)
class Shape:
    """A part in the picture: its patches from the lowest to the topmost, and what lies on them."""

    name: str
    patches: tuple[Patch, ...]
    relief: Relief
    details: tuple[Detail, ...] = ()
    bias: float = 0.0
    body: bool = True

    @property
    def area(self) -> BaseGeometry:
        """All that the shape covers."""
        return shapely.union_all([patch.area for patch in self.patches])


def see(part: FigurePart, camera: Camera, far: str = "") -> Shape:
    """A part of flesh or cloth as the camera sees it; ``far`` is added to its colour roles."""
    areas: dict[str, BaseGeometry] = {}
    patches: list[Patch] = []
    for layer in part.layers:
        if layer.facing is not None and camera.faces(layer.facing) <= 0:
            continue
        area = rounded(outline(layer.chains, camera), layer.smooth)
        if layer.inside:
            area = area.intersection(areas[part.layers[0].name])
        areas[layer.name] = area
        seams = tuple(Seam(joint.part, camera.project(joint.at), joint.radius) for joint in layer.joints)
        patches.append(Patch(layer.name, layer.role + far, area, seams, layer.line))
    chains = [chain for layer in part.layers for chain in layer.chains]
    return Shape(
        part.name, tuple(patches), relief_of(chains, camera, areas.values()), (), part.bias, part.body
    )


def rounded(area: BaseGeometry, radius: float) -> BaseGeometry:
    """``area`` with notches and corners narrower than ``radius`` rounded off, without its smallest holes."""
    if not radius:
        return area
    grown = area.buffer(radius, quad_segs=_ROUND)
    smooth = grown.buffer(-2 * radius, quad_segs=_ROUND).buffer(radius, quad_segs=_ROUND)
    if smooth.is_empty:
        return shapely.Polygon()
    return shapely.union_all([_without_pinholes(part) for part in shapely.get_parts(smooth)])


def _without_pinholes(part: BaseGeometry) -> BaseGeometry:
    if not isinstance(part, shapely.Polygon) or not part.interiors:
        return part
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > _PINHOLE]
    return shapely.Polygon(part.exterior, holes)


def relief_of(chains: Sequence[Chain], camera: Camera, areas: Iterable[BaseGeometry]) -> Relief:
    """The depths of swept ellipsoids over the bounds of their areas."""
    corner, points, shape = _squares(areas)
    return Relief(corner, front(chains, camera, points).reshape(shape))


def _squares(areas: Iterable[BaseGeometry]) -> tuple[tuple[int, int], Array, tuple[int, int]]:
    """The middles (m, 2) of all squares over the areas' bounds, the corner and the shape of their grid."""
    boxes = np.array([area.bounds for area in areas if not area.is_empty])
    low = np.floor(boxes[:, :2].min(axis=0) / CELL).astype(int)
    high = np.ceil(boxes[:, 2:].max(axis=0) / CELL).astype(int)
    x = (np.arange(low[0], high[0] + 1) + 0.5) * CELL
    y = (np.arange(low[1], high[1] + 1) + 0.5) * CELL
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    return (int(low[0]), int(low[1])), grid.reshape(-1, 2), (len(y), len(x))


def see_block(block: Cuboid, camera: Camera, line: float = PROP) -> Shape | None:
    """A prop with flat faces as the camera sees it; nothing when all of its faces look away."""
    faces = [face for face in block.faces if camera.faces(face.normal) > 1e-3]
    if not faces:
        return None
    areas = [rounded(shapely.Polygon(camera.project(face.corners)), block.radius) for face in faces]
    patches = tuple(
        Patch(f"{block.name}-{number}", face.role, area, (), 0.0 if block.open else line)
        for number, (face, area) in enumerate(zip(faces, areas, strict=True))
    )
    corner, points, shape = _squares(areas)
    depths = np.full(len(points), -np.inf)
    for face, area in zip(faces, areas, strict=True):
        inside = shapely.contains_xy(area, points[:, 0], points[:, 1])
        depths[inside] = np.maximum(depths[inside], _plane(face, camera, points[inside]))
    insides = shapely.union_all([area.buffer(-0.2) for area in areas])
    edges = [shapely.LineString(camera.project(edge)).difference(insides) for edge in block.edges]
    details = tuple(Detail("prop-line", edge, line) for edge in edges if not edge.is_empty)
    return Shape(block.name, patches, Relief(corner, depths.reshape(shape)), details, body=False)


def _plane(face: Face, camera: Camera, points: Array) -> Array:
    """Depth (m,) of a flat face over picture points (m, 2)."""
    across = face.normal @ camera.axes.T
    start = face.corners[0]
    away = points - camera.project(start)
    result: Array = camera.depth(start) - (away @ across) / camera.faces(face.normal)
    return result


Over = tuple[str, str]
"""Names of two shapes: the first is painted over the second."""

_LEAST_OVERLAP = 0.3
_FULL_WEIGHT_AREA = 8.0


@dataclass(frozen=True)
class _Edge:
    """``behind`` is painted before ``front``; when not all can be kept, the lightest are dropped."""

    weight: float
    behind: int
    front: int


def paint_order(shapes: Sequence[Shape], rules: Iterable[Over] = ()) -> tuple[Shape, ...]:
    """The shapes from the first painted, the farthest, to the last."""
    names = {shape.name: index for index, shape in enumerate(shapes)}
    ruled = {(names[under], names[over]) for over, under in rules if over in names and under in names}
    pairs = {frozenset(pair) for pair in ruled}
    edges = [_Edge(1e9, behind, front) for behind, front in sorted(ruled)]
    for i in range(len(shapes)):
        for j in range(i + 1, len(shapes)):
            if frozenset((i, j)) not in pairs:
                edge = _compare(shapes, i, j)
                if edge is not None:
                    edges.append(edge)
    return tuple(shapes[index] for index in _sorted(shapes, edges))


def _compare(shapes: Sequence[Shape], i: int, j: int) -> _Edge | None:
    """What the depths of two shapes say; nothing if they do not overlap."""
    window = _overlap(shapes[i], shapes[j])
    if window is None:
        return None
    first, second, places = window
    both = np.isfinite(first) & np.isfinite(second)
    area = float(both.sum()) * CELL * CELL
    if area < _LEAST_OVERLAP:
        return None
    region = both & ~_at_joint(shapes[i], shapes[j], places)
    if region.sum() * CELL * CELL < 0.5:
        region = both
    gap = float(np.mean(first[region] - second[region])) + shapes[i].bias - shapes[j].bias
    weight = abs(gap) * min(1.0, area / _FULL_WEIGHT_AREA) + 1e-3
    return _Edge(weight, i, j) if gap < 0 else _Edge(weight, j, i)


def _overlap(one: Shape, other: Shape) -> tuple[Array, Array, Array] | None:
    """Depths of both over the squares they share, and the middles (rows, columns, 2) of those squares."""
    (ax, ay), (bx, by) = one.relief.corner, other.relief.corner
    (ah, aw), (bh, bw) = one.relief.depths.shape, other.relief.depths.shape
    x0, x1, y0, y1 = max(ax, bx), min(ax + aw, bx + bw), max(ay, by), min(ay + ah, by + bh)
    if x0 >= x1 or y0 >= y1:
        return None
    first = one.relief.depths[y0 - ay : y1 - ay, x0 - ax : x1 - ax]
    second = other.relief.depths[y0 - by : y1 - by, x0 - bx : x1 - bx]
    grid = np.meshgrid((np.arange(x0, x1) + 0.5) * CELL, (np.arange(y0, y1) + 0.5) * CELL)
    return first, second, np.stack(grid, axis=-1)


def _at_joint(one: Shape, other: Shape, places: Array) -> NDArray[np.bool_]:
    """True on squares near a joint that two shapes share, where their depths say nothing."""
    near = np.zeros(places.shape[:2], dtype=bool)
    for shape, mate in ((one, other), (other, one)):
        mates = {patch.name for patch in mate.patches}
        for patch in shape.patches:
            for seam in patch.seams:
                if seam.part in mates:
                    near |= np.sum(np.square(places - seam.at), axis=-1) < seam.radius**2
    return near


def _sorted(shapes: Sequence[Shape], edges: list[_Edge]) -> list[int]:
    """Indices in painting order; heavy edges first, an edge that would close a circle is left out."""
    after: list[set[int]] = [set() for _ in shapes]
    for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.behind, edge.front)):
        if not _leads(after, edge.front, edge.behind):
            after[edge.behind].add(edge.front)
    waiting = [0] * len(shapes)
    for followers in after:
        for index in followers:
            waiting[index] += 1
    depth = [_middle(shape) for shape in shapes]
    ready = [index for index, count in enumerate(waiting) if not count]
    order: list[int] = []
    while ready:
        index = min(ready, key=lambda index: (depth[index], index))
        ready.remove(index)
        order.append(index)
        for follower in after[index]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return order


def _middle(shape: Shape) -> float:
    depths = shape.relief.depths
    seen = depths[np.isfinite(depths)]
    return float(seen.mean()) if seen.size else 0.0


def _leads(after: Sequence[set[int]], start: int, goal: int) -> bool:
    """True if ``goal`` is painted after ``start`` already."""
    seen, waiting = {start}, [start]
    while waiting:
        index = waiting.pop()
        if index == goal:
            return True
        fresh = after[index] - seen
        seen |= fresh
        waiting.extend(fresh)
    return False

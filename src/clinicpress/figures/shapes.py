"""Parts as the camera sees them: areas and lines in the picture, and the depth of their surface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.camera import Array, Camera
from clinicpress.figures.parts import INNER, PROP, Block, Face, Part
from clinicpress.figures.solids import Chain, front, outline

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


def see(part: Part, camera: Camera, far: str = "") -> Shape:
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


def see_block(block: Block, camera: Camera, line: float = PROP) -> Shape | None:
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

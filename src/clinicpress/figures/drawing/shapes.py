"""Parts and props as the camera sees them: their areas in the picture."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.drawing.solids import INNER, PROP, Chain, Cuboid, Face, FigurePart, Layer, outlines
from clinicpress.figures.pose.camera import Array, Camera

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
class Shape:
    """A part in the picture: its patches from the lowest to the topmost, and what lies on them.

    In space it is swept ellipsoids, or flat faces, each with its patch.
    """

    name: str
    patches: tuple[Patch, ...]
    details: tuple[Detail, ...] = ()
    chains: tuple[Chain, ...] = ()
    faces: tuple[Face, ...] = ()
    bias: float = 0.0
    body: bool = True

    @property
    def area(self) -> BaseGeometry:
        """All that the shape covers."""
        areas = [patch.area for patch in self.patches]
        return areas[0] if len(areas) == 1 else shapely.union_all(areas)


def see(parts: Sequence[FigurePart], camera: Camera, far: Container[str] = ()) -> list[Shape]:
    """Parts of flesh or cloth as the camera sees them; those named in ``far`` in their darker tint."""
    seen = [(part, layer) for part in parts for layer in part.layers if _is_seen(layer, camera)]
    outlined = _outlined([layer for _, layer in seen], camera)
    areas: dict[str, BaseGeometry] = {}
    patches: dict[str, list[Patch]] = {part.name: [] for part in parts}
    for (part, layer), whole in zip(seen, outlined, strict=True):
        area = whole.intersection(areas[part.layers[0].name]) if layer.inside else whole
        areas[layer.name] = area
        seams = tuple(Seam(joint.part, camera.project(joint.at), joint.radius) for joint in layer.joints)
        role = f"{layer.role}-far" if part.name in far else layer.role
        patches[part.name].append(Patch(layer.name, role, area, seams, layer.line))
    return [
        Shape(
            part.name,
            tuple(patches[part.name]),
            chains=tuple(chain for layer in part.layers for chain in layer.chains),
            bias=part.bias,
            body=part.body,
        )
        for part in parts
    ]


def _outlined(layers: Sequence[Layer], camera: Camera) -> list[BaseGeometry]:
    """The rounded area of each layer; none is made twice that the camera has seen as it is."""
    keys = [(layer.smooth, *(chain.value for chain in layer.chains)) for layer in layers]
    new = {key: layer for key, layer in zip(keys, layers, strict=True) if key not in camera.known}
    found = outlines([layer.chains for layer in new.values()], camera)
    for (key, layer), area in zip(new.items(), found, strict=True):
        camera.known[key] = rounded(area, layer.smooth)
    return [camera.known[key] for key in keys]


def _is_seen(layer: Layer, camera: Camera) -> bool:
    return layer.facing is None or camera.faces(layer.facing) > 0


def rounded(area: BaseGeometry, radius: float) -> BaseGeometry:
    """``area`` with notches and corners narrower than ``radius`` rounded off, without its smallest holes."""
    if not radius:
        return area
    grown = area.buffer(radius, quad_segs=_ROUND)
    smooth: BaseGeometry = grown.buffer(-2 * radius, quad_segs=_ROUND).buffer(radius, quad_segs=_ROUND)
    if isinstance(smooth, shapely.Polygon):
        return _without_pinholes(smooth)
    return shapely.union_all([_without_pinholes(part) for part in shapely.get_parts(smooth)])


def _without_pinholes(part: shapely.Polygon) -> shapely.Polygon:
    if not part.interiors:
        return part
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area > _PINHOLE]
    return shapely.Polygon(part.exterior, holes)


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
    insides = shapely.union_all([area.buffer(-0.2) for area in areas])
    edges = [shapely.LineString(camera.project(edge)).difference(insides) for edge in block.edges]
    details = tuple(Detail("prop-line", edge, line) for edge in edges if not edge.is_empty)
    return Shape(block.name, patches, details, faces=tuple(faces), body=False)

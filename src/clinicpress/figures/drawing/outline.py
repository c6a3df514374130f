"""From exact geometry to the points of a display list: fewer of them, on a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.displaylist import Points, Stroke
from clinicpress.figures.drawing.shapes import Detail, Patch, Shape
from clinicpress.figures.drawing.solids import OUTER
from clinicpress.figures.pose.camera import Array

Geometries = NDArray[np.object_]

# Neighbouring colours overlap by this much, in cm, so that no hairline of paper shows between them.
_OVERLAP = 0.08
# Lines nearer to the silhouette than this are part of it.
_SILHOUETTE_REACH = 0.3
_SHORTEST_LINE = 0.9
_SMALLEST_AREA = 0.25
_SEAM_SHRINK = 0.12
# Segments of a quarter of a circle.
_ROUND = 16
_NOTHING = shapely.LineString()


@dataclass(frozen=True, eq=False)
class Line:
    """Lines in one colour and width in points."""

    role: str
    width: float
    mark: BaseGeometry


@dataclass(frozen=True, eq=False)
class Seen:
    """What is visible of a scene.

    ``areas`` by patch name, ``fills`` by colour role in the order they first appear from the back, ``lines``
    with the thin ones first, ``body`` everything visible of the body, and ``whole`` of body and props.
    """

    areas: Mapping[str, BaseGeometry]
    fills: tuple[tuple[str, BaseGeometry], ...]
    lines: tuple[Line, ...]
    body: BaseGeometry
    whole: BaseGeometry


@dataclass(frozen=True, eq=False)
class _Bare:
    """A patch without what lies over it."""

    shape: str
    patch: Patch
    area: BaseGeometry
    line: BaseGeometry
    details: tuple[Detail, ...]
    body: bool


def seen(order: Sequence[Shape]) -> Seen:
    """What is visible of shapes, given from the back to the front."""
    bare = _uncovered(order)
    areas = {shape.name: shape.area for shape in order}
    figure = shapely.union_all([areas[shape.name] for shape in order if shape.body])
    body, silhouette = figure, figure.boundary or shapely.MultiLineString()
    behind = _behind_props(order, areas)
    if behind:
        free = [areas[shape.name] for shape in order if shape.body and shape.name not in behind]
        body = shapely.union_all([*free, *(one.area for one in bare if one.shape in behind)])
        silhouette = silhouette.intersection(body.buffer(0.15))
    return Seen(
        areas={one.patch.name: one.area for one in bare},
        fills=_fills(bare),
        lines=(*_lines(bare, silhouette), Line("line", OUTER, silhouette)),
        body=body,
        whole=shapely.union_all([figure, *(areas[shape.name] for shape in order if not shape.body)]),
    )


def _behind_props(order: Sequence[Shape], areas: Mapping[str, BaseGeometry]) -> frozenset[str]:
    """The parts of the body over which a prop lies; what else hides them is of the body as well."""
    props: list[BaseGeometry] = []
    behind = []
    for shape in reversed(order):
        if not shape.body:
            props.append(areas[shape.name])
        elif shapely.intersects(areas[shape.name], props).any():
            behind.append(shape.name)
    return frozenset(behind)


def _uncovered(order: Sequence[Shape]) -> list[_Bare]:
    """Each patch with its visible area and line, from the back to the front."""
    edges = _edges({patch.name: patch for shape in order for patch in shape.patches})
    hidden: BaseGeometry = shapely.Polygon()
    bare: list[_Bare] = []
    for shape in reversed(order):
        details = tuple(
            Detail(detail.role, detail.mark.difference(hidden), detail.width) for detail in shape.details
        )
        for patch in reversed(shape.patches):
            area, line = patch.area.difference(hidden), edges[patch.name].difference(hidden)
            bare.append(_Bare(shape.name, patch, area, line, details, shape.body))
            details = ()
            hidden = hidden.union(patch.area)
    return bare[::-1]


def _edges(patches: Mapping[str, Patch]) -> dict[str, BaseGeometry]:
    """Each patch's outline by name, open where it grows out of another of the same colour."""
    edges = {name: patch.area.boundary if patch.line else _NOTHING for name, patch in patches.items()}
    cuts: dict[str, list[BaseGeometry]] = {}
    for name, cut in _cuts(patches):
        cuts.setdefault(name, []).append(cut)
    return edges | {name: edges[name].difference(shapely.union_all(each)) for name, each in cuts.items()}


def _cuts(patches: Mapping[str, Patch]) -> Iterator[tuple[str, BaseGeometry]]:
    """Areas that cut the edges of patches open, each with its patch's name."""
    seams = [
        (patch.name, seam)
        for patch in patches.values()
        for seam in patch.seams
        if patch.line and seam.radius and seam.part in patches and patches[seam.part].role == patch.role
    ]
    if seams:
        names, found = zip(*seams, strict=True)
        mates = {seam.part: patches[seam.part].area for seam in found}
        shrunk = dict(
            zip(mates, shapely.buffer(list(mates.values()), -_SEAM_SHRINK, quad_segs=_ROUND), strict=True)
        )
        places = shapely.points([seam.at for seam in found])
        discs = shapely.buffer(places, [seam.radius for seam in found], quad_segs=_ROUND)
        yield from zip(names, shapely.intersection([shrunk[seam.part] for seam in found], discs), strict=True)


def _fills(bare: Iterable[_Bare]) -> tuple[tuple[str, BaseGeometry], ...]:
    by_role: dict[str, list[BaseGeometry]] = {}
    for one in bare:
        by_role.setdefault(one.patch.role, []).append(one.area)
    for one in bare:
        for detail in one.details:
            if not detail.width:
                by_role.setdefault(f"{detail.role}", []).append(detail.mark)
    merged = ((role, shapely.union_all(areas)) for role, areas in by_role.items())
    return tuple((role, large(area).buffer(_OVERLAP, join_style="mitre")) for role, area in merged)


def large(area: BaseGeometry) -> BaseGeometry:
    """``area`` without its specks."""
    parts = shapely.get_parts(area)
    return shapely.union_all(parts[shapely.area(parts) > _SMALLEST_AREA])


def _lines(bare: Iterable[_Bare], silhouette: BaseGeometry) -> list[Line]:
    """Lines of each colour and width, without what runs along the silhouette."""
    groups: dict[tuple[str, float], list[BaseGeometry]] = {}
    for one in bare:
        role = "line" if one.body else "prop-line"
        if one.patch.line:
            groups.setdefault((role, one.patch.line), []).append(one.line)
        for detail in one.details:
            if detail.width:
                groups.setdefault((detail.role, detail.width), []).append(detail.mark)
    near = silhouette.buffer(_SILHOUETTE_REACH)
    kept: list[Line] = []
    for (role, width), marks in sorted(groups.items(), key=lambda item: (item[0][0] == "line", item[0][1])):
        merged = joined(shapely.union_all(marks).difference(near))
        parts = shapely.get_parts(merged)
        long = parts[shapely.length(parts) > _SHORTEST_LINE]
        if len(long):
            kept.append(Line(role, width, shapely.multilinestrings(list(long))))
    return kept


def joined(lines: BaseGeometry) -> BaseGeometry:
    """Lines that touch end to end as one line each."""
    parts = shapely.get_parts(lines)
    merged: BaseGeometry = shapely.line_merge(
        shapely.multilinestrings(list(parts[shapely.get_dimensions(parts) == 1]))
    )
    return merged


# Curves may leave the true outline by this much, and points are kept to this grid, in cm.
TOLERANCE = 0.08
GRID = 0.05


def rings(area: BaseGeometry) -> tuple[Points, ...]:
    """The rings of an area, holes among them."""
    found = _closed(shapely.get_rings(shapely.get_parts(area.simplify(TOLERANCE))))
    return tuple(ring for ring in found if len(ring) >= 6)


def strokes(role: str, width: float, mark: BaseGeometry) -> list[Stroke]:
    """Lines of one width; closed ones apart."""
    lines = shapely.simplify(shapely.get_parts(joined(mark)), TOLERANCE)
    first, last = (shapely.get_coordinates(shapely.get_point(lines, end)) for end in (0, -1))
    closed = (shapely.get_num_points(lines) > 3) & np.isclose(first, last).all(axis=1)
    opened, looped = (
        _split(*shapely.get_coordinates(lines[~closed], return_index=True)),
        _closed(lines[closed]),
    )
    found = [Stroke(role, width, opened)] if opened else []
    return [*found, Stroke(role, width, looped, closed=True)] if looped else found


def flat(points: Array) -> Points:
    """Coordinates one after the other, on the grid, without repeats."""
    return _split(points, np.zeros(len(points), dtype=int))[0]


def _closed(lines: Geometries) -> tuple[Points, ...]:
    """Closed lines without their last points, which are their first."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    more = np.diff(line, append=-1) == 0
    return _split(points[more], line[more])


def _split(points: Array, line: NDArray[np.intp]) -> tuple[Points, ...]:
    """The coordinates of lines, on the grid, without repeats; ``line`` (n,) is which each point is of."""
    if not len(points):
        return ()
    grid = np.round(np.round(points / GRID) * GRID, 2) + 0.0
    begins = np.diff(line, prepend=-1) != 0
    keep = begins | np.append(True, np.any(grid[1:] != grid[:-1], axis=1))
    values = grid[keep].reshape(-1).tolist()
    starts = (2 * np.flatnonzero(begins[keep])).tolist()
    return tuple(tuple(values[start:end]) for start, end in pairwise([*starts, len(values)]))

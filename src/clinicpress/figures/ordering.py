"""Which part of the picture is painted before which: by the depth of both where they overlap.

Depths at the middle of a part do not tell enough: a shin may pass before a thigh at one end and behind it
at the other. So each pair is compared where it overlaps, without the joint it shares, and what is nearer
there is painted later. Rules that depth cannot know, such as a hand on what it holds, stand above that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicpress.figures.camera import Array
from clinicpress.figures.shapes import CELL, Shape

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

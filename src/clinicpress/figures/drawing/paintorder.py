"""The order in which shapes are painted.

Depths at the middle of a part do not tell enough: a shin may pass before a thigh at one end and behind it
at the other. So each pair is compared where it overlaps, without the joint it shares, and what is nearer
there is painted later. Rules that depth cannot know, such as a hand on what it holds, stand above that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from clinicpress.figures.drawing.relief import CELL, Relief, reliefs, shared
from clinicpress.figures.drawing.shapes import Shape
from clinicpress.figures.pose.camera import Camera

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


def paint_order(shapes: Sequence[Shape], camera: Camera, rules: Iterable[Over] = ()) -> tuple[Shape, ...]:
    """The shapes from the first painted, the farthest, to the last."""
    names = {shape.name: index for index, shape in enumerate(shapes)}
    ruled = {(names[under], names[over]) for over, under in rules if over in names and under in names}
    pairs = {frozenset(pair) for pair in ruled}
    edges = [_Edge(1e9, behind, front) for behind, front in sorted(ruled)]
    depths = reliefs(shapes, camera)
    for i, j in combinations(range(len(shapes)), 2):
        window = shared(depths[i], depths[j])
        if window is not None and frozenset((i, j)) not in pairs:
            edge = _compare(shapes, i, j, *window)
            if edge is not None:
                edges.append(edge)
    return tuple(shapes[index] for index in _sorted([_middle(relief) for relief in depths], edges))


def _compare(shapes: Sequence[Shape], i: int, j: int, one: Relief, other: Relief) -> _Edge | None:
    """What the depths of two shapes on the same squares say; nothing if the shapes do not overlap."""
    first, second = one.depths, other.depths
    both = np.isfinite(first) & np.isfinite(second)
    area = float(np.count_nonzero(both)) * CELL * CELL
    if area < _LEAST_OVERLAP:
        return None
    region = both & ~_at_joint(shapes[i], shapes[j], one)
    if np.count_nonzero(region) * CELL * CELL < 0.5:
        region = both
    gap = float(np.mean(first[region] - second[region])) + shapes[i].bias - shapes[j].bias
    weight = abs(gap) * min(1.0, area / _FULL_WEIGHT_AREA) + 1e-3
    return _Edge(weight, i, j) if gap < 0 else _Edge(weight, j, i)


def _at_joint(one: Shape, other: Shape, window: Relief) -> NDArray[np.bool_]:
    """True on squares near a joint that two shapes share, where their depths say nothing."""
    near = np.zeros(window.depths.shape, dtype=bool)
    x, y = window.places
    for shape, mate in ((one, other), (other, one)):
        for patch in shape.patches:
            for seam in patch.seams:
                if any(seam.part == each.name for each in mate.patches):
                    near |= np.square(x - seam.at[0]) + np.square(y - seam.at[1]) < seam.radius**2
    return near


def _sorted(depths: Sequence[float], edges: list[_Edge]) -> list[int]:
    """Indices of shapes in painting order, by the depths of their middles.

    Heavy edges first; an edge that would close a circle is left out.
    """
    after: list[set[int]] = [set() for _ in depths]
    for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.behind, edge.front)):
        if not _leads(after, edge.front, edge.behind):
            after[edge.behind].add(edge.front)
    waiting = [0] * len(depths)
    for followers in after:
        for index in followers:
            waiting[index] += 1
    ready = [index for index, count in enumerate(waiting) if not count]
    order: list[int] = []
    while ready:
        index = min(ready, key=lambda index: (depths[index], index))
        ready.remove(index)
        order.append(index)
        for follower in after[index]:
            waiting[follower] -= 1
            if not waiting[follower]:
                ready.append(follower)
    return order


def _middle(relief: Relief) -> float:
    seen = relief.depths[np.isfinite(relief.depths)]
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

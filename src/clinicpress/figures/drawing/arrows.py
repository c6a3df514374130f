"""Where movement arrows run: along the real way from start to finish, in the free space beside the body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Arrow
from clinicpress.content.models.names import spoken
from clinicpress.figures.frames import in_frame
from clinicpress.figures.pose.body import Body, Vector
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.skeleton import Skeleton
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.targets import LostTarget, find
from clinicpress.figures.pose.vectors import length, unit
from clinicpress.messages import say
from clinicpress.problems import ContentError

# Points of a way, places at which it is looked at, and how many ways are looked at in one go.
_SAMPLES, _PLACES, _AT_ONCE = 24, 20, 48
# Joints that a point may turn about, nearest first.
_PARENTS = {
    "knee": ("hip",), "ankle": ("knee", "hip"), "heel": ("ball", "knee", "hip"),
    "ball": ("heel", "knee", "hip"),
    "toe": ("heel", "knee", "hip"), "mid": ("knee", "hip"), "elbow": ("shoulder",),
    "wrist": ("elbow", "shoulder"), "palm": ("elbow", "shoulder"), "fingers": ("elbow", "shoulder"),
    "nose": ("c7", "pelvis"), "head": ("c7", "pelvis"), "skull": ("pelvis",), "c7": ("pelvis",),
    "chest": ("pelvis",), "shoulder": ("pelvis",),
}  # fmt: skip
# A joint is a pivot if it moves less than this share of the point's own way, and their distance changes less.
_STILL = 0.4
# Sizes in cm at the smallest usual scale, with halo: half the width of shaft and head, the head's length.
_SHAFT, _HEAD, _HEAD_LENGTH = 3.4, 6.4, 14.0
_OFFSETS = tuple(float(offset) for offset in range(-36, 37, 3))
_SPANS = (
    (0.05, 0.95),
    (0.15, 0.95),
    (0.25, 0.95),
    (0.05, 0.8),
    (0.15, 0.85),
    (0.3, 1.0),
    (0.45, 0.97),
    (0.6, 1.0),
)
_GAPS = tuple(float(gap) for gap in range(-12, 45, 4))
_ASIDE = tuple(float(way * step) for step in range(0, 37, 4) for way in ((1, -1) if step else (1,)))
# How far, in cm, the arrow of a straight movement may lie before or behind it.
_SLIDES = tuple(float(slide) for slide in range(-56, 57, 7))
# The price of covering something, of a cm outside the picture, of a cm away from what moves, of no length.
_COVER_PRICE, _OUTSIDE_PRICE, _AWAY_PRICE, _SHORT_PRICE = 1 / 30, 0.10, 0.04, 3.0
_LEAST_LENGTH = 22.0


@dataclass(frozen=True, eq=False)
class Obstacles:
    """What an arrow should not cover: areas of the picture by weight; and the bounds of the picture."""

    areas: tuple[tuple[float, BaseGeometry], ...]
    bounds: tuple[float, float, float, float]

    def cost(self, points: Array) -> Array:
        """The weight (m,) of the heaviest area over each picture point (m, 2)."""
        cost, free = np.zeros(len(points)), np.arange(len(points))
        for weight, area in sorted(self.areas, key=lambda one: -one[0]):
            covered = shapely.contains_xy(area, points[free])
            cost[free[covered]] = weight
            free = free[~covered]
        return cost

    def outside(self, points: Array) -> Array:
        """How far each run (k,) of points (k, n, 2) leaves the picture, in cm over all sides."""
        low, high = points.min(axis=1), points.max(axis=1)
        beyond = np.concatenate([self.bounds[:2] - low, high - self.bounds[2:]], axis=1)
        total: Array = np.sum(np.maximum(beyond, 0.0), axis=1)
        return total


@dataclass(frozen=True, eq=False)
class Stage:
    """All that an arrow can refer to: ``bodies`` of all frames, and the ``number`` of its own, from 0."""

    bodies: Sequence[Body]
    number: int
    pose: Settled
    surfaces: Mapping[str, Surface]
    camera: Camera
    obstacles: Obstacles


def arrow_path(arrow: Arrow, stage: Stage) -> Array:
    """The path (n, 2) of an arrow in the picture, its head at the end.

    What the writer leaves open (how far outside, which part of the way) is chosen so that the arrow covers
    as little as possible and starts in free space.

    Raises:
        ContentError: if its places cannot be found or what it follows does not move.
    """
    if arrow.path is not None:
        return _written(arrow, stage)
    found = _pushes(arrow, stage) if arrow.push is not None else _follows(arrow, stage)
    return _cheapest(found.prices, found.points + np.asarray(arrow.shift), stage.obstacles)


@dataclass(frozen=True, eq=False)
class _Ways:
    """Ways that an arrow may take: their ``points`` (k, n, 2) in the picture, and the price (k,) of each."""

    prices: Array
    points: Array


def _cheapest(prices: Array, points: Array, obstacles: Obstacles) -> Array:
    """The first of the ways (k, n, 2) that cost least with what they cover.

    Those that are cheap by themselves are looked at first, and no more when the others are too dear already.
    """
    outside = obstacles.outside(points) * _OUTSIDE_PRICE
    order = np.argsort(prices + outside, kind="stable")
    best = (np.inf, 0)
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        if prices[some[0]] + outside[some[0]] > best[0]:
            break
        costs = prices[some] + (_covered(points[some], obstacles) * _COVER_PRICE + outside[some])
        best = min(best, *zip(costs.tolist(), some.tolist(), strict=True))
    cheapest: Array = points[best[1]]
    return cheapest


def _covered(points: Array, obstacles: Obstacles) -> Array:
    """How much each of the ways (k, n, 2) covers of what an arrow should not; its start counts double."""
    line, before_tip = _spaced(points)
    tangent = np.gradient(line, axis=1)
    normal = np.stack([-tangent[..., 1], tangent[..., 0]], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    head = _HEAD * np.clip(before_tip / _HEAD_LENGTH + 0.25, 0, 1)
    half = np.where(before_tip < _HEAD_LENGTH, head, _SHAFT)
    places = line + np.array([-1.0, 0.0, 1.0])[:, None, None, None] * half[..., None] * normal
    costs = obstacles.cost(places.reshape(-1, 2)).reshape(places.shape[:-1])
    total: Array = np.sum(np.where(np.arange(_PLACES) < 3, 2.0, 1.0) * costs, axis=(0, 2))
    return total


def _spaced(points: Array) -> tuple[Array, Array]:
    """Evenly spaced places (k, m, 2) along each way (k, n, 2), and how far (k, m) it goes on from each."""
    steps = np.linalg.norm(np.diff(points, axis=1), axis=2)
    run = np.concatenate([np.zeros((len(points), 1)), np.cumsum(steps, axis=1)], axis=1)
    at = np.linspace(0.0, run[:, -1], _PLACES, axis=1)
    index = np.sum(run[:, None, 1:-1] <= at[:, :, None], axis=2)
    part = (at - np.take_along_axis(run, index, 1)) / np.maximum(np.take_along_axis(steps, index, 1), 1e-9)
    first, last = (np.take_along_axis(points, (index + more)[..., None], 1) for more in (0, 1))
    return first + part[..., None] * (last - first), run[:, -1:] - at


def _pushes(arrow: Arrow, stage: Stage) -> _Ways:
    body, camera = stage.bodies[stage.number], stage.camera
    skeleton = _skeleton(stage)
    name = arrow.push or "pelvis"
    direction = unit(skeleton.direction(arrow.dir, name[0] if name[1:2] == "_" else ""))
    gaps = np.array((arrow.gap,) if "gap" in arrow.model_fields_set else _GAPS)
    asides = np.array((0.0,) if arrow.model_fields_set & {"gap", "shift"} else _ASIDE)
    way = gaps[:, None] + np.linspace(0.0, arrow.len, 5)
    points = camera.project(body.points[name] + direction * way[..., None])
    along = unit(points[0, -1] - points[0, 0])
    beside = asides[:, None] * np.array([along[1], -along[0]])
    prices = _AWAY_PRICE * (np.abs(gaps + arrow.len / 2 - 12.0)[:, None] / 2 + np.abs(asides))
    return _Ways(prices.reshape(-1), (points[:, None] + beside[:, None]).reshape(-1, 5, 2))


def _follows(arrow: Arrow, stage: Stage) -> _Ways:
    """Ways beside the real one, each with its price: the farther from it, the dearer."""
    now = stage.bodies[stage.number]
    before = stage.bodies[arrow.since - 1 if arrow.since else max(0, stage.number - 1)]
    name = arrow.follow or ""
    way = length(now.points[name] - before.points[name])
    if way < 1.0:
        message = say("figure.arrow-follows-what-stays", part=spoken(name))
        hint = say("figure.follow-point-moves")
        raise ContentError(in_frame(stage.number + 1, message, hint))
    about = arrow.about or _pivot(name, before, now)
    offsets = np.array((arrow.offset,) if "offset" in arrow.model_fields_set else _OFFSETS)
    spans, extra = (np.array(each) for each in zip(*_spans(arrow, way, straight=about is None), strict=True))
    points = _way(before, now, name, about, offsets, spans, stage.camera)
    run = np.sum(np.linalg.norm(np.diff(points, axis=2), axis=3), axis=2)
    short = np.maximum(0.0, 1.0 - run / _LEAST_LENGTH)
    prices = extra[:, None] + _AWAY_PRICE * np.abs(offsets) + _SHORT_PRICE * short
    return _Ways(prices.reshape(-1), points.reshape(-1, _SAMPLES, 2))


def _spans(arrow: Arrow, way: float, straight: bool) -> list[tuple[tuple[float, float], float]]:
    """Parts of a movement ``way`` cm long that an arrow may show, from 0 to 1, with their price.

    A small movement is shown by a longer arrow in its direction. That of a straight one may lie before or
    behind it.
    """
    if "span" in arrow.model_fields_set:
        return [(arrow.span, 0.0)]
    if not straight and way >= _LEAST_LENGTH:
        return [(span, span[0] + 1 - span[1]) for span in _SPANS]
    size = max(1.0, _LEAST_LENGTH / way)
    slides = _SLIDES if straight else (0.0,)
    return [((1 - size + slide / way, 1 + slide / way), _AWAY_PRICE * abs(slide)) for slide in slides]


def _pivot(name: str, before: Body, now: Body) -> str | None:
    """The joint that a point turned about, or nothing if its way is straight."""
    side, _, joint = name.rpartition("_")
    way = length(now.points[name] - before.points[name])
    for parent in _PARENTS.get(joint or name, ()):
        pivot = f"{side}_{parent}" if f"{side}_{parent}" in now.points else parent
        if pivot not in now.points:
            continue
        moved = length(now.points[pivot] - before.points[pivot])
        spread = abs(
            length(now.points[name] - now.points[pivot]) - length(before.points[name] - before.points[pivot])
        )
        if moved < _STILL * way and spread < _STILL * way:
            return pivot
    return None


def _way(
    before: Body,
    now: Body,
    name: str,
    about: str | None,
    offsets: Array,
    spans: Array,
    camera: Camera,
) -> Array:
    """Ways (s, o, n, 2) of a point in the picture: for each part (s, 2) of the real one, each of the
    ``offsets`` (o,) in cm outside of its turn, or beside a straight way.
    """
    first, last = before.points[name], now.points[name]
    t = np.linspace(spans[:, 0], spans[:, 1], _SAMPLES, axis=1)[:, None, :, None]
    aside = offsets[:, None, None]
    if about is not None:
        return camera.project(_turned(first, last, before.points[about], now.points[about], t, aside))
    points = camera.project(first + (last - first) * t)
    along = points[:, :, -1:] - points[:, :, :1]
    normal = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    beside: Array = points + aside * normal / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-9)
    return beside


def _turned(first: Vector, last: Vector, start: Vector, end: Vector, t: Array, offset: Array) -> Array:
    """Where a point is at ``t`` (..., n, 1) that turns about a joint which goes from ``start`` to ``end``."""
    u, v = first - start, last - end
    radius = length(u) * (1 - t) + length(v) * t + offset
    angle = float(np.arccos(np.clip(unit(u) @ unit(v), -1.0, 1.0)))
    if angle < 1e-3:
        direction = unit(u) * (1 - t) + unit(v) * t
    else:
        direction = (np.sin((1 - t) * angle) * unit(u) + np.sin(t * angle) * unit(v)) / np.sin(angle)
    places: Array = start * (1 - t) + end * t + direction * radius
    return places


def _written(arrow: Arrow, stage: Stage) -> Array:
    """A path through two or three written places, curved when there are three."""
    skeleton = _skeleton(stage)
    try:
        places = [find(skeleton, target).at for target in arrow.path or ()]
    except LostTarget as reason:
        message, hint = say("figure.arrow-has-no-place", reason=reason), say("figure.write-place-x-y-z")
        raise ContentError(in_frame(stage.number + 1, message, hint)) from None
    points = stage.camera.project(np.stack(places))
    if len(points) == 3:
        t = np.linspace(0.0, 1.0, _SAMPLES)[:, None]
        points = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]
    shifted: Array = points + np.asarray(arrow.shift)
    return shifted


def _skeleton(stage: Stage) -> Skeleton:
    """The posed body in the form in which places are found."""
    body = stage.bodies[stage.number]
    start = stage.bodies[0] if stage.number else None
    skeleton = Skeleton(stage.pose, stage.surfaces, start)
    skeleton.points.update(body.points)
    skeleton.bones.update(body.bones)
    skeleton.slices = body.slices
    return skeleton

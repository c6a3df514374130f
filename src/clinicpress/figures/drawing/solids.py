"""The parts that a picture is made of, still in space: solids of flesh and cloth, and flat faces of props."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.pose.anthropometry import Profile
from clinicpress.figures.pose.body import Matrix, Vector
from clinicpress.figures.pose.camera import Array, Camera

_ANGLES = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
_PROFILE_SAMPLES = 11
# How far apart, in cm, ellipsoids may stand when the depth of a chain is sampled.
_DEPTH_STEP = 2.0


@dataclass(frozen=True, eq=False)
class Ball:
    """An ellipsoid: ``centre`` (3,) and ``shape`` (3, 3) = R diag(a^2) R^T with half-axes a, in cm."""

    centre: Array
    shape: Array


@dataclass(frozen=True, eq=False)
class Chain:
    """Ellipsoids swept one into the next: ``centres`` (n, 3) and ``shapes`` (n, 3, 3)."""

    centres: Array
    shapes: Array


def ellipsoid(centre: Array, frame: Array, half_axes: Sequence[float] | Array) -> Ball:
    """An ellipsoid with its half-axes (cm) along the columns of ``frame`` (3, 3)."""
    squares = np.square(np.asarray(half_axes, dtype=np.float64))
    return Ball(np.asarray(centre, dtype=np.float64), (frame * squares) @ frame.T)


def sphere(centre: Array, radius: float) -> Ball:
    """A sphere of ``radius`` cm."""
    return Ball(np.asarray(centre, dtype=np.float64), np.eye(3) * radius * radius)


def chain(*balls: Ball) -> Chain:
    """One or more ellipsoids as a chain."""
    return Chain(np.stack([ball.centre for ball in balls]), np.stack([ball.shape for ball in balls]))


def placer(origin: Vector, frame: Matrix) -> Callable[[float, float, float], Vector]:
    """A function from places in a bone's own frame, in cm from ``origin``, to the world."""

    def place(x: float, y: float, z: float) -> Vector:
        world: Vector = origin + frame @ np.array([x, y, z])
        return world

    return place


def hermite(nodes: Array, places: Array, at: Array) -> Array:
    """Rows of ``nodes`` (n, k) given at ``places`` (n,), interpolated smoothly at ``at`` (m,): (m, k)."""
    slopes = np.gradient(nodes, places, axis=0)
    index = np.clip(np.searchsorted(places, at) - 1, 0, len(places) - 2)
    step = (places[index + 1] - places[index])[:, None]
    u = (at[:, None] - places[index][:, None]) / step
    result: Array = (
        (2 * u**3 - 3 * u**2 + 1) * nodes[index]
        + (u**3 - 2 * u**2 + u) * step * slopes[index]
        + (-2 * u**3 + 3 * u**2) * nodes[index + 1]
        + (u**3 - u**2) * step * slopes[index + 1]
    )
    return result


def limb(start: Array, end: Array, frame: Array, profile: Profile) -> Chain:
    """A chain of spheres along a bone.

    ``profile`` lists (place from 0 at ``start`` to 1 at ``end``, radius, offset to the front), both in cm; it
    is splined, so that the outline curves and does not show the places of the profile as corners.
    """
    rows = np.array(profile, dtype=np.float64)
    at = np.linspace(rows[0, 0], rows[-1, 0], _PROFILE_SAMPLES)
    smooth = hermite(rows[:, 1:], rows[:, 0], at)
    centres = start + at[:, None] * (end - start) + smooth[:, 1:2] * frame[:, 0]
    return Chain(centres, np.eye(3) * np.square(smooth[:, 0])[:, None, None])


def tube(start: Vector, end: Vector, frame: Matrix, profile: Profile) -> Chain:
    """As `limb`, of flat discs: a sleeve or trouser leg, open at its far end, so that its hem is straight."""
    whole = limb(start, end, frame, profile)
    radii = np.sqrt(whole.shapes[:, 0, 0])
    half = np.stack([radii, radii, radii * np.linspace(1.0, 0.12, len(radii)) ** 2], axis=1)
    return Chain(whole.centres, (frame * np.square(half)[:, None, :]) @ frame.T)


def outline(chains: Sequence[Chain], camera: Camera) -> BaseGeometry:
    """The outline of a union of chains in the picture, a polygon in cm."""
    hulls: list[BaseGeometry] = []
    for one in chains:
        points = _ellipses(one, camera)
        if len(points) > 1:
            points = np.concatenate([points[:-1], points[1:]], axis=1)
        hulls.extend(shapely.convex_hull(shapely.multipoints(list(points))))
    return shapely.union_all(hulls)


def _ellipses(one: Chain, camera: Camera) -> Array:
    """The outlines (n, 40, 2) of a chain's ellipsoids."""
    flat = camera.axes @ one.shapes @ camera.axes.T
    values, vectors = np.linalg.eigh(flat)
    radii = np.sqrt(np.maximum(values, 1e-6))
    points: Array = camera.project(one.centres)[:, None, :] + np.swapaxes(
        (vectors * radii[:, None, :]) @ _CIRCLE, 1, 2
    )
    return points


def front(chains: Sequence[Chain], camera: Camera, points: Array) -> Array:
    """Depth (m,) of the surface nearest the viewer above picture ``points`` (m, 2); -inf beside the solid."""
    best = np.full(len(points), -np.inf)
    for one in chains:
        centres, shapes = _dense(one)
        np.maximum(best, _front_of(centres, shapes, camera, points), out=best)
    return best


def _dense(one: Chain) -> tuple[Array, Array]:
    """Centres and shapes of a chain with ellipsoids filled in between."""
    centres, shapes = [one.centres[:1]], [one.shapes[:1]]
    for k in range(len(one.centres) - 1):
        gap = float(np.linalg.norm(one.centres[k + 1] - one.centres[k]))
        t = np.linspace(0.0, 1.0, max(1, round(gap / _DEPTH_STEP)) + 1)[1:]
        centres.append(one.centres[k] + t[:, None] * (one.centres[k + 1] - one.centres[k]))
        shapes.append(one.shapes[k] + t[:, None, None] * (one.shapes[k + 1] - one.shapes[k]))
    return np.concatenate(centres), np.concatenate(shapes)


def _front_of(centres: Array, shapes: Array, camera: Camera, points: Array) -> Array:
    """The same for ellipsoids that stand alone; exact for an ellipsoid in any orientation."""
    flat = camera.axes @ shapes @ camera.axes.T
    mixed = shapes @ camera.toward @ camera.axes.T
    inverse = np.linalg.inv(flat)
    slope = np.einsum("nij,nj->ni", inverse, mixed)
    spread = np.einsum("i,nij,j->n", camera.toward, shapes, camera.toward) - np.sum(slope * mixed, axis=1)
    middles = camera.project(centres)
    x, y = points[:, 0] - middles[:, :1], points[:, 1] - middles[:, 1:]
    across, mix, up = inverse[:, 0, 0, None], 2 * inverse[:, 0, 1, None], inverse[:, 1, 1, None]
    inside = 1.0 - (across * x + mix * y) * x - up * y * y
    depth = (centres @ camera.toward)[:, None] + slope[:, :1] * x + slope[:, 1:] * y
    depth += np.sqrt(np.maximum(inside, 0.0) * np.maximum(spread, 0.0)[:, None])
    nearest: Array = np.max(np.where(inside >= 0, depth, -np.inf), axis=0)
    return nearest


# Widths of lines in points, whatever the scale of the picture.
INNER = 0.7
OUTER = 1.05
PROP = 0.65
FINE = 0.45


@dataclass(frozen=True, eq=False)
class Joint:
    """Where a part grows out of ``part``: no line is drawn within ``radius`` cm of ``at``, inside it."""

    part: str
    at: Vector
    radius: float


@dataclass(frozen=True, eq=False)
class Layer:
    """One colour of a part: chains painted in ``role``.

    ``smooth`` rounds its outline, in cm. ``inside`` keeps it within the first layer of its part; ``joints``
    are where its own outline is left open. One with a direction ``facing`` is seen only from that side.
    """

    name: str
    role: str
    chains: tuple[Chain, ...]
    joints: tuple[Joint, ...] = ()
    smooth: float = 1.0
    inside: bool = False
    line: float = INNER
    facing: Vector | None = None


@dataclass(frozen=True, eq=False)
class FigurePart:
    """What is painted in one go: its layers from the lowest to the topmost.

    ``bias`` in cm brings it nearer to the viewer when it is compared with others; ``body`` is false for a
    prop.
    """

    name: str
    layers: tuple[Layer, ...]
    bias: float = 0.0
    body: bool = True


@dataclass(frozen=True, eq=False)
class Face:
    """A flat face: its corners (n, 3) in order, its outward normal (3,), and its colour."""

    role: str
    corners: Array
    normal: Vector


@dataclass(frozen=True, eq=False)
class Cuboid:
    """A prop with flat faces; ``radius`` rounds its corners in the picture, in cm.

    ``edges`` are lines on it, each as points (n, 3); with ``open`` they alone are drawn, no face's outline.
    """

    name: str
    faces: tuple[Face, ...]
    radius: float = 0.0
    edges: tuple[Array, ...] = ()
    open: bool = False

"""The parts that a picture is made of, still in space: solids of flesh and cloth, and flat faces of props."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache as remember

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.pose.anthropometry import Profile
from clinicpress.figures.pose.body import Matrix, Vector
from clinicpress.figures.pose.camera import Array, Camera

_ANGLES = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])
_PROFILE_SAMPLES = 11


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

    @property
    def value(self) -> bytes:
        """All of it, to be compared."""
        return self.centres.tobytes() + self.shapes.tobytes()


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
    at, radii, ahead = _splined(profile)
    centres = start + at * (end - start) + ahead * frame[:, 0]
    return Chain(centres, np.eye(3) * np.square(radii)[:, :, None])


@remember
def _splined(profile: Profile) -> tuple[Array, Array, Array]:
    """Places along a profile, and the radius and offset at each, all (n, 1)."""
    rows = np.array(profile, dtype=np.float64)
    at = np.linspace(rows[0, 0], rows[-1, 0], _PROFILE_SAMPLES)
    smooth = hermite(rows[:, 1:], rows[:, 0], at)
    return at[:, None], smooth[:, :1], smooth[:, 1:]


def tube(start: Vector, end: Vector, frame: Matrix, profile: Profile) -> Chain:
    """As `limb`, of flat discs: a sleeve or trouser leg, open at its far end, so that its hem is straight."""
    whole = limb(start, end, frame, profile)
    radii = np.sqrt(whole.shapes[:, 0, 0])
    half = np.stack([radii, radii, radii * np.linspace(1.0, 0.12, len(radii)) ** 2], axis=1)
    return Chain(whole.centres, (frame * np.square(half)[:, None, :]) @ frame.T)


def outline(chains: Sequence[Chain], camera: Camera) -> BaseGeometry:
    """The outline of a union of chains in the picture, a polygon in cm."""
    return outlines([chains], camera)[0]


def outlines(unions: Sequence[Sequence[Chain]], camera: Camera) -> list[BaseGeometry]:
    """The outline of each union of chains."""
    if not unions:
        return []
    chains = [one for union in unions for one in union]
    ellipses = _ellipses(chains, camera)
    counts = np.array([len(one.centres) for one in chains])
    last = np.cumsum(counts) - 1
    # the hull of each with the next of its chain; of one that stands alone with itself
    mate, paired = np.arange(len(ellipses)) + 1, np.ones(len(ellipses), dtype=bool)
    mate[last], paired[last[counts > 1]] = last, False
    pairs = np.concatenate([ellipses[paired], ellipses[mate[paired]]], axis=1)
    hulls = np.asarray(shapely.convex_hull(shapely.linestrings(pairs)))
    ends = np.cumsum([sum(max(len(one.centres) - 1, 1) for one in union) for union in unions])
    return [shapely.union_all(some) for some in np.split(hulls, ends[:-1])]


def _ellipses(chains: Sequence[Chain], camera: Camera) -> Array:
    """The outlines (n, 40, 2) of all ellipsoids."""
    shapes = np.concatenate([one.shapes for one in chains])
    values, vectors = np.linalg.eigh(camera.axes @ shapes @ camera.axes.T)
    radii = np.sqrt(np.maximum(values, 1e-6))
    # chain by chain: BLAS rounds a row by the number of rows, and what coincides must do so to the last digit
    middles = np.concatenate([camera.project(one.centres) for one in chains])
    points: Array = middles[:, None, :] + np.swapaxes((vectors * radii[:, None, :]) @ _CIRCLE, 1, 2)
    return points


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

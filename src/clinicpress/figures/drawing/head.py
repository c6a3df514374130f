"""The head: one set of points in space gives the profile, the half-turned and the front face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.drawing.shapes import Detail, Patch, Seam, Shape, rounded
from clinicpress.figures.drawing.solids import FINE, Ball, Chain, chain, ellipsoid, outline, placer, sphere
from clinicpress.figures.pose.anthropometry import SKULL_CENTRE, SKULL_HALF
from clinicpress.figures.pose.body import Body, Matrix, Vector
from clinicpress.figures.pose.camera import Array, Camera
from clinicpress.figures.pose.vectors import cross, unit

Hairstyle = Literal["short", "bun", "bob"]
HeadPoint = Callable[[float, float, float], Vector]

_SHELL = (10.0, 7.95, 9.45)
# The hairline of each style: caps of the hair's shell, as axis (front, left, up) and least cosine to it.
_CAPS: dict[Hairstyle, tuple[tuple[tuple[float, float, float], float], ...]] = {
    "short": (((-0.80, 0.0, 0.60), 0.02), ((0.10, 0.0, 0.99), 0.55)),
    "bun": (((-0.84, 0.0, 0.54), -0.06), ((0.16, 0.0, 0.98), 0.50)),
    "bob": (((-0.80, 0.0, 0.60), -0.10), ((0.20, 0.0, 0.98), 0.48)),
}
# The hair of a bob, down to the jaw: middle and half axes of its shell, and the cap that lies over the skin.
_BOB_CENTRE, _BOB = (-1.6, 0.0, 9.4), (9.2, 8.7, 11.0)
_BOB_CAP = ((-1.0, 0.0, -0.1), -0.10)
_EAR = (-0.6, 7.4, 9.6)
_EAR_HALF = (1.5, 0.8, 2.2)
_LINE = 0.7
_TINY = 1e-9


def head(body: Body, camera: Camera, hairstyle: Hairstyle = "short") -> Shape:
    """The head with hair, ears and face; the features are there when they face the camera."""
    origin, frame = body.points["skull"], body.bones["head"]
    key = (hairstyle, origin.tobytes(), frame.tobytes())
    if key not in camera.known:
        camera.known[key] = _head(origin, frame, camera, hairstyle)
    found: Shape = camera.known[key]
    return found


def _head(origin: Vector, frame: Matrix, camera: Camera, hairstyle: Hairstyle) -> Shape:
    place = placer(origin, frame)
    chains = _flesh(place, frame)
    # The nape flows into the neck; the chin, which the viewer sees from the front, has its line.
    nape = (
        (Seam("neck", camera.project(place(-3.6, 0.0, 2.5)), 4.6),) if camera.faces(frame[:, 0]) < 0.2 else ()
    )
    skin = rounded(outline(chains, camera), 1.0)
    hair = _hair(place, frame, camera, hairstyle)
    behind, before = _ears(place, frame, camera)
    if hairstyle == "bob":
        behind, before = [_fall(place, frame, camera)], []
    patches = [*behind, Patch("head", "skin", skin, nape, _LINE), hair, *before]
    if hairstyle == "bun":
        patches.insert(len(patches) if camera.faces(-frame[:, 0]) > 0.2 else 0, _knot(place, camera))
    details = _features(place, frame, camera, skin)
    solids = [*chains, chain(ellipsoid(place(*SKULL_CENTRE), frame, _SHELL))]
    return Shape("head", tuple(patches), tuple(details), tuple(solids))


def _ears(place: HeadPoint, frame: Matrix, camera: Camera) -> tuple[list[Patch], list[Patch]]:
    """Ears that peep out from behind the head, and ears that lie on it."""
    behind: list[Patch] = []
    before: list[Patch] = []
    for side in (1, -1):
        shown = camera.faces(frame @ unit(np.array([-0.2, side, 0.0])))
        ear = outline([chain(ellipsoid(place(_EAR[0], side * _EAR[1], _EAR[2]), frame, _EAR_HALF))], camera)
        if shown > 0.25:
            before.append(Patch(f"ear{side}", "skin", ear, (), FINE))
        elif shown > -0.6:
            behind.append(Patch(f"ear{side}", "skin", ear, (), FINE))
    return behind, before


def _flesh(place: HeadPoint, frame: Matrix) -> tuple[Chain, ...]:
    skull: Ball = ellipsoid(place(*SKULL_CENTRE), frame, SKULL_HALF)
    face = ellipsoid(place(3.6, 0.0, 6.0), frame, (6.2, 5.9, 6.4))
    chin = ellipsoid(place(7.0, 0.0, 2.0), frame, (2.3, 2.9, 2.0))
    nose = chain(sphere(place(8.6, 0.0, 10.2), 1.0), sphere(place(10.6, 0.0, 7.0), 1.15))
    return chain(skull, face), chain(face, chin), nose


def _hair(place: HeadPoint, frame: Matrix, camera: Camera, style: Hairstyle) -> Patch:
    centre = place(*SKULL_CENTRE)
    caps = [visible_cap(camera, centre, frame, _SHELL, axis, least) for axis, least in _CAPS[style]]
    if style == "bob":
        caps.append(visible_cap(camera, place(*_BOB_CENTRE), frame, _BOB, *_BOB_CAP))
    return Patch("hair", "hair", rounded(shapely.union_all(caps).buffer(0.2), 0.5), (), _LINE)


def _fall(place: HeadPoint, frame: Matrix, camera: Camera) -> Patch:
    """The hair of a bob that is seen behind the face, at both sides of it."""
    fall = outline([chain(ellipsoid(place(*_BOB_CENTRE), frame, _BOB))], camera)
    return Patch("fall", "hair", fall, (), _LINE)


def _knot(place: HeadPoint, camera: Camera) -> Patch:
    knot = outline([chain(sphere(place(-10.8, 0.0, 15.2), 3.7))], camera)
    return Patch("knot", "hair", knot, (), _LINE)


def visible_cap(
    camera: Camera, centre: Vector, frame: Matrix, half: tuple[float, float, float],
    axis: tuple[float, float, float], least: float,
) -> BaseGeometry:  # fmt: skip
    """What the camera sees of a cap of an ellipsoid, as a polygon in the picture.

    The cap holds the surface points whose direction, on the ellipsoid squeezed to a unit sphere, has a cosine
    of ``least`` or more to ``axis`` (both in the ellipsoid's frame). Its edge is made of the cap's rim where
    it faces the camera and of the ellipsoid's limb where that lies within the cap.
    """
    scale = np.asarray(half)
    view = unit((frame.T @ camera.toward) / scale)
    pole = unit(np.asarray(axis))
    limb = _circle(view, 0.0)
    rim = _circle(pole, least)
    limb_inside, rim_seen = limb @ pole > least + _TINY, rim @ view >= -_TINY

    def to_picture(points: Array) -> Array:
        return camera.project(centre + (points * scale) @ frame.T)

    whole = shapely.Polygon(to_picture(limb))
    if rim_seen.all():
        ring = shapely.Polygon(to_picture(rim))
        return ring if view @ pole >= 0 and not limb_inside.any() else whole.difference(ring)
    if not rim_seen.any():
        return whole if limb_inside.any() else shapely.Polygon()
    first, second = _arc(rim, rim_seen), _arc(limb, limb_inside)
    if not len(second):
        return shapely.Polygon(to_picture(first))
    if np.linalg.norm(first[-1] - second[0]) > np.linalg.norm(first[-1] - second[-1]):
        second = second[::-1]
    return shapely.Polygon(to_picture(np.concatenate([first, second]))).buffer(0)


def _circle(axis: Vector, height: float, count: int = 120) -> Array:
    """Points (count, 3) of the circle on the unit sphere at cosine ``height`` to ``axis``."""
    helper = np.eye(3)[int(np.argmin(np.abs(axis)))]
    u = unit(cross(axis, helper))
    v = cross(axis, u)
    angles = np.linspace(0.0, 2 * np.pi, count, endpoint=False)[:, None]
    circle: Array = axis * height + np.sqrt(1 - height * height) * (np.cos(angles) * u + np.sin(angles) * v)
    return circle


def _arc(points: Array, keep: NDArray[np.bool_]) -> Array:
    """The one run of kept points of a closed ring, in order."""
    run = points[keep]
    if keep.any() and not keep.all():
        start = int(np.flatnonzero(keep & ~np.roll(keep, 1))[0])
        run = np.roll(points, -start, axis=0)[np.roll(keep, -start)]
    return run


def _features(place: HeadPoint, frame: Matrix, camera: Camera, skin: BaseGeometry) -> list[Detail]:
    """Eyes, brows, nose and mouth as far as they face the camera."""
    details: list[Detail] = []

    def line(points: Sequence[Vector]) -> BaseGeometry:
        return shapely.LineString(camera.project(np.stack(points)))

    for side in (1, -1):
        if camera.faces(frame @ unit(np.array([1.0, side * 0.42, 0.0]))) > 0.30:
            eye = ellipsoid(place(8.6, side * 2.9, 9.6), frame, (0.4, 0.68, 0.92))
            details.append(Detail("line", outline([chain(eye)], camera), 0.0))
            across = np.linspace(-1.4, 1.6, 7)
            brow = [place(9.0 - 0.4 * abs(t), side * (2.9 + t), 12.0 - 0.12 * (t - 0.3) ** 2) for t in across]
            details.append(Detail("line", line(brow), _LINE))
    forward = camera.faces(frame[:, 0])
    if forward > 0.15:
        mouth = line([place(8.9 - 0.13 * t * t, t, 2.9 + 0.12 * t * t) for t in np.linspace(-2.0, 2.0, 9)])
        details.append(Detail("line", mouth.intersection(skin.buffer(-0.2)), _LINE))
        if forward > 0.55:
            nose = line([place(10.2, -0.2, 8.6), place(11.2, 0.6, 6.6), place(10.6, -0.5, 6.1)])
            details.append(Detail("line", nose, FINE))
    else:
        side = 1 if camera.faces(frame[:, 1]) > 0 else -1
        if forward > -0.5:
            mouth = line([place(7.2, side * 2.0, 2.98), place(9.3, side * 1.6, 2.85)])
            details.append(Detail("line", mouth.intersection(skin.buffer(-0.1)), _LINE))
    return details

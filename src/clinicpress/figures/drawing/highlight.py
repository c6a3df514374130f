"""The hatched patch on the muscle that a movement stretches or works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.content.models.figure import Highlight
from clinicpress.figures.drawing.outline import large
from clinicpress.figures.drawing.solids import Ball, chain, outline, sphere
from clinicpress.figures.pose.anthropometry import BONES
from clinicpress.figures.pose.body import SIDES, Body, Matrix, Vector, sign
from clinicpress.figures.pose.camera import Camera

# Spacing of the hatch along x in cm, and how far the patch stays inside what it lies on.
_HATCH = 3.9
_INSET = 0.9


@dataclass(frozen=True)
class _OnBone:
    """Along a limb: from ``start`` to ``end`` (0 near, 1 far), offset to its front and outwards in cm."""

    bone: str
    front: float
    out: float
    start: float
    end: float
    radius: float
    parts: tuple[str, ...]


@dataclass(frozen=True)
class _AtHip:
    """From a place on the pelvis [front, out, up] to one on the thigh (front, out, how far down)."""

    pelvis: tuple[float, float, float]
    thigh: tuple[float, float, float]
    radius: float


@dataclass(frozen=True)
class _OnTrunk:
    """Along slices of the trunk, on its ``front`` (+1), back (-1) or sides (``out``), with a radius in cm."""

    slices: tuple[int, int]
    front: float
    out: float
    radius: float


_LEG = ("thigh", "shorts")
_SITES: dict[str, _OnBone | _AtHip | _OnTrunk] = {
    "hamstring": _OnBone("thigh", -3.8, 0.0, 0.22, 0.64, 3.6, _LEG),
    "quadriceps": _OnBone("thigh", 4.0, 0.0, 0.22, 0.64, 3.6, _LEG),
    "inner-thigh": _OnBone("thigh", 0.5, -4.0, 0.14, 0.60, 3.6, _LEG),
    "calf": _OnBone("shank", -2.6, 0.0, 0.10, 0.52, 3.4, ("shank",)),
    "shin": _OnBone("shank", 2.4, 0.8, 0.16, 0.60, 2.4, ("shank",)),
    "shoulder": _OnBone("uarm", 0.0, 1.8, 0.00, 0.36, 4.0, ("uarm", "sleeve")),
    "biceps": _OnBone("uarm", 1.6, 0.0, 0.35, 0.85, 2.6, ("uarm", "sleeve")),
    "triceps": _OnBone("uarm", -1.6, 0.0, 0.30, 0.85, 2.6, ("uarm", "sleeve")),
    "forearm": _OnBone("farm", 0.0, 0.0, 0.10, 0.62, 2.5, ("farm",)),
    "glute": _AtHip((-6.0, 8.0, 0.0), (-5.0, 2.0, 0.22), 4.2),
    "hip": _AtHip((-1.0, 11.0, 5.0), (-2.0, 5.5, 0.14), 4.2),
    "hip-flexor": _AtHip((7.0, 8.0, 3.0), (5.5, 0.0, 0.22), 3.8),
    "low-back": _OnTrunk((2, 4), -0.72, 0.0, 4.2),
    "upper-back": _OnTrunk((6, 8), -0.72, 0.0, 5.0),
    "belly": _OnTrunk((2, 4), 0.72, 0.0, 4.5),
    "chest": _OnTrunk((6, 7), 0.75, 0.0, 5.0),
    "waist": _OnTrunk((2, 4), 0.0, 0.75, 4.0),
}


@dataclass(frozen=True, eq=False)
class Hatched:
    """A highlight in the picture: its patch and the lines of its hatch."""

    patch: BaseGeometry
    lines: BaseGeometry


def hatched(highlight: Highlight, body: Body, camera: Camera, areas: Mapping[str, BaseGeometry]) -> Hatched:
    """A highlight where it can be seen; ``areas`` are the visible areas of patches by name."""
    sides = SIDES if highlight.side in (None, "both") else (highlight.side[0],)
    patch = shapely.union_all([_seen_patch(highlight.muscle, side, body, camera, areas) for side in sides])
    return Hatched(patch, hatch(patch))


def _seen_patch(
    muscle: str, side: str, body: Body, camera: Camera, areas: Mapping[str, BaseGeometry]
) -> BaseGeometry:
    blob, parts = _blob(muscle, side, body)
    under = shapely.union_all([areas[name] for name in parts if name in areas])
    patch = outline([chain(*blob)], camera).intersection(under.buffer(-_INSET))
    # what is seen of a neck is narrow, and corners would be all that one sees of the patch
    corner = 0.9 if "neck" in parts else 0.4
    return large(patch.buffer(-corner).buffer(corner))


def _blob(muscle: str, side: str, body: Body) -> tuple[list[Ball], tuple[str, ...]]:
    """The solid whose outline is the patch, and the patches that it is painted on."""
    if muscle == "neck":
        return _on_neck(body)
    if muscle == "upper-trapezius":
        return _from_neck_to_shoulder(side, body)
    site = _SITES[muscle]
    if isinstance(site, _OnBone):
        near, far, _ = BONES[site.bone]
        start, end = body.points[f"{side}_{near}"], body.points[f"{side}_{far}"]
        frame = body.bones[f"{side}_{site.bone}"]
        shift = frame @ np.array([site.front, sign(side) * site.out, 0.0])
        places = [start + (end - start) * t + shift for t in np.linspace(site.start, site.end, 3)]
        return _lens(places, site.radius), tuple(f"{side}_{part}" for part in site.parts)
    if isinstance(site, _AtHip):
        return _lens(_hip_places(site, side, body), site.radius), (
            "pelvis",
            f"{side}_thigh",
            f"{side}_shorts",
            "torso",
        )
    return _on_trunk(site, side, body), ("torso", "pelvis")


def _lens(places: list[Vector], radius: float) -> list[Ball]:
    """Thick in the middle, thinner at both ends."""
    return [sphere(place, radius * thick) for place, thick in zip(places, (0.65, 1.0, 0.65), strict=True)]


def _hip_places(site: _AtHip, side: str, body: Body) -> list[Vector]:
    pelvis: Matrix = body.bones["pelvis"]
    front, out, up = site.pelvis
    first = body.points["pelvis"] + pelvis @ np.array([front, sign(side) * out, up])
    hip, knee = body.points[f"{side}_hip"], body.points[f"{side}_knee"]
    ahead, aside, t = site.thigh
    last = hip + (knee - hip) * t + body.bones[f"{side}_thigh"] @ np.array([ahead, sign(side) * aside, 0.0])
    return [first, (first + last) / 2, last]


def _on_trunk(site: _OnTrunk, side: str, body: Body) -> list[Ball]:
    chosen = body.slices[site.slices[0] : site.slices[1] + 1]
    places = [
        one.centre + one.frame @ (one.half * np.array([site.front, sign(side) * site.out, 0.0]))
        for one in chosen
    ]
    middle = sum(places[1:], places[0]) / len(places)
    return _lens([places[0], middle, places[-1]], site.radius)


def _on_neck(body: Body) -> tuple[list[Ball], tuple[str, ...]]:
    root, top = body.points["c7"], body.points["skull"]
    back = -body.bones["neck"][:, 0] * 1.5
    return _lens([root + back, (root + top) / 2 + back, top + back], 3.2), ("neck", "torso")


def _from_neck_to_shoulder(side: str, body: Body) -> tuple[list[Ball], tuple[str, ...]]:
    """The upper part of the trapezius: from the side of the neck down to half way along the shoulder."""
    root, top, shoulder = body.points["c7"], body.points["skull"], body.points[f"{side}_shoulder"]
    out = sign(side) * body.bones["neck"][:, 1]
    high = root + (top - root) * 0.8 + out * 3.0
    low = root + (shoulder - root) * 0.55 + body.bones["chest"][:, 2] * 2.5
    return _lens([high, root + out * 4.5, low], 3.4), ("neck", "torso")


def hatch(patch: BaseGeometry) -> BaseGeometry:
    """Slanting lines across a patch, cut at its edge."""
    if patch.is_empty:
        return shapely.MultiLineString()
    left, bottom, right, top = patch.bounds
    rise = top - bottom
    first = np.floor((left - rise) / _HATCH) * _HATCH
    starts = np.arange(first, right, _HATCH)
    # Lines along a slanting patch would be few: they go across it.
    foot, head = (rise, 0.0) if _slants_up(patch) else (0.0, rise)
    lines = [[(x + foot, bottom), (x + head, top)] for x in starts]
    return shapely.multilinestrings(lines).intersection(patch)


def _slants_up(patch: BaseGeometry) -> bool:
    """True of a patch that is longer from its lower left to its upper right than the other way."""
    x, y = shapely.get_coordinates(patch.segmentize(1.0)).T
    return bool(np.mean((x - x.mean()) * (y - y.mean())) > 0.02 * np.mean(np.square(x - x.mean())))

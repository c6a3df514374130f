"""Places that a pose names: points of the body, points on its skin, points of props."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from clinicpress.content.models.names import LIMB_BONES, LIMB_POINTS, spoken
from clinicpress.content.models.pose import Target
from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import Vector, sign
from clinicpress.figures.pose.skeleton import Skeleton
from clinicpress.figures.pose.vectors import across, length, unit, vec
from clinicpress.messages import say

# Lying on a side, y does not part the limbs: there it leads to the back of the body.
_OUTWARD = {"side-right": 1, "side-left": -1}
_SPANS = {"pelvis": (-5.0, 12.0), "chest": (12.0, 48.0)}


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where a target is; on skin also the bone it lies over and the direction that the skin faces."""

    at: Vector
    bone: str | None = None
    normal: Vector | None = None


class LostTarget(Exception):  # noqa: N818 - it names a finding, not a failure of the program
    """A target that cannot be found yet, or never; its text says why."""


def find(skeleton: Skeleton, target: Target, side: str = "") -> FoundPlace:
    """The place of ``target`` for the limb on ``side``; with side "" for no limb.

    Raises:
        LostTarget: if it names what is not placed yet or has no side.
    """
    if target.place is not None:
        return FoundPlace(vec(*target.place))
    if target.rel is not None:
        return FoundPlace(_point(skeleton, target.rel, side) + _offset(skeleton, target, side))
    if target.prop is not None:
        surface = skeleton.surfaces.get(target.prop)
        if surface is None:
            raise LostTarget(say("figure.does-not-stand-anywhere", prop=target.prop))
        return FoundPlace(surface.hold + _offset(skeleton, target, side))
    return _skin(skeleton, target, side)


def _point(skeleton: Skeleton, name: str, side: str) -> Vector:
    points = skeleton.points
    if name.startswith("start:"):
        name = name.removeprefix("start:")
        points = dict(skeleton.start.points) if skeleton.start is not None else {}
    if name in LIMB_POINTS:
        if not side:
            word = spoken(name)
            raise LostTarget(say("figure.say-which-of-two", word=word))
        name = f"{side}_{name}"
    if name not in points:
        raise LostTarget(say("figure.not-placed-yet", part=spoken(name)))
    return points[name]


def _offset(skeleton: Skeleton, target: Target, side: str) -> Vector:
    """``by`` in space; of a point without a side its second number leads away from the middle."""
    if target.by is None:
        return vec(0, 0, 0)
    x, y, z = target.by
    own = target.prop is not None or (target.rel or "").removeprefix("start:") in LIMB_POINTS
    if side and own:
        y *= _OUTWARD.get(skeleton.pose.base, sign(side) * (-1 if skeleton.pose.base == "prone" else 1))
    return vec(x, y, z)


def _skin(skeleton: Skeleton, target: Target, side: str) -> FoundPlace:
    bone = target.bone or ""
    if bone in LIMB_BONES:
        if not side:
            raise LostTarget(say("figure.say-which-side", part=spoken(bone)))
        bone = f"{side}_{bone}"
    if bone not in skeleton.bones:
        raise LostTarget(say("figure.not-placed-yet", part=spoken(bone)))
    own_side = bone[0] if bone[1:2] == "_" else ""
    toward = _facing(skeleton, target, bone, own_side or side)
    if bone in _SPANS:
        at, normal = _on_torso(skeleton, bone, target.t, toward)
    elif bone in ("head", "neck"):
        at, normal = _on_head(skeleton, toward)
    else:
        at, normal = _on_limb(skeleton, bone, target.t, toward)
    return FoundPlace(at + normal * target.lift, bone, normal)


def _facing(skeleton: Skeleton, target: Target, bone: str, side: str) -> Vector:
    """The direction words in the axes of the bone, but head and feet in those of the posture."""
    own = [word for word in target.toward.split("-") if word not in ("head", "feet")]
    posture = [word for word in target.toward.split("-") if word in ("head", "feet")]
    total = skeleton.direction("-".join(own), side, skeleton.bones[bone]) if own else vec(0, 0, 0)
    return unit(total + (skeleton.direction("-".join(posture), side) if posture else 0))


def _on_limb(skeleton: Skeleton, bone: str, t: float, toward: Vector) -> tuple[Vector, Vector]:
    """The skin's place and normal at ``t`` down a limb's bone; round limbs, so the normal is radial."""
    side, name = bone.split("_")
    frame = skeleton.bones[bone]
    if name in body.PROFILES:
        near, far, _ = body.BONES[name]
        start, end = skeleton.points[f"{side}_{near}"], skeleton.points[f"{side}_{far}"]
        radius, ahead = thickness(name, t)
    else:
        ends = {"foot": ("heel", "ball"), "toe": ("ball", "toe"), "hand": ("wrist", "fingers")}[name]
        start, end = (skeleton.points[f"{side}_{end}"] for end in ends)
        radius, ahead = (2.0, 0.0) if name == "hand" else (4.0, 0.0)
    normal = unit(across(toward, unit(end - start)))
    if length(normal) < 0.5:
        normal = frame[:, 0]
    return start + (end - start) * t + frame[:, 0] * ahead + normal * radius, normal


def thickness(name: str, t: float) -> tuple[float, float]:
    """Half thickness of a limb over thigh, shank, uarm or farm at ``t``, and how far it lies to the front."""
    stops, radii, shifts = zip(*body.PROFILES[name], strict=True)
    return float(np.interp(t, stops, radii)), float(np.interp(t, stops, shifts))


def _on_torso(skeleton: Skeleton, bone: str, t: float, toward: Vector) -> tuple[Vector, Vector]:
    """The skin of the trunk, ``t`` 0 at the lower end of ``bone``: an ellipse round the nearest slice."""
    low, high = _SPANS[bone]
    height = low + (high - low) * t
    index = min(range(len(body.SLICES)), key=lambda i: abs(body.SLICES[i][0] - height))
    part = skeleton.slices[index]
    centre = part.centre + part.frame[:, 2] * (height - body.SLICES[index][0])
    x, y = float(part.frame[:, 0] @ toward), float(part.frame[:, 1] @ toward)
    depth, width = float(part.half[0]), float(part.half[1])
    radius = 1 / max(math.hypot(x / depth, y / width), 1e-6)
    normal = unit(part.frame[:, 0] * (x / depth**2) + part.frame[:, 1] * (y / width**2))
    return centre + (part.frame[:, 0] * x + part.frame[:, 1] * y) * radius, normal


def _on_head(skeleton: Skeleton, toward: Vector) -> tuple[Vector, Vector]:
    head = skeleton.bones["head"]
    centre = skeleton.points["skull"] + head @ vec(*body.SKULL_CENTRE)
    local = head.T @ toward
    half = vec(*body.SKULL_HALF)
    radius = 1 / max(length(local / half), 1e-6)
    return centre + toward * radius, unit(head @ (local / half**2))


def other_limb(target: Target | None, side: str) -> bool:
    """True if ``target`` lies on the limb across the body, which must then be placed first."""
    if target is None:
        return False
    name = target.bone or target.rel or ""
    return name.startswith("r_" if side == "l" else "l_")

"""How high and where the whole body is: what carries it, and which point stays where it was."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from clinicpress.content.models.names import spoken
from clinicpress.content.models.pose import Foot
from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import SIDES, Slice
from clinicpress.figures.pose.legs import (
    bend_leg,
    has_angles,
    hip_height,
    kneel,
    kneels,
    leg_reach,
    lowest_of,
)
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.skeleton import Skeleton, side_name
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.vectors import vec
from clinicpress.messages import say

_SEATS = ("chair", "stool", "table")
_LEG_POINTS = ("knee", "ankle", "heel", "ball", "toe", "mid")


def seat_of(pose: Settled, surfaces: Mapping[str, Surface]) -> str:
    """The name of the surface that carries the body: as written; to sit, the only seat; else the floor."""
    if pose.pelvis.rest is not None:
        return pose.pelvis.rest
    seats = [name for name, surface in surfaces.items() if surface.spec.kind in _SEATS]
    return seats[0] if pose.base == "sit" and len(seats) == 1 else "floor"


def put_down(skeleton: Skeleton) -> None:
    """Move the trunk, which is over the origin, to the height that its contact gives, and hold its anchor."""
    skeleton.shift(vec(0, 0, _height(skeleton)))
    _hold_anchor(skeleton)


def _height(skeleton: Skeleton) -> float:
    """Height of the pelvis point in cm."""
    pose = skeleton.pose
    if pose.pelvis.height is not None:
        return pose.pelvis.height
    name = seat_of(pose, skeleton.surfaces)
    surface = skeleton.surfaces.get(name)
    if surface is None or surface.upright:
        skeleton.fault(say("figure.nothing-can-rest", name=name), say("figure.rest-prop-level-top"))
        return 90.0
    ground = float(surface.at[2])
    if pose.pelvis.contact == "knees" or (pose.pelvis.contact is None and pose.base in ("quad", "kneel")):
        return _on_knees(skeleton, ground)
    if pose.base == "sit" and pose.pelvis.contact is None:
        return ground + body.SEATED_HIP - min(float(skeleton.points[f"{side}_hip"][2]) for side in SIDES)
    if pose.base == "stand" and pose.pelvis.contact is None:
        return _on_feet(skeleton, ground)
    return ground - lowest_of_trunk(skeleton.slices, pose.pelvis.contact or "trunk")


def lowest_of_trunk(slices: tuple[Slice, ...], contact: str) -> float:
    """The lowest height of the trunk's ellipsoids, or of those at the ``pelvis`` or ``shoulders`` alone."""
    parts = {
        "pelvis": slices[: body.PELVIS_SLICES],
        "shoulders": slices[body.SHOULDER_SLICES :],
        "trunk": slices,
    }[contact]
    return min(
        float(part.centre[2]) - math.sqrt(float(np.sum((part.frame[2] * part.half) ** 2))) for part in parts
    )


def _carriers(skeleton: Skeleton) -> tuple[str, ...]:
    """The legs that may carry the body: the one written, else all that follow from their angles."""
    stance = skeleton.pose.stance
    return (stance,) if stance else tuple(side for side in SIDES if has_angles(skeleton.pose.legs[side]))


def _on_knees(skeleton: Skeleton, ground: float) -> float:
    kneeling = [side for side in SIDES if kneels(skeleton, side)]
    if kneeling:
        heights = [
            hip_height(skeleton, side, ground) - float(skeleton.points[f"{side}_hip"][2]) for side in kneeling
        ]
        return max(heights)
    sides = [side for side in _carriers(skeleton) if has_angles(skeleton.pose.legs[side])]
    for side in sides:
        bend_leg(skeleton, side)
    if not sides:
        return _as_before(skeleton)
    return ground + body.KNEELING_KNEE - min(float(skeleton.points[f"{side}_knee"][2]) for side in sides)


def _on_feet(skeleton: Skeleton, ground: float) -> float:
    """The height that puts the lowest carrying sole on the ground, or a bent leg on its kept foot."""
    sides = _carriers(skeleton)
    free = [side for side in sides if has_angles(skeleton.pose.legs[side])]
    if free:
        for side in free:
            bend_leg(skeleton, side)
        return ground - min(float(lowest_of(skeleton.points, skeleton.bones, side)[2]) for side in free)
    heights = [height for side in sides or SIDES if (height := _over_placed(skeleton, side)) is not None]
    return min(heights) if heights else _as_before(skeleton)


def _over_placed(skeleton: Skeleton, side: str) -> float | None:
    """Height of the pelvis over a foot that keeps its place, from how far the knee is bent."""
    leg = skeleton.pose.legs[side]
    if leg.knee is None or leg.foot is None or leg.foot.how != "keep" or skeleton.start is None:
        return None
    ankle, hip = skeleton.start.points[f"{side}_ankle"], skeleton.points[f"{side}_hip"]
    level = math.hypot(*(hip - ankle)[:2])
    reach = leg_reach(leg.knee)
    if level >= reach:
        return None
    return float(ankle[2]) + math.sqrt(reach**2 - level**2) - float(hip[2])


def _as_before(skeleton: Skeleton) -> float:
    """The height of the first frame; that of another posture says nothing of this one."""
    if skeleton.start is None or skeleton.start.base != skeleton.pose.base:
        skeleton.fault(
            say("figure.height-of-body-unknown"),
            say("figure.write-leg-that-stands"),
        )
        return 90.0
    return float(skeleton.start.points["pelvis"][2])


def _hold_anchor(skeleton: Skeleton) -> None:
    """Slide level until the anchor is where it was in the first frame."""
    name = skeleton.pose.anchor
    if name is None or skeleton.start is None:
        return
    if name[1:2] == "_" and name[2:] in _LEG_POINTS:
        if kneels(skeleton, name[0]):
            kneel(skeleton, name[0])
        elif not has_angles(skeleton.pose.legs[name[0]]):
            side = side_name(name[0])
            message = say("figure.foot-has-own-place", side=side)
            skeleton.fault(message, _anchor_hint(skeleton.pose.legs[name[0]].foot, side))
            return
        else:
            bend_leg(skeleton, name[0])
    if name not in skeleton.points:
        skeleton.fault(
            say("figure.cannot-be-anchor", part=spoken(name)),
            say("figure.take-point-trunk-or-leg"),
        )
        return
    slide = skeleton.start.points[name] - skeleton.points[name]
    skeleton.shift(vec(float(slide[0]), float(slide[1]), 0))


def _anchor_hint(foot: Foot | None, side: str) -> str:
    if foot is not None and (foot.how == "keep" or foot.at is not None):
        return say("figure.take-anchor-away", side=side)
    return say("figure.write-foot", side=side)

"""Legs that a body kneels on: the thigh upright, the knee and the instep on the floor."""

from __future__ import annotations

import math

from clinicpress.figures import anthropometry as body
from clinicpress.figures.body import Vector, sign
from clinicpress.figures.kinematics import Limb
from clinicpress.figures.legs import REACH_TOLERANCE, add_leg, lowest_of
from clinicpress.figures.settle import Settled
from clinicpress.figures.skeleton import Skeleton, side_name
from clinicpress.figures.vectors import frame, length, rot_y, turned, unit, vec

_BASES = ("quad", "kneel")
# A foot that lies on its instep is nearly stretched.
_INSTEP = -50.0
_ROUNDS = 24


def kneels(skeleton: Skeleton, side: str) -> bool:
    """True if the leg on ``side`` carries the body on its knee, or keeps doing so from the first frame."""
    if _written(skeleton.pose, side, "keep"):
        return skeleton.first is not None and _written(skeleton.first, side, "floor")
    return _written(skeleton.pose, side, "floor")


def _written(pose: Settled, side: str, how: str) -> bool:
    foot = pose.legs[side].foot
    return pose.base in _BASES and foot is not None and foot.how == how


def hip_height(skeleton: Skeleton, side: str, ground: float) -> float:
    """Height at which the hip stands over the knee that kneels, in cm."""
    leg = skeleton.pose.legs[side]
    if skeleton.start is None or not _written(skeleton.pose, side, "keep"):
        return ground + body.KNEELING_KNEE + body.THIGH * math.cos(math.radians(leg.abd or 0))
    knee, hip = skeleton.start.points[f"{side}_knee"], skeleton.points[f"{side}_hip"]
    level = length((hip - knee)[:2])
    return float(knee[2]) + math.sqrt(max(0.0, body.THIGH**2 - level**2))


def kneel(skeleton: Skeleton, side: str, ground: float = 0.0) -> None:
    """Place a leg that kneels; the hip must be at its height."""
    if skeleton.start is not None and _written(skeleton.pose, side, "keep"):
        _keep_knee(skeleton, side)
        return
    leg = skeleton.pose.legs[side]
    hip = skeleton.points[f"{side}_hip"]
    ahead = _ahead(skeleton)
    up = turned(vec(0, 0, 1), ahead, -sign(side) * (leg.abd or 0) * _across(skeleton))
    thigh = frame(up, ahead)
    knee = hip - up * body.THIGH
    ankle_bend = _INSTEP if leg.ankle is None else leg.ankle
    low, high = 50.0, 150.0
    for _ in range(_ROUNDS):
        bend = (low + high) / 2
        shank = thigh @ rot_y(bend)
        add_leg(
            skeleton,
            side,
            Limb(knee, knee - shank[:, 2] * body.SHANK, thigh, shank),
            shank @ rot_y(-ankle_bend),
        )
        sunk = float(lowest_of(skeleton.points, skeleton.bones, side)[2]) < ground
        low, high = (bend, high) if sunk else (low, bend)


def _ahead(skeleton: Skeleton) -> Vector:
    """The level direction in which the knees point."""
    columns = skeleton.base_frame
    direction: Vector = columns[:, 2] if skeleton.pose.base == "quad" else columns[:, 0]
    return direction


def _across(skeleton: Skeleton) -> int:
    """+1 if the left side of the body is to the left of where the knees point."""
    left = vec(-float(_ahead(skeleton)[1]), float(_ahead(skeleton)[0]), 0)
    return 1 if float(left @ skeleton.base_frame[:, 1]) > 0 else -1


def _keep_knee(skeleton: Skeleton, side: str) -> None:
    """Everything from the knee down stays where it was; the thigh leads from there to the hip."""
    start = skeleton.start
    if start is None:
        raise AssertionError("the model refuses keep in the first frame")
    hip, knee = skeleton.points[f"{side}_hip"], start.points[f"{side}_knee"]
    error = abs(length(hip - knee) - body.THIGH)
    if error > REACH_TOLERANCE:
        skeleton.fault(
            f"the {side_name(side)} knee is {error:.1f} cm from the place it should keep",
            "move the pelvis less, or write the leg anew instead of keep",
        )
    thigh = frame(unit(hip - knee), start.bones[f"{side}_thigh"][:, 0])
    limb = Limb(knee, start.points[f"{side}_ankle"], thigh, start.bones[f"{side}_shank"])
    add_leg(skeleton, side, limb, start.bones[f"{side}_foot"], start.bones[f"{side}_toe"])

"""Legs: from their angles, or from where the foot is."""

from __future__ import annotations

import math
from collections.abc import Mapping

from clinicpress.content.models.pose import Foot, Leg
from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import Matrix, Vector, sign
from clinicpress.figures.pose.kinematics import Limb, leg_from_angles, leg_to
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.skeleton import Skeleton, side_name
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.targets import LostTarget, find
from clinicpress.figures.pose.vectors import across, frame, length, rot_y, rot_z, turned, unit, vec
from clinicpress.messages import later, say

_BASES = ("quad", "kneel")
# A foot that lies on its instep is nearly stretched.
_INSTEP = -50.0
_KNEELING_ROUNDS = 24


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
    for _ in range(_KNEELING_ROUNDS):
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
            say("figure.knee-cm-from-place-should-keep", side=side_name(side), error=error),
            say("figure.move-pelvis-less"),
        )
    thigh = frame(unit(hip - knee), start.bones[f"{side}_thigh"][:, 0])
    limb = Limb(knee, start.points[f"{side}_ankle"], thigh, start.bones[f"{side}_shank"])
    add_leg(skeleton, side, limb, start.bones[f"{side}_foot"], start.bones[f"{side}_toe"])


REACH_TOLERANCE = 0.2
_UP = vec(0, 0, 1)
_FREE = Foot(how="free")
# How far a knee stands out when nothing is said: legs are never quite parallel.
_KNEE_OUT = 0.1
_ROUNDS = 12
_PLACE_HINT = later("figure.bend-knee-less")


def has_angles(leg: Leg) -> bool:
    """True if the leg follows from its joint angles, without a place for the foot."""
    return leg.foot is None or leg.foot.how in ("free", "flat")


def place_leg(skeleton: Skeleton, side: str) -> None:
    """Place one leg; the pelvis must be in its place.

    What is out of reach becomes a fault.
    """
    leg = skeleton.pose.legs[side]
    foot = leg.foot or _FREE
    if has_angles(leg):
        bend_leg(skeleton, side)
        return
    if foot.how == "keep":
        _keep(skeleton, side)
        return
    try:
        if foot.at is None and sole_of(foot) != "flat":
            _rest_heel(skeleton, side, foot)
            return
        aim = _aim(skeleton, side, foot)
    except LostTarget as reason:
        skeleton.fault(say("figure.foot-has-no-place", side=side_name(side), reason=reason), say(_PLACE_HINT))
        bend_leg(skeleton, side)
        return
    _settle_on(skeleton, side, aim, sole_of(foot))


def bend_leg(skeleton: Skeleton, side: str) -> None:
    """Place one leg from its joint angles."""
    leg = skeleton.pose.legs[side]
    angles = (leg.hip or 0, leg.abd or 0, leg.rot or 0, leg.knee or 0)
    limb = leg_from_angles(skeleton.points[f"{side}_hip"], skeleton.bones["pelvis"], side, angles)
    level = leg.foot is not None and leg.foot.how == "flat"
    add_leg(
        skeleton,
        side,
        limb,
        _level_foot(skeleton, side, limb) if level else limb.far @ rot_y(-(leg.ankle or 0)),
    )


def lowest_of(points: Mapping[str, Vector], bones: Mapping[str, Matrix], side: str) -> Vector:
    """The lowest point of the shoe on ``side``."""
    ankle, ball = points[f"{side}_ankle"], points[f"{side}_ball"]
    foot, toe = bones[f"{side}_foot"], bones[f"{side}_toe"]
    parts = (
        (ankle, foot, body.HEEL_PAD),
        (ankle, foot, body.HEEL_CAP),
        (ankle, foot, body.BALL_PAD),
        (ball, toe, body.TOE_PAD),
    )
    lows = [_lowest(root + bone @ vec(*middle), bone, half) for root, bone, (middle, half) in parts]
    return min(lows, key=lambda point: float(point[2]))


def _lowest(centre: Vector, bone: Matrix, half: tuple[float, float, float]) -> Vector:
    """The lowest point of an ellipsoid with half axes ``half`` along the columns of ``bone``."""
    scaled = bone @ (vec(*half) ** 2 * bone[2])
    point: Vector = centre - scaled / math.sqrt(float(scaled[2]))
    return point


def sole_of(foot: Foot) -> str:
    """How the sole of a placed foot lies: flat, heel, toes or free; flat where only a surface is named."""
    if foot.how in ("floor", "flat"):
        return "flat"
    return foot.sole if "sole" in foot.model_fields_set or foot.rest is None else "flat"


def _aim(skeleton: Skeleton, side: str, foot: Foot) -> Vector:
    """Where the ankle goes, or for a sole that rests where the sole goes.

    Raises:
        LostTarget: if the pose names a place that is not there, or the foot cannot stand on it.
    """
    surface = _ground(skeleton, foot)
    if foot.at is None:
        return _from_knee(skeleton, side, surface.at[2] + body.ANKLE_HEIGHT)
    aim = find(skeleton, foot.at, side).at
    if foot.rest is not None:
        aim = surface.onto(aim, 0)
    if sole_of(foot) == "flat":
        aim = aim + _UP * body.ANKLE_HEIGHT
    return aim


def _ground(skeleton: Skeleton, foot: Foot) -> Surface:
    """What a foot stands on.

    Raises:
        LostTarget: if that is not level, or not there.
    """
    surface = skeleton.surfaces.get(foot.rest or "floor")
    if surface is None or surface.upright:
        raise LostTarget(say("figure.foot-cannot-stand", rest=foot.rest))
    return surface


def _rest_heel(skeleton: Skeleton, side: str, foot: Foot) -> None:
    """Lay a foot down by its heel, or whatever of it is lowest, with the knee bent as written.

    Raises:
        LostTarget: if there is nothing to lie on, or the bent leg is too short for it.
    """
    ground = float(_ground(skeleton, foot).at[2])
    height = ground + body.HEEL_BACK
    for _ in range(_ROUNDS):
        ankle = _from_knee(skeleton, side, height)
        limb = leg_to(skeleton.points[f"{side}_hip"], ankle, _pole(skeleton, side, ankle))
        add_leg(skeleton, side, limb, _foot_frame(skeleton, side, limb, sole_of(foot)))
        over = float(lowest_of(skeleton.points, skeleton.bones, side)[2]) - ground
        height -= over
        if abs(over) < 0.01:
            break
    _report(skeleton, side, limb.gap)


def _from_knee(skeleton: Skeleton, side: str, height: float) -> Vector:
    """The ankle at ``height``, straight ahead of the hip, at the distance that the bent knee leaves.

    Raises:
        LostTarget: if the bent leg is too short for it.
    """
    leg = skeleton.pose.legs[side]
    hip = skeleton.points[f"{side}_hip"]
    reach = leg_reach(90 if leg.knee is None else leg.knee)
    drop = float(hip[2]) - height
    if abs(drop) > reach:
        raise LostTarget(
            say("figure.bent-degrees-ends-cm-over-surface", knee=leg.knee, over=abs(drop) - reach)
        )
    upright = skeleton.pose.base in ("stand", "sit", "kneel")
    pelvis = skeleton.bones["pelvis"]
    ahead = unit(across(pelvis[:, 0] if upright else -pelvis[:, 2], _UP))
    turn = sign(side) * (leg.abd or 0) * (-1 if skeleton.pose.base == "prone" else 1)
    return hip + rot_z(turn) @ ahead * math.sqrt(reach**2 - drop**2) - _UP * drop


def leg_reach(knee: float) -> float:
    """Distance from hip to ankle in cm when the knee is bent by ``knee`` degrees."""
    square = body.THIGH**2 + body.SHANK**2 + 2 * body.THIGH * body.SHANK * math.cos(math.radians(knee))
    return math.sqrt(square)


def _pole(skeleton: Skeleton, side: str, ankle: Vector) -> Vector:
    """Where the knee points: as written, else forward of the line from hip to ankle and a little out."""
    leg = skeleton.pose.legs[side]
    if leg.knee_to is not None:
        return skeleton.direction(leg.knee_to, side)
    left = skeleton.bones["pelvis"][:, 1]
    down = unit(ankle - skeleton.points[f"{side}_hip"])
    pole: Vector = vec(*_cross(down, left)) + left * sign(side) * _KNEE_OUT
    return pole


def _cross(a: Vector, b: Vector) -> tuple[float, float, float]:
    return (
        float(a[1] * b[2] - a[2] * b[1]), float(a[2] * b[0] - a[0] * b[2]), float(a[0] * b[1] - a[1] * b[0]),
    )  # fmt: skip


def _settle_on(skeleton: Skeleton, side: str, aim: Vector, sole: str) -> None:
    """Reach for ``aim`` with the ankle, or with the heel or ball if that is what rests."""
    hip, ankle = (
        skeleton.points[f"{side}_hip"],
        aim + _UP * (0 if sole in ("flat", "free") else body.ANKLE_HEIGHT),
    )
    for _ in range(_ROUNDS):
        limb = leg_to(hip, ankle, _pole(skeleton, side, ankle))
        add_leg(skeleton, side, limb, _foot_frame(skeleton, side, limb, sole))
        if sole in ("flat", "free"):
            break
        rests = (
            lowest_of(skeleton.points, skeleton.bones, side)
            if sole == "heel"
            else skeleton.points[f"{side}_ball"]
        )
        ankle = limb.end + (aim - rests)
        if length(aim - rests) < 0.01:
            break
    _report(skeleton, side, limb.gap)


def _foot_frame(skeleton: Skeleton, side: str, limb: Limb, sole: str) -> Matrix:
    leg = skeleton.pose.legs[side]
    if sole == "flat":
        return _level_foot(skeleton, side, limb)
    if sole == "toes":
        return _level_foot(skeleton, side, limb, 45.0 if leg.heel_raise is None else leg.heel_raise)
    default = 5.0 if sole == "heel" else 0.0
    return limb.far @ rot_y(-(default if leg.ankle is None else leg.ankle))


def _level_foot(skeleton: Skeleton, side: str, limb: Limb, lift: float | None = None) -> Matrix:
    """A foot with a level sole that points where the shin faces, the heel raised by ``lift`` degrees."""
    leg = skeleton.pose.legs[side]
    ahead = across(limb.far[:, 0], _UP)
    if length(ahead) < 0.3:
        ahead = across(skeleton.bones["pelvis"][:, 0], _UP)
    raised = (leg.heel_raise or 0.0) if lift is None else lift
    turned: Matrix = rot_z((leg.toe_out or 0) * sign(side)) @ frame(_UP, ahead) @ rot_y(raised)
    return turned


def _keep(skeleton: Skeleton, side: str) -> None:
    """The foot stays exactly where it was in the first frame."""
    start = skeleton.start
    if start is None:
        raise AssertionError("the model refuses keep in the first frame")
    ankle = start.points[f"{side}_ankle"]
    limb = leg_to(skeleton.points[f"{side}_hip"], ankle, _pole(skeleton, side, ankle))
    add_leg(skeleton, side, limb, start.bones[f"{side}_foot"], start.bones[f"{side}_toe"])
    _report(skeleton, side, limb.gap)


def _report(skeleton: Skeleton, side: str, gap: float) -> None:
    if gap > REACH_TOLERANCE:
        skeleton.fault(say("figure.foot-cm-from-place-should-reach", side=side_name(side), gap=gap))


def add_leg(skeleton: Skeleton, side: str, limb: Limb, foot: Matrix, toe: Matrix | None = None) -> None:
    """Add a leg's points and bones; unless ``toe`` is given, the toes lie level under a raised heel."""
    leg = skeleton.pose.legs[side]
    if toe is None:
        level = leg.heel_raise or 0.0
        if leg.foot is not None and leg.foot.sole == "toes" and leg.heel_raise is None:
            level = 45.0
        toe = foot @ rot_y(-(level if leg.toe is None else leg.toe))
    ankle = limb.end
    ball = ankle + foot @ vec(body.BALL_FRONT, 0, -body.ANKLE_HEIGHT)
    skeleton.bones |= {f"{side}_thigh": limb.near, f"{side}_shank": limb.far}
    skeleton.bones |= {f"{side}_foot": foot, f"{side}_toe": toe}
    skeleton.points |= {
        f"{side}_knee": limb.middle,
        f"{side}_ankle": ankle,
        f"{side}_heel": ankle + foot @ vec(-body.HEEL_BACK, 0, -body.ANKLE_HEIGHT),
        f"{side}_ball": ball,
        f"{side}_toe": ball + toe @ vec(body.TOE_LENGTH, 0, 1.5),
        f"{side}_mid": ankle + foot @ vec(4, 0, -3),
    }

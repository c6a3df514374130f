"""Whether a standing body would fall: where its weight is, and what it stands on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from clinicpress.figures.pose import anthropometry as size
from clinicpress.figures.pose.body import SIDES, Body, Matrix, Vector, sign
from clinicpress.figures.pose.contacts import lowest_of_trunk, seat_of
from clinicpress.figures.pose.legs import lowest_of, sole_of
from clinicpress.figures.pose.settle import Settled
from clinicpress.figures.pose.skeleton import side_name
from clinicpress.figures.pose.surfaces import Surface
from clinicpress.figures.pose.vectors import angle, cross, length, rot_x, rot_y, turned, unit, vec
from clinicpress.messages import say

# Near this swing the turn about the bone's own length has no definite value.
_FULL_SWING = 150.0
_SIDEWAYS = 65.0


def joint_angles(body: Body) -> Mapping[str, float]:
    """Every angle by name: ``left knee``, ``right hip rotation``, ``spine``, ``neck sideways``."""
    found = _trunk(body)
    for side in SIDES:
        for name, value in (_leg(body, side) | _arm(body, side)).items():
            found[f"{side_name(side)} {name}"] = value
    return found


def _asin(value: float) -> float:
    return math.degrees(math.asin(max(-1.0, min(1.0, value))))


def _relative(body: Body, near: str, far: str) -> Matrix:
    turn: Matrix = body.bones[near].T @ body.bones[far]
    return turn


def _bends(turn: Matrix) -> tuple[float, float, float]:
    """Forward bend, bend to the left and turn to the left between two bones one above the other."""
    flexion = math.degrees(math.atan2(float(turn[0, 2]), float(turn[2, 2])))
    rotation = math.degrees(math.atan2(float(turn[1, 0]), float(turn[0, 0])))
    return flexion, _asin(float(turn[1, 2])), rotation


def _trunk(body: Body) -> dict[str, float]:
    spine, neck = _bends(_relative(body, "pelvis", "chest")), _bends(_relative(body, "chest", "head"))
    names = ("", " sideways", " rotation")
    found = {f"spine{name}": value for name, value in zip(names, spine, strict=True)}
    return found | {f"neck{name}": value for name, value in zip(names, neck, strict=True)}


def _twist(turn: Matrix) -> float | None:
    """Turn about the bone's own length, after the shortest swing that brings the bone to its direction.

    Unlike the third Euler angle it stays definite with the limb out to the side.
    """
    down, along = vec(0, 0, -1), -turn[:, 2]
    swing = angle(down, along)
    if swing > _FULL_SWING:
        return None
    axis = cross(down, along)
    front = turn[:, 0] if length(axis) < 1e-9 else turned(turn[:, 0], unit(axis), -swing)
    return math.degrees(math.atan2(float(front[1]), float(front[0])))


def _leg(body: Body, side: str) -> dict[str, float]:
    out = sign(side)
    hip = _relative(body, "pelvis", f"{side}_thigh")
    along = -hip[:, 2]
    knee = _relative(body, f"{side}_thigh", f"{side}_shank")
    ankle = _relative(body, f"{side}_shank", f"{side}_foot")
    found = {
        "hip abduction": _asin(out * float(along[1])),
        "thigh to trunk": angle(vec(0, 0, -1), along),
        "knee": math.degrees(math.atan2(float(knee[0, 2]), float(knee[2, 2]))),
        "ankle": _asin(float(ankle[2, 0])),
        "ankle sideways": _asin(float(ankle[1, 2])),
        "foot turned out": math.degrees(math.atan2(out * float(ankle[1, 0]), float(ankle[0, 0]))),
    }
    # With the thigh out to the side, forward and backward have no definite value.
    if abs(along[1]) < 0.5:
        found["hip"] = math.degrees(math.atan2(float(along[0]), float(-along[2])))
    rotation = _hip_rotation(hip, side)
    if rotation is not None:
        found["hip rotation"] = rotation
    return found


def _hip_rotation(hip: Matrix, side: str) -> float | None:
    """Outward turn of the thigh after flexion and abduction; None with the thigh far out to the side."""
    out = sign(side)
    abduction = _asin(out * -float(hip[1, 2]))
    if abs(abduction) > _SIDEWAYS:
        return None
    flexion = math.degrees(math.atan2(-float(hip[0, 2]), float(hip[2, 2])))
    rest = rot_x(-out * abduction) @ rot_y(flexion) @ hip
    return out * math.degrees(math.atan2(float(rest[1, 0]), float(rest[0, 0])))


def _arm(body: Body, side: str) -> dict[str, float]:
    out = sign(side)
    shoulder = _relative(body, "chest", f"{side}_uarm")
    along = -shoulder[:, 2]
    elbow = _relative(body, f"{side}_uarm", f"{side}_farm")
    hand = _relative(body, f"{side}_farm", f"{side}_hand")
    found = {
        say("figure.arm-behind-trunk"): _asin(-float(along[0])),
        say("figure.arm-across-chest"): _asin(-out * float(along[1])),
        "elbow": math.degrees(math.atan2(-float(elbow[0, 2]), float(elbow[2, 2]))),
        "wrist": math.degrees(math.atan2(float(hand[2, 0]), float(hand[2, 2]))),
        "wrist sideways": _asin(float(hand[2, 1])),
    }
    twist = _twist(shoulder)
    if twist is not None:
        found["arm rotation"] = out * twist
    turn = _twist(hand)
    if turn is not None:
        turned_in = -out * turn
        found["forearm turned in"] = turned_in + 360 if turned_in < -90 else turned_in
    return found


_TOUCH = 0.6
_EDGE = 3.0
_LYING = ("supine", "prone", "side-left", "side-right")


def untouched(body: Body, pose: Settled, surfaces: Mapping[str, Surface]) -> Iterator[str]:
    """One sentence for each sole, palm or trunk that is off its surface or over its edge."""
    yield from _soles(body, pose, surfaces)
    yield from _palms(body, pose, surfaces)
    yield from _weight(body, pose, surfaces)


def _soles(body: Body, pose: Settled, surfaces: Mapping[str, Surface]) -> Iterator[str]:
    for side in SIDES:
        foot = pose.legs[side].foot
        if foot is None or foot.how in ("free", "keep") or sole_of(foot) == "free":
            continue
        low = lowest_of(body.points, body.bones, side)
        under = _below(low, surfaces)
        gap = float(low[2] - under.at[2])
        name = foot.rest or "floor"
        if foot.rest is not None and under.name != foot.rest:
            yield say("figure.foot-beside", side=side_name(side), name=name)
        elif abs(gap) > _TOUCH:
            yield say("figure.sole-foot-cm", side=side_name(side), gap=gap, under=under.name)


def _below(point: Vector, surfaces: Mapping[str, Surface]) -> Surface:
    """The highest level surface that is under ``point``, or less than a touch above it."""
    level = [
        surface
        for name, surface in sorted(surfaces.items())
        if not surface.upright and float(surface.at[2]) <= float(point[2]) + _EDGE and over(surface, point)
    ]
    return max(level, key=lambda surface: (float(surface.at[2]), surface.name == "floor"))


def over(surface: Surface, point: Vector) -> bool:
    """True if ``point`` is within the surface's edges, seen along its normal."""
    x, y, z = (float(value) for value in surface.local(point))
    depth, width = surface.size
    if surface.upright:
        return abs(y) <= width / 2 and z >= 0
    return abs(x) <= depth / 2 + _EDGE and abs(y) <= width / 2 + _EDGE


def _palms(body: Body, pose: Settled, surfaces: Mapping[str, Surface]) -> Iterator[str]:
    for side in SIDES:
        hand = pose.arms[side].hand
        surface = surfaces.get((hand.flat or hand.forearm) or "") if hand is not None else None
        if surface is None:
            continue
        palm = body.points[f"{side}_palm"]
        gap = surface.height_at(palm) - size.FLAT_WRIST
        if abs(gap) > _TOUCH:
            yield say("figure.palm-cm", side=side_name(side), gap=gap, surface=surface.name)
        elif not over(surface, palm):
            yield say("figure.palm-beside", side=side_name(side), surface=surface.name)


def _weight(body: Body, pose: Settled, surfaces: Mapping[str, Surface]) -> Iterator[str]:
    """The trunk lies, the seat sits, a foot stands; nothing is said of a body whose height is written."""
    if pose.pelvis.height is not None:
        return
    surface = surfaces.get(seat_of(pose, surfaces))
    if surface is None:
        return
    ground = float(surface.at[2])
    if pose.base == "sit":
        if surface.name != "floor" and not over(surface, body.points["pelvis"]):
            yield say("figure.body-sits-beside", surface=surface.name)
    elif pose.base in _LYING:
        gap = lowest_of_trunk(body.slices, "trunk") - ground
        if gap > _TOUCH:
            yield say("figure.body-floats-cm", gap=gap, surface=surface.name)
    elif (gap := hanging(body, pose, surfaces)) > _TOUCH:
        yield say("figure.sole-over-ground", gap=gap)


def hanging(body: Body, pose: Settled, surfaces: Mapping[str, Surface]) -> float:
    """How many cm the lower sole of a body that stands is over the ground, if that is too many; else 0."""
    if pose.base != "stand" or pose.pelvis.height is not None or seat_of(pose, surfaces) not in surfaces:
        return 0.0
    lows = [lowest_of(body.points, body.bones, side) for side in SIDES]
    gap = min(float(low[2]) - float(_below(low, surfaces).at[2]) for low in lows)
    return gap if gap > _TOUCH else 0.0


# Share of the body's weight at points, or half way between two: rounded from D. A. Winter, Biomechanics and
# Motor Control of Human Movement, table 4.1; the trunk's lies half way from pelvis to shoulders.
_MIDLINE = ((0.08, "skull", "skull"), (0.50, "pelvis", "chest"))
_LIMBS = (
    (0.030, "shoulder", "elbow"), (0.020, "elbow", "palm"), (0.100, "hip", "knee"),
    (0.045, "knee", "ankle"), (0.015, "mid", "mid"),
)  # fmt: skip
_SOLE = ("heel", "ball", "toe")
# A picture between two moments of a movement may be out of balance by so many cm.
_SWAY = 12.0


def unbalanced(body: Body, pose: Settled, first: Settled, surfaces: Mapping[str, Surface]) -> Iterator[str]:
    """A sentence if the weight of a standing body is not over its feet and nothing else can carry it."""
    leans = any(surface.upright for surface in surfaces.values())
    if pose.base != "stand" or leans or _carried(pose) or _holds(pose, first):
        return
    soles = [body.points[f"{side}_{name}"][:2] for side in SIDES for name in _SOLE]
    weight = weight_of(body)[:2]
    away = float(shapely.MultiPoint(soles).convex_hull.distance(shapely.Point(weight)))
    if away > _SWAY:
        middle = np.mean(soles, axis=0)
        ahead = float((weight - middle) @ body.bones["pelvis"][:2, 0])
        aside = float((weight - middle) @ body.bones["pelvis"][:2, 1])
        if abs(aside) > abs(ahead):
            yield say("figure.weight-beside-feet", away=away)
        elif ahead > 0:
            yield say("figure.weight-before-feet", away=away)
        else:
            yield say("figure.weight-behind-feet", away=away)


def weight_of(body: Body) -> Vector:
    """The centre of the body's weight, (3,) in cm."""
    points = body.points
    parts = [(share, points[near], points[far]) for share, near, far in _MIDLINE]
    parts += [
        (share, points[f"{side}_{near}"], points[f"{side}_{far}"])
        for side in SIDES
        for share, near, far in _LIMBS
    ]
    total: Vector = np.sum([share * (near + far) / 2 for share, near, far in parts], axis=0)
    return total


def _carried(pose: Settled) -> bool:
    """True if the pose writes what carries the body, or how high it is."""
    pelvis = pose.pelvis
    return pelvis.rest is not None or pelvis.contact is not None or pelvis.height is not None


def _holds(pose: Settled, first: Settled) -> bool:
    """True if a hand leans on something or holds it, in this frame or kept from the first."""
    for side, arm in pose.arms.items():
        hand = first.arms[side].hand if arm.hand is not None and arm.hand.how == "keep" else arm.hand
        if hand is None:
            continue
        if hand.flat is not None or hand.forearm is not None or (hand.at is not None and hand.at.prop):
            return True
    return False

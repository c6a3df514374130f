"""The joint angles of a body in degrees, measured from its bones and not from what was asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from clinicpress.figures.body import SIDES, Body, Matrix, sign
from clinicpress.figures.skeleton import side_name
from clinicpress.figures.vectors import angle, length, rot_x, rot_y, turned, unit, vec

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
    axis = np.cross(down, along)
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
        "arm behind the trunk": _asin(-float(along[0])),
        "arm across the chest": _asin(-out * float(along[1])),
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

"""Limbs from joint angles, and from the place of their far end (analytic two-bone inverse kinematics)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import Matrix, Vector, sign
from clinicpress.figures.pose.vectors import across, cross, frame, length, rot_x, rot_y, rot_z, unit, vec

# A limb is never drawn quite straight or quite folded, so that its bend keeps its direction.
_SLACK = 0.02
_FOLD = 0.5


@dataclass(frozen=True, slots=True)
class Limb:
    """Two bones: the middle and the far joint, and both frames; ``gap`` is how far it stayed from its aim."""

    middle: Vector
    end: Vector
    near: Matrix
    far: Matrix
    gap: float = 0.0


def two_bone(
    root: Vector, aim: Vector, near: float, far: float, pole: Vector
) -> tuple[Vector, Vector, float]:
    """The middle joint and the far joint of two bones from ``root`` towards ``aim``, bent towards ``pole``.

    ``near`` and ``far`` are the bones' lengths in cm. The law of cosines gives the middle joint's place
    along the line to the aim and its distance from that line. The third value is by how many cm the aim is
    out of reach.
    """
    reach = aim - root
    distance = length(reach)
    along = unit(reach)
    usable = min(max(distance, abs(near - far) + _FOLD), near + far - _SLACK)
    foot = (near * near - far * far + usable * usable) / (2 * usable)
    height = math.sqrt(max(0.0, near * near - foot * foot))
    sideways = across(pole, along)
    if length(sideways) < 1e-6:
        sideways = across(vec(0, 1, 0) if abs(along[1]) < 0.9 else vec(1, 0, 0), along)
    gap = max(0.0, abs(distance - usable) - _SLACK)
    return root + along * foot + unit(sideways) * height, root + along * usable, gap


def leg_from_angles(
    hip: Vector, pelvis: Matrix, side: str, angles: tuple[float, float, float, float]
) -> Limb:
    """A leg from flexion, abduction and outward rotation of the hip, and flexion of the knee, in degrees.

    The order of the turns makes abduction at 90 degrees of flexion horizontal, as clinicians speak of it.
    """
    flexion, abduction, rotation, bend = angles
    thigh = pelvis @ rot_y(-flexion) @ rot_x(sign(side) * abduction) @ rot_z(sign(side) * rotation)
    shank = thigh @ rot_y(bend)
    knee = hip - thigh[:, 2] * body.THIGH
    return Limb(knee, knee - shank[:, 2] * body.SHANK, thigh, shank)


def arm_from_angles(
    shoulder: Vector, chest: Matrix, side: str, angles: tuple[float, float, float, float]
) -> Limb:
    """An arm from flexion, abduction and outward rotation of the shoulder, and flexion of the elbow."""
    flexion, abduction, rotation, bend = angles
    upper = chest @ rot_y(-flexion) @ rot_x(sign(side) * abduction) @ rot_z(sign(side) * rotation)
    fore = upper @ rot_y(-bend)
    elbow = shoulder - upper[:, 2] * body.UPPER_ARM
    return Limb(elbow, elbow - fore[:, 2] * body.FOREARM, upper, fore)


def leg_to(hip: Vector, ankle: Vector, pole: Vector) -> Limb:
    """A leg whose ankle is at ``ankle``, its knee towards ``pole``."""
    knee, end, gap = two_bone(hip, ankle, body.THIGH, body.SHANK, pole)
    thigh, shank = _hinged(hip, knee, end, unit(pole), -1)
    return Limb(knee, end, thigh, shank, gap)


def arm_to(shoulder: Vector, wrist: Vector, pole: Vector) -> Limb:
    """An arm whose wrist is at ``wrist``, its elbow towards ``pole``."""
    elbow, end, gap = two_bone(shoulder, wrist, body.UPPER_ARM, body.FOREARM, pole)
    upper, fore = _hinged(shoulder, elbow, end, -unit(pole), 1)
    return Limb(elbow, end, upper, fore, gap)


def arm_through(shoulder: Vector, elbow: Vector, wrist: Vector) -> Limb:
    """An arm whose elbow and wrist are both given, each at its bone's length."""
    upper, fore = _hinged(shoulder, elbow, wrist, unit(elbow - shoulder), 1)
    return Limb(elbow, wrist, upper, fore)


def _hinged(root: Vector, middle: Vector, end: Vector, straight: Vector, way: int) -> tuple[Matrix, Matrix]:
    """Frames of both bones with the joint's axis in common; ``straight`` is the front of an unbent limb."""
    up = unit(root - middle)
    front = across(end - middle, up) * way
    if length(front) < 1:
        front = straight
    near = frame(up, front)
    far_up = unit(middle - end)
    return near, np.column_stack([unit(cross(near[:, 1], far_up)), near[:, 1], far_up])

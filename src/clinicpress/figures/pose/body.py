"""A posed body: where every joint is and how every bone is turned. The drawing starts from here.

Space: x to the front of a standing figure, y to its left, z up; the floor is z = 0; centimetres.
A bone's frame is a 3x3 array whose columns point to its front, its left and up along it, so that a bone
runs along minus the third column from its near joint to its far one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clinicpress.content.models.figure import Prop
from clinicpress.content.models.pose import Base

Vector = NDArray[np.float64]
"""A place or direction, shape (3,)."""
Matrix = NDArray[np.float64]
"""A rotation or bone frame, shape (3, 3)."""

SIDES = ("l", "r")


def sign(side: str) -> int:
    """+1 for the left side, -1 for the right: the sign of y that leads away from the middle of the body."""
    return 1 if side == "l" else -1


@dataclass(frozen=True, slots=True)
class Slice:
    """An ellipsoid of the torso: its centre, its frame, and its half axes (depth, width, height) in cm."""

    centre: Vector
    frame: Matrix
    half: Vector


@dataclass(frozen=True, slots=True)
class Touch:
    """A hand (``l_hand``) that lies on the skin over ``bone``, where the skin faces along ``normal``."""

    hand: str
    bone: str
    normal: Vector


@dataclass(frozen=True, slots=True)
class PlacedProp:
    """A prop with its place in this frame.

    ``at`` is its middle on its top face, or of a wall on its foot; ``turn`` the degrees about z from a
    prop that faces +x; ``size`` its depth and width; ``path`` the places a held prop runs through.
    """

    name: str
    spec: Prop
    at: Vector
    turn: float
    size: tuple[float, float]
    path: tuple[Vector, ...] = ()

    @property
    def kind(self) -> str:
        """The kind that the content names, such as ``chair``."""
        return self.spec.kind

    @property
    def top(self) -> float:
        """Height of its top in cm."""
        return float(self.at[2])


@dataclass(frozen=True, slots=True)
class Body:
    """One frame's body.

    points: joints and landmarks by name: pelvis, chest, c7, skull, head, nose, and with ``l_`` or ``r_``
        hip, knee, ankle, heel, ball, toe, mid (of the sole), shoulder, elbow, wrist, palm, fingers.
    bones: frames by name: pelvis, chest, neck, head, and with ``l_`` or ``r_`` thigh, shank, foot, toe,
        uarm, farm, hand.
    slices: the torso from the lowest ellipsoid to the highest.
    grips: degrees that the fingers of hand ``l`` and ``r`` are bent, 0 flat to 85 fist.
    """

    base: Base
    points: Mapping[str, Vector]
    bones: Mapping[str, Matrix]
    slices: tuple[Slice, ...]
    grips: Mapping[str, float]
    touches: tuple[Touch, ...]
    props: Mapping[str, PlacedProp]

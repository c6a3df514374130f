"""Small vector algebra on numpy arrays: places and directions of shape (3,), rotations of shape (3, 3)."""

from __future__ import annotations

import math

import numpy as np

from clinicpress.figures.pose.body import Matrix, Vector

_TINY = 1e-9


def vec(x: float, y: float, z: float) -> Vector:
    """A place or direction from its coordinates."""
    return np.array([x, y, z], dtype=np.float64)


def rot_x(degrees: float) -> Matrix:
    """Rotation about x; positive turns y towards z."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], dtype=np.float64)


def rot_y(degrees: float) -> Matrix:
    """Rotation about y; positive turns z towards x."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], dtype=np.float64)


def rot_z(degrees: float) -> Matrix:
    """Rotation about z; positive turns x towards y."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], dtype=np.float64)


def length(v: Vector) -> float:
    """Euclidean length."""
    return float(np.linalg.norm(v))


def unit(v: Vector) -> Vector:
    """``v`` at length 1; a vector of length 0 stays as it is."""
    norm = length(v)
    return v / norm if norm > _TINY else v


def cross(a: Vector, b: Vector) -> Vector:
    """The vector product; numpy's own takes ten times as long for two vectors."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return vec(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)


def across(v: Vector, axis: Vector) -> Vector:
    """The part of ``v`` at right angles to ``axis``, a unit vector."""
    part: Vector = v - axis * float(axis @ v)
    return part


def frame(up: Vector, front: Vector) -> Matrix:
    """The bone frame whose third column is ``up`` and whose first lies as near to ``front`` as it can."""
    z = unit(up)
    x = unit(across(front, z))
    return np.column_stack([x, cross(z, x), z])


def angle(a: Vector, b: Vector) -> float:
    """Angle between two directions in degrees, 0 to 180."""
    return math.degrees(math.acos(max(-1.0, min(1.0, float(unit(a) @ unit(b))))))


def turned(v: Vector, axis: Vector, degrees: float) -> Vector:
    """``v`` turned about the unit vector ``axis`` (Rodrigues' formula)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    result: Vector = v * c + cross(axis, v) * s + axis * (float(axis @ v) * (1 - c))
    return result

"""Orthographic camera: where points of the world fall in the picture, and how near they are.

World axes in cm: x forward (the way a standing figure faces), y to its left, z up.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Camera:
    """A camera far away, by its place on a sphere around the figure.

    ``azimuth`` in degrees: 0 looks at the front, -90 at the figure's right side (it faces right in the
    picture), 180 at its back. ``elevation`` in degrees above the horizon.
    """

    azimuth: float
    elevation: float

    @cached_property
    def toward(self) -> Array:
        """Unit vector (3,) from the figure to the viewer."""
        azimuth, elevation = np.deg2rad(self.azimuth), np.deg2rad(self.elevation)
        return np.array(
            [np.cos(elevation) * np.cos(azimuth), np.cos(elevation) * np.sin(azimuth), np.sin(elevation)]
        )

    @cached_property
    def axes(self) -> Array:
        """Rows (2, 3): the picture's rightward and upward unit vectors in the world."""
        azimuth = np.deg2rad(self.azimuth)
        right = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
        return np.stack([right, np.cross(self.toward, right)])

    @cached_property
    def known(self) -> dict[Hashable, Any]:
        """What was seen before, by the value of what it is of: a part that does not move is outlined once."""
        return {}

    def project(self, points: Array) -> Array:
        """Picture coordinates (..., 2) of world points (..., 3)."""
        projected: Array = np.asarray(points, dtype=np.float64) @ self.axes.T
        return projected

    def depth(self, point: Array) -> float:
        """How far a world point lies toward the viewer; more is nearer."""
        return float(self.toward @ point)

    def faces(self, normal: Array) -> float:
        """Cosine between a unit normal and the direction to the viewer; positive when seen from the front."""
        return float(self.toward @ normal)

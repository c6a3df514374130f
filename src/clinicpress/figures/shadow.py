"""The soft shadow where the body is close to the floor; it ties the figure to the ground."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from clinicpress.figures.body import SIDES, Body, Vector
from clinicpress.figures.camera import Camera

_HEIGHT = 17.0
_SEGMENTS = (
    ("heel", "toe"),
    ("ankle", "ball"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("wrist", "fingers"),
    ("elbow", "wrist"),
)
_STEPS = 7
_ANGLES = np.linspace(0.0, 2 * np.pi, 24, endpoint=False)


def shadow(body: Body, camera: Camera) -> BaseGeometry:
    """The area of the floor, in the picture, that lies in the shadow of what is low."""
    spots = []
    for start, end, radius in _bones(body):
        places = start + np.linspace(0.0, 1.0, _STEPS)[:, None] * (end - start)
        for x, y, _ in places[places[:, 2] < _HEIGHT]:
            ring = np.stack([x + radius * np.cos(_ANGLES), y + radius * np.sin(_ANGLES), 0 * _ANGLES], axis=1)
            spots.append(shapely.Polygon(camera.project(ring)))
    return shapely.union_all(spots).buffer(1.5).buffer(-1.0)


def _bones(body: Body) -> list[tuple[Vector, Vector, float]]:
    points = body.points
    bones = [(points[f"{side}_{a}"], points[f"{side}_{b}"], 5.0) for side in SIDES for a, b in _SEGMENTS]
    return [*bones, (points["pelvis"], points["chest"], 9.0), (points["chest"], points["head"], 5.0)]

"""Hands: palm, four fingers and a thumb, open, holding or closed."""

from __future__ import annotations

import numpy as np

from clinicpress.figures.body import Body, Matrix, Vector, sign
from clinicpress.figures.parts import Joint, Layer, Part
from clinicpress.figures.solids import Chain, chain, ellipsoid, placer, sphere
from clinicpress.figures.vectors import rot_y, rot_z

# The fingers from index to little: place across the palm towards the thumb, relative length, radius (cm).
_FINGERS = ((2.85, 0.95, 1.0), (0.95, 1.05, 1.03), (-0.95, 1.0, 1.0), (-2.75, 0.8, 0.92))
_BONES = (4.0, 3.0, 2.4)
_KNUCKLES = 8.2
# How the bend of a grip is shared among the joints of a finger.
_BENDS = (0.75, 0.95, 0.55)


def hand(body: Body, side: str) -> Part:
    """The hand of a side; its thumb lies over or under the fingers as the camera sees it."""
    wrist, frame = body.points[f"{side}_wrist"], body.bones[f"{side}_hand"]
    grip = body.grips[side]
    joints = (Joint(f"{side}_farm", wrist, 3.4),)
    palm = Layer(
        f"{side}_hand",
        "skin",
        (_palm(wrist, frame), *fingers(wrist, frame, sign(side), grip)),
        joints,
        smooth=0.35,
    )
    thumb = _thumb(wrist, frame, sign(side), grip)
    root = wrist + frame @ np.array([0.6, sign(side) * 2.4, -3.6])
    thumb_layer = Layer(f"{side}_thumb", "skin", (thumb,), (Joint(f"{side}_hand", root, 3.0),), smooth=0.3)
    return Part(f"{side}_hand", (palm, thumb_layer), bias=0.8)


def _palm(wrist: Vector, frame: Matrix) -> Chain:
    at = placer(wrist, frame)
    return chain(
        ellipsoid(at(0, 0, 0.5), frame, (2.3, 2.6, 1.5)),
        ellipsoid(at(0, 0, -3.2), frame, (2.0, 3.6, 2.0)),
        ellipsoid(at(0, 0, -7.6), frame, (1.6, 4.0, 1.7)),
    )


def fingers(wrist: Vector, frame: Matrix, out: int, grip: float) -> tuple[Chain, ...]:
    """The four fingers; ``out`` is +1 where the thumb lies at the frame's left, -1 at its right."""
    chains = []
    for across, length, radius in _FINGERS:
        point = wrist + frame @ np.array([0.0, out * across, -_KNUCKLES])
        turned = frame @ rot_z(out * across * 0.6)
        balls = [sphere(point, radius + 0.25)]
        for bone, share in zip(_BONES, _BENDS, strict=True):
            turned = turned @ rot_y(-grip * share)
            point = point - turned[:, 2] * bone * length
            balls.append(sphere(point, radius * (0.95 if bone > 2.5 else 0.85)))
        chains.append(chain(*balls))
    return tuple(chains)


def _thumb(wrist: Vector, frame: Matrix, out: int, grip: float) -> Chain:
    """The thumb: beside an open hand, across the fingers of a closed one."""
    closed = min(grip / 85.0, 1.0)
    at = placer(wrist, frame * np.array([1.0, out, 1.0]))
    return chain(
        sphere(at(0.6, 2.0, -2.4), 1.7),
        sphere(at(1.0 + 1.8 * closed, 4.4 - 0.6 * closed, -5.4), 1.35),
        sphere(at(1.2 + 3.4 * closed, 5.4 - 3.0 * closed, -8.6 + 0.6 * closed), 1.1),
    )

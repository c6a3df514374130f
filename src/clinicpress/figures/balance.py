"""Whether a standing body would fall: where its weight is, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely

from clinicpress.figures.body import SIDES, Body, Vector
from clinicpress.figures.settle import Settled
from clinicpress.figures.surfaces import Surface

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
        where = "beside" if abs(aside) > abs(ahead) else "before" if ahead > 0 else "behind"
        yield f"nothing carries the body: its weight is {away:.0f} cm {where} its feet"


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

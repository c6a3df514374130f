"""Whether what should touch a surface does: soles, palms, the seat, the trunk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clinicpress.figures import anthropometry as size
from clinicpress.figures.body import SIDES, Body, Vector
from clinicpress.figures.contacts import lowest_of_trunk, seat_of
from clinicpress.figures.legs import lowest_of, sole_of
from clinicpress.figures.settle import Settled
from clinicpress.figures.skeleton import side_name
from clinicpress.figures.surfaces import Surface

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
            yield f"the {side_name(side)} foot is beside the {name}, not on it"
        elif abs(gap) > _TOUCH:
            yield f"the sole of the {side_name(side)} foot is {gap:.1f} cm over the {under.name}"


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
            yield f"the {side_name(side)} palm is {gap:.1f} cm from the {surface.name}"
        elif not over(surface, palm):
            yield f"the {side_name(side)} palm is beside the {surface.name}, not on it"


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
            yield f"the body sits beside the {surface.name}, not on it"
    elif pose.base in _LYING:
        gap = lowest_of_trunk(body.slices, "trunk") - ground
        if gap > _TOUCH:
            yield f"the body floats {gap:.1f} cm over the {surface.name}"
    elif pose.base == "stand":
        lows = [lowest_of(body.points, body.bones, side) for side in SIDES]
        gap = min(float(low[2]) - float(_below(low, surfaces).at[2]) for low in lows)
        if gap > _TOUCH:
            yield f"nothing carries the body: the lower sole is {gap:.1f} cm over the ground"

"""Props of one frame: the standing ones, what lies under the body, and what is held."""

from __future__ import annotations

from collections.abc import Mapping

from clinicpress.figures.body import PlacedProp, Vector
from clinicpress.figures.skeleton import Skeleton
from clinicpress.figures.targets import LostTarget, find
from clinicpress.figures.vectors import unit, vec
from clinicpress.model.pose import Target
from clinicpress.model.props import Band, Dumbbell, Pillow, Prop, Round, Stick, prop_name

_WIDTHS = {"band": 3.0, "strap": 2.2, "towel": 5.0}
_HELD_HINT = "write where it is: a place [x, y, z], or points of the body with their side"
_RADII = {"ball": 11.0, "roll": 7.0}
# Where a loop lies: between which points, and how far from the first to the second.
_LOOPS = {
    "thighs": ("hip", "knee", 0.86),
    "shins": ("knee", "ankle", 0.2),
    "ankles": ("knee", "ankle", 0.9),
    "wrists": ("elbow", "wrist", 0.9),
}


def place_props(skeleton: Skeleton, props: tuple[Prop, ...]) -> Mapping[str, PlacedProp]:
    """Every prop by name; one whose place cannot be found becomes a fault and is left out."""
    placed = {}
    for prop in props:
        name = prop_name(prop)
        surface = skeleton.surfaces.get(name)
        if surface is not None:
            placed[name] = PlacedProp(name, prop, surface.at, surface.turn, surface.size)
            continue
        try:
            placed[name] = _place(skeleton, name, prop)
        except LostTarget as reason:
            skeleton.fault(f"the {name} has no place: {reason}", _HELD_HINT)
    return placed


def _place(skeleton: Skeleton, name: str, prop: Prop) -> PlacedProp:
    if isinstance(prop, Pillow):
        middle = _first_point(skeleton, prop.under)
        return PlacedProp(name, prop, vec(float(middle[0]), float(middle[1]), prop.height), 0.0, prop.size)
    if isinstance(prop, Round):
        radius = prop.radius or _RADII[prop.kind]
        return PlacedProp(name, prop, _round_middle(skeleton, prop, radius), 0.0, (2 * radius, 2 * radius))
    path = _path(skeleton, prop)
    width = (prop.width or _WIDTHS[prop.kind]) if isinstance(prop, Band) else 3.0
    middle = sum(path, vec(0, 0, 0)) / len(path)
    return PlacedProp(name, prop, middle, 0.0, (width, width), path)


def _first_point(skeleton: Skeleton, name: str) -> Vector:
    """Where a point was in the first frame: what lies on the floor stays there."""
    points = skeleton.start.points if skeleton.start is not None else skeleton.points
    return points[name]


def _round_middle(skeleton: Skeleton, prop: Round, radius: float) -> Vector:
    if prop.between is not None:
        first, second = prop.between
        middle: Vector = (skeleton.points[first] + skeleton.points[second]) / 2
        return middle
    if prop.under is not None:
        over = _first_point(skeleton, prop.under)
        return vec(float(over[0]), float(over[1]), radius)
    if prop.at is None:
        raise LostTarget("write at, between or under")
    return find(skeleton, prop.at).at


def _path(skeleton: Skeleton, prop: Prop) -> tuple[Vector, ...]:
    """The places that a held prop runs through."""
    if isinstance(prop, Band) and prop.around is not None:
        near, far, t = _LOOPS[prop.around]
        points = skeleton.points
        return tuple(points[f"{q}_{near}"] * (1 - t) + points[f"{q}_{far}"] * t for q in ("l", "r"))
    if isinstance(prop, Dumbbell):
        hands = ("l", "r") if prop.hand == "both" else (prop.hand[0],)
        return tuple(skeleton.points[f"{q}_palm"] for q in hands)
    written = prop.between if isinstance(prop, Band | Stick) else None
    if isinstance(prop, Band) and written is None:
        raise LostTarget("write between or around")
    palms = (Target(rel="l_palm"), Target(rel="r_palm"))
    path = tuple(find(skeleton, target).at for target in written or palms)
    return _stretched(path, prop.length) if isinstance(prop, Stick) else path


def _stretched(path: tuple[Vector, ...], whole: float) -> tuple[Vector, ...]:
    """A stick's two ends, ``whole`` cm apart, from the two places where it is held."""
    middle = (path[0] + path[-1]) / 2
    half = unit(path[-1] - path[0]) * (whole / 2)
    return (middle - half, middle + half)

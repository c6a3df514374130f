"""From a figure's poses to its bodies, one for each frame."""

from __future__ import annotations

from collections.abc import Mapping

from clinicpress.content.models.figure import Band, Dumbbell, Figure, Pillow, Prop, Round, Stick, prop_name
from clinicpress.content.models.pose import Target
from clinicpress.figures.frames import FrameProblem, in_frame
from clinicpress.figures.pose.arms import place_arm
from clinicpress.figures.pose.body import SIDES, Body, PlacedProp, Vector
from clinicpress.figures.pose.contacts import put_down
from clinicpress.figures.pose.legs import kneel, kneels, place_leg
from clinicpress.figures.pose.settle import Settled, settle
from clinicpress.figures.pose.skeleton import Skeleton
from clinicpress.figures.pose.surfaces import surfaces
from clinicpress.figures.pose.targets import LostTarget, find, other_limb
from clinicpress.figures.pose.trunk import place_trunk
from clinicpress.figures.pose.vectors import unit, vec
from clinicpress.messages import later, say
from clinicpress.problems import ContentError

_WIDTHS = {"band": 3.0, "strap": 2.2, "towel": 5.0}
_HELD_HINT = later("figure.write-where")
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
            skeleton.fault(say("figure.has-no-place", name=name, reason=reason), say(_HELD_HINT))
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
        raise LostTarget(say("figure.write-between-or-under"))
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
        raise LostTarget(say("figure.write-between-or-around"))
    palms = (Target(rel="l_palm"), Target(rel="r_palm"))
    path = tuple(find(skeleton, target).at for target in written or palms)
    return _stretched(path, prop.length) if isinstance(prop, Stick) else path


def _stretched(path: tuple[Vector, ...], whole: float) -> tuple[Vector, ...]:
    """A stick's two ends, ``whole`` cm apart, from the two places where it is held."""
    middle = (path[0] + path[-1]) / 2
    half = unit(path[-1] - path[0]) * (whole / 2)
    return (middle - half, middle + half)


def bodies(figure: Figure) -> tuple[Body, ...]:
    """The body of each frame.

    Raises:
        ContentError: with one problem for everything that a pose asks for and a body cannot do.
    """
    posed, problems = attempt(figure)
    if problems:
        raise ContentError(problems)
    return posed


def attempt(figure: Figure) -> tuple[tuple[Body, ...], tuple[FrameProblem, ...]]:
    """The body of each frame, each as near to its pose as a body can come, and what it cannot do."""
    standing = surfaces(figure.props)
    posed: list[Body] = []
    problems: list[FrameProblem] = []
    poses = settle(figure)
    for number, pose in enumerate(poses, 1):
        skeleton = Skeleton(pose, standing, posed[0] if posed else None, first=poses[0])
        place_trunk(skeleton)
        put_down(skeleton)
        _place_limbs(skeleton)
        posed.append(_finished(skeleton, figure))
        problems += [in_frame(number, fault, hint) for fault, hint in skeleton.faults]
    return tuple(posed), tuple(problems)


def _place_limbs(skeleton: Skeleton) -> None:
    for side in _legs_in_order(skeleton.pose):
        if kneels(skeleton, side):
            kneel(skeleton, side)
        else:
            place_leg(skeleton, side)
    for side in _arms_in_order(skeleton.pose):
        place_arm(skeleton, side)


def _legs_in_order(pose: Settled) -> tuple[str, ...]:
    """A leg whose foot lies on the other leg comes second."""
    left = pose.legs["l"].foot
    return ("r", "l") if left is not None and other_limb(left.at, "l") else SIDES


def _arms_in_order(pose: Settled) -> tuple[str, ...]:
    left = pose.arms["l"].hand
    target = left.at if left is not None else None
    name = "" if target is None else target.bone or target.rel or ""
    on_arm = name[2:] in ("elbow", "wrist", "palm", "fingers", "uarm", "farm", "hand")
    return ("r", "l") if on_arm and other_limb(target, "l") else SIDES


def _finished(skeleton: Skeleton, figure: Figure) -> Body:
    return Body(
        base=skeleton.pose.base,
        points=skeleton.points,
        bones=skeleton.bones,
        slices=skeleton.slices,
        grips=skeleton.grips,
        touches=tuple(skeleton.touches),
        props=place_props(skeleton, figure.props),
    )

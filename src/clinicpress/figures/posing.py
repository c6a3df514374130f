"""From a figure's poses to its bodies, one for each frame."""

from __future__ import annotations

from clinicpress.figures.arms import place_arm
from clinicpress.figures.body import SIDES, Body
from clinicpress.figures.contacts import put_down
from clinicpress.figures.kneeling import kneel, kneels
from clinicpress.figures.legs import place_leg
from clinicpress.figures.placing import place_props
from clinicpress.figures.settle import Settled, settle
from clinicpress.figures.skeleton import Skeleton
from clinicpress.figures.surfaces import surfaces
from clinicpress.figures.targets import other_limb
from clinicpress.figures.trunk import place_trunk
from clinicpress.model.figure import Figure
from clinicpress.problems import ContentError, Problem


def bodies(figure: Figure) -> tuple[Body, ...]:
    """The body of each frame.

    Raises:
        ContentError: with one problem for everything that a pose asks for and a body cannot do.
    """
    posed, problems = attempt(figure)
    if problems:
        raise ContentError(problems)
    return posed


def attempt(figure: Figure) -> tuple[tuple[Body, ...], tuple[Problem, ...]]:
    """The body of each frame, each as near to its pose as a body can come, and what it cannot do."""
    standing = surfaces(figure.props)
    posed: list[Body] = []
    problems: list[Problem] = []
    poses = settle(figure)
    for number, pose in enumerate(poses, 1):
        skeleton = Skeleton(pose, standing, posed[0] if posed else None, first=poses[0])
        place_trunk(skeleton)
        put_down(skeleton)
        _place_limbs(skeleton)
        posed.append(_finished(skeleton, figure))
        problems += [Problem(f"frame {number}: {fault}", hint) for fault, hint in skeleton.faults]
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

"""Arms: from their angles, or from where the hand is and what it lies on."""

from __future__ import annotations

import math
from collections.abc import Callable

from clinicpress.content.models.names import LIMB_POINTS, spoken
from clinicpress.content.models.pose import Arm, Hand
from clinicpress.figures.pose import anthropometry as body
from clinicpress.figures.pose.body import Matrix, Touch, Vector, sign
from clinicpress.figures.pose.kinematics import Limb, arm_from_angles, arm_through, arm_to
from clinicpress.figures.pose.legs import REACH_TOLERANCE
from clinicpress.figures.pose.skeleton import Skeleton, side_name
from clinicpress.figures.pose.targets import FoundPlace, LostTarget, find
from clinicpress.figures.pose.vectors import across, angle, frame, length, rot_y, rot_z, unit, vec
from clinicpress.messages import later, say

_FREE = Hand(how="free")
# A hand that hangs has its palm half turned in.
_HANGING_TURN = 65.0
# A hand laid on skin bends its wrist no further than this on its own.
_EASY_WRIST = 55.0
_ROUNDS = 40
_PLACE_HINT = later("figure.name-prop-stands")
# The bone whose skin is over a point of the body, and how far down that bone.
_OVER = {
    "hip": ("thigh", 0), "knee": ("thigh", 1), "ankle": ("shank", 1), "heel": ("foot", 0),
    "ball": ("foot", 1), "toe": ("toe", 1), "mid": ("foot", 0.5), "shoulder": ("uarm", 0),
    "elbow": ("uarm", 1), "wrist": ("farm", 1), "palm": ("hand", 0.5), "fingers": ("hand", 1),
    "pelvis": ("pelvis", 0.5), "chest": ("chest", 0.5), "c7": ("neck", 0.5), "skull": ("head", 0.5),
    "head": ("head", 0.5), "nose": ("head", 0.5),
}  # fmt: skip
_OWN_ARM = ("elbow", "wrist", "palm", "fingers")
# An elbow may hang below the shoulder by this much, in cm.
_ELBOW_ROOM = 28.0
# From the forearm's frame to the place of the wrist and the frame of the hand.
Grasp = Callable[[Matrix], tuple[Vector, Matrix]]
_FINGERS = {
    "stand": "front", "sit": "front", "kneel": "front", "supine": "feet",
    "prone": "head", "quad": "head", "side-left": "head", "side-right": "head",
}  # fmt: skip


def place_arm(skeleton: Skeleton, side: str) -> None:
    """Place one arm; the trunk and the legs must be in their places.

    What is out of reach becomes a fault.
    """
    arm = skeleton.pose.arms[side]
    hand = arm.hand or _FREE
    if hand.how == "free":
        _bend_arm(skeleton, side)
        return
    if hand.how == "keep":
        _keep(skeleton, side)
        return
    try:
        if hand.forearm is not None:
            _lean(skeleton, side, hand)
            return
        grasp, grip = _grasp(skeleton, side, hand)
    except LostTarget as reason:
        skeleton.fault(say("figure.hand-has-no-place", side=side_name(side), reason=reason), say(_PLACE_HINT))
        _bend_arm(skeleton, side)
        return
    skeleton.grips[side] = body.GRIPS[arm.grip or grip]
    _reach(skeleton, side, grasp)


def skin_hint(arm: Arm, side: str) -> str:
    """What to write instead of a point inside the body; nothing if the hand is not at one."""
    target = arm.hand.at if arm.hand is not None else None
    if target is None or target.rel is None or (target.by is not None and any(target.by)):
        return ""
    name = target.rel.removeprefix("start:")
    owner, point = (name[0], name[2:]) if name[1:2] == "_" else (side, name)
    if owner == side and point in _OWN_ARM:
        return say("figure.hand-cannot-lie-own-arm")
    bone, t = _OVER[point]
    if owner == side and point == "shoulder":
        # The upper arm moves with the hand, so the skin is that of the chest.
        return _skin(f"{side_name(side)} shoulder", f"chest, t: 0.9, toward: front-{side_name(side)}")
    where = spoken(f"{owner}_{bone}" if point in LIMB_POINTS else bone)
    word = spoken(f"{owner}_{point}" if point in LIMB_POINTS else point)
    return _skin(word, f"{where}, t: {t}, toward: front")


def _skin(word: str, bone: str) -> str:
    return say("figure.point-inside-body", word=word, bone=bone)


def _bend_arm(skeleton: Skeleton, side: str) -> None:
    arm = skeleton.pose.arms[side]
    angles = (arm.shoulder or 0, arm.abd or 0, arm.rot or 0, arm.elbow or 0)
    limb = arm_from_angles(skeleton.points[f"{side}_shoulder"], skeleton.bones["chest"], side, angles)
    skeleton.grips[side] = body.GRIPS[arm.grip or "relaxed"]
    _add(skeleton, side, limb, _straight_hand(arm, side, limb.far))


def _straight_hand(arm: Arm, side: str, fore: Matrix) -> Matrix:
    turn = _HANGING_TURN if arm.turn is None else arm.turn
    hand: Matrix = fore @ rot_z(-sign(side) * turn) @ rot_y(-(arm.wrist or 0))
    return hand


def _keep(skeleton: Skeleton, side: str) -> None:
    """The hand stays exactly where it was in the first frame."""
    start = skeleton.start
    if start is None:
        raise AssertionError("the model refuses keep in the first frame")
    wrist, hand = start.points[f"{side}_wrist"], start.bones[f"{side}_hand"]
    skeleton.grips[side] = start.grips[side]
    skeleton.touches += [touch for touch in start.touches if touch.hand == f"{side}_hand"]
    _reach(skeleton, side, lambda _: (wrist, hand))


def _grasp(skeleton: Skeleton, side: str, hand: Hand) -> tuple[Grasp, str]:
    """How the hand meets its target, and its grip when none is written.

    Raises:
        LostTarget: if the pose names a place that is not there.
    """
    if hand.at is None:
        raise AssertionError("the model refuses a hand without a place")
    found = find(skeleton, hand.at, side)
    if hand.flat is not None:
        return _flat(skeleton, side, hand, found.at), "open"
    if found.bone is not None and found.normal is not None:
        skeleton.touches.append(Touch(f"{side}_hand", found.bone, found.normal))
        thin = found.bone[2:] in ("shank", "uarm", "farm", "hand", "foot", "toe")
        return _on_skin(skeleton, side, hand, found), "hold" if thin else "relaxed"
    arm = skeleton.pose.arms[side]

    def held(fore: Matrix) -> tuple[Vector, Matrix]:
        bones = _straight_hand(arm, side, fore)
        return found.at + bones[:, 2] * body.PALM, bones

    return held, "hold"


def _flat(skeleton: Skeleton, side: str, hand: Hand, at: Vector) -> Grasp:
    surface = skeleton.surfaces.get(hand.flat or "floor")
    if surface is None:
        raise LostTarget(say("figure.hand-cannot-lie", flat=hand.flat))
    words = hand.fingers or ("up" if surface.upright else _FINGERS[skeleton.pose.base])
    fingers = unit(across(skeleton.direction(words, side), surface.normal))
    if length(fingers) < 0.5:
        raise LostTarget(say("figure.fingers-cannot-point", words=words, flat=hand.flat))
    bones = frame(-fingers, -surface.normal)
    wrist = surface.onto(at, body.FLAT_WRIST)
    return lambda _: (wrist, bones)


def _lean(skeleton: Skeleton, side: str, hand: Hand) -> None:
    """Lay the forearm down: the elbow as near below the shoulder as the upper arm allows, the palm flat.

    Raises:
        LostTarget: if there is nothing level to lean on, or the elbow does not come down to it.
    """
    surface = skeleton.surfaces.get(hand.forearm or "floor")
    if surface is None or surface.upright:
        raise LostTarget(say("figure.forearm-cannot-lie", forearm=hand.forearm))
    shoulder = skeleton.points[f"{side}_shoulder"]
    drop = surface.height_at(shoulder) - body.LYING_ELBOW
    if drop > body.UPPER_ARM + REACH_TOLERANCE:
        raise LostTarget(say("figure.elbow-ends-cm", drop=drop - body.UPPER_ARM, surface=surface.name))
    words = hand.fingers or _FINGERS[skeleton.pose.base]
    ahead = unit(across(skeleton.direction(words, side), surface.normal))
    if length(ahead) < 0.5:
        raise LostTarget(say("figure.forearm-lies-cannot-point", words=words))
    forward = math.sqrt(max(0.0, body.UPPER_ARM**2 - drop**2))
    elbow = shoulder - surface.normal * min(drop, body.UPPER_ARM) + ahead * forward
    sink = body.LYING_ELBOW - body.FLAT_WRIST
    wrist = elbow + ahead * math.sqrt(body.FOREARM**2 - sink**2) - surface.normal * sink
    skeleton.grips[side] = body.GRIPS[skeleton.pose.arms[side].grip or "open"]
    _add(skeleton, side, arm_through(shoulder, elbow, wrist), frame(-ahead, -surface.normal))


def _on_skin(skeleton: Skeleton, side: str, hand: Hand, found: FoundPlace) -> Grasp:
    """The palm lies on the skin; the fingers go as written, or on along the forearm."""
    normal = found.normal
    if normal is None:
        raise AssertionError("skin has a normal")
    written = None if hand.fingers is None else skeleton.direction(hand.fingers, side)

    def laid(fore: Matrix) -> tuple[Vector, Matrix]:
        along = -fore[:, 2]
        aim = unit(across(along if written is None else written, normal))
        if written is None:
            aim = _eased(along, aim)
        return found.at - aim * body.PALM, frame(-aim, -normal)

    return laid


def _eased(along: Vector, aim: Vector) -> Vector:
    """``aim``, or as much of the way to it from ``along`` as a wrist bends easily."""
    bend = angle(along, aim)
    if bend <= _EASY_WRIST:
        return aim
    aside = unit(across(along, aim))
    rest = math.radians(bend - _EASY_WRIST)
    return aim * math.cos(rest) + aside * math.sin(rest)


def _reach(skeleton: Skeleton, side: str, grasp: Grasp) -> None:
    """Bring the wrist to where ``grasp`` wants it, in rounds, as the hand's turn depends on the forearm's."""
    shoulder, chest = skeleton.points[f"{side}_shoulder"], skeleton.bones["chest"]
    wrist, hand = grasp(chest)
    for _ in range(_ROUNDS):
        limb = arm_to(shoulder, wrist, _pole(skeleton, side, wrist))
        aim, hand = grasp(limb.far)
        moved = length(aim - wrist)
        if moved < 0.01:
            break
        wrist = wrist + (aim - wrist) * 0.7
    gap = max(limb.gap, moved)
    if gap > REACH_TOLERANCE:
        message = say("figure.hand-cm-from-place-should-reach", side=side_name(side), gap=gap)
        skeleton.fault(message, skin_hint(skeleton.pose.arms[side], side))
    _add(skeleton, side, limb, hand)


def _pole(skeleton: Skeleton, side: str, wrist: Vector) -> Vector:
    """Where the elbow points: as written, else back of an arm that hangs, down from one held forward."""
    arm = skeleton.pose.arms[side]
    if arm.elbow_to is not None:
        return skeleton.direction(arm.elbow_to, side)
    chest = skeleton.bones["chest"]
    along = unit(chest.T @ (wrist - skeleton.points[f"{side}_shoulder"]))
    pole = vec(float(along[2]), 0, -float(along[0])) + vec(-0.1, 0.5 * sign(side), -0.1)
    turned: Vector = chest @ pole
    if _near_floor(skeleton, side):
        # Near the floor an elbow has no room below: it goes out.
        turned = turned + chest[:, 1] * sign(side) + vec(0, 0, 0.05 - min(0.0, float(turned[2])))
    return turned


def _near_floor(skeleton: Skeleton, side: str) -> bool:
    """True if the hand lies on something level, too near below the shoulder for an elbow to hang."""
    hand = skeleton.pose.arms[side].hand
    if hand is not None and hand.how == "keep" and skeleton.first is not None:
        hand = skeleton.first.arms[side].hand
    surface = skeleton.surfaces.get(hand.flat or hand.forearm or "") if hand is not None else None
    if surface is None or surface.upright:
        return False
    return surface.height_at(skeleton.points[f"{side}_shoulder"]) < _ELBOW_ROOM


def _add(skeleton: Skeleton, side: str, limb: Limb, hand: Matrix) -> None:
    wrist = limb.end
    skeleton.bones |= {f"{side}_uarm": limb.near, f"{side}_farm": limb.far, f"{side}_hand": hand}
    skeleton.points |= {
        f"{side}_elbow": limb.middle,
        f"{side}_wrist": wrist,
        f"{side}_palm": wrist - hand[:, 2] * body.PALM,
        f"{side}_fingers": wrist - hand[:, 2] * body.FINGERS,
    }

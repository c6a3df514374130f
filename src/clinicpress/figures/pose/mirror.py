"""The same figure with left and right exchanged, so that one pose serves both sides."""

from __future__ import annotations

from typing import Any, TypeVar

from clinicpress.content.models.base import Model
from clinicpress.content.models.figure import Arrow, Figure, Frame, Prop, View, Wall
from clinicpress.content.models.names import LIMB_BONES, LIMB_POINTS
from clinicpress.content.models.pose import (
    Arm,
    Arms,
    Foot,
    Hand,
    Leg,
    Legs,
    Neck,
    Pelvis,
    Pose,
    Spine,
    Target,
)

M = TypeVar("M", bound=Model)
_WORDS = {"left": "right", "right": "left", "side-left": "side-right", "side-right": "side-left"}


def mirrored(figure: Figure) -> Figure:
    """``figure`` as a mirror shows it: every point at the opposite y, and the viewer on the other side.

    Words for people, captions and alt texts, stay as they are.
    """
    crop = figure.crop
    return _changed(
        figure,
        view=View(az=-figure.view.az, el=figure.view.el),
        props=tuple(_prop(prop) for prop in figure.props),
        frames=tuple(_frame(frame) for frame in figure.frames),
        crop=None if crop is None else _changed(crop, at=_name(crop.at), ahead=-crop.ahead),
    )


def _changed(model: M, **changes: Any) -> M:
    """``model`` with the ``changes`` to keys that its file writes; what is not written stays unwritten."""
    return model.model_copy(update={k: v for k, v in changes.items() if k in model.model_fields_set})


def _name(name: str | None) -> str | None:
    """``l_knee`` to ``r_knee``, also behind ``start:``; a name without a side stays."""
    if name is None:
        return None
    prefix, colon, rest = name.rpartition(":")
    swapped = {"l_": "r_", "r_": "l_"}.get(rest[:2], rest[:2])
    return f"{prefix}{colon}{swapped}{rest[2:]}"


def _word(word: str | None) -> str | None:
    """The word for the other side; any other word stays."""
    return None if word is None else _WORDS.get(word, word)


def _words(words: str | None) -> str | None:
    return None if words is None else "-".join(_WORDS.get(word, word) for word in words.split("-"))


def _negated(number: float | None) -> float | None:
    return None if number is None else -number


def _spot(spot: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if spot is None else (spot[0], -spot[1])


def _place(place: tuple[float, float, float] | None) -> tuple[float, float, float] | None:
    return None if place is None else (place[0], -place[1], place[2])


def _target(target: Target | None, *, limb: bool = False) -> Target | None:
    """A target; ``limb`` if a hand or foot goes there: then ``by`` leads outward, which a mirror keeps."""
    if target is None:
        return None
    plain = (target.rel or "").removeprefix("start:")
    outward = limb and (target.prop is not None or plain in LIMB_POINTS)
    sideless = target.bone in LIMB_BONES
    return _changed(
        target,
        place=_place(target.place),
        rel=_name(target.rel),
        bone=target.bone if sideless else _name(target.bone),
        by=target.by if outward else _place(target.by),
        toward=_words(target.toward),
    )


def _prop(prop: Prop) -> Prop:
    """Any prop: the keys that some kinds have are changed where they are written."""
    at, between = getattr(prop, "at", None), getattr(prop, "between", None)
    if isinstance(prop, Wall) and prop.kind == "door":
        # written or not, the handle changes its side
        prop = prop.model_copy(update={"handle": _word(prop.handle)})
    return _changed(
        prop,
        at=_target(at) if isinstance(at, Target) else _spot(at),
        facing=_word(getattr(prop, "facing", None)),
        under=_name(getattr(prop, "under", None)),
        hand=_word(getattr(prop, "hand", None)),
        between=None if between is None else tuple(
            _target(end) if isinstance(end, Target) else _name(end) for end in between
        ),
    )  # fmt: skip


def _frame(frame: Frame) -> Frame:
    muscles = tuple(_changed(muscle, side=_word(muscle.side)) for muscle in frame.highlight)
    arrows = tuple(_arrow(arrow) for arrow in frame.arrows)
    return _changed(frame, pose=_pose(frame.pose), arrows=arrows, highlight=muscles)


def _arrow(arrow: Arrow) -> Arrow:
    return _changed(
        arrow,
        follow=_name(arrow.follow),
        about=_name(arrow.about),
        push=_name(arrow.push),
        dir=_words(arrow.dir),
        path=None if arrow.path is None else tuple(_target(target) for target in arrow.path),
        shift=(-arrow.shift[0], arrow.shift[1]),
    )


def _pose(pose: Pose) -> Pose:
    return _changed(
        pose,
        base=_word(pose.base),
        stance=_word(pose.stance),
        anchor=_name(pose.anchor),
        pelvis=None if pose.pelvis is None else _pelvis(pose.pelvis),
        spine=None if pose.spine is None else _column(pose.spine),
        neck=None if pose.neck is None else _column(pose.neck),
        legs=None if pose.legs is None else _legs(pose.legs),
        arms=None if pose.arms is None else _arms(pose.arms),
    )


def _pelvis(pelvis: Pelvis) -> Pelvis:
    turned = {key: _negated(getattr(pelvis, key)) for key in ("roll", "turn", "yaw")}
    return _changed(pelvis, at=_spot(pelvis.at), **turned)


def _column(bend: Spine | Neck) -> Spine | Neck:
    return _changed(bend, side=_negated(bend.side), rot=_negated(bend.rot))


def _legs(legs: Legs) -> Legs:
    parts = {"both": legs.both, "left": legs.right, "right": legs.left}
    return Legs.model_construct(
        {key for key, leg in parts.items() if leg is not None},
        **{key: None if leg is None else _leg(leg) for key, leg in parts.items()},
    )


def _arms(arms: Arms) -> Arms:
    parts = {"both": arms.both, "left": arms.right, "right": arms.left}
    return Arms.model_construct(
        {key for key, arm in parts.items() if arm is not None},
        **{key: None if arm is None else _arm(arm) for key, arm in parts.items()},
    )


def _leg(leg: Leg) -> Leg:
    foot = None if leg.foot is None else _foot(leg.foot)
    return _changed(leg, foot=foot, knee_to=_words(leg.knee_to))


def _arm(arm: Arm) -> Arm:
    hand = None if arm.hand is None else _hand(arm.hand)
    return _changed(arm, hand=hand, elbow_to=_words(arm.elbow_to))


def _foot(foot: Foot) -> Foot:
    return _changed(foot, at=_target(foot.at, limb=True))


def _hand(hand: Hand) -> Hand:
    return _changed(hand, at=_target(hand.at, limb=True), fingers=_words(hand.fingers))

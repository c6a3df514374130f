"""Each frame's whole pose: what it writes, laid over the frame before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from clinicpress.content.models.base import Model
from clinicpress.content.models.figure import Figure
from clinicpress.content.models.pose import Arm, Arms, Base, Foot, Hand, Leg, Legs, Neck, Pelvis, Pose, Spine

M = TypeVar("M", bound=Model)
FREE_FOOT = Foot(how="free")
FREE_HAND = Hand(how="free")
# Angles that say where the whole limb goes: one of them alone ends an inherited place of foot or hand.
_LEG_AIMS = frozenset({"hip", "abd", "rot"})
_ARM_AIMS = frozenset({"shoulder", "abd", "rot", "elbow"})


@dataclass(frozen=True, slots=True)
class Settled:
    """A whole pose; limbs by side, ``l`` and ``r``. A key that is None has its natural default."""

    base: Base
    pelvis: Pelvis
    stance: str | None
    anchor: str | None
    spine: Spine
    neck: Neck
    legs: Mapping[str, Leg]
    arms: Mapping[str, Arm]


def settle(figure: Figure) -> tuple[Settled, ...]:
    """The whole pose of each frame: a written key replaces the inherited one, a foot or hand as a whole."""
    pose = Settled(
        figure.base, Pelvis(), None, None, Spine(), Neck(), {"l": Leg(), "r": Leg()}, {"l": Arm(), "r": Arm()}
    )
    poses = []
    for frame in figure.frames:
        pose = _next(pose, frame.pose)
        # What is only understood is not inherited: another base may follow.
        legs = {side: _kneeling(pose.base, leg) for side, leg in pose.legs.items()}
        poses.append(replace(pose, legs=legs))
    return tuple(poses)


def _next(old: Settled, new: Pose) -> Settled:
    written = new.model_fields_set
    base = new.base or old.base
    # Another posture rests on other things: nothing of the old pelvis holds.
    pelvis = old.pelvis if base == old.base else Pelvis()
    return replace(
        old,
        base=base,
        pelvis=_over(pelvis, new.pelvis),
        stance={"left": "l", "right": "r", None: None}[new.stance] if "stance" in written else old.stance,
        anchor=new.anchor if "anchor" in written else old.anchor,
        spine=_over(old.spine, new.spine),
        neck=_over(old.neck, new.neck),
        legs={side: _leg(leg, _both(new.legs, side)) for side, leg in old.legs.items()},
        arms={side: _arm(arm, _both(new.arms, side)) for side, arm in old.arms.items()},
    )


def _both(limbs: Legs | Arms | None, side: str) -> tuple[Model | None, ...]:
    if limbs is None:
        return ()
    return (limbs.both, limbs.left if side == "l" else limbs.right)


def _over(old: M, new: Model | None) -> M:
    if new is None:
        return old
    return old.model_copy(update={key: getattr(new, key) for key in sorted(new.model_fields_set)})


def _leg(old: Leg, written: tuple[Model | None, ...]) -> Leg:
    keys = {key for part in written if part is not None for key in part.model_fields_set}
    placed = old.foot is not None and old.foot.how != "flat"
    start = old.model_copy(update={"foot": FREE_FOOT}) if placed and keys & _LEG_AIMS else old
    for part in written:
        start = _over(start, part)
    return start


def _kneeling(base: Base, leg: Leg) -> Leg:
    """On the knees, a leg of which nothing is said lies with knee and instep on the floor."""
    said = (leg.foot, leg.hip, leg.rot, leg.knee)
    if base not in ("quad", "kneel") or any(part is not None for part in said):
        return leg
    return leg.model_copy(update={"foot": Foot(how="floor")})


def _arm(old: Arm, written: tuple[Model | None, ...]) -> Arm:
    keys = {key for part in written if part is not None for key in part.model_fields_set}
    start = old.model_copy(update={"hand": FREE_HAND}) if keys & _ARM_AIMS else old
    for part in written:
        start = _over(start, part)
    return start

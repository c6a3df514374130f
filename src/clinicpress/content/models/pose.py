"""Poses: the posture, the trunk, and how each limb bends or where its hand or foot is.

Lengths are centimetres on a body 170 cm tall, angles degrees in the clinical sense: 0 is standing upright
with the arms hanging, flexion is positive. Space has x to the front, y to the left and z up of a standing
figure; a lying one has x to its feet, one on hands and knees x to its head.
"""

from __future__ import annotations

from typing import Annotated, Literal

from clinicpress.content.models.base import Key, Model
from clinicpress.content.models.declaring import Field, model_validator
from clinicpress.content.models.names import BoneName, Directions, PointName, Shorthand, SidedPoint
from clinicpress.content.suggest import near
from clinicpress.messages import say

Cm = Annotated[float, Field(ge=-400, le=400, allow_inf_nan=False)]
Place = tuple[Cm, Cm, Cm]
Spot = tuple[Cm, Cm]
PropName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40), Key()]
Base = Literal["stand", "sit", "kneel", "supine", "prone", "side-left", "side-right", "quad"]
LYING = ("supine", "prone", "side-left", "side-right", "quad")
_NUMBER = {"type": "number"}


def _flex(value: object) -> object:
    return {"flex": value} if isinstance(value, str | int | float) else value


def _target(value: object) -> object:
    if isinstance(value, str):
        return {"rel": value}
    return {"place": value} if isinstance(value, list | tuple) else value


def _place_of(value: object, words: tuple[str, ...], what: str) -> object:
    """A word for a foot or hand to the mapping it stands for; a mapping stays as it is."""
    if not isinstance(value, str):
        return value
    if value not in words:
        raise ValueError(say("model.does-not-describe", value=value, what=what, near=near(value, words)))
    return {"how": value}


def _foot(value: object) -> object:
    return _place_of(value, ("floor", "flat", "keep", "free"), "foot")


def _hand(value: object) -> object:
    return _place_of(value, ("keep", "free"), "hand")


class Target(Model):
    """A place for a hand, a foot or a band's end; written short as ``[x, y, z]`` or as a point's name."""

    place: Place | None = Field(None, description="A fixed place [x, y, z] in cm.")
    rel: PointName | None = Field(
        None,
        description="A point of the body, such as right knee; without a side it is the limb's own, "
        "with start before it where it was in the first frame.",
    )
    bone: BoneName | None = Field(None, description="A point on the skin over this bone, such as right shin.")
    prop: PropName | None = Field(None, description="A prop by its name: the place where a hand holds it.")
    by: Place | None = Field(None, description="With rel or prop: further by [front, out, up] in cm.")
    t: Annotated[float, Field(ge=-0.3, le=1.3)] = Field(
        0.5, description="With bone: how far down the bone, 0 its near end, 1 its far end."
    )
    toward: Directions = Field("front", description="With bone: which face of the limb, such as front-out.")
    lift: Annotated[float, Field(ge=-5, le=15)] = Field(1.5, description="With bone: cm above the skin.")

    @model_validator(mode="after")
    def _one_kind(self) -> Target:
        kinds = [name for name in ("place", "rel", "bone", "prop") if getattr(self, name) is not None]
        if len(kinds) != 1:
            raise ValueError(say("model.target-needs-exactly-place-rel-bone"))
        stray = self.model_fields_set & {"t", "toward", "lift"}
        if stray and self.bone is None:
            raise ValueError(say("model.can-only-be-used-bone", stray=", ".join(sorted(stray))))
        if self.by is not None and self.rel is None and self.prop is None:
            raise ValueError(say("model.can-only-be-used-rel"))
        return self


TargetField = Annotated[
    Target,
    Shorthand(
        _target,
        {"anyOf": [{"type": "string"}, {"type": "array", "items": _NUMBER, "minItems": 3, "maxItems": 3}]},
    ),
]


class Foot(Model):
    """Where a foot is; written short as ``floor``, ``flat``, ``keep`` or ``free``."""

    how: Literal["floor", "flat", "keep", "free", "at"] = Field(
        "at",
        description="floor: the knee angle is given, the sole lies on the floor. flat: the joint angles are "
        "given, the sole is level. keep: stays where it was in the first frame. free: joint angles only.",
    )
    at: TargetField | None = Field(
        None, description="Where the ankle goes; with rest or a sole, where the sole goes."
    )
    rest: PropName | None = Field(None, description="The prop that the sole stands on, or floor.")
    sole: Literal["flat", "heel", "toes", "free"] = Field(
        "free",
        description="flat: sole down. heel: heel down, toes up. toes: on the ball. free: in the air.",
    )

    @model_validator(mode="after")
    def _says_where(self) -> Foot:
        if self.how == "at" and self.at is None and self.rest is None:
            raise ValueError(say("model.does-not-say-where-foot"))
        return self


class Hand(Model):
    """Where a hand is; written short as ``keep`` or ``free``."""

    how: Literal["keep", "free", "at"] = Field(
        "at", description="keep: stays where it was in the first frame. free: joint angles only."
    )
    at: TargetField | None = Field(None, description="Where the palm goes; with flat, where the wrist goes.")
    flat: PropName | None = Field(
        None, description="The palm lies flat on this: floor, or a prop such as wall."
    )
    forearm: PropName | None = Field(
        None,
        description="The forearm lies on this, such as floor, the elbow below the shoulder; needs no at.",
    )
    fingers: Directions | None = Field(
        None, description="With flat or a bone: where the fingers point, such as head."
    )

    @model_validator(mode="after")
    def _says_where(self) -> Hand:
        if self.how == "at" and (self.at is None) == (self.forearm is None):
            raise ValueError(say("model.does-not-say-where-hand"))
        lies = self.flat is not None or self.forearm is not None
        if self.fingers is not None and not lies and (self.at is None or self.at.bone is None):
            raise ValueError(say("model.fingers-need-surface"))
        return self


FootField = Annotated[Foot, Shorthand(_foot, {"enum": ["floor", "flat", "keep", "free"]})]
HandField = Annotated[Hand, Shorthand(_hand, {"enum": ["keep", "free"]})]


class Leg(Model):
    """One leg. Write the angles, or where the foot is; with ``foot: floor`` only the knee angle counts."""

    hip: Annotated[float, Field(ge=-40, le=140)] | None = Field(None, description="Hip flexion.")
    abd: Annotated[float, Field(ge=-45, le=80)] | None = Field(None, description="Away from the other leg.")
    rot: Annotated[float, Field(ge=-60, le=80)] | None = Field(None, description="Hip turned out.")
    knee: Annotated[float, Field(ge=-5, le=160)] | None = Field(None, description="Knee flexion.")
    ankle: Annotated[float, Field(ge=-60, le=40)] | None = Field(None, description="Toes towards the shin.")
    toe: Annotated[float, Field(ge=-30, le=70)] | None = Field(None, description="Toes bent up at the ball.")
    toe_out: Annotated[float, Field(ge=-40, le=60)] | None = Field(
        None, description="A level foot turned out."
    )
    heel_raise: Annotated[float, Field(ge=0, le=60)] | None = Field(None, description="Heel up, on the ball.")
    foot: FootField | None = Field(None, description="The place of the foot.")
    knee_to: Directions | None = Field(None, description="Where the knee points when the foot is placed.")


class Arm(Model):
    """One arm. Write the angles, or where the hand is."""

    shoulder: Annotated[float, Field(ge=-70, le=185)] | None = Field(None, description="Arm forward and up.")
    abd: Annotated[float, Field(ge=-60, le=185)] | None = Field(None, description="Arm away from the side.")
    rot: Annotated[float, Field(ge=-100, le=110)] | None = Field(None, description="Upper arm turned out.")
    elbow: Annotated[float, Field(ge=-5, le=155)] | None = Field(None, description="Elbow flexion.")
    wrist: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="Wrist flexion.")
    turn: Annotated[float, Field(ge=-20, le=180)] | None = Field(
        None, description="Forearm turned: 0 palm to the front, 90 to the body, 180 to the back."
    )
    grip: Literal["open", "relaxed", "hold", "fist"] | None = Field(
        None, description="How far the hand is closed."
    )
    shrug: Annotated[float, Field(ge=-4, le=8)] | None = Field(None, description="Shoulder lifted, in cm.")
    reach: Annotated[float, Field(ge=-5, le=8)] | None = Field(
        None, description="Shoulder carried forward, in cm; negative squeezes the shoulder blades together."
    )
    hand: HandField | None = Field(None, description="The place of the hand.")
    elbow_to: Directions | None = Field(None, description="Where the elbow points when the hand is placed.")


class Legs(Model):
    """Both legs: ``both`` first, then what differs in ``left`` and ``right``."""

    both: Leg | None = Field(None, description="Values for both legs.")
    left: Leg | None = Field(None, description="The left leg.")
    right: Leg | None = Field(None, description="The right leg.")


class Arms(Model):
    """Both arms: ``both`` first, then what differs in ``left`` and ``right``."""

    both: Arm | None = Field(None, description="Values for both arms.")
    left: Arm | None = Field(None, description="The left arm.")
    right: Arm | None = Field(None, description="The right arm.")


class Spine(Model):
    """How the trunk is bent; written short as one number, which is ``flex``."""

    flex: Annotated[float, Field(ge=-75, le=90)] | None = Field(None, description="Bent forward.")
    side: Annotated[float, Field(ge=-45, le=45)] | None = Field(None, description="Bent to the left.")
    rot: Annotated[float, Field(ge=-60, le=60)] | None = Field(None, description="Turned to the left.")


class Neck(Model):
    """How the neck is bent; written short as one number, which is ``flex``."""

    flex: Annotated[float, Field(ge=-60, le=65)] | None = Field(None, description="Chin towards the chest.")
    side: Annotated[float, Field(ge=-50, le=50)] | None = Field(None, description="Ear to the left shoulder.")
    rot: Annotated[float, Field(ge=-85, le=85)] | None = Field(None, description="Face turned to the left.")
    tuck: Annotated[float, Field(ge=-10, le=25)] | None = Field(
        None, description="Head drawn back over the neck."
    )


class Pelvis(Model):
    """Where the pelvis is, what it rests on, and how it is tipped."""

    rest: PropName | None = Field(
        None, description="The prop that carries the body, such as chair; or floor."
    )
    contact: Literal["trunk", "pelvis", "shoulders", "knees"] | None = Field(
        None, description="The part of the trunk that rests on it."
    )
    tilt: Annotated[float, Field(ge=-100, le=120)] | None = Field(None, description="Tipped forward.")
    roll: Annotated[float, Field(ge=-60, le=60)] | None = Field(None, description="Right side up.")
    turn: Annotated[float, Field(ge=-90, le=90)] | None = Field(
        None, description="Turned to the left about its own length, as when lying and rolling the knees over."
    )
    yaw: Annotated[float, Field(ge=-180, le=180)] | None = Field(
        None, description="The whole body turned to the left on the floor."
    )
    at: Spot | None = Field(None, description="Where it stands on the floor, [x, y] in cm.")
    height: Annotated[float, Field(ge=0, le=150)] | None = Field(
        None, description="Its height if no prop carries it."
    )


class Pose(Model):
    """A pose, or in a later frame what changes in it."""

    base: Base | None = Field(
        None, description="The starting posture and direction of the body; its joints start straight."
    )
    pelvis: Pelvis | None = Field(None, description="The place of the pelvis and what carries it.")
    stance: Literal["left", "right"] | None = Field(
        None, description="The leg whose foot or knee carries the body."
    )
    anchor: SidedPoint | None = Field(
        None, description="The body slides level so that this point stays where it was in the first frame."
    )
    spine: Annotated[Spine, Shorthand(_flex, _NUMBER)] | None = Field(
        None, description="The bend of the trunk."
    )
    neck: Annotated[Neck, Shorthand(_flex, _NUMBER)] | None = Field(None, description="The bend of the neck.")
    legs: Legs | None = Field(None, description="The legs.")
    arms: Arms | None = Field(None, description="The arms.")

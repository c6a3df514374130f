"""The figure of an exercise: view, props, and two or three frames with a pose each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from clinicpress.content.models.base import Loc, Model, ReadAs, ShortText
from clinicpress.content.models.declaring import (
    Field,
    WrapValidator,
    error_at,
    model_validator,
    required_fields,
)
from clinicpress.content.models.names import (
    LIMB_BONES,
    LIMB_MUSCLES,
    LIMB_POINTS,
    MIDLINE_MUSCLES,
    Count,
    Directions,
    Shorthand,
    SidedPoint,
    split_side,
    spoken,
)
from clinicpress.content.models.pose import (
    LYING,
    Arm,
    Base,
    Cm,
    Leg,
    Pose,
    PropName,
    Spot,
    Target,
    TargetField,
)
from clinicpress.content.suggest import near
from clinicpress.messages import linked, say

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler

Size = Annotated[float, Field(gt=0, le=400, allow_inf_nan=False)]
Sizes = tuple[Size, Size]
Facing = Literal["front", "back", "left", "right"]
Path = Annotated[tuple[TargetField, ...], Count(2, 5)]


class _Prop(Model):
    name: PropName | None = Field(None, description="Its name in poses; the default is its kind.")


class Mat(_Prop):
    """A mat on the floor; the body lies on it."""

    kind: Literal["mat"]
    at: Spot = Field((13, 0), description="Its middle.")
    size: Sizes = Field((204, 70), description="Length and width.")


class Pillow(_Prop):
    """A pillow under the head, or under another point of the body."""

    kind: Literal["pillow"]
    under: SidedPoint = Field("head", description="What lies on it.")
    at: Spot | None = Field(None, description="Its middle, if it is not under a point of the body.")
    height: Size = Field(9, description="Height of its top.")
    size: Sizes = Field((34, 46), description="Length along the body and width.")


class Chair(_Prop):
    """A kitchen chair with a back."""

    kind: Literal["chair"]
    at: Spot = Field((4, 0), description="The middle of its seat.")
    height: Size = Field(44, description="Height of the seat.")
    size: Sizes = Field((40, 42), description="Depth and width of the seat.")
    back: Size = Field(44, description="Height of the back above the seat.")
    facing: Facing = Field("front", description="The direction that a person sitting on it faces.")


class Box(_Prop):
    """A step, stool, counter or table: a thing with a level top."""

    kind: Literal["step", "stool", "counter", "table"]
    at: Spot = Field(description="The middle of its top; of a counter, the middle of its near edge.")
    height: Size | None = Field(
        None, description="Height of its top: step 20, stool 44, table 74, counter 92."
    )
    size: Sizes | None = Field(None, description="Depth and width.")
    facing: Facing = Field("back", description="The direction its front faces; back is towards the figure.")


class Wall(_Prop):
    """A wall, a closed door, or a doorway with its frame; ``at`` is a place on its face."""

    kind: Literal["wall", "door", "doorway"]
    at: Spot = Field(description="The middle of its foot, on the side that faces the figure.")
    facing: Facing | None = Field(
        None, description="The direction it faces; the default is towards the figure."
    )
    width: Size = Field(90, description="Width; of a doorway, between its two posts.")
    height: Size = Field(178, description="Height.")
    handle: Literal["left", "right"] = Field(
        "right", description="Of a door: the side of its handle, seen by a person in front of it."
    )


class Band(_Prop):
    """A band, strap or towel pulled between points, or a band loop round both legs."""

    kind: Literal["band", "strap", "towel"]
    between: Path | None = Field(
        None, description="The points it runs between, such as [left palm, right palm]."
    )
    around: Literal["thighs", "shins", "ankles", "wrists"] | None = Field(
        None, description="A loop around both."
    )
    width: Size | None = Field(None, description="Width: band 3, strap 2, towel 5.")


class Stick(_Prop):
    """A stick held in both hands, or between two points."""

    kind: Literal["stick"]
    between: tuple[TargetField, TargetField] | None = Field(
        None, description="The points it runs between; the default is the two palms."
    )
    length: Size = Field(95, description="Its whole length.")


class Dumbbell(_Prop):
    """A dumbbell in one hand or in each."""

    kind: Literal["dumbbell"]
    hand: Literal["left", "right", "both"] = Field(description="Which hand holds it.")


class Round(_Prop):
    """A ball, or a roll that lies across the body."""

    kind: Literal["ball", "roll"]
    at: TargetField | None = Field(None, description="Its middle, [x, y, z] or a point of the body.")
    between: tuple[SidedPoint, SidedPoint] | None = Field(None, description="Held between two points.")
    under: SidedPoint | None = Field(None, description="On the floor, below this point of the body.")
    radius: Size | None = Field(None, description="Radius: ball 11, roll 7.")
    length: Size = Field(40, description="Of a roll: its length.")


Prop = Mat | Pillow | Chair | Box | Wall | Band | Stick | Dumbbell | Round
PROP_TYPES: dict[str, type[_Prop]] = {
    "mat": Mat, "pillow": Pillow, "chair": Chair, "step": Box, "stool": Box, "counter": Box, "table": Box,
    "wall": Wall, "door": Wall, "doorway": Wall, "band": Band, "strap": Band, "towel": Band, "stick": Stick,
    "dumbbell": Dumbbell, "ball": Round, "roll": Round,
}  # fmt: skip


def _by_kind(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """Read a prop by its kind, so that one fault gives one error, at the key it stands at."""
    if isinstance(value, _Prop):
        return value
    if not isinstance(value, Mapping):
        return handler(value)
    kind = value.get("kind")
    if not isinstance(kind, str):
        raise ValueError(say("model.prop-needs-kind", near=near("", PROP_TYPES)))
    if kind not in PROP_TYPES:
        raise ValueError(say("model.no-prop", kind=kind, near=near(kind, PROP_TYPES)))
    return PROP_TYPES[kind].model_validate(value)


def _short(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


# A prop that needs nothing but its kind can be written short.
_SHORT = [kind for kind, model in PROP_TYPES.items() if required_fields(model) == ["kind"]]
PropField = Annotated[
    Prop, Field(discriminator="kind"), WrapValidator(_by_kind), Shorthand(_short, {"enum": _SHORT})
]


def prop_name(prop: Prop) -> str:
    """What poses call a prop."""
    return prop.name or prop.kind


# Azimuth and elevation in degrees: azimuth 0 looks at the figure's front, -90 at its right side.
VIEWS: dict[str, tuple[float, float]] = {
    "side": (-78, 11),
    "three-quarter": (-36, 17),
    "front": (0, 8),
    "front-above": (0, 24),
    "back": (180, 10),
    "wall": (-106, 8),
}
# Everyday words, and the names of muscles that stand for them.
_EVERYDAY = {
    "buttock": ("glute",), "bottom": ("glute",), "thigh": ("quadriceps", "hamstring"),
    "groin": ("inner-thigh",), "abdomen": ("belly",), "stomach": ("belly",), "trunk": ("belly", "low-back"),
    "back": ("low-back", "upper-back"), "lower-back": ("low-back",), "upper-arm": ("biceps", "triceps"),
    "lower-leg": ("calf", "shin"),
}  # fmt: skip
WindowCm = Annotated[float, Field(ge=20, le=300, allow_inf_nan=False)]


def _view(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value not in VIEWS:
        raise ValueError(say("model.no-view", value=value, near=near(value, VIEWS)))
    azimuth, elevation = VIEWS[value]
    return {"az": azimuth, "el": elevation}


def _highlight(value: object) -> object:
    if not isinstance(value, str):
        return value
    words = value.strip().lower().split()
    both = len(words) > 1 and words[0] == "both"
    side, muscle = ("both", " ".join(words[1:])) if both else split_side(value)
    full = {"l": "left", "r": "right"}.get(side, side)
    return {"muscle": muscle.replace(" ", "-"), **({"side": full} if full else {})}


def _muscle(value: object) -> object:
    known = (*LIMB_MUSCLES, *MIDLINE_MUSCLES)
    if isinstance(value, str) and value in _EVERYDAY:
        muscles = linked("list.or", _EVERYDAY[value])
        if value == "thigh":
            muscles = say("model.quadriceps-or-hamstring")
        raise ValueError(say("model.not-a-muscle", value=value, muscles=muscles))
    if isinstance(value, str) and value not in known:
        raise ValueError(say("model.no-muscle", value=value, near=near(value, known)))
    return value


def _arrow(value: object) -> object:
    return {"follow": value} if isinstance(value, str) else value


class View(Model):
    """Where the viewer stands; written short as a word such as ``side``."""

    az: Annotated[float, Field(ge=-180, le=180)] = Field(
        description="Degrees around the figure: 0 shows its front, -90 its right side, facing right."
    )
    el: Annotated[float, Field(ge=0, le=60)] = Field(10, description="Degrees from above.")


class Crop(Model):
    """Cuts the picture off, so that what moves is drawn larger: below a point, or to a window round it."""

    at: SidedPoint = Field(description="The point, such as right knee.")
    above: Cm = Field(
        0, description="The cut is this many cm above the point; of a window, it is the middle's height."
    )
    ahead: Cm = Field(0, description="With window: its middle is this many cm to the right of the point.")
    window: Annotated[tuple[WindowCm, WindowCm], Count(2, 2)] | None = Field(
        None, description="A close-up: its width and height in cm."
    )

    @model_validator(mode="after")
    def _ahead_of_a_window(self) -> Crop:
        if "ahead" in self.model_fields_set and self.window is None:
            raise ValueError(say("model.ahead-can-only-be-used-window"))
        return self


class Look(Model):
    """Who is drawn, and how the figure is dressed."""

    build: Literal["man", "woman"] | None = Field(None, description="A man's or a woman's outline.")
    skin: Literal["light", "tan", "brown", "dark"] | None = Field(None, description="Skin colour.")
    hair: Literal["black", "brown", "blond", "red", "grey", "white"] | None = Field(
        None, description="Hair colour."
    )
    hairstyle: Literal["short", "bun", "bob"] | None = Field(None, description="Hair style.")
    shirt: Literal["teal", "blue", "green", "plum", "orange", "grey"] | None = Field(
        None, description="Shirt colour."
    )
    shorts: Literal["navy", "black", "grey", "brown"] | None = Field(None, description="Shorts colour.")


class Arrow(Model):
    """A movement arrow: it follows a point since the frame before, pushes from a point, or has a path."""

    follow: SidedPoint | None = Field(None, description="The point whose movement the arrow shows.")
    about: SidedPoint | None = Field(
        None, description="With follow: the joint that the movement turns about."
    )
    offset: Cm = Field(
        5, description="With follow and about: how many cm outside the movement the arrow runs."
    )
    span: tuple[Annotated[float, Field(ge=-1, le=2)], Annotated[float, Field(ge=-1, le=2)]] = Field(
        (0.08, 0.98),
        description="With follow: which part of the movement it shows, 0 the start, 1 the finish.",
    )
    since: Annotated[int, Field(ge=1)] | None = Field(
        None,
        description="With follow: the number of the frame that the movement starts in; else the one before.",
    )
    push: SidedPoint | None = Field(None, description="The point that the arrow starts at.")
    dir: Directions = Field("up", description="With push: the direction it points in.")
    gap: Cm = Field(12, description="With push: the distance from the point in cm at which it starts.")
    len: Annotated[float, Field(ge=3, le=150)] = Field(20, description="With push: its length in cm.")
    path: Annotated[tuple[TargetField, ...], Count(2, 3)] | None = Field(
        None, description="Two or three places; it runs from the first to the last."
    )
    shift: tuple[Cm, Cm] = Field((0, 0), description="Moves it on the picture by [right, up] cm.")
    double: bool = Field(False, description="A head at both ends.")

    @model_validator(mode="after")
    def _one_kind(self) -> Arrow:
        if sum(kind is not None for kind in (self.follow, self.push, self.path)) != 1:
            raise ValueError(say("model.arrow-needs-exactly-follow-push-path"))
        return self


class Highlight(Model):
    """A muscle to hatch; written short as ``right hamstring`` or ``low back``."""

    muscle: Annotated[
        Literal[
            "hamstring", "quadriceps", "calf", "shin", "glute", "hip", "hip-flexor", "inner-thigh",
            "shoulder", "biceps", "triceps", "forearm",
            "upper-trapezius", "low-back", "upper-back", "belly", "chest", "neck",
            "waist",
        ],
        Shorthand(_muscle, {"type": "string"}),
    ] = Field(description="The muscle.")  # fmt: skip
    side: Literal["left", "right", "both"] | None = Field(None, description="Its side, where it has one.")

    @model_validator(mode="after")
    def _has_side(self) -> Highlight:
        if self.side is None and self.muscle in LIMB_MUSCLES:
            raise ValueError(say("model.body-has-each-side", muscle=self.muscle))
        return self


class Frame(Model):
    """One picture of the movement; it inherits the pose of the frame before it."""

    caption: Annotated[ShortText, Field(max_length=40), ReadAs("caption")] = Field(
        description="A word or two under the picture."
    )
    alt: Annotated[ShortText, ReadAs("alt")] = Field(
        description="One sentence for people who cannot see the picture."
    )
    pose: Pose = Field(default_factory=Pose, description="The pose, or what changes in it.")
    arrows: tuple[Annotated[Arrow, Shorthand(_arrow, {"type": "string"})], ...] = Field(
        (), description="Movement arrows, from the frame before to this one."
    )
    highlight: tuple[Annotated[Highlight, Shorthand(_highlight, {"type": "string"})], ...] = Field(
        (), description="Muscles to hatch, such as right hamstring."
    )


class Figure(Model):
    """The picture of an exercise, drawn from poses."""

    view: Annotated[View, Shorthand(_view, {"enum": list(VIEWS)})] = Field(
        description="Where the viewer stands."
    )
    props: tuple[PropField, ...] = Field((), description="Things that stand, lie or are held.")
    frames: Annotated[tuple[Frame, ...], Count(1, 4)] = Field(description="The pictures.")
    look: Look | None = Field(None, description="The figure's clothes and looks.")
    crop: Crop | None = Field(None, description="Crops the picture below a point, or to a close-up.")

    @property
    def base(self) -> Base:
        """The posture of the first frame."""
        return self.frames[0].pose.base or "stand"

    @property
    def lying(self) -> bool:
        """True if the figure is wide and low: lying, or on hands and knees."""
        return self.base in LYING

    @model_validator(mode="after")
    def _names_fit(self) -> Figure:
        faults = [*_frame_faults(self), *_prop_faults(self)]
        if faults:
            raise error_at("figure", faults)
        return self


def _frame_faults(figure: Figure) -> Iterator[tuple[Loc, str]]:
    """What the first frame must say, and what it cannot, as there is no frame before it."""
    first = figure.frames[0].pose
    if first.base is None:
        yield (
            ("frames", 0, "pose"),
            say("model.first-frame"),
        )
    if first.anchor is not None:
        yield (
            ("frames", 0, "pose", "anchor"),
            say("model.anchor-in-first-frame"),
        )
    for loc, limb in _limbs(first):
        part = limb.foot if isinstance(limb, Leg) else limb.hand
        if part is not None and part.how == "keep":
            key = "foot" if isinstance(limb, Leg) else "hand"
            yield (
                ("frames", 0, "pose", *loc, key),
                say("model.first-frame-has-nothing-keep"),
            )
    for loc, target in _targets(figure):
        if loc[:2] == ("frames", 0) and target.rel is not None and target.rel.startswith("start:"):
            yield loc, say("model.start-means-first-frame")
    yield from _arrow_faults(figure)
    yield from _side_faults(figure)


def _side_faults(figure: Figure) -> Iterator[tuple[Loc, str]]:
    """Only a hand or foot has a side of its own: anything else must write it."""
    for loc, target in (*_arrow_targets(figure), *_prop_targets(figure)):
        name = (target.rel or target.bone or "").removeprefix("start:")
        if name in LIMB_POINTS or name in LIMB_BONES:
            word = spoken(name)
            yield loc, say("model.body-has-two", word=word)


def _arrow_faults(figure: Figure) -> Iterator[tuple[Loc, str]]:
    for number, frame in enumerate(figure.frames):
        for index, arrow in enumerate(frame.arrows):
            loc: Loc = ("frames", number, "arrows", index)
            if arrow.follow is not None and number == 0:
                yield (*loc, "follow"), say("model.follow-in-first-frame")
            if arrow.since is not None and arrow.since > number:
                yield (
                    (*loc, "since"),
                    say("model.since-does-not-name-earlier-frame", most=max(number, 1)),
                )


def _prop_faults(figure: Figure) -> Iterator[tuple[Loc, str]]:
    """Names of props that are used twice, and names that no prop has."""
    names: list[str] = []
    for index, prop in enumerate(figure.props):
        if prop_name(prop) in names:
            yield ("props", index), say("model.two-props-called", name=prop_name(prop))
        names.append(prop_name(prop))
    for loc, name in _prop_uses(figure):
        if name not in names and name != "floor":
            yield loc, say("model.no-prop-figure", name=name, near=near(name, [*names, "floor"]))


def _limbs(pose: Pose) -> Iterator[tuple[Loc, Leg | Arm]]:
    for kind in ("legs", "arms"):
        pair = getattr(pose, kind)
        for side in ("both", "left", "right"):
            limb = getattr(pair, side) if pair is not None else None
            if limb is not None:
                yield (kind, side), limb


def _targets(figure: Figure) -> Iterator[tuple[Loc, Target]]:
    """All targets of limbs and arrows, with where they stand."""
    for number, frame in enumerate(figure.frames):
        for loc, limb in _limbs(frame.pose):
            key, part = ("foot", limb.foot) if isinstance(limb, Leg) else ("hand", limb.hand)
            if part is not None and part.at is not None:
                yield ("frames", number, "pose", *loc, key, "at"), part.at
    yield from _arrow_targets(figure)


def _arrow_targets(figure: Figure) -> Iterator[tuple[Loc, Target]]:
    for number, frame in enumerate(figure.frames):
        for index, arrow in enumerate(frame.arrows):
            for step, target in enumerate(arrow.path or ()):
                yield ("frames", number, "arrows", index, "path", step), target


def _prop_targets(figure: Figure) -> Iterator[tuple[Loc, Target]]:
    for index, prop in enumerate(figure.props):
        if isinstance(prop, Band | Stick):
            for step, target in enumerate(prop.between or ()):
                yield ("props", index, "between", step), target
        if isinstance(prop, Round) and prop.at is not None:
            yield ("props", index, "at"), prop.at


def _prop_uses(figure: Figure) -> Iterator[tuple[Loc, str]]:
    for number, frame in enumerate(figure.frames):
        at: Loc = ("frames", number, "pose")
        if frame.pose.pelvis is not None and frame.pose.pelvis.rest is not None:
            yield (*at, "pelvis", "rest"), frame.pose.pelvis.rest
        for loc, limb in _limbs(frame.pose):
            if isinstance(limb, Leg) and limb.foot is not None and limb.foot.rest is not None:
                yield (*at, *loc, "foot", "rest"), limb.foot.rest
            if isinstance(limb, Arm) and limb.hand is not None:
                for key in ("flat", "forearm"):
                    name = getattr(limb.hand, key)
                    if name is not None:
                        yield (*at, *loc, "hand", key), name
    for target_loc, target in (*_targets(figure), *_prop_targets(figure)):
        if target.prop is not None:
            yield (*target_loc, "prop"), target.prop

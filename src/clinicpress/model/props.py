"""What stands, lies or is held in a figure. Lengths are centimetres, ``at`` is [x, y] on the floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator

from clinicpress.model.base import Model
from clinicpress.model.names import Count, Shorthand, SidedPoint, near
from clinicpress.model.pose import PropName, Spot, TargetField

Size = Annotated[float, Field(gt=0, le=400, allow_inf_nan=False)]
Sizes = tuple[Size, Size]
Facing = Literal["front", "back", "left", "right"]
Path = Annotated[tuple[TargetField, ...], Count(2, 5)]


class _Prop(Model):
    name: PropName | None = Field(None, description="What poses call it; its kind, if not written.")


class Mat(_Prop):
    """A mat on the floor; the body lies on it."""

    kind: Literal["mat"]
    at: Spot = Field((13, 0), description="Its middle.")
    size: Sizes = Field((204, 70), description="Length and width.")


class Pillow(_Prop):
    """A pillow under the head, or under another point of the body."""

    kind: Literal["pillow"]
    under: SidedPoint = Field("head", description="What lies on it.")
    at: Spot | None = Field(None, description="Its middle, where it is not under a point of the body.")
    height: Size = Field(9, description="Height of its top.")
    size: Sizes = Field((34, 46), description="Length along the body and width.")


class Chair(_Prop):
    """A kitchen chair with a back."""

    kind: Literal["chair"]
    at: Spot = Field((4, 0), description="The middle of its seat.")
    height: Size = Field(44, description="Height of the seat.")
    size: Sizes = Field((40, 42), description="Depth and width of the seat.")
    back: Size = Field(44, description="How far the back rises over the seat.")
    facing: Facing = Field("front", description="Where somebody who sits on it looks.")


class Box(_Prop):
    """A step, stool, counter or table: a thing with a level top."""

    kind: Literal["step", "stool", "counter", "table"]
    at: Spot = Field(description="The middle of its top; of a counter, the middle of its near edge.")
    height: Size | None = Field(
        None, description="Height of its top: step 20, stool 44, table 74, counter 92."
    )
    size: Sizes | None = Field(None, description="Depth and width.")
    facing: Facing = Field("back", description="Where its front looks; back is towards the figure.")


class Wall(_Prop):
    """A wall, a closed door, or a doorway with its frame; ``at`` is a place on its face."""

    kind: Literal["wall", "door", "doorway"]
    at: Spot = Field(description="The middle of its foot, on the face that looks to the figure.")
    facing: Facing | None = Field(
        None, description="Where its face looks; towards the figure, if not written."
    )
    width: Size = Field(90, description="Width; of a doorway, between its two posts.")
    height: Size = Field(178, description="Height.")
    handle: Literal["left", "right"] = Field(
        "right", description="Of a door: the side of its handle, as somebody sees it who stands before it."
    )


class Band(_Prop):
    """A band, strap or towel pulled between points, or a band loop round both legs."""

    kind: Literal["band", "strap", "towel"]
    between: Path | None = Field(None, description="What it runs between, such as [left palm, right palm].")
    around: Literal["thighs", "shins", "ankles", "wrists"] | None = Field(
        None, description="A loop round both."
    )
    width: Size | None = Field(None, description="Width: band 3, strap 2, towel 5.")


class Stick(_Prop):
    """A stick held in both hands, or between two points."""

    kind: Literal["stick"]
    between: tuple[TargetField, TargetField] | None = Field(
        None, description="What it runs between; the two palms, if not written."
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
        raise ValueError(f"a prop needs a kind; {near('', PROP_TYPES)}")
    if kind not in PROP_TYPES:
        raise ValueError(f"there is no prop {kind!r}; {near(kind, PROP_TYPES)}")
    return PROP_TYPES[kind].model_validate(value)


def _short(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


# A prop that needs nothing but its kind can be written short.
_SHORT = [
    kind
    for kind, model in PROP_TYPES.items()
    if not any(field.is_required() for name, field in model.model_fields.items() if name != "kind")
]
PropField = Annotated[
    Prop, Field(discriminator="kind"), WrapValidator(_by_kind), Shorthand(_short, {"enum": _SHORT})
]


def prop_name(prop: Prop) -> str:
    """What poses call a prop."""
    return prop.name or prop.kind

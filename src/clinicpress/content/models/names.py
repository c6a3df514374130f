"""The names a pose may use, for points and bones of the body, muscles and directions, and how they are read.

A name is written as words, such as ``left knee``; inside the code it is ``l_knee``. A name without a side
stands for the limb that it is written for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from clinicpress.content.models.base import Key
from clinicpress.content.models.declaring import (
    BeforeValidator,
    WithJsonSchema,
    checked_after,
    checked_before,
)
from clinicpress.content.suggest import near
from clinicpress.messages import say

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import core_schema

LIMB_POINTS = (
    "hip", "knee", "ankle", "heel", "ball", "toe", "mid", "shoulder", "elbow", "wrist", "palm", "fingers",
)  # fmt: skip
MIDLINE_POINTS = ("pelvis", "chest", "c7", "skull", "head", "nose")
LIMB_BONES = ("thigh", "shank", "foot", "toe", "uarm", "farm", "hand")
MIDLINE_BONES = ("pelvis", "chest", "neck", "head")
LIMB_MUSCLES = (
    "hamstring", "quadriceps", "calf", "shin", "glute", "hip", "hip-flexor", "inner-thigh",
    "shoulder", "biceps", "triceps", "forearm", "upper-trapezius",
)  # fmt: skip
MIDLINE_MUSCLES = ("low-back", "upper-back", "belly", "chest", "neck", "waist")
DIRECTIONS = ("front", "back", "out", "in", "left", "right", "head", "feet", "up", "down")
# The plain word and the short one that the code uses.
_ALIASES = {
    "shin": "shank",
    "upper arm": "uarm",
    "forearm": "farm",
    "sole": "mid",
    "hand": "palm",
    "foot": "mid",
}
_BONE_ALIASES = {"shin": "shank", "upper arm": "uarm", "forearm": "farm", "toes": "toe"}
# What the code calls otherwise than a writer does, in words.
_WORDS = {"uarm": "upper arm", "farm": "forearm", "shank": "shin", "mid": "sole", "c7": "neck"}
_SIDES = {"left": "l", "right": "r", "l": "l", "r": "r"}


def spoken(name: str) -> str:
    """``l_farm`` to ``left forearm``; ``farm`` to ``forearm``."""
    if name[1:2] == "_":
        return f"{'left' if name[0] == 'l' else 'right'} {spoken(name[2:])}"
    return _WORDS.get(name, name)


def split_side(text: str) -> tuple[str, str]:
    """``left upper-arm`` to ``("l", "upper arm")``; the side is empty where none is written."""
    words = re.split(r"[\s_-]+", text.strip().lower())
    if len(words) > 1 and words[0] in _SIDES:
        return _SIDES[words[0]], " ".join(words[1:])
    return "", " ".join(words)


def _body_name(text: str, limb: tuple[str, ...], midline: tuple[str, ...], aliases: dict[str, str]) -> str:
    side, word = split_side(text)
    word = aliases.get(word, word)
    if word in limb:
        return f"{side}_{word}" if side else word
    if word in midline and not side:
        return word
    if word in midline:
        raise ValueError(say("model.has-no-left-or-right", word=word))
    written = [*limb, *midline, *aliases]
    raise ValueError(say("model.not-part-body", text=text, near=near(word, written)))


def read_point(value: object) -> object:
    """``left knee`` to ``l_knee``; ``start left knee`` to ``start:l_knee``.

    Raises:
        ValueError: if the body has no such point.
    """
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"start[\s:](.*)", value.strip().lower())
    name = _body_name(match[1] if match else value, LIMB_POINTS, MIDLINE_POINTS, _ALIASES)
    return f"start:{name}" if match else name


def read_sided_point(value: object) -> object:
    """As `read_point`, for a place that no limb owns: a name of a limb must say its side.

    Raises:
        ValueError: if the body has no such point, the side is missing, or it is a place of the first frame.
    """
    name = read_point(value)
    if not isinstance(name, str):
        return name
    word = spoken(name.removeprefix("start:"))
    if name.startswith("start:"):
        raise ValueError(say("model.start-cannot-be-used", word=word))
    if name in LIMB_POINTS:
        raise ValueError(say("model.body-has-two", word=word))
    return name


def read_bone(value: object) -> object:
    """``left thigh`` to ``l_thigh``.

    Raises:
        ValueError: if the body has no such bone.
    """
    return _body_name(value, LIMB_BONES, MIDLINE_BONES, _BONE_ALIASES) if isinstance(value, str) else value


def read_directions(value: object) -> object:
    """Check ``out-up`` or ``front-out-out``: words joined by hyphens; a repeated word weighs more.

    Raises:
        ValueError: if a word is no direction, or the words cancel each other out.
    """
    if not isinstance(value, str):
        return value
    words = value.strip().lower().replace("+", "-").split("-")
    for word in words:
        if word not in DIRECTIONS:
            raise ValueError(say("model.not-direction", word=word, near=near(word, DIRECTIONS)))
    opposites = {frozenset(pair) for pair in zip(DIRECTIONS[::2], DIRECTIONS[1::2], strict=True)}
    if frozenset(words) in opposites:
        raise ValueError(say("model.opposite-directions", value=value))
    return "-".join(words)


def _schema(pattern: str, examples: list[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": examples})


def _pattern(
    limb: tuple[str, ...],
    midline: tuple[str, ...],
    aliases: dict[str, str],
    prefix: str = "",
    side: str = "((left|right|l|r)[ _-])?",
) -> str:
    words = "|".join(name.replace(" ", "[ -]") for name in (*limb, *aliases))
    return f"^{prefix}({side}({words})|{'|'.join(midline)})$"


PointName = Annotated[
    str,
    Key(),
    BeforeValidator(read_point),
    _schema(_pattern(LIMB_POINTS, MIDLINE_POINTS, _ALIASES, "(start[ :])?"), ["left knee", "start wrist"]),
]
SidedPoint = Annotated[
    str,
    Key(),
    BeforeValidator(read_sided_point),
    _schema(
        _pattern(LIMB_POINTS, MIDLINE_POINTS, _ALIASES, side="(left|right|l|r)[ _-]"), ["left knee", "head"]
    ),
]
BoneName = Annotated[
    str,
    Key(),
    BeforeValidator(read_bone),
    _schema(_pattern(LIMB_BONES, MIDLINE_BONES, _BONE_ALIASES), ["left thigh", "right shin"]),
]
_WORD = f"({'|'.join(DIRECTIONS)})"
Directions = Annotated[
    str,
    Key(),
    BeforeValidator(read_directions),
    _schema(f"^{_WORD}([-+]{_WORD})*$", ["out-up", "front-out-out"]),
]


class Count:
    """How many items a list needs; counted after the items, so that a faulty one is not also missing."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def _check(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.least <= len(items) <= self.most:
            raise ValueError(say("model.items-write", count=len(items), least=self.least, most=self.most))
        return items

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Count after the list's own validation."""
        return checked_after(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The list with its least and greatest number of items."""
        return handler(schema) | {"minItems": self.least, "maxItems": self.most}


class Shorthand:
    """Lets a field be written short: ``expand`` turns the short form into the full one.

    ``schema`` is the JSON Schema of the short form, so that an editor accepts both.
    """

    def __init__(self, expand: Callable[[object], object], schema: dict[str, Any]) -> None:
        self.expand = expand
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Run ``expand`` before the field's own validation."""
        return checked_before(self.expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Either the short form or the full one."""
        return {"anyOf": [self.schema, handler(schema)]}

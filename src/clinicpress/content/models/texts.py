"""Texts and files of a model, found by the types of its fields, so that no list can forget one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from clinicpress.content.models.base import ASSET, Form, Key, Loc, OneSide, ReadAs, TextForm, TextRole
from clinicpress.content.models.declaring import BaseModel
from clinicpress.records import dataclass

_PARTS = (
    "arm|leg|knee|foot|feet|hand|hip|side|shoulder|ankle|elbow|wrist|heel|thumb|finger|forefinger|toe|thigh|calf"
    "|calves|buttock|shin|palm|ear|eye|cheek|forearm|hamstring|glute|groin|armpit|ribs?|ribcage|kneecap|fist|jaw"
    "|sole|collarbone|shin|hip bone|sit bone|breast|lung|temple|forehead|nostril"
)
_WHICH = (
    "lower|upper|inner|outer|big|little|index|middle|ring|bent|straight|front|back|top|bottom|sore|stiff|whole|hurt"
    "|bad|good|strong|stronger|weak|weaker|operated|other|affected|injured|raised"
)
_NO_SIDE = r"(?![- ](?:width|height|level|position|placement|angle|posture|movement|technique)\b)"
# "Right side up" is said of a towel.
_SIDE = r"\b(?!right side (?:up|out|down)\b)(?P<side>left|right)"
_BODY = rf"{_SIDE}[ -](?:(?:{_WHICH}) )?(?P<part>(?:{_PARTS})s?)\b{_NO_SIDE}"
# Nothing follows that the word could belong to.
_END = r"(?=\s*(?:[.,;:!?)]|$)|\s+(?:and|or|until|while|as|with|then|so|for|without|when|if|but|one)\b)"
_TOWARD = (
    rf"\b(?:to|toward|towards|on|onto|at|from|over to|into|with)\s+(?:the|your)\s+(?P<side>left|right){_END}"
)
_MOVES = (
    "turn|look|lean|roll|rotate|tilt|twist|bend|step|reach|shift|slide|swing|face|point|move|rock|sway|turned|facing"
    "|pointing|turning|leaning"
)
_WHAT_MOVES = r"(?:\s+(?:your|the)\s+(?:\w+\s+){1,2}?|\s+(?:it|over|slowly|gently)\s+|\s+)"
_TURN = rf"\b(?:{_MOVES}){_WHAT_MOVES}(?P<side>left|right){_END}"
_SHORT_PART = rf"\byour (?P<side>left|right){_END}"
# Both sides at once, or one after the other, are no side: "left or right", "your left knee, then your right".
_JOINT = r"(?:\s*(?:,|/|-|\band\b|\bor\b|\bthen\b|\bto\b|\bthe\b|\byour\b)\s*)+"
_PAIR = "|".join(
    rf"\b{one}\b{_JOINT}\b{other}\b"
    rf"|\b{one} (?P<{one}_part>\w+)s?{_JOINT}\b{other}(?: (?P={one}_part)s?\b|{_END})"
    for one, other in (("left", "right"), ("right", "left"))
)


@dataclass(frozen=True, slots=True)
class SideWord:
    """A word for a side: which, the part of the body after it if any, and where it begins."""

    side: OneSide
    part: str
    text: str
    start: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    sides = (_BODY, _TOWARD, _TURN, _SHORT_PART)
    return re.compile(_PAIR, re.IGNORECASE), tuple(re.compile(each, re.IGNORECASE) for each in sides)


def side_words(text: str) -> tuple[SideWord, ...]:
    """The words of a text that name one side, in their order."""
    lower = text.lower()
    if "left" not in lower and "right" not in lower:
        return ()
    pair, patterns = _patterns()
    hidden = pair.sub(lambda match: "_" * len(match[0]), text)
    found: dict[int, SideWord] = {}
    for pattern in patterns:
        for match in pattern.finditer(hidden):
            start = match.start("side")
            part = match.groupdict().get("part") or ""
            words = text[start : match.end("part") if part else match.end("side")]
            side: OneSide = "left" if match["side"].lower() == "left" else "right"
            found.setdefault(start, SideWord(side, part.lower(), words, start))
    return tuple(found[start] for start in sorted(found))


_Mark = TextForm | Key | Form | None
_PLAIN = TextForm("sentences")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a model: where it stands, what it is made of, and the part that it plays."""

    loc: Loc
    text: str
    words: TextForm
    role: TextRole


_BY_FORM: Mapping[str, TextRole] = {
    "name": "label", "title": "label", "sentences": "item", "paragraphs": "paragraph"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Where:
    """A place in the model ``owner``, and the part that texts there play, if their type says so."""

    loc: Loc
    owner: BaseModel
    role: TextRole | None = None

    def below(self, step: str | int) -> _Where:
        return _Where((*self.loc, step), self.owner, self.role)


def texts_of(model: BaseModel) -> Iterator[Text]:
    """Every text of ``model`` and of the models in it, in the order of the fields.

    A ``str`` is words, unless its type says that it is a key, a choice or has a form of its own.
    """
    for string in _strings_of(model, ()):
        if isinstance(string.mark, TextForm) and string.value:
            role = string.where.role or _BY_FORM[string.mark.form]
            yield Text(string.where.loc, string.value, string.mark, role)


def assets_of(model: BaseModel) -> Iterator[tuple[Loc, str]]:
    """Every file of the workspace that ``model`` and the models in it name, and where."""
    for string in _strings_of(model, ()):
        if string.mark is ASSET:
            yield string.where.loc, string.value


@dataclass(frozen=True, slots=True)
class _String:
    value: str
    mark: _Mark
    where: _Where


def _strings_of(model: BaseModel, at: Loc) -> Iterator[_String]:
    for name, field in type(model).model_fields.items():
        where = _Where((*at, field.alias or name), model)
        yield from _strings(getattr(model, name), field.annotation, tuple(field.metadata), where)
    for name, value in (model.model_extra or {}).items():
        yield from _strings(value, Any, (), _Where((*at, name), model))


def _strings(value: object, kind: Any, marks: tuple[object, ...], where: _Where) -> Iterator[_String]:
    """The strings of ``value``, which has the type ``kind`` and what is written beside it."""
    while get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        marks = (*marks, *more)
    for mark in marks:
        where = replace(where, role=mark.of(where.owner)) if isinstance(mark, ReadAs) else where
    if isinstance(value, BaseModel):
        yield from _strings_of(value, where.loc)
    elif isinstance(value, str):
        yield _String(value, _mark(value, kind, marks), where)
    elif isinstance(value, Mapping):
        of_key, of_value = _parts(kind, Mapping, 2)
        for key, each in value.items():
            yield from _strings(key, of_key, (), where.below(key))
            yield from _strings(each, of_value, (), where.below(key))
    elif isinstance(value, Collection):
        kinds = _parts(kind, Collection, len(value))
        for index, (each, of_each) in enumerate(zip(value, kinds, strict=True)):
            yield from _strings(each, of_each, (), where.below(index))


def _parts(kind: Any, shape: type, count: int) -> tuple[Any, ...]:
    """The types of the ``count`` parts of a value whose type is a ``shape``, or a union with one in it."""
    for arm in _arms(kind):
        origin, parts = get_origin(arm), get_args(arm)
        if not (isinstance(origin, type) and issubclass(origin, shape)) or not parts:
            continue
        if shape is Mapping or (len(parts) == count and ... not in parts):
            return parts
        return (parts[0],) * count
    return (Any,) * count


def _arms(kind: Any) -> Iterator[Any]:
    """The types of a union, those within a mark or a union too; the type itself if it is none."""
    if get_origin(kind) is Annotated:
        yield from _arms(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for arm in get_args(kind):
            yield from _arms(arm)
    elif kind is not NoneType:
        yield kind


def _mark(value: str, kind: Any, marks: tuple[object, ...]) -> _Mark:
    """What a string is by the marks of its type: words if none says, None for one of several choices."""
    for mark in reversed(marks):
        if isinstance(mark, TextForm | Key | Form):
            return mark
    if get_origin(kind) is Annotated:
        return _mark(value, get_args(kind)[0], get_args(kind)[1:])
    if get_origin(kind) in (Union, UnionType):
        if any(get_origin(arm) is Literal and value in get_args(arm) for arm in _arms(kind)):
            return None
        strings = (arm for arm in get_args(kind) if str in _arms(arm))
        return next((_mark(value, arm, ()) for arm in strings), _PLAIN)
    return None if get_origin(kind) is Literal else _PLAIN

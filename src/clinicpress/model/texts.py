"""The words of a model and the files that it names, found by the types of fields: no list can forget one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from clinicpress.model.base import ASSET, Form, Key, Words

Loc = tuple[str | int, ...]
_Mark = Words | Key | Form | None
_PLAIN = Words("sentences")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a model: where it stands, and what it is made of.

    ``owner`` is the model that has it in the field ``field``; ``key`` says that it is the key of a mapping.
    """

    loc: Loc
    text: str
    words: Words
    owner: BaseModel
    field: str
    key: bool = False


@dataclass(frozen=True, slots=True)
class _Where:
    loc: Loc
    owner: BaseModel
    field: str
    key: bool = False

    def below(self, *step: str | int, key: bool = False) -> _Where:
        return _Where((*self.loc, *step), self.owner, self.field, key)


def texts_of(model: BaseModel) -> Iterator[Text]:
    """Every text of ``model`` and of the models in it, in the order of the fields.

    A ``str`` is words, unless its type says that it is a key, a choice or has a form of its own.
    """
    for string in _strings_of(model, ()):
        if isinstance(string.mark, Words) and string.value:
            yield Text(
                string.where.loc,
                string.value,
                string.mark,
                string.where.owner,
                string.where.field,
                string.where.key,
            )


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
        where = _Where((*at, field.alias or name), model, name)
        yield from _strings(getattr(model, name), field.annotation, tuple(field.metadata), where)
    for name, value in (model.model_extra or {}).items():
        yield from _strings(value, Any, (), _Where((*at, name), model, name))


def _strings(value: object, kind: Any, marks: tuple[object, ...], where: _Where) -> Iterator[_String]:
    """The strings of ``value``, which has the type ``kind`` and what is written beside it."""
    while get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        marks = (*marks, *more)
    if isinstance(value, BaseModel):
        yield from _strings_of(value, where.loc)
    elif isinstance(value, str):
        yield _String(value, _mark(value, kind, marks), where)
    elif isinstance(value, Mapping):
        of_key, of_value = _parts(kind, Mapping, 2)
        for key, each in value.items():
            yield from _strings(key, of_key, (), where.below(key, key=True))
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
        if isinstance(mark, Words | Key | Form):
            return mark
    if get_origin(kind) is Annotated:
        return _mark(value, get_args(kind)[0], get_args(kind)[1:])
    if get_origin(kind) in (Union, UnionType):
        if any(get_origin(arm) is Literal and value in get_args(arm) for arm in _arms(kind)):
            return None
        strings = (arm for arm in get_args(kind) if str in _arms(arm))
        return next((_mark(value, arm, ()) for arm in strings), _PLAIN)
    return None if get_origin(kind) is Literal else _PLAIN

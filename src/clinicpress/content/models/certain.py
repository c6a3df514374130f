"""What is certainly right, without pydantic: it takes longer to load than one plan takes to be printed.

The same declarations and the same checks hold as for pydantic; of its own judgement only those cases are told
whose outcome is known. Everything else, and all that is wrong, is for pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from clinicpress.content.models.base import Form, Key, ReadAs, TextForm
from clinicpress.content.models.declaring import BaseModel, Declared, declarations, restored
from clinicpress.content.models.people import Of
from clinicpress.units import Reps

M = TypeVar("M", bound=BaseModel)
# Gives the value as pydantic would.
Read = Callable[[Any], Any]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_BOUNDS = {"min_length", "max_length", "ge", "le"}


class _UnsureError(ValueError):
    """Pydantic has to judge."""


def certain(model: type[M], values: Mapping[str, Any]) -> M | None:
    """The model that values make as a file says them; None where pydantic has to judge them."""
    try:
        return _read(model, values)
    except ValueError:  # one of pydantic's own too, from a rule of the model
        return None


def _read(model: type[M], values: Any) -> M:
    if type(values) is not dict or not all(type(key) is str for key in values):
        raise _UnsureError
    fields, rules, more = _reads(model)
    extra = {key: value for key, value in values.items() if key not in fields}
    if extra and more is None:
        raise _UnsureError
    found, written = {}, set(extra)
    for key, (name, mark, read) in fields.items():
        if key in values:
            found[name] = read(values[key])
            written.add(name)
        else:
            found[name] = _default(mark)
    others = None if more is None else {key: more(value) for key, value in extra.items()}
    made = restored(model, found, written, others)
    for rule in rules:
        if rule(made) is not made:
            raise _UnsureError
    return made


def _default(mark: Declared) -> Any:
    if mark.required:
        raise _UnsureError
    factory = mark.named.get("default_factory")
    return (
        _read(factory, {}) if isinstance(factory, type) and issubclass(factory, BaseModel) else mark.default()
    )


@lru_cache(maxsize=64)
def _reads(model: Any) -> tuple[dict[str, tuple[str, Declared, Read]], tuple[Read, ...], Read | None]:
    """The fields of a model by their keys, its own rules, and how values of no field are read, if allowed."""
    declared = declarations(model)
    fields = {
        str(mark.named.get("alias", name)): (name, mark, _of_kind(kind))
        for name, (mark, kind) in declared.fields.items()
    }
    more = None if declared.more is None else _of_kind(get_args(declared.more)[1])
    return fields, tuple(declared.after), more


def _of_kind(kind: Any) -> Read:
    """How values of a type are read."""
    marks: tuple[Any, ...] = ()
    while get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        marks = (*more, *marks)
    marks = tuple(each for each in marks if not isinstance(each, ReadAs | Key))
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        arms = [each for each in get_args(kind) if each is not NoneType]
        return _of_kind(arms[0]) if len(arms) == 1 and not marks else _unsure
    if origin is Literal and not marks:
        return _choice(get_args(kind))
    if origin is tuple and get_args(kind)[1:] == (...,):
        return _marked(marks, _many(_of_kind(get_args(kind)[0])))
    if isinstance(kind, type) and issubclass(kind, BaseModel) and not marks:
        return lambda value: _read(kind, value)
    plain = {str: _text, date: _day, int: _number, Reps: _reps}
    return _marked(marks, plain[kind]) if kind in plain else _unsure


def _marked(marks: tuple[Any, ...], read: Read) -> Read:
    """How values of a type with marks are read: checks before, the type and its bounds, checks after."""
    before, after, bounds = list[Read](), list[Read](), list[tuple[str, float]]()
    for mark in marks:
        match mark:
            case TextForm():
                before.insert(0, mark.check)
            case Form() | Of():
                after.append(mark.check)
            case Declared(name="BeforeValidator"):
                before.insert(0, *mark.values)
            case Declared(name="AfterValidator"):
                after.append(*mark.values)
            case Declared(name="Field" | "StringConstraints") if (
                not mark.values and mark.named.keys() <= _BOUNDS
            ):
                bounds += mark.named.items()
            case Declared(name="WithJsonSchema"):
                pass
            case _:
                return _unsure

    def marked(value: Any) -> Any:
        for check in before:
            value = check(value)
        value = read(value)
        if not all(_within(value, name, bound) for name, bound in bounds):
            raise _UnsureError
        for check in after:
            value = check(value)
        return value

    return marked


def _within(value: Any, name: str, bound: float) -> bool:
    size = len(value) if name.endswith("_length") else value
    return bool(size >= bound if name in ("min_length", "ge") else size <= bound)


def _unsure(_: Any) -> Any:
    raise _UnsureError


def _choice(choices: tuple[Any, ...]) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not str or value not in choices:
            raise _UnsureError
        return value

    return read


def _many(read: Read) -> Read:
    def read_all(values: Any) -> Any:
        if type(values) is not list:
            raise _UnsureError
        return tuple(map(read, values))

    return read_all


def _text(value: Any) -> Any:
    """A text that has no space to be taken off its ends, nor half a character."""
    if type(value) is not str or not value:
        raise _UnsureError
    for end in (value[0], value[-1]):
        if not ("!" <= end <= "~" or end.isalnum()):
            raise _UnsureError
    value.encode("utf-8")
    return value


def _day(value: Any) -> Any:
    if type(value) is not str or not _DAY.fullmatch(value):
        raise _UnsureError
    return date.fromisoformat(value)


def _number(value: Any) -> Any:
    if type(value) is int:
        return value
    if type(value) is not str or not _NUMBER.fullmatch(value):
        raise _UnsureError
    return int(value)


def _reps(value: Any) -> Any:
    if type(value) is not Reps:
        raise _UnsureError
    return value

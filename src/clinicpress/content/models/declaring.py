"""Models without pydantic: what declares their fields, and what judges values by these with pydantic.

A model is a plain class, so that pages are made of models that were judged before, and pydantic, which takes
longer to load than a page takes to be made, is not there. Its names mean here what they mean there; each is
turned into pydantic's own when the first value is judged by the model. To a type checker they are pydantic's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from clinicpress.records import dataclass

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import PydanticCustomError, core_schema

__all__ = [
    "AfterValidator",
    "BaseModel",
    "BeforeValidator",
    "ConfigDict",
    "Declarations",
    "Declared",
    "Discriminator",
    "Field",
    "StringConstraints",
    "Tag",
    "WithJsonSchema",
    "WrapValidator",
    "checked_after",
    "checked_before",
    "custom_error",
    "declarations",
    "error_at",
    "field_keys",
    "judged",
    "model_validator",
    "pydantic_type",
    "required_fields",
    "restored",
]  # fmt: skip
T = TypeVar("T")
# Where a model declares the type of values that are of no field.
_MORE = "__pydantic_extra__"


class Declared:
    """A call of one of pydantic's names, to be made when it is needed."""

    def __init__(self, name: str, values: tuple[Any, ...], named: Mapping[str, Any]) -> None:
        self.name, self.values, self.named = name, values, named

    def made(self) -> Any:
        """What pydantic makes of it."""
        import pydantic  # noqa: PLC0415

        return getattr(pydantic, self.name)(*self.values, **self.named)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Nothing would be judged by it: types with marks are for fields of models."""
        raise TypeError(f"{self.name} stands in no model: see pydantic_type")

    @property
    def required(self) -> bool:
        """Whether a field has no default."""
        return not self.values and "default" not in self.named and "default_factory" not in self.named

    def default(self) -> Any:
        """The default of a field that has one."""
        if "default_factory" in self.named:
            return self.named["default_factory"]()
        return self.values[0] if self.values else self.named["default"]


class _Rule:
    """A method of a model that judges it as a whole."""

    def __init__(self, mode: str, function: Any) -> None:
        self.mode, self.function = mode, function


def _later(name: str) -> Callable[..., Any]:
    return lambda *values, **named: Declared(name, values, named)


class _OfPydantic:
    """What a model's class has from pydantic."""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        model: Any = owner
        return getattr(_judge(model), self._name)


class _PlainModel:
    """The base of all models; as `pydantic.BaseModel`, frozen."""

    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")
    __fields__: Mapping[str, Declared] = {}
    __rules__: Mapping[str, _Rule] = {}

    model_fields = _OfPydantic()
    model_json_schema = _OfPydantic()
    model_validate = _OfPydantic()

    if TYPE_CHECKING:
        __pydantic_extra__: dict[str, Any] | None
        __pydantic_fields_set__: set[str]

    def __init_subclass__(cls) -> None:
        own = {
            name: _declared(cls, name)
            for name in vars(cls).get("__annotations__", ())
            if _is_field(cls, name)
        }
        inherited = [base.__fields__ for base in cls.__bases__ if issubclass(base, _PlainModel)]
        cls.__fields__ = {
            name: mark for fields in (*reversed(inherited), own) for name, mark in fields.items()
        }
        cls.__rules__ = {name: rule for name, rule in vars(cls).items() if isinstance(rule, _Rule)}
        for name, rule in cls.__rules__.items():
            setattr(cls, name, rule.function)

    def __init__(self, **values: Any) -> None:
        judge: Any = type(self)
        _judge(judge).__pydantic_validator__.validate_python(values, self_instance=self)

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Any:
        """The model of values that are known to be right, not judged."""
        found = {}
        for name, mark in cls.__fields__.items():
            key = mark.named.get("alias", name)
            if name in values or key in values:
                found[name] = values.pop(key if key in values else name)
            elif not mark.required:
                found[name] = mark.default()
        written = {*found, *values} if _fields_set is None else _fields_set
        return _restored(cls, found, written, values if _allows_more(cls) else None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Any:
        """The same model with other values, which are not judged."""
        new, extra = update or {}, self.__pydantic_extra__
        written = self.__pydantic_fields_set__ | new.keys()
        if extra is not None:
            # those of no field stay apart
            extra = {**extra, **{key: value for key, value in new.items() if key not in self.__dict__}}
            new = {key: value for key, value in new.items() if key in self.__dict__}
        return _restored(type(self), {**self.__dict__, **new}, written, extra)

    def model_dump(self, **options: Any) -> dict[str, Any]:
        """The values as plain dictionaries; see `pydantic.BaseModel.model_dump`."""
        model: Any = type(self)
        found: dict[str, Any] = _judge(model).__pydantic_serializer__.to_python(self, **options)
        return found

    @property
    def model_extra(self) -> dict[str, Any] | None:
        """The values that are of no field."""
        return self.__pydantic_extra__

    @property
    def model_fields_set(self) -> set[str]:
        """The fields that were written."""
        return self.__pydantic_fields_set__

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield from self.__dict__.items()
        yield from (self.__pydantic_extra__ or {}).items()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _PlainModel) or type(other) is not type(self):
            return NotImplemented
        return self.__pydantic_extra__ == other.__pydantic_extra__ and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), *self._values().values()))

    def _values(self) -> dict[str, Any]:
        """The values of the fields, without what was worked out from them and kept."""
        return {name: self.__dict__[name] for name in type(self).__fields__ if name in self.__dict__}

    def __repr__(self) -> str:
        values = {**self._values(), **(self.__pydantic_extra__ or {})}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in values.items())})"

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __getstate__(self) -> tuple[Any, ...]:
        return self._values(), self.__pydantic_fields_set__, self.__pydantic_extra__

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        values, written, extra = state
        _fill(self, values, written, extra)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        model: Any = cls
        return handler.generate_schema(_judge(model))


def _fill(
    model: _PlainModel, values: dict[str, Any], written: set[str], extra: dict[str, Any] | None
) -> None:
    # the attributes that pydantic itself sets
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_fields_set__", written)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_private__", None)


def _restored(
    cls: Any, values: dict[str, Any], written: set[str], extra: dict[str, Any] | None = None
) -> Any:
    made = cls.__new__(cls)
    _fill(made, values, written, extra)
    return made


def _is_field(cls: type[Any], name: str) -> bool:
    return not name.startswith("_") and "ClassVar" not in str(vars(cls)["__annotations__"][name])


def _declared(cls: type[Any], name: str) -> Declared:
    """How a class declares one of its fields; from the class itself that is taken away."""
    if name not in vars(cls):
        return Declared("Field", (), {})
    found = vars(cls)[name]
    delattr(cls, name)
    return found if isinstance(found, Declared) else Declared("Field", (found,), {})


def _allows_more(cls: type[Any]) -> bool:
    return any(vars(base).get("model_config", {}).get("extra") == "allow" for base in cls.__mro__)


@cache
def _judge(cls: Any) -> Any:
    """The pydantic model that judges values by the declarations of a model, and makes instances of that."""
    import pydantic  # noqa: PLC0415

    rule_of: Any = pydantic.model_validator

    def schema(_: type[Any], source: Any, handler: Any) -> Any:
        found = handler(source)
        inner = handler.resolve_ref_schema(found)
        while inner["type"] != "model":
            inner = inner["schema"]
        inner["cls"] = cls
        return found

    own = vars(cls)
    kinds = {name: pydantic_type(kind) for name, kind in _kinds(cls).items()}
    rules = {name: rule_of(mode=rule.mode)(rule.function) for name, rule in cls.__rules__.items()}
    body = {
        "__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__doc__,
        "__annotations__": kinds, "__get_pydantic_core_schema__": classmethod(schema),
        **{name: cls.__fields__[name].made() for name in kinds if name in cls.__fields__},
        **({"model_config": own["model_config"]} if "model_config" in own else {}),
        **rules,
    }  # fmt: skip
    bases = tuple(_judge(base) for base in cls.__bases__ if issubclass(base, _PlainModel))
    if cls is _PlainModel:
        return pydantic.BaseModel
    kind: Any = type(pydantic.BaseModel)
    return kind(cls.__name__, bases, body)


def _kinds(cls: type[Any]) -> dict[str, Any]:
    """The types of the fields that a class itself declares."""
    names = vars(sys.modules[cls.__module__])
    return {
        name: eval(kind, names) if isinstance(kind, str) else kind
        for name, kind in vars(cls).get("__annotations__", {}).items()
        if _is_field(cls, name) or name == _MORE
    }


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a model declares: each field and its type, the type of more values, and its rules.

    ``more`` is None where values of no field are refused; ``after`` judge a model that was made.
    """

    fields: Mapping[str, tuple[Declared, Any]]
    more: Any
    after: tuple[Callable[[Any], Any], ...]


def declarations(model: type[Any]) -> Declarations:
    """What a model declares, with what it inherits."""
    found: type[_PlainModel] = model
    kinds: dict[str, Any] = {}
    rules: dict[str, _Rule] = {}
    for base in reversed([each for each in found.__mro__ if issubclass(each, _PlainModel)]):
        kinds |= _kinds(base)
        rules |= base.__rules__
    fields = {name: (mark, kinds[name]) for name, mark in found.__fields__.items()}
    after = tuple(rule.function for rule in rules.values() if rule.mode == "after")
    return Declarations(fields, kinds[_MORE] if _allows_more(found) else None, after)


def pydantic_type(kind: Any) -> Any:
    """A type with pydantic's own in the place of each mark."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        inner, *marks = parts
        return Annotated[
            (pydantic_type(inner), *(each.made() if isinstance(each, Declared) else each for each in marks))
        ]
    if origin in (Union, UnionType):
        return reduce(or_, map(pydantic_type, parts))
    if origin in (tuple, dict, list):
        return origin[tuple(map(pydantic_type, parts))]
    return kind


def field_keys(model: type[Any]) -> dict[str, str]:
    """The fields of a model, each with its key in a file."""
    found: type[_PlainModel] = model
    return {name: str(mark.named.get("alias", name)) for name, mark in found.__fields__.items()}


def required_fields(model: type[Any]) -> list[str]:
    """The fields of a model that have no default."""
    found: type[_PlainModel] = model
    return [name for name, mark in found.__fields__.items() if mark.required]


def restored(
    model: type[T], values: dict[str, Any], written: set[str], extra: dict[str, Any] | None = None
) -> T:
    """The model with the values of all its fields, as they were in one that was judged."""
    made: T = _restored(model, values, written, extra)
    return made


def judged(model: type[T], values: object) -> T | list[Any]:
    """The model that values make; or all that is wrong with them, as pydantic tells it."""
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        found: T = model.model_validate(values)  # type: ignore[attr-defined]
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False)
    return found


def error_at(kind: str, faults: Iterable[tuple[tuple[str | int, ...], str]]) -> ValidationError:
    """The error of a model's own rules: places in the model, with what is wrong there."""
    from pydantic_core import InitErrorDetails, ValidationError  # noqa: PLC0415

    details = [
        InitErrorDetails(type=custom_error(kind, "{message}", {"message": message}), loc=loc, input=None)
        for loc, message in faults
    ]
    return ValidationError.from_exception_data(kind, details)


def custom_error(kind: str, message: str, values: dict[str, Any]) -> PydanticCustomError:
    """The error of one value."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415

    return PydanticCustomError(kind, message, values)


def checked_before(check: Callable[[Any], Any], schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
    """A schema whose values are checked before it judges them."""
    from pydantic_core import core_schema  # noqa: PLC0415

    return core_schema.no_info_before_validator_function(check, schema)


def checked_after(check: Callable[[Any], Any], schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
    """A schema whose values are checked after it has judged them."""
    from pydantic_core import core_schema  # noqa: PLC0415

    return core_schema.no_info_after_validator_function(check, schema)


if TYPE_CHECKING:
    from pydantic import (
        AfterValidator,
        BaseModel,
        BeforeValidator,
        ConfigDict,
        Discriminator,
        Field,
        StringConstraints,
        Tag,
        WithJsonSchema,
        WrapValidator,
        model_validator,
    )
else:
    BaseModel, ConfigDict = _PlainModel, dict
    AfterValidator, BeforeValidator, WrapValidator = map(
        _later, ("AfterValidator", "BeforeValidator", "WrapValidator")
    )
    Discriminator, Field, StringConstraints, Tag, WithJsonSchema = map(
        _later, ("Discriminator", "Field", "StringConstraints", "Tag", "WithJsonSchema")
    )

    def model_validator(*, mode):
        """A method that judges the model as a whole."""
        return lambda function: _Rule(mode, function)

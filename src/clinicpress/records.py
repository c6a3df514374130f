"""`dataclass` as the standard library has it, but for the time that it takes to define one.

That writes six methods as source and compiles them, which is a fifth of what a command for one sheet costs.
Here only ``__init__`` is compiled, when the first instance is made; the others are made of `attrgetter`.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterable
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, **options):
        """The class as a dataclass; see `dataclasses.dataclass`, of whose options it has five."""
        return _defined(cls) if cls is not None else lambda cls: _defined(cls, **options)


def _defined(
    cls: type[Any],
    *,
    eq: bool = True,
    order: bool = False,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
) -> type[Any]:
    own = vars(cls).keys() - {"__hash__" if vars(cls).get("__hash__") is None else ""}
    made: type[Any] = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(
        cls
    )
    found = dataclasses.fields(made)
    compared = _values(each.name for each in found if each.compare)
    hashed = _values(each.name for each in found if (each.compare if each.hash is None else each.hash))
    methods: dict[str, Any] = {"__init__": _late_init(made, found, frozen), "__repr__": _repr(found)}
    if eq:
        methods["__eq__"] = _eq(compared)
        methods["__hash__"] = (lambda self: hash(hashed(self))) if frozen else None
    if order:
        methods |= _orders(compared)
    if frozen:
        methods |= _frozen(made, frozenset(each.name for each in found))
        if slots:
            methods |= _state(tuple(each.name for each in found))
    for name, method in methods.items():
        if name not in own or name == "__init__":
            setattr(made, name, method)
    return made


def _values(names: Iterable[str]) -> Callable[[Any], tuple[Any, ...]]:
    """The function that gives the attributes of an instance, as a tuple."""
    match tuple(names):
        case ():
            return lambda _: ()
        case (name,):
            return lambda self: (getattr(self, name),)
        case several:
            return attrgetter(*several)


def _late_init(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...], frozen: bool) -> Any:
    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807
        init = _init(cls, fields, frozen)
        cls.__init__ = init
        init(self, *args, **values)

    return __init__


def _init(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...], frozen: bool) -> Callable[..., None]:
    """The method that sets the fields, as source would have it that names each."""
    known: dict[str, Any] = {"__absent": MISSING, "__set": object.__setattr__}
    usual, named, body = list[str](), list[str](), list[str]()
    for at, each in enumerate(fields):
        value = name = each.name
        parameter = name
        if each.default is not MISSING:
            known[f"__{at}"] = each.default
            parameter = f"{name}=__{at}"
        elif each.default_factory is not MISSING:
            known[f"__{at}"] = each.default_factory
            parameter = f"{name}=__absent"
            value = f"__{at}() if {name} is __absent else {name}"
        if each.init:
            (named if each.kw_only else usual).append(parameter)
        elif parameter != name:
            value = f"__{at}" if each.default_factory is MISSING else f"__{at}()"
        else:
            continue
        body.append(f"__set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(["self", *usual, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n " + "\n ".join(body or ["pass"]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _repr(fields: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], str]:
    names = [each.name for each in fields if each.repr]

    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return __repr__


def _eq(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, Any], bool]:
    def __eq__(self: Any, other: Any) -> bool:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _orders(values: Callable[[Any], tuple[Any, ...]]) -> dict[str, Callable[[Any, Any], bool]]:
    def method(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
        return lambda self, other: (
            compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented
        )

    return {f"__{name}__": method(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}


def _frozen(cls: type[Any], names: frozenset[str]) -> dict[str, Callable[..., None]]:
    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _state(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """How a frozen instance that has slots is pickled and copied."""
    values = _values(names)

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:  # noqa: N807
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    def __getstate__(self: Any) -> tuple[Any, ...]:  # noqa: N807
        return values(self)

    return {"__getstate__": __getstate__, "__setstate__": __setstate__}

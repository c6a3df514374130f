"""`clinicpress.records.dataclass` does what the standard library's does, and compiles nothing early."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicpress import records

PACKAGE = Path(records.__file__).parent
OPTIONS = [
    {}, {"frozen": True}, {"slots": True}, {"frozen": True, "slots": True}, {"frozen": True, "eq": False},
    {"frozen": True, "slots": True, "order": True}, {"eq": False}, {"slots": True, "kw_only": True},
]  # fmt: skip
options = pytest.mark.parametrize("options", OPTIONS, ids=str)
Define = Callable[..., Any]


def samples(define: Define, options: dict[str, bool]) -> tuple[Any, Any]:
    """A class of every kind of field, and one that inherits from it."""

    @define(**options)
    class Sample:
        """One."""

        first: int
        second: str = field(repr=False)
        third: tuple[int, ...] = ()
        fourth: list[int] = field(default_factory=list)
        fifth: str = field(default="x", compare=False)
        sixth: int = field(default=3, init=False)

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("negative")

    @define(**options)
    class Below(Sample):
        """Two."""

        seventh: int = 7

        def __repr__(self) -> str:
            return "own"

    return Sample, Below


def told(make: Callable[[], object]) -> object:
    """What comes of it: a value, or which error."""
    try:
        return make()
    except Exception as error:
        return type(error), str(error).split("() ")[-1].replace(".<locals>", "")


def tellings(one: Any, same: Any, other: Any, kind: type[Any]) -> list[object]:
    """All that can be told of an instance, of one of the same values, and of another one."""
    return [
        dataclasses.asdict(one), repr(one), one == same, one == other, one == 3, kind.__match_args__,
        told(lambda: hash(one) == hash(same)), told(lambda: one < other), told(lambda: other >= one),
        told(lambda: setattr(one, "first", 9)), told(lambda: delattr(one, "first")),
        getattr(one, "first", None), hasattr(one, "__dict__"), dataclasses.replace(other, first=5).first,
        copy.copy(other).first, copy.deepcopy(other).fourth, kind.__doc__,
    ]  # fmt: skip


@options
@given(
    st.lists(st.sampled_from([-1, 0, 1, 2]), max_size=8),
    st.dictionaries(st.sampled_from(["first", "third", "fourth", "seventh", "unknown"]), st.integers(0, 2)),
)
def test_instances_are_as_the_standard_library_makes_them(
    options: dict[str, bool], words: list[int], named: dict[str, int]
) -> None:
    found = []
    for define in (dataclasses.dataclass, records.dataclass):
        for kind in samples(define, options):
            make = partial(kind, *words, **named)
            one, same = told(make), told(make)
            if not dataclasses.is_dataclass(one):
                found.append(one)
                continue
            other = kind(first=1, second="2")
            found += tellings(one, same, other, kind)
    half = len(found) // 2
    assert found[:half] == found[half:]


@records.dataclass(frozen=True, slots=True)
class Pickled:
    """At the top of a module, where pickle finds it."""

    name: str
    numbers: tuple[int, ...] = ()


def test_a_frozen_instance_with_slots_is_pickled() -> None:
    one = Pickled("a", (1, 2))
    assert pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(FrozenInstanceError):
        one.name = "b"  # type: ignore[misc]


def test_a_frozen_class_without_slots_keeps_what_is_cached() -> None:
    @records.dataclass(frozen=True)
    class Kept:
        number: int

        @cached_property
        def double(self) -> int:
            return self.number * 2

    assert Kept(2).double == Kept(2).double == 4
    assert hash(Kept(2)) == hash(Kept(2))


def test_init_is_compiled_when_the_first_instance_is_made() -> None:
    kind = samples(records.dataclass, {"frozen": True})[0]
    before = kind.__init__
    kind(1, "2")
    assert kind.__init__ is not before
    assert list(inspect.signature(kind).parameters) == ["first", "second", "third", "fourth", "fifth"]


def test_the_package_defines_its_dataclasses_so() -> None:
    """The engine of figures is left as it is: what it has drawn is kept by the digest of its source."""
    elsewhere = {PACKAGE / "problems.py", PACKAGE / "records.py"}
    files = set(PACKAGE.rglob("*.py")) - elsewhere - set((PACKAGE / "figures").rglob("*.py"))
    pattern = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
    assert [path for path in sorted(files) if pattern.search(path.read_text(encoding="utf-8"))] == []

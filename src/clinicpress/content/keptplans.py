"""Plans that were found right, in little memory: each gives its model back, and is not judged again.

Plans that differ only in the patient share one model of what they change of exercises.
"""

from __future__ import annotations

import marshal
from collections.abc import Hashable, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from clinicpress.content.models.base import Model
from clinicpress.content.models.declaring import field_keys, restored
from clinicpress.content.models.documents import Patient, Plan, PlanChange, PlanExercises
from clinicpress.content.models.exercise import DosageChange
from clinicpress.records import dataclass
from clinicpress.units import Reps

H = TypeVar("H", bound=Hashable)
M = TypeVar("M", bound=Model)
# The models that changes of exercises are made of.
_PARTS: tuple[type[Model], ...] = (PlanExercises, PlanChange, DosageChange)
# Which fields of a model were written, as the bits of a number; then the value of each field.
Values: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """The values of a plan: its patient, its exercises as bytes, and all others."""

    patient: Values = field(repr=False)
    others: Values = field(repr=False)
    exercises: bytes = field(repr=False)

    @classmethod
    def of(cls, plan: Plan) -> KeptPlan:
        """A plan that was read and found right."""
        values = {**vars(plan), "patient": None, "exercises": None}
        others = (_written(plan), *map(values.__getitem__, _names(Plan)))
        return cls(_values(plan.patient), shared(others), shared(packed_exercises(plan)))

    def plan(self) -> Plan:
        """The plan, as it was."""
        plan = _restored(Plan, self.others)
        vars(plan).update(patient=_restored(Patient, self.patient), exercises=_exercises(self.exercises))
        return plan


def packed_exercises(plan: Plan) -> bytes:
    """All that a plan changes of exercises: the same bytes for the same changes."""
    return marshal.dumps(_plain(plan.exercises), 0)


@lru_cache(maxsize=4096)
def shared(value: H) -> H:
    """The same object for equal values."""
    return value


@lru_cache(maxsize=512)
def _exercises(data: bytes) -> PlanExercises:
    exercises = _made(marshal.loads(data))
    assert isinstance(exercises, PlanExercises)
    return exercises


@lru_cache(maxsize=8)
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field_keys(model))


@lru_cache(maxsize=256)
def _named(model: type[Model], written: int) -> frozenset[str]:
    return frozenset(name for at, name in enumerate(_names(model)) if written >> at & 1)


def _written(model: Model) -> int:
    written = model.model_fields_set
    return sum(1 << at for at, name in enumerate(_names(type(model))) if name in written)


def _values(model: Model) -> Values:
    return (_written(model), *map(vars(model).__getitem__, _names(type(model))))


def _restored(model: type[M], values: Values, extra: dict[str, Any] | None = None) -> M:
    """The model whose `_values` these are."""
    found = dict(zip(_names(model), values[1:], strict=True))
    return restored(model, found, {*_named(model, values[0]), *(extra or ())}, extra)


def _plain(value: Any) -> Any:
    """A value of a model as bytes can hold it; a model is a tuple that begins with its number."""
    kind = type(value)
    if kind is tuple:
        return [*map(_plain, value)]
    if kind is Reps:
        return (-1, value.low, value.high)
    if kind not in _PARTS:
        return value
    extra = value.__pydantic_extra__
    kept = extra and {key: _plain(each) for key, each in extra.items()}
    return (_PARTS.index(kind), kept, *map(_plain, _values(value)))


def _made(plain: Any) -> Any:
    """The value that was `_plain`."""
    kind = type(plain)
    if kind is list:
        return tuple(map(_made, plain))
    if kind is not tuple:
        return plain
    number, *values = plain
    if number == -1:
        return Reps(*values)
    extra: Mapping[str, Any] | None = values[0]
    made = None if extra is None else {key: _made(each) for key, each in extra.items()}
    return _restored(_PARTS[number], tuple(map(_made, values[1:])), made)

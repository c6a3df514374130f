"""Models are plain classes that pydantic judges when it is asked, and only then."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Annotated, Literal

import pydantic
import pytest
from pydantic import TypeAdapter, ValidationError

from clinicpress.content.models.base import Id, Model
from clinicpress.content.models.declaring import Field, field_keys, model_validator, required_fields, restored
from clinicpress.content.models.documents import Plan
from clinicpress.content.models.exercise import Dosage, DosageChange
from clinicpress.units import Reps

PLAN = {
    "patient": {"name": "Pat Example", "id": "EX-1"},
    "date": "2026-11-22",
    "sheet": "knee",
    "exercises": {"knee-bend": {"side": "left", "dosage": {"reps": "8-12"}}},
}


class Sample(Model):
    """A model of many kinds of field."""

    kind: Literal["one", "two"]
    key: Id = Field("x", description="A key.")
    number: Annotated[int, Field(ge=1, le=9)] = Field(1, alias="a-number", description="A number.")
    inner: Dosage | None = None
    many: tuple[Annotated[str, Field(min_length=2)], ...] = ()

    @model_validator(mode="after")
    def _judge(self) -> Sample:
        if self.kind == "two" and self.number == 2:
            raise ValueError("not both")
        return self

    @property
    def doubled(self) -> int:
        """Twice the number."""
        return self.number * 2


class Below(Sample):
    """It has one field more."""

    more: str = "y"


def test_instances_are_of_the_plain_class() -> None:
    found = Below.model_validate({"kind": "one", "a-number": "4", "inner": {"reps": "3"}, "many": ["ab"]})
    assert type(found) is Below
    assert isinstance(found, Sample)
    assert pydantic.BaseModel not in type(found).__mro__
    assert (found.doubled, found.more, found.many) == (8, "y", ("ab",))
    assert type(found.inner) is Dosage
    assert found.inner.reps == Reps(3, 3)
    assert found.model_fields_set == {"kind", "number", "inner", "many"}
    assert Sample(kind="one").key == "x"
    assert Dosage(reps=Reps(1, 1)) == Dosage.model_construct(reps=Reps(1, 1))


@pytest.mark.parametrize(
    ("change", "at", "kind"),
    [
        ({"kind": "three"}, ("kind",), "literal_error"),
        ({"a-number": "10"}, ("a-number",), "less_than_equal"),
        ({"key": "No id"}, ("key",), "value_error"), ({"many": ["ab", "a"]}, ("many", 1), "string_too_short"),
        ({"inner": {"sets": "2"}}, ("inner", "reps"), "missing"), ({"new": "1"}, ("new",), "extra_forbidden"),
        ({"kind": "two", "a-number": "2"}, (), "value_error"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(
    change: dict[str, object], at: tuple[object, ...], kind: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Below.model_validate({"kind": "one", **change})
    assert [(each["loc"], each["type"]) for each in caught.value.errors()] == [(at, kind)]


def test_fields_are_known_without_pydantic() -> None:
    assert list(field_keys(Below).items()) == [
        ("kind", "kind"), ("key", "key"), ("number", "a-number"), ("inner", "inner"), ("many", "many"),
        ("more", "more"),
    ]  # fmt: skip
    assert required_fields(Below) == ["kind"]
    assert list(Below.model_fields) == list(field_keys(Below))
    for model in Model.__subclasses__():
        assert list(model.model_fields) == list(field_keys(model))


def test_a_model_is_a_value() -> None:
    plan = Plan.model_validate(PLAN)
    assert plan == Plan.model_validate(PLAN) != Plan.model_validate({**PLAN, "lang": "es"})
    assert plan.model_copy() == copy.copy(plan) == copy.deepcopy(plan) == pickle.loads(pickle.dumps(plan))
    assert hash(plan.patient) == hash(Plan.model_validate(PLAN).patient)
    extra = plan.exercises.model_extra
    assert extra is not None
    assert dict(plan.exercises)["knee-bend"] is extra["knee-bend"]
    changed = plan.model_copy(update={"note": "Slowly."})
    assert (changed.note, plan.note, "note" in changed.model_fields_set) == ("Slowly.", None, True)
    with pytest.raises(AttributeError, match="frozen"):
        setattr(plan, "note", "x")  # noqa: B010
    with pytest.raises(AttributeError, match="frozen"):
        del plan.note
    change = DosageChange.model_validate({"reps": "8"})
    assert repr(change).startswith("DosageChange(reps=Reps(low=8, high=8), hold=None")
    assert restored(DosageChange, dict(change), {"reps"}) == change


def test_a_type_with_marks_judges_nothing_outside_of_a_model() -> None:
    """It would have let everything pass, and nobody would have known."""
    with pytest.raises(TypeError, match="stands in no model"):
        TypeAdapter(Id)


def test_models_load_no_pydantic() -> None:
    code = (
        "import sys, clinicpress.content.models.library as library;"
        "from clinicpress.content.models.exercise import DosageChange, Dosage;"
        "from clinicpress.units import Reps;"
        "DosageChange.model_construct(sets=2).over(Dosage.model_construct(reps=Reps(1, 1)));"
        "print(sorted(name for name in sys.modules if name.startswith('pydantic')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"

"""Field types, own rules, and what every field says about itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from clinicpress.content.blocktypes.grids import Table
from clinicpress.content.blocktypes.lists import GlossaryBlock
from clinicpress.content.models.base import (
    AssetPath,
    Colour,
    Day,
    Id,
    Language,
    LongText,
    Model,
    Title,
    Url,
)
from clinicpress.content.models.brand import Brand
from clinicpress.content.models.clinic import Clinic
from clinicpress.content.models.declaring import pydantic_type
from clinicpress.content.models.documents import BLOCK_TYPES, Handout, Plan, Sheet
from clinicpress.content.models.exercise import Dosage, DosageChange, Exercise, Review
from clinicpress.content.models.layout import Layout
from clinicpress.units import Reps

MODELS: tuple[type[Model], ...] = (Exercise, Handout, Sheet, Plan, Clinic, Layout, Brand)


def message(model: Any, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(value)
    errors = caught.value.errors()
    assert len(errors) == 1, errors
    return f"{'.'.join(map(str, errors[0]['loc']))}: {errors[0]['msg']}"


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (Id, ["knee", "knee-to-chest", "a1-2"], ["Knee", "knee_bend", "-a", "a-", "a--b", "", "knee\n"]),
        (Colour, ["#0b6e69", "#FFFFFF"], ["#12", "#FFF", "red", "0B6E69", "#GGGGGG", "#0B6E690"]),
        (
            Url,
            ["https://example.com", "https://a.example.com/x?y=1"],
            ["http://example.com", "https://", "x"],
        ),
        (
            AssetPath,
            ["assets/a.png", "assets/a/b c.png"],
            ["a.png", "/etc/passwd", "assets/", "assets\\a.png"],
        ),
        (Language, ["en", "es", "pt-BR", "zh-Hans"], ["english", "EN", "e", ""]),
        (
            Day,
            ["2026-11-01"],
            ["2026", "1700000000", "1.11.2026", "2026-11-1", "2026-13-01", "2026-11-01T00:00"],
        ),
    ],
)
def test_forms(form: Any, good: list[str], bad: list[str]) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(pydantic_type(form))
    for text in good:
        adapter.validate_python(text)
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


def test_a_form_says_what_is_expected() -> None:
    assert "'#12' is not a colour; write # and six digits" in message(Colour, "#12")


def test_colours_are_kept_as_they_are_written() -> None:
    assert TypeAdapter(pydantic_type(Colour)).validate_python("#0b6E69") == "#0b6E69"


def test_short_texts_are_one_line_with_composed_characters() -> None:
    typed = "  Cafe\u0301 \n  at\t10\u00a0am "
    assert TextSample(title=typed, text="x").title == "Café at 10\u00a0am"


def test_long_texts_keep_their_lines() -> None:
    assert TextSample(title="x", text="one\n\ntwo\n").text == "one\n\ntwo"


class TextSample(Model):
    title: Title
    text: LongText


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValidationError):
        Layout.model_validate({"leading": "nan"})
    assert "finite" in message(FiniteSample, {"number": "inf"})


class FiniteSample(Model):
    number: float


def test_repetitions_come_from_text_alone() -> None:
    """A mapping was once taken for the fields of the class and left unchecked."""
    assert "not a number of repetitions" in message(Dosage, {"reps": {"low": 9, "high": 3}})


def test_a_changed_dosage_lies_over_the_first() -> None:
    dosage = Dosage.model_validate({"reps": "8-12", "hold": "5 s", "sets": "2"})
    change = DosageChange.model_validate({"reps": "5", "per_day": "3"})
    assert change.over(dosage) == Dosage(reps=Reps(5, 5), hold=5, sets=2, per_day=3)
    assert DosageChange().over(dosage) == dosage


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ({"by": "Sam Lee, PT"}, "by: a finished review needs its date; add on: 2026-11-01"),
        (
            {"by": "Sam Lee, PT", "on": "2026-11-01", "due": "2026-11-01"},
            "due: the next review is due before this review; write a later date",
        ),
    ],
)
def test_reviews_that_cannot_be(review: dict[str, str], expected: str) -> None:
    assert message(Review, review) == expected


def test_reviews() -> None:
    assert Review(by="pending").pending
    done = Review.model_validate({"by": "Sam Lee, PT", "on": "2026-11-01", "due": "2028-11-01"})
    assert not done.pending
    assert done.due == date(2028, 11, 1)


def test_every_row_of_a_table_is_as_long_as_its_header() -> None:
    rows = {"header": ["a", "b"], "rows": [["1", "2"], ["3"]]}
    assert message(Table, rows) == "rows.1: row 2 has 1 cell; write 2, as in the header"


def test_a_glossary_keeps_its_terms_in_order() -> None:
    block = GlossaryBlock.model_validate({"glossary": {"Tendon": "a cord", " Disc\n pad ": "a pad"}})
    assert list(block.glossary.items()) == [("Tendon", "a cord"), ("Disc pad", "a pad")]
    assert message(GlossaryBlock, {"glossary": {}}).startswith("glossary: ")


def test_a_plan_changes_exercises_by_name() -> None:
    plan = Plan.model_validate(
        {
            "patient": {"name": "Jordan Rivera", "id": "A-1042"},
            "date": "2026-11-22",
            "sheet": "knee",
            "exercises": {"knee-bend": {"side": "left"}, "drop": ["bridge"]},
        }
    )
    assert plan.exercises.drop == ("bridge",)
    assert plan.exercises.model_extra is not None
    assert plan.exercises.model_extra["knee-bend"].side == "left"


def test_a_plan_has_no_exercises_key_that_is_not_a_change() -> None:
    plan = {
        "patient": {"name": "x", "id": "y"},
        "date": "2026-11-22",
        "sheet": "knee",
        "exercises": {"a": {"b": 1}},
    }
    assert message(Plan, plan) == "exercises.a.b: Extra inputs are not permitted"


@pytest.mark.parametrize("model", [*MODELS, *BLOCK_TYPES.values()])
def test_models_are_frozen_and_refuse_unknown_keys(model: type[Model]) -> None:
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"


def properties(model: type[Model]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = model.model_json_schema()
    for owner in [schema, *schema.get("$defs", {}).values()]:
        for key, value in owner.get("properties", {}).items():
            yield f"{owner['title']}.{key}", value


@pytest.mark.parametrize("model", MODELS)
def test_every_field_says_what_it_is_for(model: type[Model]) -> None:
    silent = [
        name for name, schema in properties(model) if "description" not in schema and "const" not in schema
    ]
    # The kind of a prop says itself what it is.
    assert [name for name in silent if not name.endswith(".kind")] == []


@pytest.mark.parametrize("model", MODELS)
def test_examples_are_right(model: type[Model]) -> None:
    schema = model.model_json_schema()
    for name, field in properties(model):
        checker = Draft202012Validator({**field, "$defs": schema.get("$defs", {})})
        for example in field.get("examples", ()):
            assert list(checker.iter_errors(example)) == [], name

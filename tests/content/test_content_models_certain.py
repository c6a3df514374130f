"""What is told to be certain without pydantic is what pydantic says; and the usual plan is certain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from reading_samples import SAMPLES

from clinicpress.content.models.base import Model
from clinicpress.content.models.certain import certain
from clinicpress.content.models.documents import Plan
from clinicpress.content.yaml.nodes import plain
from clinicpress.content.yaml.text import parse

USUAL = {
    "patient": {"name": "Pat Example", "id": "EX-1"},
    "date": "2026-11-22",
    "lang": "en",
    "sheet": "sciatica",
}
FULL = {
    **USUAL,
    "patient": {"name": "Zo\u00eb O'Test", "id": "EX-1", "birth_date": "1958-05-02"},
    "sore_side": "left", "clinician": "Sam Lee, PT", "time": "9:30", "title": "Your knee",
    "regions": ["knee", "low back"], "note": "Slowly.\n\nSee you.", "pages": "2",
    "exercises": {
        "drop": ["a"], "add": ["b", "c"], "order": ["c"],
        "knee-bend": {
            "side": "both", "note": "Go on.", "dosage": {"reps": "8-12", "hold": "30 s", "sets": "3"},
        },
    },
}  # fmt: skip
# What has some meaning somewhere, what is almost right, and what no text should hold.
odd = st.sampled_from([
    "", " ", "N/A", "n/a", "9:5", "24:00", "2026-02-30", "1899-01-01", "2030-01-01", "0000-01-01", "20261122",
    "\uff12\uff10\uff12\uff16-11-22", "1", "01", "+1", "1.0", "3", "10", "0", "8 to 12",
    "13-12", "two", "30", "1 min",
    "left", "LEFT", "en", "EN", "pt-BR", "x" * 41, "x" * 61, "x" * 81, "x" * 4001, "a\u00a0b",
    "\u00a0a", "a\u3000",
    " a", "a ", "a  b", "a\nb", "\x1ca", "\ud800", "&amp;", "\u200b", "-", "'", "Null", "none",
    "e\u0301", "\u0e01\u0e31",
    None, 1, True, 1.5, [], {}, ["a"], ["a", "a"], {"a": "b"}, ("a",),
])  # fmt: skip
texts = st.one_of(odd, st.text(max_size=12), st.from_regex(r"\d{4}-\d{2}-\d{2}", fullmatch=True))


def leaves(values: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The place of every value and group of values."""
    steps = (
        values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    )
    return [at, *(each for key, inner in steps for each in leaves(inner, (*at, key)))]


def changed(values: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    copied: Any = dict(values) if isinstance(values, dict) else list(values)
    copied[at[0]] = changed(copied[at[0]], at[1:], new)
    return copied


def agree(model: type[Model], values: Any) -> bool:
    """Whether it is certain; then it is what pydantic makes of it, to the last detail."""
    found = certain(model, values)
    try:
        judged = model.model_validate(values)
    except ValidationError:
        assert found is None
        return False
    if found is not None:
        assert found == judged
        assert repr(found) == repr(judged)
        same(found, judged)
    return found is not None


def same(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if isinstance(one, Model):
        assert list(vars(one)) == list(vars(other))
        assert one.model_fields_set == other.model_fields_set
        assert one.model_extra == other.model_extra
        for (_, first), (_, second) in zip(one, other, strict=True):
            same(first, second)
    if isinstance(one, tuple):
        for first, second in zip(one, other, strict=True):
            same(first, second)


@pytest.mark.parametrize("values", [USUAL, FULL], ids=["usual", "full"])
def test_what_a_front_desk_types_is_certain(values: dict[str, Any]) -> None:
    assert agree(Plan, values)


@given(st.sampled_from([USUAL, FULL]), st.data())
@settings(max_examples=600)
def test_it_never_disagrees_about_a_plan(values: dict[str, Any], data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.sampled_from(leaves(values)[1:] or [()]))
        values = changed(values, at, data.draw(texts))
    agree(Plan, values)


@given(st.sampled_from(list(SAMPLES)), st.data())
@settings(max_examples=300, deadline=None)
def test_it_never_disagrees_about_another_file(model: type[Model], data: st.DataObject) -> None:
    root = parse(SAMPLES[model].encode(), "x.yaml").root
    assert root is not None
    values: Any = plain(root)
    at = data.draw(st.sampled_from(leaves(values)[1:]))
    agree(model, changed(values, at, data.draw(texts)))


@given(st.dictionaries(st.sampled_from([*FULL, "new", "Patient"]), texts))
def test_it_never_disagrees_about_other_keys(values: dict[str, Any]) -> None:
    agree(Plan, {**USUAL, **values})

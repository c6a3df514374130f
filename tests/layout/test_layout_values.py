"""Layouts of any values: what is accepted gives pages, or a refusal at its place, and never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from generated import handouts, sheets
from hypothesis import given
from hypothesis import strategies as st
from layout_samples import layout, unimposed
from pydantic import ValidationError
from test_layout_properties import REFUSAL, Setting, examples, outside

from clinicpress.composing.document import Document
from clinicpress.content.models.layout import (
    Arrangement,
    CardStyle,
    FigureRoom,
    Imposition,
    Layout,
    Margins,
    Part,
    Spacing,
    TextSize,
    TypeSizes,
)
from clinicpress.layout.placing import LaidOut
from clinicpress.problems import FitError

pytestmark = pytest.mark.slow

NAMES = (
    "base", "sheet", "sheet-compact", "sheet-steps", "fridge", "fridge-large", "large-print", "log",
    "handout", "handout-two-column", "booklet", "trifold",
)  # fmt: skip
# Points, from what no printer makes to what no paper holds; most of them near what layouts have.
LENGTHS = st.one_of(
    st.floats(0, 60).map(lambda size: round(size, 1)),
    st.floats(0, 800).map(lambda size: round(size, 1)),
    st.sampled_from([0.0, 0.1, 9.0, 12.0, 18.0, 36.0, 72.0, 180.0, 420.0, 548.0, 556.0, 1e6]),
)


def lengths(model: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the keys of a model of lengths, each with any length."""
    keys = [name for name in model.model_fields if name != "largest_scale"]
    return st.dictionaries(st.sampled_from(keys), LENGTHS, max_size=3)


PARTS = st.lists(st.sampled_from(get_args(Part)), unique=True).map(tuple)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(("sheet", "handout", "any")),
    "arrange": st.sampled_from(get_args(Arrangement)),
    "imposition": st.sampled_from(get_args(Imposition)),
    "most_pages": st.none() | st.integers(1, 64),
    "private": st.booleans(),
    "head": st.sampled_from(("full", "brief")),
    "content_width": LENGTHS,
    "margins": lengths(Margins),
    "sizes": lengths(TypeSizes),
    "text": lengths(TextSize),
    "leading": st.floats(1.15, 1.6),
    "spacing": lengths(Spacing),
    "figures": lengths(FigureRoom) | st.builds(lambda scale: {"largest_scale": scale}, st.floats(0.21, 4)),
    "card": st.none() | st.sampled_from(get_args(CardStyle)),
    "columns": st.integers(1, 2),
    "text_columns": st.integers(1, 2),
    "diagram_width": LENGTHS,
    "most_exercises": st.integers(1, 12),
    "show": PARTS,
    "sacrifice": PARTS,
    "hide": PARTS,
}
NOT_DRAWN = {"extends", "large", "colours"}


@dataclass(frozen=True)
class Changed(Setting):
    """A setting whose layout has other values."""

    model: Layout

    @property
    def layout(self) -> Layout:
        return self.model


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, Layout | None]:
    """A layout of the starter with some values changed; None where the model refuses it."""
    name = draw(st.sampled_from(NAMES))
    keys = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=4, unique=True))
    data = layout(name).model_dump()
    for key in keys:
        value = draw(VALUES[key])
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    try:
        return name, Layout.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            assert detail["loc"] or detail["type"] == "misfit", detail
            assert detail["msg"], detail
        return name, None


@st.composite
def setups(draw: st.DrawFn) -> tuple[Changed, Document] | None:
    name, model = draw(layouts())
    if model is None:
        return None
    setting = Changed(
        name,
        draw(st.sampled_from(("letter", "a4", "legal"))),
        draw(st.sampled_from(("colour", "mono"))),
        draw(st.sampled_from(("standard", "large"))),
        "none" if model.imposition != "none" else draw(st.sampled_from(("none", "left"))),
        model,
    )
    sheet = model.takes("sheet") and (not model.takes("handout") or draw(st.booleans()))
    return setting, draw(sheets(4) if sheet else handouts(6))


def outcome(setting: Changed, document: Document) -> LaidOut | str:
    """The pages, or what is said of the refusal."""
    try:
        return setting.lay_out(document)
    except FitError as error:
        return str(error)


def lost(result: LaidOut) -> Iterator[str]:
    """What stands where printers do not reach."""
    yield from outside(unimposed(result.document))


def test_every_key_of_a_layout_is_drawn() -> None:
    assert VALUES.keys() | NOT_DRAWN == Layout.model_fields.keys()


@examples(150)
@given(setups())
def test_any_layout_gives_pages_or_a_refusal(setup: tuple[Changed, Document] | None) -> None:
    """A layout that extends ``sheet`` and is 420 pt wide ended in a ZeroDivisionError."""
    if setup is None:
        return
    setting, document = setup
    result = outcome(setting, document)
    if isinstance(result, str):
        assert REFUSAL.fullmatch(result), result
        return
    assert result.report.pages == len(result.document.pages) >= 1
    cut_off = list(lost(result))
    assert not cut_off, cut_off[:3]

"""Brands and layouts: contrast, and what a page can be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from clinicpress.content.models.brand import Colours, contrast, grey, luminance, weak_pairs
from clinicpress.content.models.layout import Layout

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
LAYOUT: dict[str, Any] = {
    "kind": "sheet",
    "content_width": "548pt",
    "margins": {"top": "20pt", "bottom": "22pt"},
    "sizes": dict.fromkeys(
        (
            "title", "subtitle", "heading", "exercise_title", "clinic", "facts", "caption", "chip_number",
            "label", "callout_title", "diagram_label", "day", "footer",
        ),
        "16pt",
    ),
    "text": {"largest": "14pt", "preferred": "12pt", "floor": "12pt"},
    "leading": "1.2",
    "spacing": dict.fromkeys(
        ("section", "block", "card", "card_padding", "gutter", "line_spread"), "4pt"
    ),
    "figures": {
        "slot": "172pt", "lying_floor": "45mm", "upright_floor": "35mm", "compact_lying_floor": "37mm",
        "compact_upright_floor": "26mm", "largest_scale": "1.0",
    },
    "diagram_width": "216pt",
    "most_exercises": "6",
    "show": ["web"],
}  # fmt: skip


def test_contrast_of_the_extremes() -> None:
    """The two ends of the scale of WCAG 2.1."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_contrast_of_a_known_pair() -> None:
    """#767676 is the lightest grey that passes on white: 4.54:1."""
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@given(one=COLOUR, other=COLOUR)
@settings(deadline=None)
def test_contrast_is_symmetric_and_in_range(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


@given(colour=COLOUR)
@settings(deadline=None)
def test_grey_is_grey_and_stays_so(colour: str) -> None:
    level = grey(colour)
    assert level[1:3] == level[3:5] == level[5:7]
    assert grey(level) == level
    assert 0 <= luminance(level) <= 1


def test_black_on_white_is_strong() -> None:
    assert weak_pairs(Colours(brand="#1F4E79")) == []


def test_a_pale_brand_is_weak_as_text_and_as_ground() -> None:
    pairs = weak_pairs(Colours(brand="#88BBEE"))
    assert [(text, ground) for text, _, ground, _, _ in pairs] == [
        ("brand", "paper"),
        ("brand", "tint"),
        ("on_brand", "brand"),
    ]
    assert all(ratio < 4.5 for *_, ratio in pairs)


def test_text_that_is_weak_in_grey_alone() -> None:
    """Strong enough in colour (4.73:1), and under 4.5:1 on a black-and-white printer."""
    assert contrast("#8855AA", "#E9F3F2") > 4.7
    [(text, _, ground, _, ratio)] = weak_pairs(Colours(brand="#000000", alert="#8855AA"))
    assert (text, ground) == ("alert", "tint")
    assert ratio == pytest.approx(4.47, abs=0.01)


def faults(**changes: Any) -> list[tuple[tuple[int | str, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        Layout.model_validate({**LAYOUT, **changes})
    return [(error["loc"], error["msg"]) for error in caught.value.errors()]


def test_a_layout_that_can_be() -> None:
    layout = Layout.model_validate(LAYOUT)
    assert layout.margins.top == 20
    assert layout.figures.lying_floor == pytest.approx(45 * 72 / 25.4)


def test_text_sizes_have_to_rise() -> None:
    text = {"largest": "12pt", "preferred": "14pt", "floor": "12pt"}
    rule = "floor is the smallest, then preferred, then largest"
    assert faults(text=text) == [
        (("text", "preferred"), f"preferred, 14 pt, is above largest, 12 pt; {rule}")
    ]
    text = {"largest": "18pt", "preferred": "14pt", "floor": "15pt"}
    assert faults(text=text) == [(("text", "floor"), f"floor, 15 pt, is above preferred, 14 pt; {rule}")]


def test_content_no_wider_than_a_printer_prints() -> None:
    [(loc, message)] = faults(content_width="570pt")
    assert loc == ("content_width",)
    assert message == "the content is 570 pt wide, wider than the printable part of A4; write 556pt or less"


@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_margins_that_a_printer_cuts_off(edge: str) -> None:
    [(loc, message)] = faults(margins={"top": "20pt", "bottom": "20pt", edge: "17pt"})
    assert loc == ("margins", edge)
    assert message == f"the {edge} margin is below 18 pt, where printers cut off; write 18pt or more"


def test_figures_leave_room_for_words() -> None:
    [(loc, message)] = faults(figures={**LAYOUT["figures"], "slot": "400pt"})
    assert loc == ("figures", "slot")
    assert message.endswith("; write 329pt or less")

from __future__ import annotations

from typing import Any

import pytest
from composing_library import EN, FIGURE

from clinicpress.composing.uses import drawn_side, is_mirrored, settled_side, shown_side, side_rule
from clinicpress.content.models.figure import Figure


def figure(**finish: Any) -> Figure:
    start = {"caption": "Start", "alt": "Lying.", "pose": {"base": "supine"}}
    return Figure.model_validate(
        {"view": "side", "frames": [start, {"caption": "Finish", "alt": "Up.", **finish}]}
    )


@pytest.mark.parametrize(
    ("finish", "side"),
    [
        ({"arrows": [{"follow": "right knee"}]}, "right"),
        ({"arrows": [{"follow": "left knee"}]}, "left"),
        ({"arrows": [{"push": "left ankle"}]}, "left"),
        ({"arrows": [{"follow": "head"}], "highlight": ["left hamstring"]}, "left"),
        ({"arrows": [{"follow": "right knee"}], "highlight": ["left glute"]}, "left"),
        ({"highlight": ["both calf"]}, "right"),
        ({"highlight": ["low back"]}, "right"),
        ({}, "right"),
    ],
)
def test_side_that_a_figure_was_drawn_for(finish: dict[str, Any], side: str) -> None:
    assert drawn_side(figure(**finish)) == side


@pytest.mark.parametrize(
    ("side", "wanted", "shown", "mirrored"),
    [
        ("each", None, "left", True),
        ("each", "left", "left", True),
        ("each", "right", "right", False),
        ("left", None, "left", True),
        ("left", "right", "left", True),
        ("right", "left", "right", False),
        ("both", "left", None, False),
        ("sore", None, "left", True),
        ("sore", "right", "right", False),
    ],
)
def test_side_that_the_picture_shows(side: Any, wanted: Any, shown: str | None, mirrored: bool) -> None:
    drawn = Figure.model_validate(FIGURE)
    assert shown_side(side, wanted) == shown
    assert is_mirrored(shown_side(side, wanted), drawn) is mirrored


@pytest.mark.parametrize(
    ("side", "sore", "settled"),
    [
        ("sore", None, "sore"),
        ("sore", "left", "left"),
        ("sore", "right", "right"),
        ("sore", "both", "each"),
        ("each", "left", "each"),
        ("right", "left", "right"),
        ("both", "left", "both"),
    ],
)
def test_side_that_is_done_when_the_sore_one_is_known(side: Any, sore: Any, settled: str) -> None:
    assert settled_side(side, sore) == settled


@pytest.mark.parametrize(
    ("sides", "first", "circled", "said"),
    [
        (["both"], None, True, ""),
        (["sore", "sore"], None, True, "Do the side that we circled."),
        (["sore"], None, False, "Do your sore side."),
        (["right", "right"], "right", True, "Do your right side."),
        (["right", "left"], "right", True, ""),
        (["right", "both"], "right", True, ""),
        (["each"], None, True, "Do both sides, one after the other."),
        (["each"], "right", True, "Do both sides: right side first, then the left."),
        (["each", "both"], None, True, "Each side: do one side, then the other."),
        (["each", "right"], "right", True, "Each side: right side first, then the left."),
        (["each", "left"], "left", True, "Each side: left side first, then the right."),
        (["each", "sore"], None, False, "Each side: do one side, then the other."),
        (["each", "sore", "both"], None, True, "Your sore side is the one that we circled."),
    ],
)
def test_which_side_the_page_says(sides: Any, first: Any, circled: bool, said: str) -> None:
    key = side_rule(sides, first, circled=circled)
    assert (EN.text(key) if key else "") == said

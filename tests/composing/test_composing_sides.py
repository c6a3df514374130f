from __future__ import annotations

from typing import Any

import pytest
from composing_library import FIGURE

from clinicpress.composing.sides import drawn_side, is_mirrored, shown_side
from clinicpress.model.figure import Figure


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
    ],
)
def test_side_that_the_picture_shows(side: Any, wanted: Any, shown: str | None, mirrored: bool) -> None:
    drawn = Figure.model_validate(FIGURE)
    assert shown_side(side, wanted) == shown
    assert is_mirrored(shown_side(side, wanted), drawn) is mirrored

from __future__ import annotations

from itertools import pairwise

import pytest

from clinicpress.blocks.picture import apart, label_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Lower back", ("Lower back",)),
        ("Hamstrings and", ("Hamstrings", "and")),
        ("Smooth cap (cartilage)", ("Smooth cap", "(cartilage)")),
        ("Back muscles", ("Back", "muscles")),
        ("Osteoarthritis", ("Osteoarthritis",)),
    ],
)
def test_long_labels_are_set_in_two_lines(text: str, lines: tuple[str, ...]) -> None:
    assert label_lines(text) == lines


def test_labels_with_room_stay_where_they_are() -> None:
    assert apart([10.0, 40.0, 90.0], [15.0, 30.0, 15.0]) == (10.0, 40.0, 90.0)


def test_labels_that_would_touch_move_apart_alike() -> None:
    assert apart([50.0, 50.0], [10.0, 30.0]) == (40.0, 60.0)
    assert apart([0.0, 50.0, 55.0], [10.0, 10.0, 10.0]) == (0.0, 47.5, 57.5)


def test_no_label_reaches_over_the_frame() -> None:
    assert apart([2.0, 50.0], [20.0, 20.0], top=0.0) == (10.0, 50.0)
    assert apart([2.0, 4.0, 90.0], [20.0, 20.0, 20.0], top=5.0) == (15.0, 35.0, 90.0)


def test_a_group_that_grows_takes_in_the_next() -> None:
    heights = [20.0, 20.0, 20.0, 20.0]
    levels = apart([30.0, 30.0, 48.0, 200.0], heights)
    assert all(below - above >= 20.0 - 1e-9 for above, below in pairwise(levels))
    assert levels[3] == 200.0
    assert sum(levels[:3]) == pytest.approx(108.0)

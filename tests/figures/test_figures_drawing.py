from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from figure_pictures import compare, picture
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from clinicpress.figures.displaylist import ArrowShape, Fill, FrameShapes, Stroke
from clinicpress.figures.palette import palette
from clinicpress.figures.paths import HEAD, SHAFT, arrow_extent, cut_ends, paint

COLOURS = palette("colour")
SQUARE = (10.0, 0.0, 30.0, 0.0, 30.0, 20.0, 10.0, 20.0)
FRAME = FrameShapes(
    "Start",
    "A square.",
    (
        Fill("skin", (SQUARE, (15.0, 5.0, 20.0, 5.0, 20.0, 10.0))),
        Stroke("line", 1.05, (SQUARE,), closed=True),
        Stroke("line", 0.7, ((10.0, 0.0, 30.0, 20.0),)),
        ArrowShape((12.0, 40.0, 48.0, 40.0)),
    ),
    (10.0, 0.0, 60.0, 60.0),
)
GOLDEN = Path(__file__).parent / "golden" / "square.png"


def test_paths_start_at_the_corner_of_the_frame() -> None:
    square, edge, diagonal, *_ = paint(FRAME, 2.0, COLOURS)
    assert (square.fill, square.stroke, len(square.lines)) == (COLOURS["skin"], None, 2)
    assert square.lines[0] == (0.0, 0.0, 40.0, 0.0, 40.0, 40.0, 0.0, 40.0)
    assert (edge.closed, diagonal.closed) == (True, False)
    assert (edge.width, diagonal.width) == (1.05, 0.7), "lines keep their width at every scale"


def test_a_missing_role_is_an_error() -> None:
    with pytest.raises(KeyError):
        paint(FRAME, 1.0, {"skin": "#FFFFFF"})


def test_an_arrow_keeps_its_size_on_paper() -> None:
    for scale in (0.7, 1.4):
        halo, _, shaft, head = paint(FRAME, scale, COLOURS)[3:]
        assert shaft.width == SHAFT
        assert halo.width > shaft.width + 2
        xs, ys = head.lines[0][::2], head.lines[0][1::2]
        assert max(xs) - min(xs) == pytest.approx(HEAD, abs=0.02)
        assert max(ys) - min(ys) == pytest.approx(HEAD, abs=0.02)
        assert max(xs) == pytest.approx((48 - 10) * scale, abs=0.02), "the tip is the end of the path"
        assert shaft.lines[0][-2] < max(xs) - HEAD / 2, "the shaft ends inside the head"


def test_on_a_small_figure_arrows_shrink() -> None:
    assert paint(FRAME, 0.3, COLOURS)[5].width == pytest.approx(SHAFT / 2)


def test_a_double_arrow_has_a_head_at_each_end() -> None:
    frame = FrameShapes("", "", (ArrowShape((0.0, 0.0, 60.0, 0.0), double=True),), (0.0, -10.0, 60.0, 10.0))
    *_, heads = paint(frame, 1.0, COLOURS)
    (first, second) = heads.lines
    assert first[:2] == (60.0, 10.0)
    assert second[:2] == (0.0, 10.0)


@given(
    radius=st.floats(15, 120), start=st.floats(-180, 180), sweep=st.floats(20, 170),
    scale=st.sampled_from([0.42, 0.6, 0.9, 1.5]), double=st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_an_arrow_is_within_its_extent(
    radius: float, start: float, sweep: float, scale: float, double: bool
) -> None:
    angles = [math.radians(start + sweep * step / 20) for step in range(21)]
    points = tuple(round(radius * turn(angle), 2) for angle in angles for turn in (math.cos, math.sin))
    arrow = ArrowShape(points, double)
    left, low, right, high = arrow_extent(arrow)
    frame = FrameShapes("", "", (arrow,), (left, low, right, high))
    slack = 0.4  # where the head turns a little with the scale
    for path in paint(frame, scale, COLOURS):
        for line in path.lines:
            half = path.width / 2
            assert min(line[::2]) - half > -slack
            assert min(line[1::2]) - half > -slack
            assert max(line[::2]) + half < (right - left) * scale + slack
            assert max(line[1::2]) + half < (high - low) * scale + slack


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (0, 0, (0, 0, 10, 0, 10, 10)),
        (4, 0, (4, 0, 10, 0, 10, 10)),
        (0, 4, (0, 0, 10, 0, 10, 6)),
        (12, 4, (10, 2, 10, 6)),
        (30, 30, (9, 0, 10, 0, 10, 1)),
    ],
)
def test_cut_ends(start: float, end: float, wanted: tuple[float, ...]) -> None:
    assert cut_ends((0.0, 0.0, 10.0, 0.0, 10.0, 10.0), start, end) == pytest.approx(wanted)


def test_a_frame_looks_as_it_did(tmp_path: Path) -> None:
    compare(picture(FRAME, COLOURS, 3.0), GOLDEN, tmp_path)


def test_what_differs_is_shown_in_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)
    other = picture(replace(FRAME, ops=FRAME.ops[:2]), COLOURS, 3.0)
    with pytest.raises(AssertionError, match=r"square\.png looks different") as error:
        compare(other, GOLDEN, tmp_path)
    shown = tmp_path / "square-kept-now-difference.png"
    assert str(shown) in str(error.value)
    with Image.open(shown) as seen:
        assert seen.size == (3 * other.width, other.height)


def test_painting_loads_no_other_library() -> None:
    code = (
        "import sys; from clinicpress.figures.paths import paint; from clinicpress.figures import palette;"
        "palette.palette('mono'); heavy = {'numpy', 'shapely', 'reportlab', 'pydantic'};"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

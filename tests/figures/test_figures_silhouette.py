"""Where a picture is free of ink at its left: what is painted is never where a caption may stand."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from clinicpress.figures.displaylist import ROW, ArrowShape, Fill, FrameShapes, Op, Stroke

POINT = st.tuples(st.floats(0, 80), st.floats(0, 160))
LINE = st.lists(POINT, min_size=2, max_size=6).map(lambda points: tuple(v for point in points for v in point))
OPS = st.one_of(
    LINE.map(lambda line: Stroke("outline", 1.0, (line,))),
    LINE.map(lambda line: Fill("skin", (line,))),
    LINE.map(ArrowShape),
)


@settings(deadline=None, max_examples=200)
@given(ops=st.lists(OPS, min_size=1, max_size=4), share=st.floats(0, 1), height=st.floats(1, 160))
def test_no_point_of_a_line_is_left_of_the_room(ops: list[Op], share: float, height: float) -> None:
    frame = FrameShapes("Start", "Alt.", tuple(ops), (0.0, 0.0, 80.0, 160.0))
    free = frame.left_room(height)
    for op in ops:
        lines = op.rings if isinstance(op, Fill) else (op.path,) if isinstance(op, ArrowShape) else op.lines
        for line in lines:
            ends = [(line[at], line[at + 1]) for at in range(0, len(line), 2)]
            for (x0, y0), (x1, y1) in itertools.pairwise(ends):
                x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
                if 160.0 - y < height - 1e-6:
                    assert x >= free - 1e-6


def test_rows_without_ink_have_all_the_width() -> None:
    standing = Stroke("outline", 1.0, ((30.0, 0.0, 30.0, 100.0),))
    frame = FrameShapes("Start", "Alt.", (standing,), (0.0, 0.0, 60.0, 160.0))
    assert frame.left_room(ROW) == 60.0
    assert frame.left_room(40.0) == 60.0
    assert frame.left_room(160.0) == 30.0

"""Compiled figures as form XObjects."""

from __future__ import annotations

from itertools import pairwise

from clinicpress.figures.displaylist import Frame, Points
from clinicpress.figures.drawing import Path, paint
from clinicpress.pdf.content import Content
from clinicpress.pdf.objects import Stream, Value, compressed, form_entries

# Figures are drawn in tenths of a point (35 micrometres), so that all their numbers are short and whole.
_GRID = 10


def figure_form(frame: Frame, scale: float, colours: tuple[tuple[str, str], ...]) -> Stream:
    """A form of a frame at ``scale`` points per cm, its origin at the frame's lower left corner.

    ``colours`` are pairs of role and colour.

    Raises:
        KeyError: if a role that the frame names has no colour.
    """
    content = Content(fresh=False)
    paths = paint(frame, scale, dict(colours))
    for path in paths:
        _draw(content, path)
    # Lines reach over the bounds by half their width.
    reach = max((path.width for path in paths), default=0.0)
    box = [-reach, -reach, frame.width * scale + reach, frame.height * scale + reach]
    shrunk: dict[str, Value] = {"Matrix": [1 / _GRID, 0, 0, 1 / _GRID, 0, 0]}
    entries = form_entries([value * _GRID for value in box]) | shrunk
    return compressed(content.to_bytes(), entries, level=9)


def _draw(content: Content, path: Path) -> None:
    if path.fill:
        content.set_fill(path.fill)
    if path.stroke:
        content.set_stroke(path.stroke, round(path.width * _GRID), round_ends=True)
    content.write(*(_line(line, closed=path.closed) for line in path.lines))
    if path.fill:
        content.write("B*" if path.stroke else "f*")
    else:
        content.write("S" if path.stroke else "n")


def _line(points: Points, *, closed: bool) -> str:
    whole = [round(value * _GRID) for value in points]
    pairs = [f"{x} {y}" for x, y in zip(whole[::2], whole[1::2], strict=True)]
    # What is left of a curve between two points of the grid is one point.
    rest = [f"{pair} l" for before, pair in pairwise(pairs) if pair != before]
    return "\n".join([f"{pairs[0]} m", *(rest or [f"{pairs[0]} l"]), *(["h"] if closed else [])])

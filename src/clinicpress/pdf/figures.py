"""Compiled figures as form XObjects."""

from __future__ import annotations

from itertools import pairwise

from clinicpress.figures.displaylist import Frame, Points
from clinicpress.figures.drawing import Path, paint
from clinicpress.pdf.content import Content
from clinicpress.pdf.objects import Stream, Value, compressed, form_entries

# Figures are drawn in tenths of a point (35 micrometres), so that all their numbers are short and whole.
_GRID = 10
# In units of the grid: 0.55 are 19 micrometres, less than half a dot of a laser printer (600 dpi).
_FLAT = 0.55
_FLAT_SQUARED = _FLAT * _FLAT
_MOST_SKIPPED = 6
Place = tuple[int, int]


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
    places = _thinned(list(zip(whole[::2], whole[1::2], strict=True)))
    pairs = [f"{x} {y}" for x, y in places]
    return "\n".join(
        [f"{pairs[0]} m", *(f"{pair} l" for pair in pairs[1:] or pairs), *(["h"] if closed else [])]
    )


def _thinned(places: list[Place]) -> list[Place]:
    """The line without points that lie as good as on it: on paper, nobody sees `_FLAT` tenths of a point."""
    kept, skipped = [places[0]], list[Place]()
    for here, following in pairwise(places[1:]):
        skipped.append(here)
        if len(skipped) > _MOST_SKIPPED or _bent(kept[-1], following, skipped):
            kept.append(here)
            skipped = []
    end = places[-1]
    return kept if end == kept[-1] else [*kept, end]


def _bent(begin: Place, end: Place, places: list[Place]) -> bool:
    """Whether any of ``places`` is further than `_FLAT` from the line between two others."""
    x0, y0 = begin
    along, across = end[0] - x0, end[1] - y0
    # all squared and in whole numbers: this is asked for each point of each figure
    length = along * along + across * across
    for place in places:
        if place in (begin, end):
            continue
        x, y = place[0] - x0, place[1] - y0
        aside = x * across - y * along
        # one that is before or behind the line is a whole unit away at least
        if not 0 < x * along + y * across < length or aside * aside > _FLAT_SQUARED * length:
            return True
    return False

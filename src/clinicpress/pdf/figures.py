"""Compiled figures as form XObjects."""

from __future__ import annotations

from functools import lru_cache

from clinicpress.figures.displaylist import Frame, Points
from clinicpress.figures.drawing import Path, paint
from clinicpress.pdf.content import Content, numbers
from clinicpress.pdf.objects import Stream, compressed, form_entries


# Many sheets of one run show the same figures at the same size.
@lru_cache(maxsize=256)
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
    return compressed(content.to_bytes(), form_entries(box))


def _draw(content: Content, path: Path) -> None:
    if path.fill:
        content.set_fill(path.fill)
    if path.stroke:
        content.set_stroke(path.stroke, path.width, round_ends=True)
    content.write(*(_line(line, closed=path.closed) for line in path.lines))
    if path.fill:
        content.write("B*" if path.stroke else "f*")
    else:
        content.write("S" if path.stroke else "n")


def _line(points: Points, *, closed: bool) -> str:
    start, *rest = (numbers(*points[index : index + 2]) for index in range(0, len(points), 2))
    return "\n".join([f"{start} m", *(f"{point} l" for point in rest), *(["h"] if closed else [])])

"""Rectangles, lines and circles as path operators."""

from __future__ import annotations

from clinicpress.pdf.content import Content, numbers
from clinicpress.typesetting.items import Circle, Polyline, Rect

# How far the handles of a Bezier quarter circle reach, as a share of its radius.
_KAPPA = 0.5522847498


def _paint(
    content: Content,
    path: str,
    shape: Rect | Polyline | Circle,
    *,
    closed: bool,
    dash: tuple[float, ...] = (),
) -> None:
    """Fill and stroke a path as the shape says; nothing if it has neither colour."""
    if shape.fill:
        content.set_fill(shape.fill)
    if shape.stroke:
        content.set_stroke(shape.stroke, shape.line_width, dash=dash)
    if not shape.stroke:
        operator = "f" if shape.fill else ""
    elif shape.fill:
        operator = "b" if closed else "B"
    else:
        operator = "s" if closed else "S"
    if operator:
        content.write(path, operator)


def draw_rect(content: Content, rect: Rect, left: float, top: float) -> None:
    """Draw a rectangle whose top left corner lies at ``left``, ``top`` (from below)."""
    bottom = top - rect.height
    radius = min(rect.radius, rect.width / 2, rect.height / 2)
    if radius <= 0:
        path = f"{numbers(left, bottom, rect.width, rect.height)} re"
    else:
        path = _rounded(left, bottom, left + rect.width, top, radius)
    _paint(content, path, rect, closed=radius > 0, dash=rect.dash)


def draw_polyline(content: Content, line: Polyline, left: float, top: float) -> None:
    """Draw lines whose origin lies at ``left``, ``top`` (from below)."""
    points = [numbers(left + x, top - y) for x, y in zip(line.points[::2], line.points[1::2], strict=True)]
    path = "\n".join([f"{points[0]} m", *(f"{point} l" for point in points[1:])])
    _paint(content, path, line, closed=line.closed or bool(line.fill), dash=line.dash)


def draw_circle(content: Content, circle: Circle, left: float, top: float) -> None:
    """Draw a circle around ``left``, ``top`` (from below)."""
    radius = circle.radius
    path = _rounded(left - radius, top - radius, left + radius, top + radius, radius)
    _paint(content, path, circle, closed=True)


def _rounded(left: float, bottom: float, right: float, top: float, radius: float) -> str:
    """A closed rectangle with round corners, counter-clockwise from the left end of its bottom edge."""
    handle = radius * (1 - _KAPPA)
    corners = (
        ((right - handle, bottom), (right, bottom + handle), (right, bottom + radius)),
        ((right, top - handle), (right - handle, top), (right - radius, top)),
        ((left + handle, top), (left, top - handle), (left, top - radius)),
        ((left, bottom + handle), (left + handle, bottom), (left + radius, bottom)),
    )
    edges = ((right - radius, bottom), (right, top - radius), (left + radius, top), (left, bottom + radius))
    here = numbers(left + radius, bottom)
    path = [f"{here} m"]
    for edge, corner in zip(edges, corners, strict=True):
        # A circle has no straight edges.
        if numbers(*edge) != here:
            path.append(f"{numbers(*edge)} l")
        path.append(f"{numbers(*(value for point in corner for value in point))} c")
        here = numbers(*corner[-1])
    return "\n".join(path)

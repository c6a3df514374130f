"""Content streams: operators of paths, colours and numbers."""

from __future__ import annotations

from functools import lru_cache

from clinicpress.typesetting.items import Circle, Polyline, Rect

# What a page starts with (ISO 32000-1, table 52): no operator is needed to set it.
_INITIAL = {"fill": "0 g", "stroke": "0 G", "width": "1 w", "cap": "0 J", "join": "0 j", "dash": "[] 0 d"}


@lru_cache(maxsize=4_000)
def number(value: float) -> str:
    """A number with at most two decimals: 0.01 pt is 4 micrometres on paper."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def numbers(*values: float) -> str:
    """Numbers with a space between them."""
    return " ".join(map(number, values))


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1 of a colour written as ``#RRGGBB``.

    Raises:
        ValueError: if it is written otherwise.
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"{colour!r} is not a colour written as #RRGGBB")
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def rgb_operator(red: float, green: float, blue: float, *, stroke: bool) -> str:
    """The operator that sets a colour; a grey is set as grey, which printers give black ink alone."""
    parts = [f"{part:.3f}".rstrip("0").rstrip(".") for part in (red, green, blue)]
    if parts[0] == parts[1] == parts[2]:
        return f"{parts[0]} {'G' if stroke else 'g'}"
    return f"{' '.join(parts)} {'RG' if stroke else 'rg'}"


@lru_cache(maxsize=512)
def colour_operator(colour: str, *, stroke: bool) -> str:
    """The operator that sets a colour written as ``#RRGGBB``."""
    return rgb_operator(*rgb(colour), stroke=stroke)


class Content:
    """The operators of a page or a form, without those that would set what is set already.

    ``fresh`` says that it starts with the state of a new page; a form starts with that of its surroundings.
    """

    def __init__(self, *, fresh: bool = True) -> None:
        self._code: list[str] = []
        self._state = dict(_INITIAL) if fresh else {}

    def write(self, *operators: str) -> None:
        """Append operators as they are."""
        self._code.extend(operators)

    def set(self, parameter: str, operator: str) -> None:
        """Append an operator that sets a parameter of the graphics state, unless it stands so already."""
        if self._state.get(parameter) != operator:
            self._state[parameter] = operator
            self._code.append(operator)

    def set_fill(self, colour: str) -> None:
        """Set the colour of text and areas."""
        self.set("fill", colour_operator(colour, stroke=False))

    def set_stroke(
        self, colour: str, width: float, *, dash: tuple[float, ...] = (), round_ends: bool = False
    ) -> None:
        """Set the colour and the shape of lines; ``width`` and ``dash`` in points."""
        self.set("stroke", colour_operator(colour, stroke=True))
        self.set("width", f"{number(width)} w")
        self.set("dash", f"[{numbers(*dash)}] 0 d")
        self.set("cap", f"{int(round_ends)} J")
        self.set("join", f"{int(round_ends)} j")

    def to_bytes(self) -> bytes:
        """The operators, one a line."""
        return "\n".join(self._code).encode("latin-1")

    def cut(self) -> bytes:
        """The operators so far, which are let go; what is appended later goes on with the same state."""
        code = self.to_bytes()
        self._code = []
        return code


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

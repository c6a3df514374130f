"""The seam to ReportLab's drawings: shapes become operators and words of our pages, and our items shapes.

Loads all of ReportLab's graphics; writing a document does not.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path as FilePath
from typing import Any, Literal, NoReturn

from PIL import Image as PillowImage
from reportlab.graphics import shapes
from reportlab.graphics.shapes import Drawing, Shape
from reportlab.lib.colors import HexColor, toColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.pathobject import PDFPathObject

from clinicpress.figures.paths import PaintedPath, paint
from clinicpress.messages import later, say
from clinicpress.pdf.operators import rgb_operator
from clinicpress.problems import OutputError, Problem
from clinicpress.records import dataclass
from clinicpress.store.regular import read_regular
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import (
    Circle,
    FigureArt,
    Group,
    Illustration,
    Item,
    Lettering,
    Polyline,
    RasterArt,
    Rect,
    TextLine,
    VectorArt,
    VectorItem,
)

# Red, green and blue from 0 to 1.
Rgb = tuple[float, float, float]
Tone = Callable[[Rgb], Rgb]
AffineMatrix = tuple[float, float, float, float, float, float]
# What a drawing begins with: ReportLab's own defaults, so that nothing is taken over from the page.
_INITIAL = ("1 0 0 1 0 0 cm", "0 G", "1 w", "0 J", "0 j", "[] 0 d", "0 g")
# The operators of a `shapes.Path` by number, and how many coordinates each takes.
_COORDINATES = (2, 2, 6, 0)
_EVEN_ODD: Literal[0] = 0
_LEAST = 1e-6
_NO_NUMBER = re.compile(r"\b(nan|inf)", re.IGNORECASE)
_SHAPES_ALONE = later("pdf.use-drawing-has-only-shapes")


def as_it_is(colour: Rgb) -> Rgb:
    """The colour itself: the tone of a drawing in colour."""
    return colour


def grey(colour: Rgb) -> Rgb:
    """The grey that is as light as a colour: the tone of a drawing in black and white."""
    red, green, blue = colour
    level = 0.299 * red + 0.587 * green + 0.114 * blue
    return level, level, level


def vector(drawing: Drawing, scale: float = 1.0, tone: Tone = as_it_is) -> VectorItem:
    """The shapes of a drawing as operators, origin at the bottom left, ``scale`` times the drawing's size.

    ``tone`` changes each colour. See-through colours are mixed with white, which archival PDF and laser
    printers need.

    Raises:
        OutputError: if the drawing has text or a picture, or a shape that cannot be printed.
    """
    (art,) = _Walk(tone, words=False).parts(drawing, scale)
    assert isinstance(art, VectorArt)
    return art.drawing


def illustration(drawing: Drawing, tone: Tone = as_it_is) -> Illustration:
    """A drawing with its words and pictures, ready for a page; sizes are those of the drawing in points.

    ``tone`` changes each colour, and makes pictures grey unless it is `as_it_is`.

    Raises:
        OutputError: if the drawing has no size, or holds what cannot be printed: the message names the shape.
    """
    if not (math.isfinite(drawing.width * drawing.height) and min(drawing.width, drawing.height) > 0):
        raise OutputError(Problem(say("pdf.drawing-has-no-size"), say("pdf.give-width-and-height-points")))
    parts = tuple(_Walk(tone, words=True).parts(drawing, 1.0))
    size = float(drawing.renderScale)
    return Illustration(float(drawing.width) * size, float(drawing.height) * size, parts)


@dataclass(frozen=True, slots=True)
class DrawnDiagram:
    """A diagram that another package draws: ``alt`` says in a sentence what it shows, for who cannot see it.

    The size of the drawing, in points, is its largest size on paper.
    """

    drawing: Drawing
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state of a shape, where it matters to what is painted."""

    matrix: AffineMatrix
    stroke: bool = True
    fill: bool = True
    stroke_colour: Rgb = (0.0, 0.0, 0.0)
    fill_colour: Rgb = (0.0, 0.0, 0.0)
    fill_rule: int = _EVEN_ODD

    def painting(self, *, stroke: bool, fill: bool, rule: int | None = None) -> str:
        """The operator that paints a path."""
        even_odd = "*" if (self.fill_rule if rule is None else rule) == _EVEN_ODD else ""
        if fill:
            return f"{'B' if stroke else 'f'}{even_odd}"
        return "S" if stroke else "n"


@dataclass
class _Walk:
    """Goes through a drawing and writes its shapes as operators; ``words`` allows text and pictures too.

    ``open`` holds what has set the state of each group that is not finished: where words part the shapes of a
    group, the rest of it begins anew with the same state.
    """

    tone: Tone
    words: bool
    code: list[str] = field(default_factory=list)
    open: list[list[str]] = field(default_factory=list)
    done: list[VectorArt | RasterArt | Lettering] = field(default_factory=list)
    size: tuple[float, float] = (0.0, 0.0)
    painted: bool = False

    def parts(self, drawing: Drawing, scale: float) -> Iterator[VectorArt | RasterArt | Lettering]:
        """The drawing in painting order: shapes, and between them words and pictures."""
        whole = scale * drawing.renderScale
        self.size = (float(drawing.width) * whole, float(drawing.height) * whole)
        if scale != 1.0 or not self.words:
            self.code.append(f"{fp_str(scale, 0, 0, scale, 0, 0)} cm")
        self._begin()
        self._set(*_INITIAL)
        matrix = (scale, 0.0, 0.0, scale, 0.0, 0.0)
        own = _matrix(drawing.transform)
        if drawing.renderScale != 1.0:
            own = _times(own, (drawing.renderScale, 0.0, 0.0, drawing.renderScale, 0.0, 0.0))
        self._node(drawing, _State(matrix), "drawing", {"transform": own})
        self._end()
        self._cut(last=True)
        yield from self.done

    def _begin(self) -> None:
        self.code.append("q")
        self.open.append([])

    def _set(self, *operators: str) -> None:
        self.code += operators
        self.open[-1] += operators

    def _end(self) -> None:
        self.code.append("Q")
        self.open.pop()

    def _cut(self, *, last: bool = False) -> None:
        """End the shapes before words or a picture; what follows them begins with the same state."""
        if self.painted or (last and not self.done):
            code = "\n".join([*self.code, *("Q" for _ in self.open)])
            if "/" in code or _NO_NUMBER.search(code):
                raise OutputError(Problem(say("pdf.drawing-has-more-than-shapes"), say(_SHAPES_ALONE)))
            self.done.append(VectorArt(0.0, 0.0, *self.size, VectorItem(*self.size, code.encode("ascii"))))
        self.code = [operator for level in self.open for operator in ("q", *level)]
        self.painted = False

    def _node(self, node: Any, state: _State, place: str, changed: dict[str, Any] | None = None) -> _State:
        """Draw a shape or a group; the state of those that follow it in its group."""
        while isinstance(node, shapes.UserNode):
            node = node.provideNode()
        if isinstance(node, shapes.Path) and node.isClipPath:
            # without a state of its own, since it cuts off what follows
            state = self._state(node.getProperties(), state, place)
            self._path(node, state, place)
            return state
        if not isinstance(node, Shape):
            _refuse(place, say("pdf.no-shape", type=type(node).__name__), say(_SHAPES_ALONE))
        self._begin()
        inner = self._state(node.getProperties() | (changed or {}), state, place)
        if isinstance(node, shapes.Group):
            here = inner
            for number, child in enumerate(node.getContents(), 1):
                here = self._node(child, here, say("pdf.shape-of-place", place=place, number=number))
        else:
            self._shape(node, inner, place)
        self._end()
        return state

    def _state(self, properties: dict[str, Any], state: _State, place: str) -> _State:
        """Write what a node sets of the state, in its own order; the state that it has then."""
        for key, value in properties.items():
            match key:
                case "transform":
                    if value[0] * value[3] == value[1] * value[2]:
                        _refuse(place, say("pdf.scaled-nothing"), say("pdf.leave-out-or-give-size"))
                    self._set(f"{fp_str(*value)} cm")
                    state = replace(state, matrix=_times(state.matrix, _matrix(value)))
                case "strokeColor" | "fillColor":
                    state = self._coloured(state, value, place, stroke=key == "strokeColor")
                case "strokeOpacity" if value is not None:
                    self._set(_mixed(state.stroke_colour, float(value), stroke=True))
                case "fillOpacity" if value is not None:
                    self._set(_mixed(state.fill_colour, float(value), stroke=False))
                case "strokeWidth":
                    self._set(f"{fp_str(value)} w")
                case "strokeLineCap":
                    self._set(f"{value:d} J")
                case "strokeLineJoin":
                    self._set(f"{value:d} j")
                case "strokeDashArray":
                    self._set(_dashes(value))
                case "fillMode":
                    state = replace(state, fill_rule=int(value))
        return state

    def _coloured(self, state: _State, value: Any, place: str, *, stroke: bool) -> _State:
        """Write the colour of lines or of areas, if there is one."""
        if value is None:
            return replace(state, stroke=False) if stroke else replace(state, fill=False)
        try:
            found = toColor(value)
            red, green, blue = found.rgb()
        except (ValueError, AttributeError):
            _refuse(place, say("pdf.colour-cannot-be-printed"), say("pdf.use-colour-reportlab-lib-colors"))
        colour = self.tone((float(red), float(green), float(blue)))
        self._set(_mixed(colour, float(getattr(found, "alpha", 1.0)), stroke=stroke))
        if stroke:
            return replace(state, stroke=True, stroke_colour=colour)
        return replace(state, fill=True, fill_colour=colour)

    def _shape(self, node: Shape, state: _State, place: str) -> None:
        match node:
            case shapes.Path():
                self._path(node, state, place)
            case shapes.PolyLine():
                if state.stroke:
                    self._polygon(node.points, replace(state, fill=False), place, closed=False)
            case shapes.Polygon():
                self._polygon(node.points, state, place, closed=True)
            case shapes.Wedge():
                self._shape(node.asPolygon(), state, place)
            case shapes.String():
                self._string(node, state, place)
            case shapes.Image():
                self._picture(node, state, place)
            case _:
                self._simple(node, state, place)

    def _simple(self, node: Shape, state: _State, place: str) -> None:
        match node:
            case shapes.Line():
                if state.stroke:
                    self._paint(f"n {fp_str(node.x1, node.y1)} m {fp_str(node.x2, node.y2)} l S")
            case shapes.Rect() if node.rx == node.ry == 0:
                operator = state.painting(stroke=state.stroke, fill=state.fill)
                self._paint(f"n {fp_str(node.x, node.y, node.width, node.height)} re {operator}")
            case shapes.Rect():
                path = PDFPathObject(self.code)
                path.roundRect(node.x, node.y, node.width, node.height, node.rx)
                self._paint(state.painting(stroke=state.stroke, fill=state.fill))
            case shapes.Circle():
                self._oval(node.cx, node.cy, node.r, node.r, state)
            case shapes.Ellipse():
                self._oval(node.cx, node.cy, node.rx, node.ry, state)
            case _:
                _refuse(place, say("pdf.unprintable-shape", type=type(node).__name__), say(_SHAPES_ALONE))

    def _paint(self, *operators: str) -> None:
        self.code += operators
        self.painted = True

    def _oval(self, x: float, y: float, across: float, up: float, state: _State) -> None:
        left, bottom, right, top = x - across, y - up, x + across, y + up
        PDFPathObject(self.code).ellipse(left, bottom, right - left, top - bottom)
        self._paint(state.painting(stroke=state.stroke, fill=state.fill))

    def _polygon(self, points: list[float], state: _State, place: str, *, closed: bool) -> None:
        if len(points) < 4 or len(points) % 2:
            _refuse(place, say("pdf.line-fewer-than-two-points"), say("pdf.leave-it-out"))
        moves = [f"{fp_str(*points[:2])} m", *(f"{fp_str(*at)} l" for at in _pairs(points[2:]))]
        path = " ".join(["n", *moves, *(["h"] if closed else [])])
        self._paint(path, state.painting(stroke=state.stroke, fill=state.fill))

    def _path(self, path: shapes.Path, state: _State, place: str) -> None:
        """A path by ReportLab's rules: which fills are closed, and whether one that is open is filled."""
        begun, closed = path.operators.count(0), path.operators.count(3)
        whole = begun == closed
        stroke, fill, rule = state.stroke, state.fill, path.fillMode
        code = self._outline(path, place, close=path.autoclose == "pdf" and fill)
        if path.autoclose not in ("svg", "pdf"):
            fill = fill and whole
        fills_apart = path.autoclose == "svg" and fill and stroke and not whole
        operator = state.painting(stroke=stroke and not fills_apart, fill=fill, rule=rule)
        if path.isClipPath:
            self._set(f"{code}{' W* ' if rule == _EVEN_ODD else ' W '}{operator}")
            self.painted |= stroke or fill
        else:
            self._paint(code, operator)
        if fills_apart:
            self._paint(code, "S")

    def _outline(self, path: shapes.Path, place: str, *, close: bool) -> str:
        parts, at, last = ["n"], 0, 3
        if path.operators and path.operators[0] != 0:
            _refuse(place, say("pdf.path-does-not-begin-move"), say("pdf.begin-with-move-to"))
        for operator in map(int, path.operators):
            if close and operator == 0 and last != 3:
                parts.append("h")
            count = _COORDINATES[operator]
            numbers = path.points[at : at + count]
            parts.append(f"{fp_str(*numbers)} {'mlc'[operator]}" if count else "h")
            at, last = at + count, operator
        if close and last != 3:
            parts.append("h")
        return " ".join(parts) if path.operators else ""

    def _string(self, node: shapes.String, state: _State, place: str) -> None:
        if not self.words:
            raise OutputError(
                Problem(say("pdf.drawing-has-text"), say("pdf.convert-text-outlines-drawing-program"))
            )
        across, _, _, _, x, y = self._upright(state.matrix, place, later("pdf.turned-text"))
        text = " ".join(str(node.text).split())
        if not state.fill or not text:
            return
        if node.textAnchor not in ("start", "middle", "end"):
            _refuse(
                place, say("pdf.text-anchor", textanchor=node.textAnchor), say("pdf.use-start-middle-or-end")
            )
        self._cut()
        bold = any(weight in str(node.fontName).lower() for weight in ("bold", "black", "heavy"))
        colour = "#" + "".join(f"{round(part * 255):02X}" for part in state.fill_colour)
        where = (x + node.x * across, self.size[1] - (y + node.y * across))
        self.done.append(Lettering(*where, text, node.fontSize * across, bold, colour, node.textAnchor))

    def _picture(self, node: shapes.Image, state: _State, place: str) -> None:
        if not self.words:
            raise OutputError(
                Problem(
                    say("pdf.drawing-has-picture"),
                    say("pdf.shapes-alone-or-png", shapes_alone=say(_SHAPES_ALONE)),
                )
            )
        across, _, _, _, x, y = self._upright(state.matrix, place, later("pdf.turned-picture"))
        width, height = node.width * across, node.height * across
        top = self.size[1] - (y + node.y * across + height)
        self._cut()
        data = _picture_bytes(node.path, place)
        left = x + node.x * across
        self.done.append(RasterArt(left, top, width, height, data, grey=self.tone is not as_it_is))

    @staticmethod
    def _upright(matrix: AffineMatrix, place: str, what: str) -> AffineMatrix:
        across, tilt, slant, up, _, _ = matrix
        if across <= 0 or abs(across - up) > _LEAST or abs(tilt) > _LEAST or abs(slant) > _LEAST:
            _refuse(place, say(what), say("pdf.place-upright-without-skewing"))
        return matrix


def _matrix(value: Sequence[float]) -> AffineMatrix:
    a, b, c, d, e, f = value
    return a, b, c, d, e, f


def _times(outer: AffineMatrix, inner: AffineMatrix) -> AffineMatrix:
    """The matrix that does ``inner``, then ``outer``."""
    a, b, c, d, e, f = outer
    u, v, w, x, y, z = inner
    return a * u + c * v, b * u + d * v, a * w + c * x, b * w + d * x, a * y + c * z + e, b * y + d * z + f


def _refuse(place: str, what: str, hint: str) -> NoReturn:
    raise OutputError(Problem(say("pdf.refused-shape", place=place, what=what), hint))


def _pairs(points: list[float]) -> Iterator[tuple[float, float]]:
    return zip(points[::2], points[1::2], strict=True)


def _dashes(value: Any) -> str:
    phase = 0
    if isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[1], list | tuple):
        phase, value = value
    lengths = [value, 0] if isinstance(value, int | float) else list(value or ())
    if any(length < 0 for length in lengths) or (lengths and sum(lengths) <= 0):
        raise OutputError(Problem(say("pdf.drawing-holds-line-dashes-without-length"), say(_SHAPES_ALONE)))
    return f"[{fp_str(lengths)}] {phase} d"


def _mixed(colour: Rgb, alpha: float, *, stroke: bool) -> str:
    red, green, blue = (1 - alpha * (1 - part) for part in colour)
    return rgb_operator(red, green, blue, stroke=stroke)


def _picture_bytes(picture: Any, place: str) -> bytes:
    """The bytes of a picture that a drawing names or holds."""
    if isinstance(picture, PillowImage.Image):
        stream = io.BytesIO()
        picture.save(stream, "PNG")
        return stream.getvalue()
    try:
        return read_regular(FilePath(picture))
    except (OSError, TypeError, ValueError):
        _refuse(place, say("pdf.unreadable-picture-in-drawing"), say("pdf.name-png-or-jpeg-file"))


def drawing_of(group: Group) -> Drawing:
    """A group of page items as a drawing of its size in points, for any program that uses ReportLab.

    Its words are in the faces of the page, which are registered with ReportLab.

    Raises:
        OutputError: if the group holds a picture, a logo or a QR code.
    """
    drawing = Drawing(group.width, group.height)
    for shape in _shapes_of(group, -group.x, group.height + group.y):
        drawing.add(shape)
    return drawing


def _shapes_of(group: Group, left: float, top: float) -> Iterator[Shape]:
    left, top = left + group.x, top - group.y
    for item in group.items:
        if isinstance(item, Group):
            yield from _shapes_of(item, left, top)
        else:
            yield from _item_shapes(item, left, top)


def _item_shapes(item: Item, left: float, top: float) -> Iterator[Shape]:
    match item:
        case TextLine():
            x = left + item.x
            for span in item.spans:
                style: dict[str, Any] = {"fontName": span.font, "fontSize": span.size}
                yield shapes.String(x, top - item.y, span.text, fillColor=HexColor(span.colour), **style)
                x += text_width(span.text, span.font, span.size)
        case Rect():
            corner = (left + item.x, top - item.y - item.height, item.width, item.height)
            yield shapes.Rect(*corner, rx=item.radius, ry=item.radius, **_style(item))
        case Circle():
            yield shapes.Circle(left + item.x, top - item.y, item.radius, **_style(item))
        case Polyline():
            pairs = zip(item.points[::2], item.points[1::2], strict=True)
            points = [value for x, y in pairs for value in (left + x, top - y)]
            kind = shapes.Polygon if item.closed or item.fill else shapes.PolyLine
            yield kind(points, **(_style(item) if kind is shapes.Polygon else _line_style(item)))
        case FigureArt():
            foot = top - item.y - item.frame.height * item.scale
            for path in paint(item.frame, item.scale, item.palette):
                yield _path_shape(path, left + item.x, foot)
        case _:
            message = say("pdf.picture-logo-or-qr-code-cannot")
            raise OutputError(Problem(message, say("pdf.ask-for-figure-or-diagram")))


def _line_style(item: Rect | Circle | Polyline) -> dict[str, Any]:
    dash = None if isinstance(item, Circle) else list(item.dash) or None
    return {
        "strokeColor": HexColor(item.stroke) if item.stroke else None, "strokeWidth": item.line_width,
        "strokeDashArray": dash,
    }  # fmt: skip


def _style(item: Rect | Circle | Polyline) -> dict[str, Any]:
    return {"fillColor": HexColor(item.fill) if item.fill else None, **_line_style(item)}


def _path_shape(path: PaintedPath, x: float, y: float) -> Shape:
    """A path of a figure: even-odd, with round ends and joins."""
    shape = shapes.Path(
        fillColor=HexColor(path.fill) if path.fill else None,
        strokeColor=HexColor(path.stroke) if path.stroke else None,
        strokeWidth=path.width, strokeLineCap=1, strokeLineJoin=1, fillMode=_EVEN_ODD,
    )  # fmt: skip
    for line in path.lines:
        shape.moveTo(line[0] + x, line[1] + y)
        for index in range(2, len(line), 2):
            shape.lineTo(line[index] + x, line[index + 1] + y)
        if path.closed:
            shape.closePath()
    return shape

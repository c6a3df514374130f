"""The patient strip row by row: label and value of each field, over a line for a pen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from clinicpress.blocks.look import PageLook
from clinicpress.composing.document import Field
from clinicpress.records import dataclass
from clinicpress.typesetting.breaking import TextStyle, break_lines, label, largest_size, set_lines, spaced
from clinicpress.typesetting.faces import text_width
from clinicpress.typesetting.items import Group, Polyline, TextLine

FIELD_ROW = 18.0
# The height of a row in which everything is printed, in sizes.
PRINTED_ROW = 1.32
FIELD_GAP = 9.0
# From a label to its value, and from a value to the next field.
VALUE_GAP = 6.0
# A long value is set smaller down to the first of these to stand on one line; then on two, down to the other.
LEAST_ON_ONE_LINE, LEAST_VALUE = 10.0, 8.0
LINES_OF_A_VALUE = 2
# All fields may be set smaller by half points down to this size.
LEAST_STRIP, STRIP_STEP = 10.0, 0.5


@dataclass(frozen=True, slots=True)
class _Need:
    """A field, where its value begins, and the width that it needs on one line, in points."""

    field: Field
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class SetStrip:
    """Fields in rows, ``width`` points wide, in one style."""

    rows: Sequence[Sequence[_Need]]
    style: TextStyle
    width: float

    @property
    def height(self) -> float:
        """Its height in points."""
        return sum(self._height(row) for row in self.rows)

    def _height(self, row: Sequence[_Need]) -> float:
        if _is_long(row, self.width):
            lines = _long_lines(row[0], self.style, self.width)
            return _field_row(self.style) + lines[-1].y - _base(self.style)
        return _field_row(self.style, pen=any(need.field.value is None for need in row))

    def draw(self, look: PageLook) -> tuple[Group, ...]:
        """The fields, placed."""
        y, groups = 0.0, list[Group]()
        for row in self.rows:
            if _is_long(row, self.width):
                groups.append(_long_field(row[0], look, self.style, y, self.width))
            else:
                groups += _row(row, look, self.style, y, self.width)
            y += self._height(row)
        return tuple(groups)


def set_strip(fields: Sequence[Field], style: TextStyle, width: float) -> SetStrip:
    """Fields in as few rows as they need; one that is wider than a row gets as many lines as it needs.

    All are set a little smaller where that saves a row.
    """
    rows = _rows(fields, style, width)
    if len(rows) == 1:
        return SetStrip(rows, style, width)
    for step in range(1, round((style.size - LEAST_STRIP) / STRIP_STEP) + 1):
        size = style.size - step * STRIP_STEP
        smaller = replace(style, size=size, leading=size * style.leading / style.size)
        fewer = _rows(fields, smaller, width)
        if len(fewer) < len(rows):
            return SetStrip(fewer, smaller, width)
    return SetStrip(rows, style, width)


def _rows(fields: Sequence[Field], style: TextStyle, width: float) -> list[list[_Need]]:
    rows: list[list[_Need]] = [[]]
    used = 0.0
    for field in fields:
        need = _need(field, style)
        if rows[-1] and used + need.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(need)
        used += need.width + FIELD_GAP
    return rows


def _is_long(row: Sequence[_Need], width: float) -> bool:
    return len(row) == 1 and row[0].width > width and row[0].field.value is not None


def _field_row(style: TextStyle, *, pen: bool = True) -> float:
    """Height in points of a row: room for a ``pen`` over its line, or for a value that is printed."""
    return max(FIELD_ROW, style.size * 1.5) if pen else style.size * PRINTED_ROW


def _need(field: Field, style: TextStyle) -> _Need:
    left = text_width(field.label.text, style.regular, style.size) + VALUE_GAP
    if field.value is None:
        return _Need(field, left, left + 40.0)
    return _Need(field, left, left + text_width(field.value.text, style.bold, style.size) + VALUE_GAP)


def _base(style: TextStyle) -> float:
    """How far the first baseline of a field is from its top."""
    return style.baseline + 1.0


def _row(row: Sequence[_Need], look: PageLook, style: TextStyle, y: float, width: float) -> Iterator[Group]:
    """The fields of a row; what is left over goes to them, most of it to names."""
    shares = [_share(need.field, number) for number, need in enumerate(row)]
    spare = width - sum(need.width for need in row) - FIELD_GAP * (len(row) - 1)
    whole, x = sum(shares) or 1.0, 0.0
    for need, share in zip(row, shares, strict=True):
        wide = need.width + spare * share / whole
        yield _short_field(need, look, style, (x, y), wide)
        x += wide + FIELD_GAP


def _share(field: Field, number: int) -> float:
    """A name needs most of a pen's room, a therapist's name some, a date little, a choice none."""
    if not field.ruled:
        return 0.0
    if number == 0 and field.value is None:
        return 3.0
    return 1.6 if len(field.label.text) > 7 and field.value is None else 1.0


def _short_field(
    need: _Need, look: PageLook, style: TextStyle, place: tuple[float, float], width: float
) -> Group:
    """A field whose value stands on one line, with its corner at ``place``."""
    value, lines = need.field.value, tuple[TextLine, ...]()
    if value is not None:
        lines = (label(value.text, style.bold, style.size, look.colours.ink, need.left, _base(style)),)
    return _field(need, look, style, place, width, lines)


def _long_field(need: _Need, look: PageLook, style: TextStyle, y: float, width: float) -> Group:
    """A field whose value is wider than its row, ``y`` points down."""
    return _field(need, look, style, (0.0, y), width, _long_lines(need, style, width))


def _long_lines(need: _Need, style: TextStyle, width: float) -> tuple[TextLine, ...]:
    """A value that is wider than its row: set smaller, or broken; it is never cut."""
    bold = replace(style, regular=style.bold)
    return _value_lines(need.field, bold, need.left, width - need.left)


def _value_lines(field: Field, style: TextStyle, left: float, room: float) -> tuple[TextLine, ...]:
    """The value's lines, the first of them level with the label."""
    assert field.value is not None
    text, base = field.value.text, _base(style)
    size = largest_size(text, style.bold, room, style.size, LEAST_ON_ONE_LINE)
    if text_width(text, style.bold, size) <= room:
        return (label(text, style.bold, size, style.colour, left, base),)
    size, fitted = style.size, style
    while True:
        fitted = replace(style, size=size, leading=size * style.leading / style.size)
        lines = break_lines(field.value.runs, fitted, room)
        if len(lines) <= LINES_OF_A_VALUE or size <= LEAST_VALUE:
            return set_lines(lines, fitted, left, base - fitted.baseline)
        size = max(LEAST_VALUE, size - 0.5)


@lru_cache(maxsize=500)
def _label(text: str, style: TextStyle, colour: str) -> TextLine:
    """The label of a field, which all patients have in common."""
    return spaced(label(text, style.regular, style.size, colour, 0.0, _base(style)))


def _field(
    need: _Need,
    look: PageLook,
    style: TextStyle,
    place: tuple[float, float],
    width: float,
    lines: tuple[TextLine, ...],
) -> Group:
    """Label and value as one paragraph, and the line under them."""
    field, base, left = need.field, _base(style), need.left - 2.0
    last = lines[-1].y if lines else base
    height = _field_row(style) + last - base
    words = _label(field.label.text, style, look.colours.ink)
    line = Polyline((left, last + 3.2, width, last + 3.2), stroke=look.colours.ink, line_width=0.5)
    text = Group(
        0.0, 0.0, width, height, (words, *lines), "P", kind="field", source=str(field.label.source),
        text_size=style.size,
    )  # fmt: skip
    return Group(*place, width, height, (text, line) if field.ruled else (text,))
